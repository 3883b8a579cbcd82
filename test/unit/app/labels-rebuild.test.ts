import { beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../../../pipelines/incidents/desk.js';
import { createProcessFeed } from '../../../pipelines/memory/in-process.js';
import { summariseLabels } from '../../../src/app/labels-counts.js';
import { rebuildLabels } from '../../../src/app/labels-rebuild.js';
import { settleLabel } from '../../../src/app/labels-settle.js';
import { manualClock } from '../../../src/core/clock.js';
import type { AppError } from '../../../src/core/errors.js';
import { labelId } from '../../../src/core/ids.js';
import { type Label, notAsked } from '../../../src/core/label.js';
import type { Store } from '../../../src/core/ports.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleAt, sampleHand, sampleIncidentPost, sampleLabel, sampleMachine } from '../../support/samples.js';
import { shippedCalendar } from '../../support/working-calendar.js';

const nowMs = Date.parse(sampleAt);
let store: Store;
async function kept(): Promise<Label[]> {
  const labels: Label[] = [];
  for await (const label of store.labels.all()) labels.push(label);
  return labels;
}
const said = (who: string, subject: string, overrides: Partial<Label> = {}): Label =>
  sampleLabel({ id: labelId(who, subject), origin: 'labeller', who, subject, cluster: subject, ...overrides });
const none = { ...notAsked, incident: false } as const;

beforeEach(() => {
  store = createMemoryStore();
});

describe('labels made anew from the logs', () => {
  beforeEach(async () => {
    const desk = createDesk({
      incidents: store.incidents,
      labels: store.labels,
      feed: createProcessFeed(),
      calendar: shippedCalendar,
      clock: manualClock(nowMs),
      bodies: { executorName: () => 'Горсвет' },
    });
    for (const n of [1, 2, 3]) {
      const post = sampleIncidentPost({ postId: `p${n}` });
      await desk.record(`i${n}`, [{ type: 'opened', post, machine: sampleMachine(), clusterKeys: [] }]);
    }
    await desk.act('i1', 1, { type: 'assign', executorId: 'e', note: null }, sampleHand);
    await desk.act('i1', 2, { type: 'change-topic', group: 'energy', topic: null }, sampleHand);
    await desk.act('i2', 1, { type: 'not-incident', reason: 'Реклама.' }, sampleHand);
  });

  it('are those that were written as the desk acted, whatever became of them', async () => {
    const live = await kept();
    expect(live).toHaveLength(2);
    expect(await rebuildLabels(store)).toEqual({ decided: 2, written: 0, removed: 0 });
    await store.labels.remove([live[0]?.id ?? '']);
    await store.labels.put([{ ...(live[1] as Label), group: 'waste' }]);
    expect(await rebuildLabels(store)).toEqual({ decided: 2, written: 2, removed: 0 });
    expect(await kept()).toEqual(live);
  });

  it('leave the words of labellers alone and take away what no log knows', async () => {
    const live = await kept();
    const other = said('anna', 'p1');
    await store.labels.put([other, sampleLabel({ id: 'lStray', cluster: 'iGone' })]);
    expect(await rebuildLabels(store)).toEqual({ decided: 2, written: 0, removed: 1 });
    expect(await kept()).toEqual([...live, other].sort((a, b) => (a.id < b.id ? -1 : 1)));
  });
});

describe('the last word', () => {
  const by = { who: 'vera', note: null, nowMs };
  beforeEach(() => store.labels.put([said('anna', 'p1', { group: 'roads', topic: null }), said('boris', 'p1', none)]));

  it('takes a person’s answer or an own one, and may be given anew', async () => {
    expect(await settleLabel(store.labels, 'p1', { as: 'anna' }, by)).toMatchObject({
      origin: 'settled',
      who: 'vera',
      incident: true,
      group: 'roads',
      cluster: 'p1',
    });
    await settleLabel(store.labels, 'p1', none, { ...by, nowMs: nowMs + 1 });
    const settled = (await kept()).filter(({ origin }) => origin === 'settled');
    expect(settled).toMatchObject([{ incident: false, group: null }]);
  });

  it('is refused on a text that nobody labelled, and for a person who did not', async () => {
    const failure = (run: Promise<unknown>) =>
      run.then(
        () => '',
        (error: AppError) => `${error.code} ${error.message}`,
      );
    expect(await failure(settleLabel(store.labels, 'p9', none, by))).toContain('E_INPUT_INVALID nobody has labelled');
    expect(await failure(settleLabel(store.labels, 'p1', { as: 'gleb' }, by))).toContain('by anna, boris');
  });
});

describe('the counts', () => {
  it('say what there is by origin, group and person, and what a retraining lacks', async () => {
    await store.labels.put([
      said('anna', 'p1'),
      said('anna', 'p2', none),
      said('boris', 'p2', none),
      said('anna', 'p3'),
      said('boris', 'p3', none),
      sampleLabel({ id: 'lOp', subject: 'p4', group: null, topic: null }),
    ]);
    expect(await summariseLabels(store.labels)).toEqual({
      labels: 6,
      byOrigin: { labeller: 5, operator: 1 },
      byWho: { anna: 3, boris: 2, operator1: 1 },
      byGroup: { 'not-incident': 3, improvement: 2, none: 1 },
      texts: { incidents: 2, others: 1, grouped: 1, contested: 1 },
      lacking: { incidents: 58, others: 59, groups: 149 },
    });
  });
});
