import { beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../../../../pipelines/incidents/desk.js';
import { project } from '../../../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../../../pipelines/memory/in-process.js';
import { manualClock } from '../../../../src/core/clock.js';
import type { IncidentAction } from '../../../../src/core/http.js';
import { completeIncident, type Incident } from '../../../../src/core/incident.js';
import type { IncidentNotice, Store } from '../../../../src/core/ports.js';
import { promiseEndsAt } from '../../../../src/core/promise.js';
import { createMemoryStore } from '../../../../src/store/memory.js';
import { sampleHand, sampleIncident, sampleIncidentPost, sampleMachine } from '../../../support/samples.js';
import { shippedCalendar } from '../../../support/working-calendar.js';

const id = 'iPromise0000000000001';
const answer = (text: string): IncidentAction => ({ type: 'answer', text, url: null, elsewhere: 'По телефону' });
const settle = (seq: number, kept: boolean): IncidentAction => ({ type: 'settle-promise', seq, kept, note: null });

let store: Store;
let clock: ReturnType<typeof manualClock>;
let notices: IncidentNotice[];
let desk: ReturnType<typeof createDesk>;
beforeEach(async () => {
  store = createMemoryStore();
  clock = manualClock(Date.parse('2026-03-02T09:00:00.000Z'));
  notices = [];
  const feed = createProcessFeed();
  feed.subscribe((notice) => notices.push(notice));
  desk = createDesk({
    incidents: store.incidents,
    labels: store.labels,
    feed,
    calendar: shippedCalendar,
    clock,
    bodies: { executorName: () => 'Горсвет' },
  });
  await desk.record(id, [{ type: 'opened', post: sampleIncidentPost(), machine: sampleMachine(), clusterKeys: [] }]);
});
const act = async (action: IncidentAction): Promise<Incident> =>
  desk.act(id, (await store.incidents.get(id))?.version ?? 0, action, sampleHand);
const at = (instant: string) => clock.set(Date.parse(instant));
const told = async () => (await desk.tellOfTerms(id)).filter(({ type }) => type === 'promise-due');

describe('a published answer', () => {
  it('leaves what it promises in the log, in the same write, by the machine', async () => {
    const after = await act(answer('Лампу заменим до 12 марта. Опору покрасят в мае 2027 года.'));
    expect(after).toMatchObject({
      status: 'answered',
      version: 4,
      promises: [
        { seq: 3, text: 'Лампу заменим до 12 марта.', dueOn: '2026-03-12', state: 'open', isTold: false },
        { seq: 4, dueOn: '2027-05-31' },
      ],
    });
    const events = await store.incidents.events(id);
    expect(events.map(({ change, actor }) => [change.type, actor.kind])).toEqual([
      ['opened', 'machine'],
      ['answered', 'operator'],
      ['promise-made', 'machine'],
      ['promise-made', 'machine'],
    ]);
    expect(notices.at(-1)).toMatchObject({ version: 4, type: 'answered' });
    expect(await store.incidents.get(id)).toEqual(project(events, shippedCalendar));
  });

  it('promises nothing where it names no day to come', async () => {
    expect((await act(answer('Лампу заменили 1 марта.'))).promises).toEqual([]);
  });

  it('that says the same again makes no second promise, another day does', async () => {
    await act({
      type: 'interim-answer',
      text: 'Заменим до 12 марта.',
      url: null,
      elsewhere: 'По телефону',
      finalBy: null,
    });
    await act(answer('Заменим до 12 марта.'));
    expect((await act(answer('Заменим до 15 марта.'))).promises.map(({ dueOn }) => dueOn)).toEqual([
      '2026-03-12',
      '2026-03-15',
    ]);
  });

  it('that is only proposed promises nothing yet', async () => {
    expect((await act({ type: 'propose-answer', text: 'Заменим до 12 марта.' })).promises).toEqual([]);
  });
});

describe('the day of a promise', () => {
  it('ends at midnight of the place', () => {
    expect(promiseEndsAt({ dueOn: '2026-03-12' }, 'Europe/Moscow')).toBe('2026-03-12T21:00:00.000Z');
    expect(promiseEndsAt({ dueOn: '2026-12-31' }, 'Asia/Kamchatka')).toBe('2026-12-31T12:00:00.000Z');
  });

  it('is told of once when it is over, and stays open until a person speaks', async () => {
    const after = await act(answer('Лампу заменим до 12 марта.'));
    expect(after.noticeAt).toBe('2026-03-12T21:00:00.000Z');
    at('2026-03-12T20:59:59.000Z');
    expect(await told()).toEqual([]);
    expect(await store.incidents.noticesDue('2026-03-12T20:59:59.000Z', 10)).toEqual([]);
    at('2026-03-12T21:00:00.000Z');
    expect(await store.incidents.noticesDue('2026-03-12T21:00:00.000Z', 10)).toEqual([id]);
    expect(await told()).toEqual([{ type: 'promise-due', seq: 3 }]);
    expect(await told()).toEqual([]);
    expect(await store.incidents.get(id)).toMatchObject({
      promises: [{ state: 'open', isTold: true }],
      noticeAt: null,
    });
  });

  it('is not told of where a person has said what became of it', async () => {
    await act(answer('Лампу заменим до 12 марта.'));
    const after = await act(settle(3, true));
    expect(after).toMatchObject({ promises: [{ state: 'kept' }], noticeAt: null });
    at('2026-03-14T09:00:00.000Z');
    expect(await told()).toEqual([]);
  });

  it('is told of in a closed incident too', async () => {
    await act(answer('Лампу заменим до 12 марта.'));
    await act({ type: 'close', outcome: 'postponed', reason: 'Сделано' });
    at('2026-03-14T09:00:00.000Z');
    expect(await told()).toEqual([{ type: 'promise-due', seq: 3 }]);
  });
});

describe('settling', () => {
  it('may be taken back by the opposite word, and a broken promise be followed by a reopening', async () => {
    await act(answer('Лампу заменим до 12 марта.'));
    await act(settle(3, true));
    expect((await act(settle(3, false))).promises[0]?.state).toBe('broken');
    const reopened = await act({ type: 'reopen', reason: 'Не заменили.' });
    expect(reopened).toMatchObject({ status: 'new', promises: [{ state: 'broken' }] });
  });

  it('refuses a number that no promise has, and what was said already', async () => {
    await act(answer('Лампу заменим до 12 марта.'));
    await expect(act(settle(2, true))).rejects.toThrow(/has no promise 2, only 3/);
    await act(settle(3, true));
    await expect(act(settle(3, true))).rejects.toThrow(/already that it was kept/);
  });

  it('is possible only where something was promised, and not for executors', async () => {
    await expect(act(settle(1, true))).rejects.toThrow(/«settle-promise» is not possible/);
    const incident = await act(answer('Лампу заменим до 12 марта.'));
    expect(desk.allowed(incident, sampleHand)).toContain('settle-promise');
    expect(desk.allowed(incident, { ...sampleHand, role: 'executor', executors: ['lighting'] })).not.toContain(
      'settle-promise',
    );
  });
});

describe('an incident that an earlier version projected', () => {
  it('has no promises and stays readable', () => {
    const { promises, ...older } = sampleIncident();
    expect(completeIncident(older as Incident).promises).toEqual(promises);
  });
});

describe('the day by which an interim answer promises the final one', () => {
  const interim = (finalBy: string | null, text = 'Вопрос в работе.'): IncidentAction => ({
    type: 'interim-answer',
    text,
    url: null,
    elsewhere: 'По телефону',
    finalBy,
  });
  const states = (incident: Incident) => incident.promises.map(({ text, dueOn, state }) => `${text} ${dueOn} ${state}`);

  it('is tracked like a promise in its words, and told of once when it is over', async () => {
    expect(states(await act(interim('2026-03-05')))).toEqual(['Окончательный ответ 2026-03-05 open']);
    at('2026-03-05T20:00:00.000Z');
    expect(await told()).toEqual([]);
    at('2026-03-06T12:00:00.000Z');
    expect(await told()).toHaveLength(1);
    expect(await told()).toEqual([]);
  });

  it('is no second promise where the words name the day, and none without a day', async () => {
    expect(states(await act(interim('2026-03-12', 'Лампу заменим до 12 марта.')))).toEqual([
      'Лампу заменим до 12 марта. 2026-03-12 open',
    ]);
    expect((await act(interim(null))).promises).toHaveLength(1);
  });

  it.each([
    ['2026-03-05T12:00:00.000Z', 'kept'],
    ['2026-03-07T12:00:00.000Z', 'broken'],
  ])('is settled by the final answer: %s, %s', async (instant, state) => {
    await act(interim('2026-03-05'));
    at(instant);
    expect(states(await act(answer('Сделано.')))).toEqual([`Окончательный ответ 2026-03-05 ${state}`]);
  });
});
