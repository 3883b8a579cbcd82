import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Query } from '../../pipelines/rules/ast.js';
import { loadRules } from '../../pipelines/rules/load.js';
import { compileRules } from '../../pipelines/rules/matcher.js';
import { parseQuery } from '../../pipelines/rules/parse.js';
import { type Effort, toElasticsearch } from '../../pipelines/rules/to-elasticsearch.js';
import { analyse } from '../../pipelines/text/analyse.js';
import { ownWords } from '../../pipelines/text/own-words.js';
import { searchHistory, wordIndex } from '../../src/app/history-search.js';
import { loadConfig } from '../../src/config/load.js';
import type { Store } from '../../src/core/ports.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { randomQuery, randomText, seeded } from '../support/random-rules.js';
import { samplePost } from '../support/samples.js';
import { civicRows } from '../unit/pipelines/rules/golden/civic.js';
import { negationRows } from '../unit/pipelines/rules/golden/negation.js';
import { numberRows } from '../unit/pipelines/rules/golden/numbers.js';
import { syntaxRows } from '../unit/pipelines/rules/golden/syntax.js';

const goldenRows = [...syntaxRows, ...numberRows, ...negationRows, ...civicRows];
const goldenLists = new Map([
  ['снег', parseQuery('снег | наледь | гололёд')],
  ['двор', parseQuery('двор | придомов*')],
]);

/** One rule, three engines: the matcher in this process, the index with verification, the index alone. */
describe('searching the history with rules', () => {
  const indexPrefix = randomPrefix();
  const random = seeded(41);
  const { config } = loadConfig(join(import.meta.dirname, '../../config'));
  const { rules } = loadRules(config.ruleFiles, config.taxonomy);
  const texts = new Map<string, string>();
  let store: Store;
  let analyses: { id: string; analysis: ReturnType<typeof analyse> }[];

  beforeAll(async () => {
    const posts = join(import.meta.dirname, '../../scripts/demo-town/posts');
    const town = readdirSync(posts).flatMap((file) => readFileSync(join(posts, file), 'utf8').split('\n'));
    const lines = town.filter((line) => line.trim() !== '').map((line) => (JSON.parse(line) as { text: string }).text);
    const examples = rules.flatMap(({ match, noMatch }) => [...match, ...noMatch]);
    const golden = goldenRows.flatMap(([, holds, fails]) => [...holds, ...fails]);
    const drawn = Array.from({ length: 2_000 }, () => randomText(random));
    for (const text of [...lines, ...examples, ...golden, ...drawn, '> яма на дороге\nА у нас чисто'])
      texts.set(`p${texts.size}`, text);
    analyses = [...texts].map(([id, text]) => ({ id, analysis: analyse(ownWords(text)) }));
    store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix, words: wordIndex });
    await store.setUp();
    const all = [...texts].map(([id, text]) => samplePost({ id, text }));
    for (let from = 0; from < all.length; from += 500) await store.posts.save(all.slice(from, from + 500));
    await store.refresh();
  }, 120_000);
  afterAll(async () => {
    await store?.close();
    await removeIndices(indexPrefix);
  });

  const idsOf = async (pages: AsyncIterable<{ id: string }[]>): Promise<string[]> => {
    const ids: string[] = [];
    for await (const page of pages) ids.push(...page.map(({ id }) => id));
    return ids.sort();
  };
  /** By the matcher alone. */
  const matched = (query: Query): string[] => {
    const matcher = compileRules([{ id: 'q', query, except: null }]);
    return analyses.flatMap(({ id, analysis }) => (matcher.fires('q', analysis) ? [id] : [])).sort();
  };

  interface Tally {
    queries: number;
    exact: number;
    hits: number;
    surplus: number;
  }

  async function compare(name: string, query: Query, tally: Tally, effort: Effort = 'all'): Promise<void> {
    const wanted = matched(query);
    const { query: asked, exact } = toElasticsearch(query, effort);
    const found = await idsOf(store.posts.scan({ query: asked, fields: ['id'] }));
    const known = new Set(found);
    const missed = wanted.filter((id) => !known.has(id));
    expect({ name, missed: missed.map((id) => texts.get(id)) }).toEqual({ name, missed: [] });
    const extra = exact ? found.filter((id) => !wanted.includes(id)) : [];
    expect({ name, extra: extra.map((id) => texts.get(id)) }).toEqual({ name, extra: [] });
    tally.queries++;
    tally.hits += wanted.length;
    if (exact) tally.exact++;
    else {
      tally.surplus += found.length - wanted.length;
      expect({ name, found: await idsOf(searchHistory(store.posts, query)) }).toEqual({ name, found: wanted });
    }
  }
  const newTally = (): Tally => ({ queries: 0, exact: 0, hits: 0, surplus: 0 });

  it('gives the sets of all shipped rules, query and except', { timeout: 300_000 }, async () => {
    const tally = newTally();
    for (const { id, query, except } of rules) {
      await compare(id, query, tally);
      if (except !== null) await compare(`${id} except`, except, tally);
    }
    console.info('shipped rules', tally);
    expect(tally.exact / tally.queries).toBeGreaterThan(0.5);
  });

  it('gives the sets of all queries of the golden set', { timeout: 300_000 }, async () => {
    const tally = newTally();
    for (const [query] of goldenRows) await compare(query, parseQuery(query, goldenLists), tally);
    console.info('golden set', tally);
  });

  it('gives the sets of 2 000 random queries', { timeout: 600_000 }, async () => {
    const tally = newTally();
    for (let n = 0; n < 2_000; n += 8) {
      const drawn = Array.from({ length: 8 }, () => randomQuery(random));
      await Promise.all(drawn.map(({ text, query }) => compare(text, query, tally)));
    }
    console.info('random queries', tally);
    expect(tally.exact / tally.queries).toBeGreaterThan(0.5);
    expect(tally.hits).toBeGreaterThan(10_000);
  });

  it.each<Effort>(['no-beginnings', 'words-only'])(
    'finds with the effort «%s» never less',
    { timeout: 120_000 },
    async (effort) => {
      const tally = newTally();
      for (let n = 0; n < 150; n++) {
        const { text, query } = randomQuery(random);
        await compare(text, query, tally, effort);
      }
    },
  );

  // Last: its posts are none of those that the matcher looked at.
  it('asks for less when a beginning has more words than the index spells out, with the same answer', async () => {
    const letters = 'абвгдежзиклмнопрстуфхцч';
    const name = (n: number): string => [1, 23, 529].map((step) => letters[Math.floor(n / step) % 23]).join('');
    const many = Array.from({ length: 40 }, (_, post) => {
      const words = Array.from({ length: 300 }, (_, word) => `проба${name(post * 300 + word)}`).join(' ');
      return samplePost({ id: `pMany${post}`, text: `${words} ${post % 2 === 0 ? 'яма' : 'двор'}` });
    });
    await store.posts.save(many);
    await store.refresh();
    const query = parseQuery('проба* ONEAR/2 яма');
    const asked = toElasticsearch(query).query;
    await expect(idsOf(store.posts.scan({ query: asked, fields: ['id'] }))).rejects.toMatchObject({
      code: 'E_STORE_REJECTED',
    });
    const wanted = many.filter((_, post) => post % 2 === 0).map(({ id }) => id);
    expect(await idsOf(searchHistory(store.posts, query))).toEqual(wanted.sort());
  });
});
