import { beforeAll, describe, expect, it } from 'vitest';
import { parseQuery } from '../../../pipelines/rules/parse.js';
import { searchHistory, wordIndex } from '../../../src/app/history-search.js';
import { findSearchHits } from '../../../src/app/saved-searches.js';
import { AppError } from '../../../src/core/errors.js';
import type { PostStore, ScanOptions, Store } from '../../../src/core/ports.js';
import type { Post } from '../../../src/core/post.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { samplePost, sampleSavedSearch } from '../../support/samples.js';
import { thrownBy } from '../../support/store-contract-records.js';

const texts = [
  'Яма на дороге',
  'Дорога хорошая. Яма во дворе',
  'На дороге у двора яма',
  '> Яма на дороге\nА у нас ровно',
  'Дорожка, на дорогах ямы',
];
let store: Store;
beforeAll(async () => {
  store = createMemoryStore({ words: wordIndex });
  const publishedAt = (n: number) => `2026-03-0${n + 1}T00:00:00.000Z`;
  const posts = texts.map((text, n) => samplePost({ id: `p${n}`, text, publishedAt: publishedAt(n) }));
  await store.posts.save(posts.map((post, n) => ({ ...post, searches: n === 2 ? ['pits'] : [] })));
});

async function found(
  posts: PostStore,
  query: string,
  options: Parameters<typeof searchHistory>[2] = {},
): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of searchHistory(posts, parseQuery(query), options)) ids.push(...page.map(({ id }) => id));
  return ids.sort();
}

/** A store that refuses the queries which the test says, as Elasticsearch refuses to spell out too many words. */
function refusing(refuses: (query: string) => boolean): { posts: PostStore; asked: string[] } {
  const asked: string[] = [];
  const scan: PostStore['scan'] = <F extends keyof Post>(options: ScanOptions<F> = {}) => {
    const query = JSON.stringify(options.query);
    asked.push(query);
    if (refuses(query)) throw new AppError('E_STORE_REJECTED', 'expanded to too many terms');
    return store.posts.scan(options);
  };
  return { posts: { ...store.posts, scan }, asked };
}

describe('searching the history', () => {
  it('finds what the matcher finds, without what is only quoted', async () => {
    expect(await found(store.posts, 'яма NEAR/4 дорога')).toEqual(['p0', 'p2', 'p4']);
    expect(await found(store.posts, 'яма дорога', { except: parseQuery('двор') })).toEqual(['p0', 'p4']);
    expect(await found(store.posts, '(на ONEAR/1 дорога) NEAR/3 яма')).toEqual(['p0', 'p2', 'p4']);
  });
  it('keeps to the period', async () => {
    const period = { since: '2026-03-02T00:00:00.000Z', until: '2026-03-04T00:00:00.000Z' };
    expect(await found(store.posts, 'яма', period)).toEqual(['p1', 'p2']);
  });
  it('asks for less when the index refuses, with the same answer', async () => {
    const query = 'дорог* NEAR/4 яма';
    const expected = await found(store.posts, query);
    const noPrefix = refusing((asked) => asked.includes('"intervals"') && asked.includes('"prefix"'));
    expect(await found(noPrefix.posts, query)).toEqual(expected);
    const noIntervals = refusing((asked) => asked.includes('"intervals"'));
    expect(await found(noIntervals.posts, 'SENT("на дороге" -двор)')).toEqual(['p0', 'p4']);
    expect(noIntervals.asked.length).toBeGreaterThan(2);
    const nothing = refusing(() => true);
    expect((await thrownBy(() => found(nothing.posts, query))).code).toBe('E_STORE_REJECTED');
  });
  it('tells what a saved search found in the history and what it marked in the stream', async () => {
    const hits = await findSearchHits(store.posts, sampleSavedSearch({ query: 'яма NEAR/4 дорога' }), new Map());
    expect(hits.map(({ id, inHistory, inStream }) => [id, inHistory, inStream])).toEqual([
      ['p4', true, false],
      ['p2', true, true],
      ['p0', true, false],
    ]);
  });
});
