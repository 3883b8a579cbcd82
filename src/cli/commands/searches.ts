import { defineCommand } from 'citty';
import type { WordLists } from '../../../pipelines/rules/parse.js';
import { parsePackTexts } from '../../app/rule-files.js';
import { addSearch, findSearchHits, listsOf, searchId } from '../../app/saved-searches.js';
import { openSearchVectors } from '../../app/search-vectors.js';
import { findSimilarPosts, type Likeness } from '../../app/similar-posts.js';
import { loadRuleConfig } from '../../config/rule-files.js';
import { isoTime, systemClock } from '../../core/clock.js';
import { AppError } from '../../core/errors.js';
import { incidentNumber } from '../../core/ids.js';
import type { Store } from '../../core/ports.js';
import { openContext } from '../context.js';
import { openEnv } from '../environment.js';
import { guarded } from '../failure.js';
import { byOption, personAtWork } from '../person.js';
import { parseSince } from '../since.js';
import { withStore } from '../store-access.js';
import { formatTable } from '../table.js';

/** The word lists of the rules in force. */
async function listsInForce(store: Store): Promise<WordLists> {
  const set = await store.ruleSets.latest();
  return listsOf(set === null ? loadRuleConfig(openEnv().OTKLIK_CONFIG_DIR).files : parsePackTexts(set.files).files);
}

const json = { type: 'boolean', default: false, description: 'one JSON object a line' } as const;

const add = defineCommand({
  meta: { name: 'add', description: 'Keeps a query; workers watch the stream with it within seconds.' },
  args: {
    query: { type: 'positional', required: true, description: 'in the rule language, in quotes' },
    name: { type: 'string', required: true, description: 'what people call it' },
    id: { type: 'string', description: 'short Latin name; made of the name when left out' },
    by: byOption,
  },
  run: guarded(async ({ args }) => {
    const id = args.id ?? searchId(args.name);
    const owner = personAtWork(args.by);
    const createdAt = isoTime(systemClock.now());
    await withStore(async (store) =>
      addSearch(
        store.savedSearches,
        { id, name: args.name, query: args.query, owner, createdAt },
        await listsInForce(store),
      ),
    );
    process.stdout.write(`${id} watches the stream; «otklik searches show ${id}» lists what it finds\n`);
  }),
});

const list = defineCommand({
  meta: { name: 'list', description: 'The saved searches.' },
  args: { json },
  run: guarded(async ({ args }) => {
    const searches = await withStore((store) => store.savedSearches.list());
    if (args.json) for (const search of searches) process.stdout.write(`${JSON.stringify(search)}\n`);
    else {
      const rows = searches.map(({ id, name, owner, createdAt, query }) => [
        id,
        name,
        owner,
        createdAt.slice(0, 10),
        query,
      ]);
      process.stdout.write(`${formatTable(['id', 'name', 'owner', 'since', 'query'], rows)}\n`);
    }
  }),
});

const remove = defineCommand({
  meta: { name: 'remove', description: 'Ends a search; what it found stays marked.' },
  args: { id: { type: 'positional', required: true } },
  run: guarded(async ({ args }) => {
    const there = await withStore((store) => store.savedSearches.remove(args.id));
    if (!there) throw unknownSearch(args.id);
    process.stdout.write(`${args.id} is removed\n`);
  }),
});

const show = defineCommand({
  meta: { name: 'show', description: 'What a search finds in the history, and what it marked when it came.' },
  args: {
    id: { type: 'positional', required: true },
    since: { type: 'string', description: 'written since: 7d, 24h or a date; default: all' },
    limit: { type: 'string', default: '50', description: 'lines shown' },
    json,
  },
  run: guarded(async ({ args }) => {
    const since = args.since === undefined ? undefined : parseSince(args.since, systemClock.now());
    const { search, hits } = await withStore(async (store) => {
      const found = await store.savedSearches.get(args.id);
      if (found === null) throw unknownSearch(args.id);
      const period = since === undefined ? {} : { since };
      return { search: found, hits: await findSearchHits(store.posts, found, await listsInForce(store), period) };
    });
    if (args.json) {
      for (const hit of hits) process.stdout.write(`${JSON.stringify(hit)}\n`);
      return;
    }
    const rows = hits
      .slice(0, Number(args.limit) || 50)
      .map((hit) => [
        (hit.publishedAt ?? hit.fetchedAt).slice(0, 16).replace('T', ' '),
        hit.inStream ? (hit.inHistory ? 'both' : 'stream') : 'history',
        hit.id,
        hit.text,
      ]);
    const stream = hits.filter(({ inStream }) => inStream).length;
    const history = hits.filter(({ inHistory }) => inHistory).length;
    const before = hits.filter(({ inStream, indexedAt }) => !inStream && indexedAt < search.createdAt).length;
    process.stdout.write(
      `${search.name}: ${search.query}\n${formatTable(['written', 'found in', 'post', 'text'], rows)}\n` +
        `${history} in the history (${before} of them came before the search was kept), ${stream} marked in the stream\n`,
    );
  }),
});

const similar = defineCommand({
  meta: {
    name: 'similar',
    description: 'The stored posts nearest in meaning to a text or a post, with the similarity.',
  },
  args: {
    text: { type: 'positional', required: false, description: 'what has happened, in quotes' },
    post: { type: 'string', description: 'id of a stored post, in place of the text' },
    since: { type: 'string', description: 'written since: 7d, 24h or a date; default: all' },
    incidents: { type: 'boolean', default: false, description: 'only posts that are part of an incident' },
    limit: { type: 'string', default: '20', description: 'posts shown, 1 to 1000' },
    json,
  },
  run: guarded(async ({ args }) => {
    const { env, log } = openContext({ quiet: true });
    const likeness = likenessOf(args.text, args.post);
    const options = {
      k: limitOf(args.limit),
      onlyIncidents: args.incidents,
      ...(args.since === undefined ? {} : { since: parseSince(args.since, systemClock.now()) }),
    };
    const vectors = openSearchVectors(log, { folder: env.OTKLIK_MODELS_DIR });
    try {
      const found = await withStore((store) => findSimilarPosts(store.posts, vectors, likeness, options));
      if (args.json) {
        for (const { post, similarity } of found)
          process.stdout.write(`${JSON.stringify({ similarity: Number(similarity.toFixed(4)), ...post })}\n`);
        return;
      }
      const rows = found.map(({ post, similarity }) => [
        similarity.toFixed(3),
        (post.publishedAt ?? post.fetchedAt).slice(0, 16).replace('T', ' '),
        post.incidentId === null ? '' : incidentNumber(post.incidentId),
        post.id,
        post.text,
      ]);
      process.stdout.write(
        found.length === 0
          ? 'nothing found: none of the stored posts asked for was read by a model\n'
          : `${formatTable(['similarity', 'written', 'incident', 'post', 'text'], rows)}\n`,
      );
    } finally {
      await vectors.close();
    }
  }),
});

function likenessOf(text: string | undefined, postId: string | undefined): Likeness {
  if (text !== undefined && text.trim() !== '' && postId === undefined) return { text };
  if (text === undefined && postId !== undefined) return { postId };
  throw new AppError(
    'E_INPUT_INVALID',
    'say what to look for: either a text in quotes or --post with the id of a post',
  );
}

function limitOf(written: string): number {
  if (/^\d{1,4}$/.test(written) && Number(written) >= 1 && Number(written) <= 1_000) return Number(written);
  throw new AppError('E_INPUT_INVALID', `--limit «${written}»: write a whole number from 1 to 1000`);
}

function unknownSearch(id: string): AppError {
  return new AppError('E_INPUT_INVALID', `there is no saved search «${id}»: «otklik searches list» shows them`);
}

export const searches = defineCommand({
  meta: { name: 'searches', description: 'Queries that are kept: they watch the stream and search the history.' },
  subCommands: { add, list, remove, show, similar },
});
