import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../src/core/clock.js';
import type { Store } from '../../src/core/ports.js';
import type { Post } from '../../src/core/post.js';
import * as samples from './samples.js';
import type { StoreBench } from './store-contract.js';
import { thrownBy } from './store-contract-records.js';

/** Walking over posts, deployed rules, saved searches. */
export function describeRules(bench: StoreBench): void {
  let store: Store;
  beforeAll(async () => {
    store = await bench.open(manualClock(Date.parse(samples.sampleAt)));
  });
  afterAll(() => bench.discard(store));

  describe('scanning posts', () => {
    const posts = Array.from({ length: 1_230 }, (_, n) =>
      samples.samplePost({
        id: `pScan${n}`,
        text: n % 2 === 0 ? `Яма номер ${n}` : `Свет номер ${n}`,
        publishedAt: n % 10 === 0 ? null : new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
        fetchedAt: '2026-02-01T00:00:00.000Z',
        searches: n % 100 === 0 ? ['pits', 'light'] : [],
        verdict: n % 3 === 0 ? samples.sampleVerdict({ group: 'energy' }) : null,
      }),
    );
    beforeAll(async () => {
      await store.posts.save(posts);
      await store.refresh();
    });
    async function scan(options?: Parameters<Store['posts']['scan']>[0]): Promise<Pick<Post, 'id'>[]> {
      const all: Pick<Post, 'id'>[] = [];
      for await (const page of store.posts.scan(options)) all.push(...page);
      return all;
    }
    const ids = (found: readonly Pick<Post, 'id'>[]) => found.map(({ id }) => id).sort();
    const wanted = (pass: (post: Post, n: number) => boolean) => ids(posts.filter(pass));

    it('gives every post once, whole', async () => {
      const all = await scan();
      expect(ids(all)).toEqual(wanted(() => true));
      expect(all.find(({ id }) => id === 'pScan7')).toEqual(posts[7]);
    });
    it('gives only the fields asked for', async () => {
      const all = await scan({ fields: ['id', 'text'] });
      expect(all).toHaveLength(posts.length);
      expect(all.find(({ id }) => id === 'pScan7')).toEqual({ id: 'pScan7', text: 'Свет номер 7' });
    });
    it('keeps to a period; a post without a date counts by when it was read', async () => {
      const since = '2026-01-01T10:00:00.000Z';
      const until = '2026-01-01T12:00:00.000Z';
      const between = (at: string | null) => at !== null && at >= since && at <= until;
      expect(ids(await scan({ since, until }))).toEqual(wanted((post) => between(post.publishedAt)));
      expect(ids(await scan({ since }))).toEqual(
        wanted((post) => post.publishedAt === null || post.publishedAt >= since),
      );
    });
    it('filters by fields, also those of objects and lists', async () => {
      const energy = { term: { 'verdict.group': 'energy' } };
      expect(ids(await scan({ query: energy }))).toEqual(wanted((_post, n) => n % 3 === 0));
      const searched = { bool: { filter: [{ term: { searches: 'pits' } }], must_not: [energy] } };
      expect(ids(await scan({ query: searched }))).toEqual(wanted((_post, n) => n % 100 === 0 && n % 3 !== 0));
      expect(await scan({ query: { match_none: {} } })).toEqual([]);
      expect(ids(await scan({ query: { terms: { id: ['pScan1', 'pScan2', 'none'] } } }))).toEqual(['pScan1', 'pScan2']);
    });
    it('ends at the limit, and when the caller has enough', async () => {
      expect(await scan({ limit: 700 })).toHaveLength(700);
      expect(await scan({ limit: 3, fields: ['id'] })).toHaveLength(3);
      let pages = 0;
      for await (const page of store.posts.scan()) {
        pages += page.length > 0 ? 1 : 0;
        break;
      }
      expect(pages).toBe(1);
    });
    it('refuses a query that cannot be', async () => {
      const error = await thrownBy(() => scan({ query: { unheard_of: {} } }));
      expect(error.code).toBe('E_STORE_REJECTED');
    });
  });

  describe('deployed rules', () => {
    it('are none at first', async () => {
      expect([await store.ruleSets.latest(), await store.ruleSets.latestVersion()]).toEqual([null, 0]);
      expect([await store.ruleSets.get(1), await store.ruleSets.list()]).toEqual([null, []]);
    });
    it('are in force as soon as they are written, and stay readable when others follow', async () => {
      const [first, second] = [
        samples.sampleRuleSet(),
        samples.sampleRuleSet({ version: 2, note: '', revision: 'dB' }),
      ];
      await store.ruleSets.deploy(first);
      expect(await store.ruleSets.latest()).toEqual(first);
      await store.ruleSets.deploy(second);
      expect([await store.ruleSets.latest(), await store.ruleSets.latestVersion()]).toEqual([second, 2]);
      expect(await store.ruleSets.get(1)).toEqual(first);
      const { files: _files, ...listed } = second;
      expect((await store.ruleSets.list())[0]).toEqual(listed);
      expect((await store.ruleSets.list({ limit: 1 })).map(({ version }) => version)).toEqual([2]);
    });
    it('of two deployers at once one wins, and the other learns what came between', async () => {
      const mine = (by: string) => samples.sampleRuleSet({ version: 3, by, note: `от ${by}` });
      const outcomes = await Promise.allSettled(['anna', 'boris'].map((by) => store.ruleSets.deploy(mine(by))));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const winner = (await store.ruleSets.get(3))?.by;
      const refused = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
      expect(refused).toMatchObject({
        code: 'E_CONFLICT',
        details: { wanted: 3, between: [{ version: 3, by: winner, note: `от ${winner}` }] },
      });
      expect(refused.message).toContain(`version 3 by ${winner}`);
    });
    it('never leave a gap', async () => {
      const error = await thrownBy(() => store.ruleSets.deploy(samples.sampleRuleSet({ version: 9 })));
      expect([error.code, await store.ruleSets.latestVersion()]).toEqual(['E_CONFLICT', 3]);
    });
  });

  describe('saved searches', () => {
    it('are listed by id, read, and removed once', async () => {
      const [pits, light] = [samples.sampleSavedSearch(), samples.sampleSavedSearch({ id: 'light', name: 'Свет' })];
      await store.savedSearches.add(pits);
      await store.savedSearches.add(light);
      expect(await store.savedSearches.list()).toEqual([light, pits]);
      expect([await store.savedSearches.get('pits'), await store.savedSearches.get('x')]).toEqual([pits, null]);
      const error = await thrownBy(() => store.savedSearches.add(samples.sampleSavedSearch({ query: 'другое' })));
      expect(error).toMatchObject({ code: 'E_CONFLICT', details: { id: 'pits' } });
      expect([await store.savedSearches.remove('pits'), await store.savedSearches.remove('pits')]).toEqual([
        true,
        false,
      ]);
      expect(await store.savedSearches.list()).toEqual([light]);
    });
  });
}
