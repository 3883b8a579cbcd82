import { beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type DeskOptions } from '../../../../pipelines/incidents/desk.js';
import { project } from '../../../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../../../pipelines/memory/in-process.js';
import { manualClock } from '../../../../src/core/clock.js';
import { AppError } from '../../../../src/core/errors.js';
import type { IncidentAction } from '../../../../src/core/http.js';
import type { IncidentChange, IncidentEvent } from '../../../../src/core/incident.js';
import type { LabelStore } from '../../../../src/core/label-store.js';
import type { IncidentNotice, IncidentStore, Store } from '../../../../src/core/ports.js';
import { createMemoryStore } from '../../../../src/store/memory.js';
import {
  sampleHand,
  sampleIncidentPost,
  sampleMachine,
  sampleOperator,
  samplePlace,
} from '../../../support/samples.js';
import { shippedCalendar } from '../../../support/working-calendar.js';

const id = 'iDesk00000000000000001';
const comment = (text: string): IncidentAction => ({ type: 'comment', text });
const other = { ...sampleHand, login: 'operator2', name: 'Второй оператор' };

function opening(postId: string, overrides = {}): IncidentChange {
  const post = sampleIncidentPost({ postId, author: `author-${postId}`, ...overrides });
  return { type: 'opened', post, machine: sampleMachine(), clusterKeys: [postId] };
}

let incidents: IncidentStore;
let kept: Store;
let labels: Pick<LabelStore, 'put' | 'remove'>;
let late: number[];
const onLabelsLate: DeskOptions['onLabelsLate'] = (fields) => late.push(fields.labels);
let notices: IncidentNotice[];
let desk: ReturnType<typeof createDesk>;
function deskOver(store: IncidentStore): ReturnType<typeof createDesk> {
  const feed = createProcessFeed();
  feed.subscribe((notice) => notices.push(notice));
  const clock = manualClock(Date.parse('2026-03-02T09:00:00.000Z'));
  const executorName = (executorId: string): string | undefined => (executorId === 'water' ? 'Водоканал' : undefined);
  return createDesk({
    incidents: store,
    labels,
    feed,
    calendar: shippedCalendar,
    clock,
    bodies: { executorName },
    onLabelsLate,
  });
}
beforeEach(() => {
  notices = [];
  late = [];
  kept = createMemoryStore();
  ({ incidents, labels } = kept);
  desk = deskOver(incidents);
});

/** The stored incident is what its log says. */
async function expectWhole(): Promise<void> {
  const events = await incidents.events(id);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(await incidents.get(id)).toEqual(project(events, shippedCalendar));
}
async function failure(run: Promise<unknown>): Promise<AppError> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw new Error('this should have been refused with an AppError', { cause: error });
}

describe('the machine', () => {
  it('opens an incident with the first post and joins the others', async () => {
    const incident = await desk.record(id, [opening('p1'), opening('p2')]);
    expect(incident).toMatchObject({ version: 2, postCount: 2, peopleCount: 2, clusterKeys: ['p1', 'p2'] });
    expect((await incidents.events(id)).map((event) => event.change.type)).toEqual(['opened', 'post-joined']);
  });

  it('joins no post twice, however often a batch runs', async () => {
    await desk.record(id, [opening('p1'), opening('p2'), opening('p2')]);
    await desk.record(id, [opening('p1'), opening('p2')]);
    expect(await incidents.get(id)).toMatchObject({ version: 2, postCount: 2 });
  });

  it('takes a newer version of a post as an edit and an older one as nothing', async () => {
    await desk.record(id, [opening('p1', { version: 2 })]);
    await desk.record(id, [opening('p1', { version: 1, text: 'старое' })]);
    await desk.record(id, [opening('p1', { version: 3, text: 'новое' })]);
    expect(await incidents.get(id)).toMatchObject({ version: 2, postCount: 1, texts: ['новое'] });
  });

  it('makes nothing of an edit whose incident is not there', async () => {
    const edit: IncidentChange = { type: 'post-edited', post: sampleIncidentPost({ version: 2 }) };
    expect(await desk.record('iGone', [edit])).toBeNull();
    expect(await incidents.events('iGone')).toEqual([]);
  });

  it('loses no post of 200 that arrive at once', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, index) => desk.record(id, [opening(`p${index}`)])));
    expect(await incidents.get(id)).toMatchObject({ version: 200, postCount: 200, peopleCount: 200 });
    await expectWhole();
  });

  it('loses no post when several processes write to one incident', async () => {
    const desks = Array.from({ length: 8 }, () => deskOver(incidents));
    // As the queue does it: what may be tried again is tried again.
    const write = async (index: number): Promise<void> => {
      for (;;) {
        const error = await desks[index % 8]?.record(id, [opening(`p${index}`)]).then(
          () => null,
          (thrown: AppError) => thrown,
        );
        if (error === null || error === undefined) return;
        if (!error.retry) throw error;
      }
    };
    const writes = Array.from({ length: 200 }, (_, index) => write(index));
    await Promise.all(writes);
    expect(await incidents.get(id)).toMatchObject({ postCount: 200 });
    await expectWhole();
  });

  it('asks to be tried again when others are always faster', async () => {
    await desk.record(id, [opening('p1')]);
    const busy = { ...incidents, append: () => Promise.reject(new AppError('E_CONFLICT', 'somebody was faster')) };
    expect(await failure(deskOver(busy).record(id, [opening('p2')]))).toMatchObject({
      code: 'E_CONFLICT',
      retry: true,
    });
  });
});

describe('a point that is found later', () => {
  const house = samplePlace({ house: '5', pointOf: 'house', point: { lat: 54.2, lon: 37.6 }, oktmo: '61701000001' });
  const located: IncidentChange = {
    type: 'located',
    place: house,
    territories: ['north', 'zarechye'],
    oktmo: '61701000001',
  };

  it('changes place, territories and code of the incident and nothing else', async () => {
    const before = await desk.record(id, [opening('p1')]);
    const after = await desk.amend(id, () => located);
    expect(after).toMatchObject({
      version: 2,
      oktmo: '61701000001',
      pointOf: 'house',
      point: { lat: 54.2, lon: 37.6 },
    });
    expect(after).toMatchObject({ territories: ['north', 'zarechye'], house: '5' });
    expect(after?.machine).toMatchObject({ verdict: before?.machine.verdict, route: before?.machine.route });
    await expectWhole();
  });

  it('is put on what the incident is by then, when others write at the same moment', async () => {
    await desk.record(id, [opening('p1')]);
    const seen: number[] = [];
    let isFirst = true;
    const busy: IncidentStore = {
      ...incidents,
      async append(events, projection, options) {
        if (isFirst) {
          isFirst = false;
          await desk.act(id, 1, comment('Выехали.'), other);
        }
        await incidents.append(events, projection, options);
      },
    };
    const after = await deskOver(busy).amend(id, (incident) => {
      seen.push(incident.version);
      return located;
    });
    expect([seen, after?.version]).toEqual([[1, 2], 3]);
    await expectWhole();
  });

  it('for an incident that is gone, or that needs none, writes nothing', async () => {
    expect(await desk.amend(id, () => located)).toBeNull();
    await desk.record(id, [opening('p1')]);
    expect(await desk.amend(id, () => null)).toMatchObject({ version: 1 });
  });
});

describe('an operator', () => {
  beforeEach(async () => void (await desk.record(id, [opening('p1')])));

  it('acts on the version seen, and screens are told', async () => {
    const action: IncidentAction = { type: 'assign', executorId: 'water', note: null };
    expect(await desk.act(id, 1, action, sampleHand)).toMatchObject({
      version: 2,
      status: 'assigned',
      executorName: 'Водоканал',
    });
    expect(notices).toContainEqual({ incidentId: id, version: 2, type: 'assigned' });
    expect((await incidents.events(id))[1]?.actor).toEqual(sampleOperator);
  });

  it('who comes second is refused and told what happened in between', async () => {
    await desk.act(id, 1, comment('первый'), sampleHand);
    const error = await failure(desk.act(id, 1, { type: 'close', outcome: 'solved', reason: 'Сделано' }, other));
    expect(error).toMatchObject({ code: 'E_CONFLICT', retry: false, details: { version: 2 } });
    expect(error.details.events).toEqual([
      { seq: 2, at: '2026-03-02T09:00:00.000Z', actor: sampleOperator, change: { type: 'commented', text: 'первый' } },
    ]);
    expect((await incidents.get(id))?.status).toBe('new');
  });

  it('is not disturbed by posts that the machine joined since', async () => {
    await desk.record(id, [opening('p2'), opening('p3')]);
    expect(await desk.act(id, 1, comment('всё равно'), sampleHand)).toMatchObject({ version: 4, postCount: 3 });
  });

  it('is not disturbed by a post that another process joins between reading and writing', async () => {
    let isFirst = true;
    const raced: IncidentStore = {
      ...incidents,
      async append(events, projection, options) {
        if (isFirst) {
          isFirst = false;
          await deskOver(incidents).record(id, [opening('p2')]);
        }
        return incidents.append(events, projection, options);
      },
    };
    expect(await deskOver(raced).act(id, 1, comment('успел'), sampleHand)).toMatchObject({
      version: 3,
      postCount: 2,
    });
    await expectWhole();
  });

  it('is refused when another process’s operator writes between reading and writing', async () => {
    let isFirst = true;
    const raced: IncidentStore = {
      ...incidents,
      async append(events, projection, options) {
        if (isFirst) {
          isFirst = false;
          await deskOver(incidents).act(id, 1, comment('первый'), other);
        }
        return incidents.append(events, projection, options);
      },
    };
    const error = await failure(deskOver(raced).act(id, 1, comment('второй'), sampleHand));
    expect(error.code).toBe('E_CONFLICT');
    expect((error.details.events as IncidentEvent[]).map((event) => event.actor.id)).toEqual(['operator2']);
  });

  it('cannot act on what is not there, nor on a version that does not exist yet', async () => {
    expect((await failure(desk.act('iGone', 1, comment('x'), sampleHand))).code).toBe('E_NOT_FOUND');
    expect((await failure(desk.act(id, 9, comment('x'), sampleHand))).code).toBe('E_CONFLICT');
  });

  it('cannot do what the state does not allow, and nothing is written', async () => {
    const error = await failure(desk.act(id, 1, { type: 'reopen', reason: 'x' }, sampleHand));
    expect(error.code).toBe('E_MOVE_FORBIDDEN');
    expect(await incidents.events(id)).toHaveLength(1);
  });

  it('is one of many: of 200 decisions on one version one is taken, and all others are told of it', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => desk.act(id, 1, comment(`решение ${index}`), sampleHand)),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected')
        expect(result.reason).toMatchObject({ code: 'E_CONFLICT', details: { version: 2 } });
    }
    expect(await incidents.events(id)).toHaveLength(2);
  });

  it('and the machine lose nothing when both write 200 times at once', async () => {
    const writes = Array.from({ length: 200 }, (_, index) => desk.record(id, [opening(`m${index}`)]));
    const decide = async (): Promise<number> => {
      let done = 0;
      for (let turn = 0; turn < 20; turn++) {
        const version = (await incidents.get(id))?.version ?? 0;
        await desk.act(id, version, comment(`ход ${turn}`), sampleHand);
        done++;
      }
      return done;
    };
    const [done] = await Promise.all([decide(), ...writes]);
    expect(done).toBe(20);
    expect(await incidents.get(id)).toMatchObject({ postCount: 201, version: 221 });
    await expectWhole();
  });
});

describe('a decision', () => {
  const assign: IncidentAction = { type: 'assign', executorId: 'water', note: null };
  const labelled = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { subject, who, group, version } of kept.labels.all())
      found.push([subject, who, group, version].join(' '));
    return found.sort();
  };
  beforeEach(async () => void (await desk.record(id, [opening('p1'), opening('p2')])));

  it('is kept as a label of every post; the next one replaces it, a comment does not', async () => {
    await desk.act(id, 2, assign, sampleHand);
    expect(await labelled()).toEqual(['p1 operator1 improvement 3', 'p2 operator1 improvement 3']);
    await desk.act(id, 3, { type: 'change-topic', group: 'energy', topic: null }, other);
    await desk.act(id, 4, comment('видел'), sampleHand);
    expect(await labelled()).toEqual(['p1 operator2 energy 4', 'p2 operator2 energy 4']);
  });

  it('stands although its labels cannot be written; they come with the next decision on any incident', async () => {
    const down = () => Promise.reject(new AppError('E_STORE_UNAVAILABLE', 'down'));
    labels = { put: down, remove: down };
    const bench: typeof labels = { put: (all) => labels.put(all), remove: (ids) => labels.remove(ids) };
    const feed = createProcessFeed();
    const clock = manualClock(Date.parse('2026-03-02T09:00:00.000Z'));
    const shared = createDesk({
      incidents,
      labels: bench,
      feed,
      calendar: shippedCalendar,
      clock,
      bodies: { executorName: () => 'Водоканал' },
      onLabelsLate,
    });
    expect(await shared.act(id, 2, assign, sampleHand)).toMatchObject({ status: 'assigned' });
    expect([late, await labelled()]).toEqual([[2], []]);
    labels = kept.labels;
    await shared.record('iOther', [opening('p9')]);
    await shared.act('iOther', 1, { type: 'not-incident', reason: 'x' }, other);
    expect(await labelled()).toEqual(['p1 operator1 improvement 3', 'p2 operator1 improvement 3', 'p9 operator2  2']);
    expect(late).toEqual([2]);
  });
});

describe('a crash between the event and the projection', () => {
  it('is mended by the next write', async () => {
    // A store whose projection lags one event behind its log.
    await desk.record(id, [opening('p1')]);
    const stale = await incidents.get(id);
    await desk.record(id, [opening('p2')]);
    let isStale = true;
    const lagging: IncidentStore = {
      ...incidents,
      get: async (one) => (isStale ? stale : incidents.get(one)),
      async project(incident) {
        isStale = false;
        await incidents.project(incident);
      },
    };
    const healed = await deskOver(lagging).record(id, [opening('p2'), opening('p3')]);
    expect(healed).toMatchObject({ version: 3, postCount: 3 });
    await expectWhole();
  });

  it('is mended when not even the first projection was written', async () => {
    await desk.record(id, [opening('p1')]);
    let isThere = false;
    const empty: IncidentStore = {
      ...incidents,
      get: async (one) => (isThere ? incidents.get(one) : null),
      async project(incident) {
        isThere = true;
        await incidents.project(incident);
      },
    };
    expect(await deskOver(empty).record(id, [opening('p1')])).toMatchObject({ version: 1, postCount: 1 });
    expect(isThere).toBe(true);
    await expectWhole();
  });

  it('does not mislead an operator: decisions are taken on the log', async () => {
    await desk.record(id, [opening('p1')]);
    const stale = await incidents.get(id);
    await desk.act(id, 1, { type: 'close', outcome: 'solved', reason: 'Сделано' }, other);
    const lagging: IncidentStore = { ...incidents, get: async () => stale };
    expect((await failure(deskOver(lagging).act(id, 1, comment('x'), sampleHand))).code).toBe('E_CONFLICT');
  });
});
