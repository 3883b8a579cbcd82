import type { Incident } from '../../src/core/incident.js';
import type { Post } from '../../src/core/post.js';
import { serveForums } from './support/forums.js';
import { countDecisions, precision, recall, share } from './support/measure.js';
import { type MixedText, mixTexts } from './support/mix.js';
import { runLine } from './support/run-line.js';

export interface MixedResult {
  mode: string;
  posts: number;
  appeals: number;
  seconds: number;
  /** Texts that never came to the index, with how many dead letters there are. */
  lost: number;
  deadLetters: number;
  incidents: number;
  atDecision: { precision: number; recall: number; hits: number; falseAlarms: number; missed: number };
  inQueue: { precision: number; recall: number; hits: number; falseAlarms: number; missed: number };
  unsure: { appeals: number; others: number };
  bySource: Record<string, string>;
  droppedAppeals: Record<string, number>;
  place: Record<string, number>;
  withExecutor: string;
  joined: { how: Record<string, number>; mixed: number };
}

interface Read {
  row: MixedText;
  post: Post | undefined;
  incident: Incident | null;
}

export interface MixedReading {
  result: MixedResult;
  /** The queue as an operator goes through it, newest first, and the posts' truth. */
  queue: { incident: Incident; truth: boolean[] }[];
  missed: { row: MixedText; post: Post | undefined }[];
}

/** Crawls the mix, lets the line run to its end and compares the queue with the truth, post by post. */
export async function evaluateMix(
  folder: string,
  options: { limit: number; hosts: number; seed: string; isRulesOnly?: boolean },
): Promise<MixedReading> {
  const forums = await serveForums(mixTexts(folder, options));
  try {
    const run = await runLine(forums.sources, { isRulesOnly: options.isRulesOnly ?? false });
    try {
      const { store } = run.platform;
      const ids = [...forums.byPostId.keys()];
      const posts = new Map<string, Post>();
      for (let from = 0; from < ids.length; from += 500) {
        for (const post of await store.posts.byIds(ids.slice(from, from + 500))) posts.set(post.id, post);
      }
      const incidents = await readAll(async (after) =>
        store.incidents.search({ limit: 200, sort: 'newest', ...(after === null ? {} : { after }) }),
      );
      const byId = new Map(incidents.map((incident) => [incident.id, incident]));
      const reads = ids.map((id): Read => {
        const post = posts.get(id);
        const incident = post?.incidentId == null ? null : (byId.get(post.incidentId) ?? null);
        return { row: forums.byPostId.get(id) as MixedText, post, incident };
      });
      const deadLetters = await store.deadLetters.count();
      const result = summarise(reads, incidents, { mode: run.platform.mode, seconds: run.ms / 1_000, deadLetters });
      const queue = incidents.map((incident) => ({
        incident,
        truth: incident.postIds.map((id) => forums.byPostId.get(id)?.incident ?? false),
      }));
      const missed = reads.filter(({ row, incident }) => row.incident && incident === null);
      return { result, queue, missed };
    } finally {
      await run.close();
    }
  } finally {
    await forums.close();
  }
}

async function readAll(
  read: (after: string | null) => Promise<{ items: Incident[]; next: string | null }>,
): Promise<Incident[]> {
  const all: Incident[] = [];
  let after: string | null = null;
  do {
    const page: { items: Incident[]; next: string | null } = await read(after);
    all.push(...page.items);
    after = page.next;
  } while (after !== null);
  return all;
}

function summarise(
  reads: readonly Read[],
  incidents: readonly Incident[],
  facts: { mode: string; seconds: number; deadLetters: number },
): MixedResult {
  const truth = ({ row }: Read): boolean => row.incident;
  const isQueued = ({ incident }: Read): boolean => incident !== null;
  const isDecided = (read: Read): boolean => isQueued(read) && read.post?.verdict?.incident === true;
  const isUnsure = (read: Read): boolean => isQueued(read) && read.post?.verdict?.unsure === true;
  const figures = (said: (read: Read) => boolean) => {
    const counts = countDecisions(reads, said, truth);
    return { precision: precision(counts), recall: recall(counts), ...counts };
  };
  const appeals = reads.filter(truth);
  const found = appeals.filter(isQueued);
  const truthOf = new Map(reads.map((read) => [read.post?.id ?? '', read.row.incident]));
  return {
    ...facts,
    posts: reads.length,
    appeals: appeals.length,
    lost: reads.filter(({ post }) => post === undefined).length,
    incidents: incidents.length,
    atDecision: figures(isDecided),
    inQueue: figures(isQueued),
    unsure: { appeals: appeals.filter(isUnsure).length, others: reads.filter((r) => !truth(r) && isUnsure(r)).length },
    bySource: Object.fromEntries(
      [...new Set(reads.map(({ row }) => row.source))].map((source) => [
        source,
        share(
          reads.filter(({ row }) => row.source === source),
          isQueued,
        ),
      ]),
    ),
    droppedAppeals: tally(appeals.filter((read) => !isQueued(read)).map(({ post }) => reasonOf(post))),
    place: tally(found.map(({ incident }) => incident?.machine.place.precision ?? 'none')),
    withExecutor: share(found, ({ incident }) => (incident?.executorId ?? '') !== ''),
    joined: {
      how: tally(reads.flatMap(({ incident, post }) => (incident === null || !post?.join ? [] : [post.join.how]))),
      mixed: incidents.filter(({ postIds }) => new Set(postIds.map((id) => truthOf.get(id) ?? false)).size > 1).length,
    },
  };
}

function reasonOf(post: Post | undefined): string {
  if (post === undefined) return 'not indexed';
  return post.dropped === null ? 'no incident' : `${post.dropped.stage}: ${post.dropped.reason}`;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
