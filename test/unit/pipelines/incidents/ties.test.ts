import { beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../../../../pipelines/incidents/desk.js';
import { project } from '../../../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../../../pipelines/memory/in-process.js';
import { manualClock } from '../../../../src/core/clock.js';
import { AppError } from '../../../../src/core/errors.js';
import { findChainBreak } from '../../../../src/core/event-chain.js';
import type { Incident, IncidentChange } from '../../../../src/core/incident.js';
import type { IncidentStore, Store } from '../../../../src/core/ports.js';
import { createMemoryStore } from '../../../../src/store/memory.js';
import { sampleHand, sampleIncidentPost, sampleMachine } from '../../../support/samples.js';
import { shippedCalendar } from '../../../support/working-calendar.js';

const a = 'iTies0000000000000000A';
const b = 'iTies0000000000000000B';
const c = 'iTies0000000000000000C';
const minuteMs = 60_000;
const bodies = { executorName: (id: string): string | undefined => (id === 'water' ? 'Водоканал' : undefined) };

let store: Store;
let clock: ReturnType<typeof manualClock>;
let desk: ReturnType<typeof deskOver>;
const deskOver = (incidents: IncidentStore) =>
  createDesk({ incidents, labels: store.labels, feed: createProcessFeed(), calendar: shippedCalendar, clock, bodies });

beforeEach(() => {
  store = createMemoryStore();
  clock = manualClock(Date.parse('2026-03-02T09:00:00.000Z'));
  desk = deskOver(store.incidents);
});

const post = (postId: string, author: string | null = `author-${postId}`): IncidentChange => ({
  type: 'opened',
  post: sampleIncidentPost({ postId, author, text: `Текст ${postId}`, url: `https://forum.example/${postId}` }),
  machine: sampleMachine(),
  clusterKeys: [`key-${postId}`],
});
const now = async (id: string): Promise<Incident> => {
  const found = await store.incidents.get(id);
  if (found === null) throw new Error(`no incident ${id}`);
  return found;
};
/** All of an incident but the number, the time and the hash of its last event, which only grow. */
const content = async (id: string) => {
  const { version, updatedAt, logHash, ...rest } = await now(id);
  return JSON.stringify(rest);
};
const act = async (id: string, action: Parameters<typeof desk.act>[2], hand = sampleHand) =>
  desk.act(id, (await now(id)).version, action, hand);
const merge = async (from: string, into: string) =>
  act(from, { type: 'merge', intoId: into, intoVersion: (await now(into)).version, reason: 'Одно и то же' });
const undo = (id: string, seq: number | undefined) => act(id, { type: 'undo', seq: seq ?? 0, reason: null });
/** Every stored incident is what its log amounts to, and its chain is whole. */
async function expectSound(...ids: string[]): Promise<void> {
  for (const id of ids) {
    const log = await store.incidents.log(id);
    expect(await now(id)).toEqual(project(log, shippedCalendar));
    expect(findChainBreak(log, (await now(id)).logHash)).toBeNull();
    expect((await now(id)).ties.unsettled).toEqual([]);
  }
}

describe('merging', () => {
  beforeEach(async () => {
    await desk.record(a, [post('a1'), post('a2', 'author-shared'), post('a3', null)]);
    clock.advance(60 * minuteMs);
    await desk.record(b, [post('b1'), post('b2', 'author-shared'), post('b3', null)]);
    clock.advance(60 * minuteMs);
  });

  it('carries posts and distinct people over, and ends the one', async () => {
    const merged = await merge(a, b);
    expect(merged).toMatchObject({
      status: 'merged',
      dueAt: null,
      ties: { mergedInto: { id: b, isWithdrawn: false } },
    });
    expect(merged.clockRuns.filter(({ end }) => end === null)).toEqual([]);
    // Two authors by name in each, one of them the same, and one without a name in each.
    expect(await now(b)).toMatchObject({ postCount: 6, peopleCount: 5, ties: { absorbed: [{ id: a }] } });
    expect((await now(b)).postIds).toEqual(['b1', 'b2', 'b3', 'a1', 'a2', 'a3']);
    await expectSound(a, b);
  });

  it('lets nobody wait longer: the term counts from whoever waited first', async () => {
    const [dueA, dueB] = [(await now(a)).dueAt, (await now(b)).dueAt];
    expect(dueA).not.toBe(dueB);
    await merge(a, b);
    expect(await now(b)).toMatchObject({ dueAt: dueA, clocks: { termFrom: '2026-03-02T09:00:00.000Z' } });
  });

  it('keeps the term of the one that waited longer when the other comes into it', async () => {
    const { dueAt } = await now(a);
    await merge(b, a);
    expect((await now(a)).dueAt).toBe(dueAt);
  });

  it('is undone from either side: both are to the letter what they were, terms included', async () => {
    const before = [await content(a), await content(b)];
    const merged = await merge(a, b);
    clock.advance(30 * minuteMs);
    await undo(a, merged.ties.mergedInto?.seq);
    expect([await content(a), await content(b)]).toEqual(before);
    await merge(a, b);
    clock.advance(30 * minuteMs);
    await undo(b, (await now(b)).ties.absorbed[0]?.seq);
    expect([await content(a), await content(b)]).toEqual(before);
    await expectSound(a, b);
  });

  it('leaves to the other what came after it, also when it is undone', async () => {
    await merge(a, b);
    await desk.record(a, [post('a4')]);
    expect((await now(b)).postIds).toContain('a4');
    await act(b, { type: 'assign', executorId: 'water', note: null });
    await undo(b, (await now(b)).ties.absorbed[0]?.seq);
    expect(await now(b)).toMatchObject({ status: 'assigned', executorId: 'water', postCount: 4 });
    expect((await now(b)).postIds).toEqual(['b1', 'b2', 'b3', 'a4']);
    expect(await now(a)).toMatchObject({ status: 'new', postCount: 3 });
    await expectSound(a, b);
  });

  it('follows a chain of merges, and is undone from its end', async () => {
    await desk.record(c, [post('c1')]);
    await merge(a, b);
    await merge(b, c);
    expect((await now(c)).postIds.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1']);
    await desk.record(a, [{ ...post('a9') }]);
    expect((await now(c)).postIds).toContain('a9');
    await expect(undo(a, (await now(a)).ties.mergedInto?.seq)).rejects.toThrow(
      expect.objectContaining({ code: 'E_MOVE_FORBIDDEN', message: expect.stringContaining('undo that first') }),
    );
    await undo(b, (await now(b)).ties.mergedInto?.seq);
    await undo(a, (await now(a)).ties.mergedInto?.seq);
    expect((await now(b)).postIds).toEqual(['b1', 'b2', 'b3']);
    await expectSound(a, b, c);
  });

  it('sees the other change: two operators do not merge into what neither has seen', async () => {
    const seen = (await now(b)).version;
    await act(b, { type: 'comment', text: 'Уточняю адрес' });
    const action = { type: 'merge', intoId: b, intoVersion: seen, reason: null } as const;
    await expect(act(a, action)).rejects.toThrow(
      expect.objectContaining({ code: 'E_CONFLICT', details: expect.objectContaining({ otherId: b }) }),
    );
    expect((await now(a)).status).toBe('new');
  });

  it.each([
    ['into itself', async () => merge(a, a), 'E_INPUT_INVALID'],
    [
      'into what is not there',
      async () => act(a, { type: 'merge', intoId: 'iNowhere', intoVersion: 1, reason: null }),
      'E_NOT_FOUND',
    ],
    [
      'into what is closed',
      async () => {
        await act(b, { type: 'close', outcome: 'solved', reason: 'Сделано' });
        return merge(a, b);
      },
      'E_MOVE_FORBIDDEN',
    ],
    [
      'by an executor',
      async () =>
        act(
          a,
          { type: 'merge', intoId: b, intoVersion: 3, reason: null },
          { ...sampleHand, role: 'executor', executors: ['water'] },
        ),
      'E_FORBIDDEN',
    ],
  ])('is refused %s, and nothing is written', async (_, attempt, code) => {
    await expect(attempt()).rejects.toThrow(expect.objectContaining({ code }));
    expect((await now(a)).ties.mergedInto).toBeNull();
    expect((await now(a)).version).toBe(3);
  });

  it('of two into each other at the same moment ends with every post in one open incident', async () => {
    const versions = { a: (await now(a)).version, b: (await now(b)).version };
    const others = deskOver(store.incidents);
    await Promise.allSettled([
      desk.act(a, versions.a, { type: 'merge', intoId: b, intoVersion: versions.b, reason: null }, sampleHand),
      others.act(b, versions.b, { type: 'merge', intoId: a, intoVersion: versions.a, reason: null }, sampleHand),
    ]);
    await desk.tellOfTerms(a);
    await desk.tellOfTerms(b);
    const open = [await now(a), await now(b)].filter(({ status }) => status !== 'merged');
    expect(open.length).toBeGreaterThan(0);
    expect(open.flatMap(({ postIds }) => postIds).toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
    await expectSound(a, b);
  });

  it('heals when whoever decided dies at any write in between', async () => {
    for (let allowed = 1; allowed <= 3; allowed++) {
      const before = [await content(a), await content(b)];
      let left = allowed;
      const dying: IncidentStore = {
        ...store.incidents,
        append: async (...given) => {
          if (left-- <= 0) throw new AppError('E_STORE_UNAVAILABLE', 'the process is gone');
          await store.incidents.append(...given);
        },
      };
      const { version } = await now(a);
      const intoVersion = (await now(b)).version;
      const action = { type: 'merge', intoId: b, intoVersion, reason: null } as const;
      await deskOver(dying)
        .act(a, version, action, sampleHand)
        .catch(() => undefined);
      const owed = (await now(a)).noticeAt;
      if (allowed < 3) expect(owed).toBe((await now(a)).ties.unsettled[0]?.at);
      await desk.tellOfTerms(a);
      expect(await now(a)).toMatchObject({ status: 'merged', noticeAt: null });
      expect((await now(b)).postCount).toBe(6);
      await expectSound(a, b);
      await undo(a, (await now(a)).ties.mergedInto?.seq);
      expect([await content(a), await content(b)]).toEqual(before);
    }
  });

  it('shows beforehand what would come of it, and writes nothing', async () => {
    const preview = desk.preview(await now(a), await now(b));
    expect(await now(b)).toMatchObject({ postCount: 3 });
    await merge(a, b);
    const { version, updatedAt, logHash, ties, ...after } = await now(b);
    const { version: v, updatedAt: u, logHash: h, ties: t, ...shown } = preview;
    expect(shown).toEqual(after);
  });
});

describe('splitting', () => {
  beforeEach(async () => {
    await desk.record(a, [post('a1')]);
    clock.advance(60 * minuteMs);
    const roads = sampleMachine();
    const other = { ...roads, verdict: { ...roads.verdict, group: 'roads' as const, topic: null } };
    await desk.record(a, [{ ...post('a2'), machine: other } as IncidentChange, post('a3')]);
    clock.advance(60 * minuteMs);
  });
  const split = (...postIds: string[]) => act(a, { type: 'split', postIds, reason: 'Другой дом' });

  it('makes an incident of what was found of the posts alone, and its term counts from when they came', async () => {
    const after = await split('a2');
    const [left] = after.ties.splitOff;
    const made = await now(left?.id ?? '');
    expect(after).toMatchObject({ postCount: 2, peopleCount: 2, postIds: ['a1', 'a3'] });
    expect(made).toMatchObject({
      status: 'new',
      group: 'roads',
      postIds: ['a2'],
      clocks: { queuedAt: '2026-03-02T10:00:00.000Z' },
      ties: { splitFrom: { id: a } },
    });
    expect(made.clockRuns.find(({ clock: name }) => name === 'first-answer')?.startedAt).toBe(
      '2026-03-02T10:00:00.000Z',
    );
    expect(made.clockRuns.some(({ clock: name }) => name === 'detection')).toBe(false);
    await expectSound(a, made.id);
  });

  it('sends what is found later of the posts to where they are', async () => {
    const id = (await split('a2')).ties.splitOff[0]?.id ?? '';
    const edited = sampleIncidentPost({ postId: 'a2', author: 'author-a2', text: 'Исправлено', version: 2 });
    await desk.record(a, [{ type: 'post-edited', post: edited }]);
    expect((await now(id)).posts[0]?.text).toBe('Исправлено');
    await desk.record(a, [post('a2')]);
    expect((await now(a)).postIds).toEqual(['a1', 'a3']);
  });

  it('is undone: the posts are back, the incident that was made ends', async () => {
    const before = await content(a);
    const [left] = (await split('a2', 'a3')).ties.splitOff;
    clock.advance(30 * minuteMs);
    await undo(a, left?.seq);
    expect(await content(a)).toBe(before);
    expect(await now(left?.id ?? '')).toMatchObject({
      status: 'merged',
      ties: { mergedInto: { id: a, isWithdrawn: true } },
    });
    expect(desk.allowed(await now(left?.id ?? ''), sampleHand)).toEqual(['comment']);
    // And again, into another one.
    const [again] = (await split('a2')).ties.splitOff;
    expect(again?.id).not.toBe(left?.id);
    await expectSound(a, left?.id ?? '', again?.id ?? '');
  });

  it('is not undone once something happened there', async () => {
    const [left] = (await split('a2')).ties.splitOff;
    await act(left?.id ?? '', { type: 'accept' });
    await expect(undo(a, left?.seq)).rejects.toThrow(
      expect.objectContaining({ code: 'E_MOVE_FORBIDDEN', message: expect.stringContaining('merge it into') }),
    );
    await merge(left?.id ?? '', a);
    expect((await now(a)).postIds).toEqual(['a1', 'a3', 'a2']);
    await expectSound(a, left?.id ?? '');
  });

  it('leaves the first post, and what a merge brought', async () => {
    await expect(split('a1')).rejects.toThrow(
      expect.objectContaining({ message: expect.stringContaining('first post') }),
    );
    await desk.record(b, [post('b1')]);
    await merge(b, a);
    await expect(split('b1')).rejects.toThrow(
      expect.objectContaining({ message: expect.stringContaining('undo the merge') }),
    );
  });

  it('takes the labels of its posts along', async () => {
    await act(a, { type: 'accept' });
    const subjects = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const { subject } of store.labels.all()) found.push(subject);
      return found.sort();
    };
    expect(await subjects()).toEqual(['a1', 'a2', 'a3']);
    const [left] = (await split('a2')).ties.splitOff;
    expect(await subjects()).toEqual(['a1', 'a3']);
    await undo(a, left?.seq);
    expect(await subjects()).toEqual(['a1', 'a2', 'a3']);
  });

  it('heals when whoever decided dies right after the decision', async () => {
    const dying: IncidentStore = {
      ...store.incidents,
      append: async (events, projection, options) => {
        if (events[0]?.change.type !== 'split-off') throw new AppError('E_STORE_UNAVAILABLE', 'the process is gone');
        await store.incidents.append(events, projection, options);
      },
    };
    const { version } = await now(a);
    const action = { type: 'split' as const, postIds: ['a2'], reason: 'Другое' };
    await deskOver(dying)
      .act(a, version, action, sampleHand)
      .catch(() => undefined);
    const id = (await now(a)).ties.splitOff[0]?.id ?? '';
    expect(await store.incidents.get(id)).toBeNull();
    await desk.tellOfTerms(a);
    expect((await now(id)).postIds).toEqual(['a2']);
    await expectSound(a, id);
  });
});

describe('any sequence of merges, splits and undoing', () => {
  /** A small generator of its own seed: the same numbers on every machine. */
  const random = (seed: number) => () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };

  it('keeps every post in exactly one open incident, and every log what its projection is', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      store = createMemoryStore();
      desk = deskOver(store.incidents);
      const draw = random(seed);
      const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(draw() * all.length)];
      const all = [a, b, c];
      const posts: string[] = [];
      const add = async (id: string) => {
        const name = `p${posts.length}`;
        posts.push(name);
        await desk.record(id, [post(name, draw() < 0.3 ? null : `author-${Math.floor(draw() * 6)}`)]);
      };
      for (const id of all) await add(id);
      for (let turn = 0; turn < 25; turn++) {
        clock.advance(Math.floor(draw() * 90) * minuteMs);
        const id = pick(all) ?? a;
        const incident = await now(id);
        const kind = draw();
        try {
          if (kind < 0.35) await add(id);
          else if (kind < 0.55) await merge(id, pick(all) ?? b);
          else if (kind < 0.75) {
            const chosen = incident.postIds.filter(() => draw() < 0.4);
            if (chosen.length > 0) {
              const after = await act(id, { type: 'split', postIds: chosen, reason: 'x' });
              all.push(after.ties.splitOff.at(-1)?.id ?? '');
            }
          } else {
            const { mergedInto, absorbed, splitOff } = incident.ties;
            await undo(id, pick([...(mergedInto ? [mergedInto] : []), ...absorbed, ...splitOff])?.seq);
          }
        } catch (error) {
          if (!(error instanceof AppError) || error.code === 'E_INTERNAL') throw error;
        }
        await expectSound(...all);
        const open = (await Promise.all(all.map(now))).filter(({ status }) => status !== 'merged');
        expect(open.flatMap(({ postIds }) => postIds).toSorted(), `seed ${seed}, turn ${turn}`).toEqual(
          posts.toSorted(),
        );
        for (const { postCount, postIds, peopleCount, authors } of open) {
          expect(postCount).toBe(postIds.length);
          expect(peopleCount).toBeGreaterThanOrEqual(authors.length);
        }
      }
    }
  });
});
