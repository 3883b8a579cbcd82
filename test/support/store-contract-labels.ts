import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../src/core/clock.js';
import type { Label } from '../../src/core/label.js';
import type { LabelQuery } from '../../src/core/label-store.js';
import type { Store } from '../../src/core/ports.js';
import { sampleAt, sampleLabel } from './samples.js';
import type { StoreBench } from './store-contract.js';
import { thrownBy } from './store-contract-records.js';

/** What people said of texts. */
export function describeLabels(bench: StoreBench): void {
  describe('labels', () => {
    let store: Store;
    beforeAll(async () => {
      store = await bench.open(manualClock(Date.parse(sampleAt)));
    });
    afterAll(() => bench.discard(store));
    const all = async (query?: LabelQuery): Promise<Label[]> => {
      const found: Label[] = [];
      for await (const label of store.labels.all(query)) found.push(label);
      return found;
    };
    const ids = async (query?: LabelQuery): Promise<string[]> => (await all(query)).map(({ id }) => id);

    it('are none at first', async () => {
      expect([await all(), await store.labels.counts(), await store.labels.byIds(['l1'])]).toEqual([[], [], []]);
    });

    const decided = sampleLabel({ id: 'l1' });
    const refused = sampleLabel({
      id: 'l2',
      subject: 'p2',
      postId: 'p2',
      incident: false,
      group: null,
      topic: null,
      urgency: null,
      at: '2026-03-05T09:00:00.000Z',
    });
    const imported = sampleLabel({
      id: 'l3',
      subject: 'x1',
      postId: null,
      origin: 'import',
      who: 'boris',
      group: null,
      topic: null,
      urgency: null,
      kind: 'question',
      alt: ['energy', 'housing'],
      shown: null,
      note: 'из файла',
    });

    it('come back whole, at once by id, in the order of their ids on a walk', async () => {
      await store.labels.put([imported, decided, refused]);
      expect(await store.labels.byIds(['l3', 'none', 'l1'])).toEqual([imported, decided]);
      expect(await all()).toEqual([decided, refused, imported]);
    });

    it('are chosen by origin, person, time and what they are about', async () => {
      expect(await ids({ origin: ['operator'] })).toEqual(['l1', 'l2']);
      expect(await ids({ origin: ['import', 'operator'], who: 'boris' })).toEqual(['l3']);
      expect(await ids({ since: '2026-03-04T00:00:00.000Z' })).toEqual(['l2']);
      expect(await ids({ subjects: ['p2', 'x1', 'x9'] })).toEqual(['l2', 'l3']);
    });

    it('are counted by origin, person and group', async () => {
      const counts = (await store.labels.counts()).map((each) => JSON.stringify(each)).sort();
      expect(counts.map((each) => JSON.parse(each))).toEqual([
        { origin: 'import', who: 'boris', group: 'none', count: 1 },
        { origin: 'operator', who: 'operator1', group: 'improvement', count: 1 },
        { origin: 'operator', who: 'operator1', group: 'not-incident', count: 1 },
      ]);
    });

    it('give way to the same or a higher version, never to a lower one', async () => {
      await store.labels.put([{ ...decided, version: 5, group: 'energy' }]);
      await store.labels.put([{ ...decided, version: 4, group: 'housing' }]);
      expect((await store.labels.byIds(['l1']))[0]?.group).toBe('energy');
      await store.labels.put([{ ...decided, version: 5, group: 'roads' }]);
      expect((await store.labels.byIds(['l1']))[0]?.group).toBe('roads');
      await store.labels.put([
        { ...decided, version: 7, group: 'waste' },
        { ...decided, version: 6, group: 'culture' },
      ]);
      expect((await store.labels.byIds(['l1']))[0]?.group).toBe('waste');
    });

    it('are refused with an unknown field, and the others are written', async () => {
      const strange = { ...sampleLabel({ id: 'l4' }), mood: 'angry' } as Label;
      const error = await thrownBy(() => store.labels.put([strange, sampleLabel({ id: 'l5' })]));
      expect([error.code, await ids({ origin: ['operator'] })]).toEqual(['E_STORE_REJECTED', ['l1', 'l2', 'l5']]);
    });

    it('can be taken back and given again', async () => {
      await store.labels.remove(['l5', 'l1', 'none']);
      expect(await ids()).toEqual(['l2', 'l3']);
      // Of the version that it had.
      await store.labels.put([{ ...decided, version: 7 }]);
      expect(await ids()).toEqual(['l1', 'l2', 'l3']);
      expect(await store.labels.byIds(['l1'])).toEqual([{ ...decided, version: 7 }]);
    });
  });
}
