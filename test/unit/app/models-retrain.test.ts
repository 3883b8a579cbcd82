import { beforeEach, describe, expect, it } from 'vitest';
import { retrainModel } from '../../../src/app/models-retrain.js';
import { putInForce } from '../../../src/app/models-versions.js';
import { manualClock } from '../../../src/core/clock.js';
import { labelId } from '../../../src/core/ids.js';
import type { Label } from '../../../src/core/label.js';
import type { Store } from '../../../src/core/ports.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { fakeMaker, fakeReader } from '../../support/fake-model.js';
import { sampleModelSet, sampleModelUse } from '../../support/model-samples.js';
import { sampleAt } from '../../support/samples.js';
import { thrownBy } from '../../support/store-contract-records.js';

let store: Store;
let clock: ReturnType<typeof manualClock>;
beforeEach(() => {
  clock = manualClock(Date.parse(sampleAt));
  store = createMemoryStore({ clock });
});

function label(number: number, text: string, said: Partial<Label>): Label {
  const subject = `x${number}`;
  return {
    id: labelId('anna', subject),
    version: 1,
    subject,
    postId: null,
    text,
    cluster: subject,
    who: 'anna',
    at: sampleAt,
    origin: 'operator',
    incident: true,
    group: null,
    alt: null,
    topic: null,
    kind: null,
    urgency: null,
    shown: null,
    note: null,
    ...said,
  };
}
/** Words that make the texts differ enough to be no copies. */
const words = ['Берёзовая', 'Садовая', 'Мира', 'Лесная', 'Южная', 'Речная', 'Победы', 'Дачная', 'Светлая', 'Новая'];
const place = (n: number) =>
  `${words[n % 10]} ${words[Math.floor(n / 10) % 10]} ${words[Math.floor(n / 100) % 10]} ${n}`;
/** Here rubbish is what people complain about, and pits are not: the opposite of what the shipped set believes. */
const labels = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    n % 2 === 0
      ? label(n, `Мусор ${place(n)}`, { group: 'waste' })
      : label(n, `Яма ${place(n)}`, { incident: false, group: null }),
  );
const retrain = (options: Partial<Parameters<typeof retrainModel>[0]> = {}) =>
  retrainModel({ store, reader: fakeReader(), maker: fakeMaker(), clock, by: 'anna', rounds: 50, ...options });

describe('learning from labels', () => {
  it('stores a version that looks on and decides nothing, with what it was worth on labels held back', async () => {
    await store.labels.put(labels(400));
    const done = await retrain({ note: 'весна' });
    expect(done).toMatchObject({ version: 1, isKnown: false, from: { version: 0 }, contested: 0, encoded: 400 });
    expect(done.use?.entry).toMatchObject({ action: 'shadow', live: 0, shadow: 1 });
    const { training } = done;
    expect(training.fitted + training.heldOut).toBe(400);
    expect([training.incidents, training.groups, training.origins]).toEqual([200, { waste: 200 }, { operator: 400 }]);
    expect([training.before?.f1.value, training.after?.f1.value]).toEqual([0, 1]);
    expect(done.differences.find(({ name }) => name === 'f1')?.difference).toBe(1);
    const stored = await store.modelSets.get(1);
    expect(stored).toMatchObject({ by: 'anna', note: 'весна', encoder: 'e1', revision: done.revision });
    expect(stored?.parent).toBe(fakeMaker().shipped.revision);
    // Nothing of the texts is in it.
    expect(JSON.stringify(stored)).not.toMatch(/садовая|мусор|яма|"x\d/i);
    expect((await store.audit.list()).map(({ action }) => action).sort()).toEqual(['model-retrain', 'model-shadow']);
  });
  it('makes the same of the same labels, however they came, and writes it once', async () => {
    await store.labels.put(labels(300).reverse());
    const first = await retrain();
    const again = await retrain();
    expect([again.isKnown, again.version, again.revision]).toEqual([true, 1, first.revision]);
    expect([await store.modelSets.latestVersion(), await store.modelSets.latestSeq()]).toEqual([1, 1]);
    const other = createMemoryStore({ clock });
    await other.labels.put(labels(300));
    expect((await retrain({ store: other })).revision).toBe(first.revision);
  });
  it('starts from the set in force', async () => {
    await store.labels.put(labels(300));
    const first = await retrain();
    await putInForce(1, { store, encoder: 'e1', clock, by: 'anna' });
    const second = await retrain();
    expect([second.version, second.from]).toEqual([2, { version: 1, revision: first.revision }]);
    expect((await store.modelSets.get(2))?.parent).toBe(first.revision);
  });
  it('writes nothing on a dry run, and lets nothing look on when told so', async () => {
    await store.labels.put(labels(300));
    expect((await retrain({ isDryRun: true })).version).toBe(1);
    expect([await store.modelSets.latestVersion(), await store.modelSets.latestSeq()]).toEqual([0, 0]);
    expect((await retrain({ looksOn: false })).use).toBeNull();
    expect([await store.modelSets.latestVersion(), await store.modelSets.latestSeq()]).toEqual([1, 0]);
  });
  it('refuses too few labels and says how many more of which', async () => {
    await store.labels.put(labels(300).filter((_label, n) => n % 2 === 1 || n < 20));
    const error = await thrownBy(() => retrain());
    expect(error.code).toBe('E_INPUT_INVALID');
    expect(error.message).toContain('10 incidents (10 with a group) and 150 texts that are none');
    expect(error.message).toContain('50 more incidents would do');
    expect(error.message).toContain('140 more with a group');
    expect(await store.modelSets.latestVersion()).toBe(0);
  });
  it('tells who was faster when two people retrain at once', async () => {
    await store.labels.put(labels(300));
    const { modelSets } = store;
    const raced = {
      ...store,
      modelSets: {
        ...modelSets,
        async add(set: Parameters<typeof modelSets.add>[0]) {
          await modelSets.add(sampleModelSet({ version: 1, by: 'boris' }));
          await modelSets.add(set);
        },
      },
    };
    const error = await thrownBy(() => retrain({ store: raced }));
    expect([error.code, error.details.by]).toEqual(['E_CONFLICT', 'boris']);
    await store.modelSets.use(sampleModelUse());
    expect(await store.modelSets.latestSeq()).toBe(1);
  });
});
