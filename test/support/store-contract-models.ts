import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../src/core/clock.js';
import type { Store } from '../../src/core/ports.js';
import { sampleModelSet, sampleModelUse } from './model-samples.js';
import { sampleAt } from './samples.js';
import type { StoreBench } from './store-contract.js';
import { thrownBy } from './store-contract-records.js';

/** Versions of the model set and the log of what is in use. */
export function describeModels(bench: StoreBench): void {
  let store: Store;
  beforeAll(async () => {
    store = await bench.open(manualClock(Date.parse(sampleAt)));
  });
  afterAll(() => bench.discard(store));

  describe('versions of the model set', () => {
    it('are none at first: 0 is a file', async () => {
      const { modelSets } = store;
      expect([await modelSets.latestVersion(), await modelSets.get(0), await modelSets.get(1)]).toEqual([
        0,
        null,
        null,
      ]);
      expect(await modelSets.list()).toEqual([]);
    });
    it('come back to the last bit, and the list leaves the weights out', async () => {
      const first = sampleModelSet();
      await store.modelSets.add(first);
      const second = sampleModelSet({ version: 2, revision: 'v2-b', parent: first.revision, note: '' });
      await store.modelSets.add(second);
      expect([await store.modelSets.get(1), await store.modelSets.get(2)]).toEqual([first, second]);
      expect(await store.modelSets.latestVersion()).toBe(2);
      const entries = [second, first].map(({ set: _set, ...entry }) => entry);
      expect(await store.modelSets.list()).toEqual(entries);
      expect(await store.modelSets.list({ limit: 1 })).toEqual(entries.slice(0, 1));
    });
    it('are never overwritten and leave no gap', async () => {
      const late = await thrownBy(() => store.modelSets.add(sampleModelSet({ version: 2, by: 'boris' })));
      expect(late).toMatchObject({ code: 'E_CONFLICT', details: { wanted: 2, by: 'anna', revision: 'v2-b' } });
      const early = await thrownBy(() => store.modelSets.add(sampleModelSet({ version: 9 })));
      expect([early.code, await store.modelSets.latestVersion()]).toEqual(['E_CONFLICT', 2]);
    });
  });

  describe('the log of what is in use', () => {
    it('is empty at first', async () => {
      expect([await store.modelSets.latestSeq(), await store.modelSets.inUse()]).toEqual([0, null]);
      expect(await store.modelSets.uses()).toEqual([]);
    });
    it('holds by its newest entry at once, and keeps the others', async () => {
      const [first, second] = [sampleModelUse(), sampleModelUse({ seq: 2, live: 1, shadow: null, note: '' })];
      await store.modelSets.use(first);
      expect(await store.modelSets.inUse()).toEqual(first);
      await store.modelSets.use(second);
      expect([await store.modelSets.inUse(), await store.modelSets.latestSeq()]).toEqual([second, 2]);
      expect(await store.modelSets.uses()).toEqual([second, first]);
      expect(await store.modelSets.uses({ limit: 1 })).toEqual([second]);
    });
    it('lets one of two people through, and the other learns who was faster with what', async () => {
      const wish = (by: string) =>
        sampleModelUse({ seq: 3, action: 'use', live: by === 'anna' ? 0 : 2, shadow: null, by });
      const outcomes = await Promise.allSettled(['anna', 'boris'].map((by) => store.modelSets.use(wish(by))));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const stored = await store.modelSets.inUse();
      const refused = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
      expect(refused).toMatchObject({ code: 'E_CONFLICT', details: { wanted: 3, between: [stored] } });
      expect(refused.message).toContain(`${stored?.by} at`);
      expect(refused.message).toContain(`version ${stored?.live} in force`);
    });
    it('never leaves a gap', async () => {
      const error = await thrownBy(() => store.modelSets.use(sampleModelUse({ seq: 9 })));
      expect([error.code, await store.modelSets.latestSeq()]).toEqual(['E_CONFLICT', 3]);
    });
  });
}
