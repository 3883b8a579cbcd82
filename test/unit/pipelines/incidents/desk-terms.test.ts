import { beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../../../../pipelines/incidents/desk.js';
import { project } from '../../../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../../../pipelines/memory/in-process.js';
import { manualClock } from '../../../../src/core/clock.js';
import type { IncidentAction } from '../../../../src/core/http.js';
import type { Store } from '../../../../src/core/ports.js';
import { createMemoryStore } from '../../../../src/store/memory.js';
import { sampleHand, sampleIncidentPost, sampleMachine } from '../../../support/samples.js';
import { shippedCalendar } from '../../../support/working-calendar.js';

const id = 'iTerm00000000000000001';
const opening = { type: 'opened' as const, post: sampleIncidentPost(), machine: sampleMachine(), clusterKeys: [] };
let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

describe('a term', () => {
  const clock = manualClock(0);
  const deskAt = (instant: string) => {
    clock.set(Date.parse(instant));
    const executorName = () => 'Водоканал';
    return createDesk({
      incidents: store.incidents,
      labels: store.labels,
      feed: createProcessFeed(),
      calendar: shippedCalendar,
      clock,
      bodies: { executorName },
    });
  };
  const act = async (instant: string, action: IncidentAction) =>
    deskAt(instant).act(id, (await store.incidents.get(id))?.version ?? 0, action, sampleHand);
  const types = async () =>
    (await store.incidents.events(id)).map(({ change, actor }) => `${change.type} ${actor.kind}`);

  it('that an answer misses is recorded as missed with it, whether or not anybody looked in between', async () => {
    await deskAt('2026-03-02T06:00:00.000Z').record(id, [opening]);
    const after = await act('2026-03-03T07:01:00.000Z', {
      type: 'answer',
      text: 'Сделано.',
      url: null,
      elsewhere: 'По телефону',
    });
    expect(await types()).toEqual([
      'opened machine',
      'clock-missed machine',
      'clock-missed machine',
      'answered operator',
    ]);
    expect(after.clockRuns.filter(({ missed }) => missed).map(({ clock: name }) => name)).toContain('first-answer');
    await deskAt('2026-03-04T07:01:00.000Z').tellOfTerms(id);
    expect((await types()).slice(4)).toEqual([]);
    expect(await store.incidents.get(id)).toEqual(project(await store.incidents.events(id), shippedCalendar));
  });

  it('of detection that was over at the opening is recorded as missed in the same write, once', async () => {
    const publishedAt = '2026-03-02T04:50:00.000Z';
    const post = sampleIncidentPost({ postId: 'late', publishedAt });
    const after = await deskAt('2026-03-02T06:00:00.000Z').record(id, [{ ...opening, post }]);
    expect(after?.clockRuns[0]).toMatchObject({ clock: 'detection', end: 'done', missed: true });
    expect((await store.incidents.events(id)).at(-1)).toMatchObject({
      actor: { kind: 'machine' },
      change: { type: 'clock-missed', clock: 'detection', dueAt: '2026-03-02T05:50:00.000Z' },
    });
    const told = await deskAt('2026-03-02T06:10:00.000Z').tellOfTerms(id);
    expect(told.filter((change) => 'clock' in change && change.clock === 'detection')).toEqual([]);
    expect(after).toEqual(project(await store.incidents.events(id), shippedCalendar));
  });

  it('of detection that was kept is missed once a post shows that the problem was public before', async () => {
    const first = sampleIncidentPost({ postId: 'first', publishedAt: '2026-03-02T05:50:00.000Z' });
    await deskAt('2026-03-02T06:00:00.000Z').record(id, [{ ...opening, post: first }]);
    expect(await types()).toEqual(['opened machine']);
    for (const [postId, publishedAt] of [
      ['earlier', '2026-03-02T03:00:00.000Z'],
      ['earliest', '2026-03-02T02:00:00.000Z'],
    ] as const) {
      const post = sampleIncidentPost({ postId, publishedAt });
      await deskAt('2026-03-02T06:30:00.000Z').record(id, [{ type: 'post-joined', post, clusterKeys: [] }]);
    }
    expect(await types()).toEqual([
      'opened machine',
      'post-joined machine',
      'clock-missed machine',
      'post-joined machine',
    ]);
  });

  it('goes on where an answer is proposed while the work rests: nobody could wake it later', async () => {
    await deskAt('2026-03-02T06:00:00.000Z').record(id, [opening]);
    await act('2026-03-02T07:00:00.000Z', {
      type: 'interim-answer',
      text: 'Разбираемся.',
      url: null,
      elsewhere: 'По телефону',
      finalBy: null,
    });
    await act('2026-03-03T07:00:00.000Z', { type: 'pause', reason: 'awaiting-author', note: null });
    const proposed = await act('2026-03-04T07:00:00.000Z', { type: 'propose-answer', text: 'Сделано.' });
    expect(proposed).toMatchObject({ status: 'proposed', pausedAt: null, pauseReason: null });
    expect(proposed.dueAt).not.toBeNull();
    const told = await deskAt('2026-06-04T07:00:00.000Z').tellOfTerms(id);
    expect(told.filter(({ type }) => type === 'clock-missed')).toContainEqual(
      expect.objectContaining({ clock: 'final' }),
    );
  });
});
