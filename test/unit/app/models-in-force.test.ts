import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followModels, type ModelsInForce, versionIn } from '../../../src/app/models-in-force.js';
import { goBack, letLookOn, parseModelVersion, putInForce } from '../../../src/app/models-versions.js';
import { manualClock } from '../../../src/core/clock.js';
import type { Store } from '../../../src/core/ports.js';
import { createLogger } from '../../../src/log.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleModelSet, sampleModelUse } from '../../support/model-samples.js';
import { sampleAt } from '../../support/samples.js';
import { thrownBy } from '../../support/store-contract-records.js';

interface Loaded {
  revision: string;
}
const shipped: Loaded = { revision: 'v0-00' };

let store: Store;
let clock: ReturnType<typeof manualClock>;
let models: ModelsInForce<Loaded> | null;
let said: string[];
beforeEach(() => {
  clock = manualClock(Date.parse(sampleAt));
  store = createMemoryStore({ clock });
  models = null;
  said = [];
});
afterEach(() => models?.close());

const options = (by = 'anna') => ({ store, clock, by, encoder: 'e1' });
const add = (version: number, overrides = {}) =>
  store.modelSets.add(sampleModelSet({ version, revision: `v${version}-0${version}`, ...overrides }));
/** Looks only when told to. */
async function follow(): Promise<ModelsInForce<Loaded>> {
  models = await followModels<Loaded>({
    store,
    shipped,
    encoder: 'e1',
    load: ({ revision, set }) => {
      if (set.isBroken === true) throw new Error('the heads have another shape');
      return { revision: typeof set.revision === 'string' ? set.revision : revision };
    },
    log: createLogger({ level: 'silent', format: 'json' }),
    say: (line) => said.push(line),
    lookEveryMs: 3_600_000,
  });
  return models;
}
const inForce = (followed: ModelsInForce<Loaded>) => {
  const { live, shadow } = followed.current();
  return [live.revision, shadow?.revision ?? null];
};

describe('the model sets in force', () => {
  it('are the shipped one while nothing was put in force', async () => {
    const followed = await follow();
    await followed.look();
    expect([inForce(followed), followed.describe(), said]).toEqual([['v0-00', null], 'Model: as shipped (v0-00)', []]);
  });
  it('change with a look: a shadow first, then in force, and a batch from before still finds its set', async () => {
    const followed = await follow();
    const before = followed.current();
    await add(1);
    await letLookOn(1, options());
    expect(followed.current()).toBe(before);
    await followed.look();
    expect(inForce(followed)).toEqual(['v0-00', 'v1-01']);
    await putInForce(1, options());
    await followed.look();
    expect([inForce(followed), followed.versions()]).toEqual([['v1-01', null], { live: 1, shadow: null }]);
    expect(said).toEqual([
      'Model: as shipped (v0-00); version 1 looks on (otklik model shadow)',
      'Model: version 1 (v1-01)',
    ]);
    expect(await followed.byRevision('v0-00')).toBe(shipped);
    await add(2);
    // Never in use here, yet another worker may have let a batch through with it.
    expect((await followed.byRevision('v2-02'))?.revision).toBe('v2-02');
    expect(await followed.byRevision('v2-ff')).toBeNull();
    expect(await followed.byRevision('v7-07')).toBeNull();
    expect(await followed.byRevision('of another kind')).toBeNull();
  });
  it('stay when the new one does not load, belongs to another encoder, or is not what it is said to be', async () => {
    await add(1);
    await putInForce(1, options());
    const followed = await follow();
    await add(2, { set: { isBroken: true } });
    await add(3, { encoder: 'e2' });
    await add(4, { set: { revision: 'v4-ff' } });
    for (const version of [2, 3, 4]) {
      await putInForce(version, { ...options(), encoder: null });
      await followed.look();
      expect(inForce(followed)).toEqual(['v1-01', null]);
    }
    await followed.close();
    // A start goes back to the newest that loads.
    expect(inForce(await follow())).toEqual(['v1-01', null]);
    expect(said).toEqual([]);
  });
  it('leave a shadow out that does not load, and the live one changes all the same', async () => {
    await add(1);
    await add(2, { set: { isBroken: true } });
    const followed = await follow();
    await store.modelSets.use(sampleModelUse({ live: 1, shadow: 2 }));
    await followed.look();
    expect([inForce(followed), followed.versions()]).toEqual([['v1-01', null], { live: 1, shadow: null }]);
  });
});

describe('putting a model set in force', () => {
  beforeEach(async () => {
    for (const version of [1, 2, 3]) await add(version);
  });
  it('is written with who, when and why, and does nothing for what is so already', async () => {
    const done = await putInForce(2, { ...options(), note: 'лучше на дорогах' });
    expect(done).toEqual({
      before: { live: 0, shadow: null },
      entry: {
        seq: 1,
        action: 'use',
        live: 2,
        shadow: null,
        note: 'лучше на дорогах',
        by: 'anna',
        at: sampleAt,
      },
    });
    expect((await putInForce(2, options())).entry).toBeNull();
    expect(await store.audit.list()).toMatchObject([{ action: 'model-use', login: 'anna', target: 'model v2' }]);
  });
  it('goes back step by step, also over a shadow and over the shipped one', async () => {
    const live = async () => (await store.modelSets.inUse())?.live;
    await putInForce(1, options());
    await letLookOn(3, options());
    await putInForce(2, options());
    await putInForce(0, options());
    expect(await store.modelSets.inUse()).toMatchObject({ live: 0, shadow: 3 });
    const seen = [];
    for (let step = 0; step < 3; step++) {
      await goBack(options());
      seen.push(await live());
    }
    expect(seen).toEqual([2, 1, 0]);
    const error = await thrownBy(() => goBack(options()));
    expect([error.code, error.message]).toEqual(['E_INPUT_INVALID', expect.stringContaining('nothing to go back to')]);
    expect(await store.modelSets.inUse()).toMatchObject({ action: 'rollback', note: 'back to the shipped version' });
  });
  it('refuses versions that are not there, belong to another encoder, or decide already', async () => {
    await add(4, { encoder: 'e2' });
    const codes = [];
    for (const run of [
      () => putInForce(9, options()),
      () => putInForce(4, options()),
      () => letLookOn(9, options()),
      () => letLookOn(0, options()),
      () => goBack(options()),
    ])
      codes.push((await thrownBy(run)).code);
    expect(codes).toEqual(codes.map(() => 'E_INPUT_INVALID'));
    expect(await store.modelSets.latestSeq()).toBe(0);
  });
  it('lets one of two people through and tells the other who was faster', async () => {
    const outcomes = await Promise.allSettled([putInForce(1, options('anna')), putInForce(2, options('boris'))]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
    const winner = await store.modelSets.inUse();
    expect(refused).toMatchObject({ code: 'E_CONFLICT', details: { between: [winner] } });
    expect(refused.message).toContain(`${winner?.by} at`);
  });
  it('takes versions as people write them', () => {
    expect(['7', 'v7', 'shipped', '0', 'v3-0a1b'].map(parseModelVersion)).toEqual([7, 7, 0, 0, 3]);
    for (const word of ['', 'newest', '-1', '1.5']) expect(() => parseModelVersion(word)).toThrow(/no version/);
    expect([versionIn('v12-ab'), versionIn('x')]).toEqual([12, null]);
  });
});
