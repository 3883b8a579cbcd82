import { describe, expect, it } from 'vitest';
import { gateRecall, reckonRecall } from '../../../src/app/gate-recall.js';
import { manualClock } from '../../../src/core/clock.js';
import { isInSample } from '../../../src/core/sample.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { samplePost, sampleVerdict } from '../../support/samples.js';

describe('the sample of what the gate lets go', () => {
  const ids = Array.from({ length: 20_000 }, (_, at) => `p${at}`);
  it('is drawn by the id alone, in the share asked for, the smaller one inside the larger', () => {
    const small = ids.filter((id) => isInSample('gate', id, 0.005));
    expect(small.length).toBeGreaterThan(60);
    expect(small.length).toBeLessThan(140);
    expect(ids.filter((id) => isInSample('gate', id, 0.005))).toEqual(small);
    expect(small.every((id) => isInSample('gate', id, 0.02))).toBe(true);
    expect(small.every((id) => isInSample('other', id, 0.005))).toBe(false);
  });
  it('may be empty or all', () => {
    expect(ids.some((id) => isInSample('gate', id, 0))).toBe(false);
    expect(ids.every((id) => isInSample('gate', id, 1))).toBe(true);
  });
});

describe('recall at the gate', () => {
  it('is reckoned from the losses in the sample, for all that was let go', () => {
    const { lost, recall } = reckonRecall({ dropped: 10_000, sampled: 1_000, wouldBeTaken: 2, taken: 380 });
    expect(lost?.value).toBeCloseTo(20, 9);
    expect(recall?.value).toBeCloseTo(0.95, 9);
    expect(recall?.low).toBeLessThan(0.95);
    expect(recall?.high).toBeGreaterThan(0.95);
    expect(recall?.high).toBeLessThan(1);
  });
  it('is certain where all was read, and unknown where nothing was', () => {
    expect(reckonRecall({ dropped: 50, sampled: 50, wouldBeTaken: 1, taken: 99 }).recall).toEqual({
      value: 0.99,
      low: 0.99,
      high: 0.99,
    });
    expect(reckonRecall({ dropped: 50, sampled: 0, wouldBeTaken: 0, taken: 9 }).recall).toBeNull();
    expect(reckonRecall({ dropped: 50, sampled: 50, wouldBeTaken: 0, taken: 0 }).recall).toBeNull();
  });
  it('counts stored posts that a model gated, and no others', async () => {
    const store = createMemoryStore({ clock: manualClock(0) });
    const by = { ruleSet: null, rules: 'r', text: 't', model: 'v0-aaaaaaaaaaaa' };
    const record = { revision: 'v0-aaaaaaaaaaaa', pooled: '', sampled: false, shadow: null };
    const none = sampleVerdict({ incident: false });
    const atGate = { stage: 'gate', reason: 'no-signal' };
    const read = {
      dropped: { stage: 'classify', reason: 'sampled' },
      model: { ...record, sampled: true },
      decidedBy: by,
    };
    await store.posts.save([
      samplePost({ id: 'p1', decidedBy: by, model: record }),
      samplePost({ id: 'p2', decidedBy: by, model: record, verdict: sampleVerdict({ incident: false, unsure: true }) }),
      samplePost({ id: 'p3', decidedBy: by, model: record, verdict: none }),
      samplePost({ id: 'p4', decidedBy: by, verdict: null, dropped: atGate }),
      samplePost({ id: 'p5', decidedBy: by, verdict: null, dropped: atGate }),
      samplePost({ id: 'p6', ...read }),
      samplePost({ id: 'p7', ...read, verdict: none }),
      samplePost({ id: 'p8', verdict: null, dropped: atGate }),
      samplePost({ id: 'p9' }),
    ]);
    expect(await gateRecall(store.posts)).toMatchObject({ dropped: 4, sampled: 2, wouldBeTaken: 1, taken: 2 });
    expect(await gateRecall(store.posts, '2030-01-01T00:00:00.000Z')).toMatchObject({
      dropped: 0,
      sampled: 0,
      taken: 0,
    });
  });
});
