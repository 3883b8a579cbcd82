import { beforeEach, describe, expect, it } from 'vitest';
import { withRecurrences } from '../../../../pipelines/incidents/recurrence.js';
import { refillMemory } from '../../../../pipelines/incidents/refill.js';
import { createProcessMemory } from '../../../../pipelines/memory/in-process.js';
import { cluster } from '../../../../pipelines/stages/cluster.js';
import type { Clustered, Located } from '../../../../pipelines/values.js';
import type { IncidentAction } from '../../../../src/core/http.js';
import type { Incident, IncidentChange } from '../../../../src/core/incident.js';
import { ordinaryRecurrence, recurrenceSchema } from '../../../../src/core/recurrence.js';
import { type Bench, locatedPost, makeBench } from '../../../support/line-fakes.js';
import {
  sampleHand,
  sampleIncident,
  sampleIncidentPost,
  sampleMachine,
  samplePlace,
  sampleVerdict,
} from '../../../support/samples.js';

const dayMs = 86_400_000;
let bench: Bench;
let startMs: number;
beforeEach(() => {
  bench = makeBench();
  startMs = bench.clock.now();
});

interface Told {
  day?: number;
  house?: string;
  topic?: string;
}
/** A complaint about a street lamp, so many days after the first. */
function complaint(
  nativeId: string,
  text: string,
  { day = 0, house = '15', topic = 'improvement.street-lights' }: Told = {},
): Located {
  return locatedPost(nativeId, text, {
    publishedAt: new Date(startMs + day * dayMs).toISOString(),
    territory: 'zarechye',
    place: samplePlace({
      street: 'Мира',
      house,
      territoryId: 'zarechye',
      settlement: 'Заречье',
      named: ['street', 'house'],
    }),
    verdict: sampleVerdict({ topic, group: topic.split('.')[0] as 'roads' }),
  });
}
/** Goes through the stage and into the log, as the indexer carries it. */
async function arrive(...posts: Located[]): Promise<Clustered[]> {
  const clustered = (await cluster.run(posts, bench.stages)) as Clustered[];
  for (const value of clustered) {
    const { id: postId, sourceId, sourceKind, url, author, text, publishedAt, fetchedAt, version, join } = value;
    const post = sampleIncidentPost({
      postId,
      sourceId,
      sourceKind,
      url,
      author,
      text,
      publishedAt,
      fetchedAt,
      version,
      join,
    });
    const machine = sampleMachine({ verdict: value.verdict, place: value.place, territories: ['zarechye'] });
    await bench.desk.record(value.incidentId, [{ type: 'opened', post, machine, clusterKeys: value.clusterKeys }]);
  }
  return clustered;
}
const now = async (id: string): Promise<Incident> => (await bench.store.incidents.get(id)) as Incident;
const act = async (id: string, action: IncidentAction) =>
  bench.desk.act(id, (await now(id)).version, action, sampleHand);
const close = (id: string, outcome: 'solved' | 'explained' = 'solved') =>
  act(id, { type: 'close', outcome, reason: 'Сделано' });
const types = async (id: string) => (await bench.store.incidents.events(id)).map(({ change }) => change.type);
/** The first complaint, closed two days later; the clock stands at the closing. */
async function closedOne(outcome: 'solved' | 'explained' = 'solved'): Promise<string> {
  const [first] = await arrive(complaint('one', 'Не горит фонарь у дома'));
  bench.clock.advance(2 * dayMs);
  await close(first?.incidentId ?? '', outcome);
  return first?.incidentId ?? '';
}

describe('a complaint after the closing', () => {
  it('about the same at the same house goes to the old incident and back to work, counted', async () => {
    const id = await closedOne();
    const [again] = await arrive(complaint('two', 'Фонарь опять погас, темно во дворе', { day: 7 }));
    expect(again).toMatchObject({ incidentId: id, join: { how: 'same-place' } });
    expect((await types(id)).slice(-3)).toEqual(['post-joined', 'recurred', 'reopened']);
    expect(await now(id)).toMatchObject({ status: 'new', recurrences: 1, postCount: 2, dueAt: expect.any(String) });
    expect((await bench.store.incidents.events(id)).at(-1)?.change).toMatchObject({
      reason: 'Снова жалуются на то же в том же месте, дней после закрытия: 5',
    });
  });

  it('is counted once however often its batch runs', async () => {
    const id = await closedOne();
    const post = complaint('two', 'Фонарь опять погас, темно во дворе', { day: 7 });
    await arrive(post);
    await arrive(post);
    expect(await now(id)).toMatchObject({ recurrences: 1, postCount: 2 });
  });

  it('joins and is counted without reopening where a person decides about that', async () => {
    const id = await closedOne('explained');
    await arrive(complaint('two', 'Фонарь опять погас, темно во дворе', { day: 7 }));
    expect(await now(id)).toMatchObject({ status: 'closed', recurrences: 1, postCount: 2 });
  });

  it('reopens what was answered, too', async () => {
    const [first] = await arrive(complaint('one', 'Не горит фонарь у дома'));
    const id = first?.incidentId ?? '';
    await act(id, { type: 'answer', text: 'Лампу заменили.', url: null, elsewhere: 'По телефону' });
    await arrive(complaint('two', 'Фонарь опять погас, темно во дворе', { day: 3 }));
    expect(await now(id)).toMatchObject({ status: 'new', recurrences: 1 });
  });

  it('of two in one batch the first reopens, the second just joins', async () => {
    const id = await closedOne();
    await arrive(
      complaint('two', 'Фонарь опять погас, темно во дворе', { day: 7 }),
      complaint('three', 'И у нас свет во дворе снова не горит', { day: 7 }),
    );
    expect(await now(id)).toMatchObject({ recurrences: 1, postCount: 3 });
  });

  it.each<[string, Told, string]>([
    ['another house', { day: 7, house: '17' }, 'Фонарь опять погас, темно во дворе'],
    ['another matter', { day: 7, topic: 'housing.lift' }, 'Лифт стоит вторую неделю'],
    ['too long after', { day: 2 + 31 }, 'Фонарь опять погас, темно во дворе'],
  ])('opens an incident of its own: %s', async (_name, told, text) => {
    const id = await closedOne();
    const [other] = await arrive(complaint('two', text, told));
    expect(other?.incidentId).not.toBe(id);
    expect(await now(id)).toMatchObject({ status: 'closed', recurrences: 0, postCount: 1 });
  });

  it('that was written before it joins and changes nothing', async () => {
    const id = await closedOne();
    const [late] = await arrive(complaint('two', 'Темно у подъезда, фонарь не работает', { day: 1 }));
    expect(late?.incidentId).toBe(id);
    expect(await now(id)).toMatchObject({ status: 'closed', recurrences: 0, postCount: 2 });
  });

  const long =
    'У дома 15 по улице Мира третью неделю не горит фонарь, дети возвращаются из школы в полной темноте, просим принять меры';
  it.each([
    ['word for word', long, 7],
    ['with a heading', `Подслушано: ${long}`, 7],
    ['later than copies of an open one would join', long, 2 + 20],
  ])('that is an old text once more is none: %s', async (_name, text, day) => {
    const [first] = await arrive(complaint('one', long));
    const id = first?.incidentId ?? '';
    bench.clock.advance(2 * dayMs);
    await close(id);
    const [copy] = await arrive(complaint('two', text, { day }));
    expect(copy?.incidentId).not.toBe(id);
    expect(await now(id)).toMatchObject({ status: 'closed', recurrences: 0, postCount: 1 });
  });

  it('that was copied before it joins as the copy that it is', async () => {
    const [first] = await arrive(complaint('one', long));
    const id = first?.incidentId ?? '';
    bench.clock.advance(2 * dayMs);
    await close(id);
    const [copy] = await arrive(complaint('two', long, { day: 1 }));
    expect(copy).toMatchObject({ incidentId: id, join: { how: 'repeat' } });
    expect(await now(id)).toMatchObject({ status: 'closed', recurrences: 0, postCount: 2 });
  });

  it('in the same few words is one: that is how people write', async () => {
    const id = await closedOne();
    await arrive(complaint('two', 'Не горит фонарь у дома', { day: 7 }));
    expect(await now(id)).toMatchObject({ status: 'new', recurrences: 1 });
  });

  it('is shown to whoever was about to decide on the closed incident', async () => {
    const id = await closedOne();
    const { version } = await now(id);
    await arrive(complaint('two', 'Фонарь опять погас, темно во дворе', { day: 7 }));
    const deed = bench.desk.act(id, version, { type: 'comment', text: 'В архив' }, sampleHand);
    await expect(deed).rejects.toMatchObject({ code: 'E_CONFLICT' });
  });

  it('does not wake what was no incident', async () => {
    const [first] = await arrive(complaint('one', 'Не горит фонарь у дома'));
    await act(first?.incidentId ?? '', { type: 'not-incident', reason: 'Шутка' });
    const [other] = await arrive(complaint('two', 'Фонарь опять погас, темно во дворе', { day: 3 }));
    expect(other?.incidentId).not.toBe(first?.incidentId);
  });

  it('goes to an open incident rather than to a closed one', async () => {
    const id = await closedOne();
    const [open] = await arrive(complaint('own', 'Фонарь опять погас, темно во дворе', { day: 2 + 40 }));
    const [next] = await arrive(complaint('two', 'Нет света у дома, фонарь не горит', { day: 2 + 41 }));
    expect([next?.incidentId, next?.incidentId === id]).toEqual([open?.incidentId, false]);
  });

  it('goes where the posts went that were merged or split off', async () => {
    const [first] = await arrive(complaint('one', 'Не горит фонарь у дома'));
    const [other] = await arrive(complaint('other', 'Лифт стоит', { topic: 'housing.lift', house: '3' }));
    const [id, into] = [first?.incidentId ?? '', other?.incidentId ?? ''];
    await act(id, { type: 'merge', intoId: into, intoVersion: (await now(into)).version, reason: null });
    await arrive(complaint('two', 'Темно у подъезда, фонарь не работает', { day: 1 }));
    expect(await now(into)).toMatchObject({ postCount: 3 });
    bench.clock.advance(2 * dayMs);
    await close(into);
    await arrive(complaint('three', 'Фонарь опять погас, темно во дворе', { day: 7 }));
    expect(await now(into)).toMatchObject({ recurrences: 1, postCount: 4 });
  });

  it('is known for one although the memory was lost', async () => {
    const id = await closedOne();
    const fresh = createProcessMemory();
    expect(await refillMemory(fresh, bench.store, bench.clock)).toBeGreaterThan(0);
    const stages = { ...bench.stages, memory: fresh };
    const [again] = (await cluster.run(
      [complaint('two', 'Фонарь опять погас, темно', { day: 7 })],
      stages,
    )) as Clustered[];
    expect(again?.incidentId).toBe(id);
  });
});

describe('what counts as come back', () => {
  const joined = (how: 'same-place' | 'repeat' | 'same-thread', day: number): IncidentChange => ({
    type: 'post-joined',
    post: sampleIncidentPost({
      postId: 'p9',
      publishedAt: new Date(Date.parse('2026-03-10T12:00:00.000Z') + day * dayMs).toISOString(),
      join: { how, on: 'p1', similarity: 1 },
    }),
    clusterKeys: [],
  });
  const closed = sampleIncident({ status: 'closed' });
  closed.clocks = { ...closed.clocks, closedAt: '2026-03-10T12:00:00.000Z' };
  closed.review = { ...closed.review, outcome: 'solved' };
  const told = (change: IncidentChange, policy = ordinaryRecurrence) =>
    withRecurrences(closed, [change], policy).map(({ type }) => type);

  it.each<[string, IncidentChange, string[]]>([
    ['the same place afterwards', joined('same-place', 29), ['post-joined', 'recurred', 'reopened']],
    ['the same place later than that', joined('same-place', 31), ['post-joined']],
    ['the same place before', joined('same-place', -1), ['post-joined']],
    ['a copy', joined('repeat', 3), ['post-joined']],
    ['the same thread', joined('same-thread', 3), ['post-joined']],
    ['a comment', { type: 'commented', text: 'x' }, ['commented']],
  ])('%s', (_name, change, expected) => expect(told(change)).toEqual(expected));

  it('has spans by group, and outcomes that stay closed', () => {
    const policy = recurrenceSchema.parse({ days: 10, groups: { [closed.group ?? 'roads']: 40 }, reopens: [] });
    expect(told(joined('same-place', 35), policy)).toEqual(['post-joined', 'recurred']);
    expect(told(joined('same-place', 35), recurrenceSchema.parse({ days: 10 }))).toEqual(['post-joined']);
  });

  it('refuses spans that the memory could not hold', () => {
    expect(recurrenceSchema.safeParse({ days: 61 }).success).toBe(false);
    expect(recurrenceSchema.safeParse({ groups: { politics: 3 } }).success).toBe(false);
  });
});
