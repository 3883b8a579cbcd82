import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noDemand } from '../../crawlers/schedule/budget.js';
import type { Frontier, SourceVisit } from '../../crawlers/schedule/frontier.js';
import { emptyState, type SourceState } from '../../src/core/source.js';
import { testSource } from './crawl-kit.js';
import { itHandsOut } from './frontier-contract-due.js';
import { outcome, pop, t0, visitOf } from './frontier-samples.js';

/** What every frontier must do, whatever it is made of. */
export function describeFrontier(
  name: string,
  create: (options?: { maxSeenPerSource?: number }) => Promise<Frontier>,
): void {
  describe(`frontier ${name}`, () => {
    let frontier: Frontier;
    beforeEach(async () => {
      frontier = await create();
    });
    afterEach(() => frontier.close());
    const healthAfter = async (visit: SourceVisit): Promise<SourceState> => {
      await frontier.record(visit);
      return (await frontier.health([visit.sourceId]))[0] ?? emptyState(visit.sourceId);
    };

    it('is filled from the source list, and filling it again changes nothing', async () => {
      const sources = [
        testSource({ id: 'a1', urls: ['http://a.example/', 'http://b.example/'] }),
        testSource({ id: 'off', urls: ['http://c.example/'], enabled: false }),
      ];
      expect(await frontier.isSeeded()).toBe(false);
      await frontier.seed(sources, [], t0);
      expect(await frontier.isSeeded()).toBe(true);
      const visits = await frontier.popDue(t0, 10, pop);
      expect(visits.map((visit) => [visit.sourceId, visit.role, visit.page])).toEqual([
        ['a1', 'list', 1],
        ['a1', 'list', 1],
      ]);
      for (const visit of visits) await frontier.finish(visit, t0, outcome, t0 + 600_000);
      await frontier.seed(sources, [], t0 + 1_000);
      expect(await frontier.popDue(t0 + 1_000, 10, pop)).toEqual([]);
      expect(await frontier.idleInfo(t0 + 1_000)).toEqual({ due: 0, inFlight: 0, nextDueMs: t0 + 600_000 });
    });

    it('remembers through the store when a source is due, after it was wiped', async () => {
      const nextVisitAt = new Date(t0 + 300_000).toISOString();
      const state = {
        ...emptyState('a1'),
        nextVisitAt,
        failuresInRow: 2,
        lastError: { code: 'E_X', message: 'm', url: null },
        postsSeen: 7,
        requests: 9,
        longestGapMinutes: 90,
        delayP50Seconds: 60,
        delayP95Seconds: 300,
      };
      await frontier.seed([testSource({ id: 'a1', urls: ['http://a.example/'] })], [state], t0);
      expect(await frontier.popDue(t0, 10, pop)).toEqual([]);
      expect(await frontier.health(['a1'])).toEqual([state]);
    });

    itHandsOut(() => frontier);

    it('hands out again what a dead crawler held, and takes no word from the dead', async () => {
      await frontier.add([visitOf(1)]);
      const [visit] = await frontier.popDue(t0, 1, pop);
      if (visit === undefined) throw new Error('nothing popped');
      expect(await frontier.popDue(t0 + 59_000, 1, pop)).toEqual([]);
      expect(await frontier.popDue(t0 + 61_000, 1, pop)).toEqual([visit]);
      expect(await frontier.begin(visit, t0 + 61_000, 60_000)).not.toBeNull();
      await frontier.finish(visit, t0 + 62_000, outcome, t0 + 100_000);
      expect(await frontier.begin(visit, t0 + 62_000, 60_000)).toBeNull();
      await frontier.finish(visit, t0 + 63_000, outcome, null);
      expect(await frontier.idleInfo(t0 + 200_000)).toEqual({ due: 1, inFlight: 0, nextDueMs: t0 + 100_000 });
    });

    it('keeps what a visit learnt, and never names two readings alike', async () => {
      await frontier.add([visitOf(1)]);
      const [visit] = await frontier.popDue(t0, 1, pop);
      if (visit === undefined) throw new Error('nothing popped');
      expect(await frontier.begin(visit, t0, 60_000)).toEqual({
        etag: null,
        lastModified: null,
        postsPerDay: null,
        ratedDays: null,
        ttlMinutes: null,
        failures: 0,
        quietVisits: 0,
        lastVisitMs: null,
        lastNewMs: null,
        demand: noDemand,
        hostDemand: noDemand,
        yield: { posts: 0, found: 0 },
        yieldOfAll: { posts: 0, found: 0 },
      });
      await frontier.finish(visit, t0, outcome, t0);
      const [again] = await frontier.popDue(t0 + 10, 1, pop);
      expect(again?.id).toBe(visit.id);
      expect(again?.dueAtMs).not.toBe(visit.dueAtMs);
      if (again !== undefined)
        expect(await frontier.begin(again, t0, 60_000)).toMatchObject({ etag: null, lastModified: null, ...outcome });
    });

    it('pulls a known thread forward only when the list says it changed, also while it is read', async () => {
      const changed = (minute: number) => `2026-03-14T11:0${minute}:00.000Z`;
      expect(await frontier.add([visitOf(1, { changedAt: changed(1) })])).toBe(1);
      const [visit] = await frontier.popDue(t0, 1, pop);
      if (visit === undefined) throw new Error('nothing popped');
      expect(await frontier.add([visitOf(1, { changedAt: changed(1) }), visitOf(1)])).toBe(0);
      expect(await frontier.add([visitOf(1, { changedAt: changed(2), dueAtMs: t0 + 1 })])).toBe(1);
      await frontier.finish(visit, t0, outcome, t0 + 900_000);
      const [second] = await frontier.popDue(t0 + 1, 1, pop);
      expect(second?.dueAtMs).toBe(t0 + 1);
      if (second !== undefined) await frontier.finish(second, t0, outcome, t0 + 900_000);
      expect(await frontier.popDue(t0 + 2, 1, pop)).toEqual([]);
      await frontier.add([visitOf(1, { changedAt: changed(3), dueAtMs: t0 + 2 })]);
      expect(await frontier.popDue(t0 + 2, 1, pop)).toHaveLength(1);
    });

    it('lets one speak to a host at a time, and the next only after the pause', async () => {
      expect(await frontier.acquire('h', 'a', t0, 1_000, 45_000)).toBe(0);
      expect(await frontier.acquire('h', 'b', t0 + 10, 1_000, 45_000)).toBeGreaterThan(0);
      expect(await frontier.acquire('other', 'b', t0 + 10, 1_000, 45_000)).toBe(0);
      await frontier.release('h', 'b', t0 + 20);
      expect(await frontier.acquire('h', 'b', t0 + 20, 1_000, 45_000)).toBeGreaterThan(0);
      await frontier.release('h', 'a', t0 + 500);
      expect(await frontier.acquire('h', 'b', t0 + 600, 1_000, 45_000)).toBe(900);
      expect(await frontier.acquire('h', 'b', t0 + 1_500, 1_000, 45_000)).toBe(0);
      await frontier.release('h', 'b', t0 + 1_600, 60_000);
      expect(await frontier.acquire('h', 'a', t0 + 3_000, 1_000, 45_000)).toBe(58_600);
    });

    it('takes a slot over from a dead holder, pause included', async () => {
      expect(await frontier.acquire('h', 'dead', t0, 1_000, 45_000)).toBe(0);
      expect(await frontier.acquire('h', 'b', t0 + 45_000, 1_000, 45_000)).toBe(1_000);
      expect(await frontier.acquire('h', 'b', t0 + 46_000, 1_000, 45_000)).toBe(0);
    });

    it('leaves a part of a host alone without keeping anyone from the host itself', async () => {
      expect(await frontier.restsUntil('h/method/a')).toBe(0);
      await Promise.all([frontier.rest('h/method/a', t0 + 60_000), frontier.rest('h/method/a', t0 + 50_000.4)]);
      expect(await frontier.restsUntil('h/method/a')).toBe(t0 + 60_000);
      expect(await frontier.restsUntil('h/method/b')).toBe(0);
      expect(await frontier.acquire('h', 'a', t0, 1_000, 45_000)).toBe(0);
    });

    it('spends a budget per day', async () => {
      expect(await frontier.spend('s1', t0, 2)).toBe(true);
      expect(await frontier.spend('s1', t0, 2)).toBe(true);
      expect(await frontier.spend('s1', t0, 2)).toBe(false);
      expect(await frontier.spend('s2', t0, 2)).toBe(true);
      expect(await frontier.spend('s1', t0 + 86_400_000, 2)).toBe(true);
      expect((await frontier.health(['s1']))[0]?.requests).toBe(3);
    });

    it('moves cursor and marks only when told that posts are indexed', async () => {
      const posts = [
        { id: 'p-first-post-000000', fingerprint: 'aaaaaaaaaaaaaaaa' },
        { id: 'p-second-post-00000', fingerprint: 'bbbbbbbbbbbbbbbb' },
      ];
      await frontier.add([visitOf(1)]);
      const page = {
        id: 'b1',
        sourceId: 's1',
        url: 'http://h1.example/',
        fetchedAt: '2026-03-14T12:00:00.000Z',
        etag: '"v1"',
        lastModified: null,
      };
      expect([...(await frontier.unseen('s1', posts))]).toEqual(posts.map((post) => post.id));
      await frontier.indexed(page, posts.slice(0, 1));
      expect([...(await frontier.unseen('s1', posts))]).toEqual(['p-second-post-00000']);
      const edited = { id: 'p-first-post-000000', fingerprint: 'cccccccccccccccc' };
      expect((await frontier.unseen('s1', [edited])).size).toBe(1);
      expect((await frontier.unseen('s2', posts)).size).toBe(2);
      const [visit] = await frontier.popDue(t0, 1, pop);
      if (visit !== undefined) expect((await frontier.begin(visit, t0, 1_000))?.etag).toBe('"v1"');
      // Batches but the last carry no validators and must not take them away.
      await frontier.indexed({ ...page, etag: null }, []);
      if (visit !== undefined) expect((await frontier.begin(visit, t0, 1_000))?.etag).toBe('"v1"');
    });

    it('forgets the oldest marks when a source has too many', async () => {
      await frontier.close();
      frontier = await create({ maxSeenPerSource: 10 });
      const post = (n: number) => ({ id: `p${String(n).padStart(12, '0')}x`, fingerprint: 'ffffffffffffffff' });
      for (let n = 0; n < 12; n++) {
        const fetchedAt = new Date(t0 + n * 60_000).toISOString();
        await frontier.indexed(
          { id: 'b1', sourceId: 's1', url: 'http://h1.example/', fetchedAt, etag: null, lastModified: null },
          [post(n)],
        );
      }
      const unseen = await frontier.unseen(
        's1',
        Array.from({ length: 12 }, (_, n) => post(n)),
      );
      expect(unseen.has(post(0).id)).toBe(true);
      expect(unseen.has(post(11).id)).toBe(false);
    });

    it('pulls a known address forward when its list counts other replies, and not when it counts none', async () => {
      const later = t0 + 3_600_000;
      await frontier.add([visitOf(1, { dueAtMs: later, replies: 3 })]);
      expect(await frontier.add([visitOf(1, { replies: 3 })])).toBe(0);
      expect(await frontier.add([visitOf(1)])).toBe(0);
      expect(await frontier.popDue(t0, 1, pop)).toEqual([]);
      expect(await frontier.add([visitOf(1, { replies: 4 })])).toBe(1);
      expect(await frontier.popDue(t0, 1, pop)).toHaveLength(1);
    });

    it('remembers how deep a pass may go and what stood on a page, until the address is forgotten', async () => {
      await frontier.add([visitOf(1, { role: 'older', page: 4, lastPage: 50 }), visitOf(2)]);
      const visits = await frontier.popDue(t0, 2, pop);
      expect(visits.map(({ page, lastPage }) => [page, lastPage]).sort()).toEqual([
        [1, null],
        [4, 50],
      ]);
      const [visit] = visits;
      if (visit === undefined) throw new Error('nothing popped');
      const roll = [
        { id: 'pOne', publishedMs: t0, misses: 0 },
        { id: 'pTwo', publishedMs: t0 - 60_000, misses: 1 },
      ];
      expect(await frontier.roll(visit.id)).toEqual([]);
      await frontier.putRoll(visit.id, roll);
      expect(await frontier.roll(visit.id)).toEqual(roll);
      await frontier.finish(visit, t0, outcome, null);
      expect(await frontier.roll(visit.id)).toEqual([]);
    });

    it('keeps the pause of the one who knows the host better', async () => {
      expect(await frontier.acquire('h', 'knows', t0, 5_000, 45_000)).toBe(0);
      await frontier.release('h', 'knows', t0 + 100);
      expect(await frontier.acquire('h', 'new', t0 + 1_100, 1_000, 45_000)).toBe(4_000);
      expect(await frontier.acquire('h', 'new', t0 + 5_100, 1_000, 45_000)).toBe(0);
      await frontier.release('h', 'new', t0 + 5_200);
      expect(await frontier.acquire('h', 'new', t0 + 6_200, 1_000, 45_000)).toBe(0);
    });

    it('sums up what all addresses ask for, and each host, and forgets what is forgotten', async () => {
      await frontier.add([visitOf(1), visitOf(2), visitOf(3, { url: 'http://h2.example/other' })]);
      const visits = await frontier.popDue(t0, 3, pop);
      const of = (path: string) => visits.find(({ url }) => url.endsWith(path)) ?? visits[0];
      const [one, two, three] = [of('h1.example/'), of('h2.example/'), of('other')];
      if (one === undefined || two === undefined || three === undefined) throw new Error('nothing popped');
      await frontier.finish(one, t0, outcome, t0 + 1, { ...noDemand, free: 0.5 });
      await frontier.finish(two, t0, outcome, t0 + 1, { ...noDemand, pinned: 2, short: 0.25 });
      await frontier.finish(three, t0, outcome, t0 + 1, { ...noDemand, free: 0.125 });
      const again = await frontier.popDue(t0 + 1, 3, pop);
      const sums = async (path: string) => {
        const visit = again.find(({ url }) => url.endsWith(path));
        const memory = visit === undefined ? null : await frontier.begin(visit, t0 + 1, 60_000);
        return [memory?.demand, memory?.hostDemand];
      };
      expect(await sums('h2.example/')).toEqual([
        { free: 0.625, pinned: 2, short: 0.25, long: 0 },
        { free: 0.125, pinned: 2, short: 0.25, long: 0 },
      ]);
      const [first] = again.filter(({ url }) => url.endsWith('h1.example/'));
      if (first !== undefined) await frontier.finish(first, t0 + 1, outcome, null);
      expect((await sums('other'))[0]).toEqual({ free: 0.125, pinned: 2, short: 0.25, long: 0 });
    });

    it('counts what the posts of a source and of all came to', async () => {
      await frontier.add([visitOf(1)]);
      const page = {
        id: 'b1',
        sourceId: 's1',
        url: 'http://h1.example/',
        fetchedAt: new Date(t0).toISOString(),
        etag: null,
        lastModified: null,
      };
      const posts = Array.from({ length: 20 }, (_, n) => ({
        id: `p${n}-0123456789abcdef`,
        fingerprint: `f${n}-0123456789`,
      }));
      await frontier.indexed(page, posts, 3);
      await frontier.indexed(page, []);
      await frontier.indexed({ ...page, sourceId: 's2' }, posts, 1);
      const [visit] = await frontier.popDue(t0, 1, pop);
      const after = visit === undefined ? null : await frontier.begin(visit, t0, 60_000);
      expect(after).toMatchObject({ yield: { posts: 20, found: 3 }, yieldOfAll: { posts: 40, found: 4 } });
      const many = Array.from({ length: 2_000 }, (_, n) => ({ id: `p${n}-0123456789abcdef`, fingerprint: `f${n}` }));
      for (let batch = 0; batch < 7; batch++) await frontier.indexed(page, many, 300);
      const counted = visit === undefined ? null : (await frontier.begin(visit, t0, 60_000))?.yield;
      expect(counted?.posts).toBeLessThan(12_100);
      expect((counted?.found ?? 0) / (counted?.posts ?? 1)).toBeCloseTo(0.15, 1);
    });

    it('grants no more visits a minute than there may be, whoever asks', async () => {
      expect(await frontier.grant(t0, 60, 100)).toBe(60);
      expect(await frontier.grant(t0, 60, 1)).toBe(0);
      expect(await frontier.grant(t0 + 10_000, 60, 100)).toBe(10);
      expect(await frontier.grant(t0 + 10_000, 60, -4)).toBe(-4);
      expect(await frontier.grant(t0 + 10_000, 60, 100)).toBe(4);
      expect(await frontier.grant(t0 + 3_600_000, 60, 100)).toBe(60);
    });

    it('adds up the health of a source: lists count as failures, threads only speak', async () => {
      const error = { code: 'E_FETCH_FAILED', message: 'no', url: 'http://h1.example/' };
      const visit = {
        sourceId: 's1',
        isList: true,
        atMs: t0,
        newPosts: 0,
        nextVisitMs: t0 + 1_000,
        delaysMs: [],
        intervalMinutes: null,
        wantedMinutes: null,
        error: null,
      };
      expect((await healthAfter({ ...visit, newPosts: 3 })).postsSeen).toBe(3);
      expect((await healthAfter({ ...visit, error })).failuresInRow).toBe(1);
      const thread = await healthAfter({
        ...visit,
        isList: false,
        nextVisitMs: null,
        error: { ...error, code: 'E_PAGE_INVALID' },
      });
      expect([thread.failuresInRow, thread.lastError?.code]).toEqual([1, 'E_PAGE_INVALID']);
      const fine = await healthAfter({ ...visit, atMs: t0 + 5 });
      expect([fine.failuresInRow, fine.lastError]).toEqual([0, null]);
      expect(fine.nextVisitAt).toBe(new Date(t0 + 1_000).toISOString());
    });

    it('knows how long a source is silent as a rule and how late its posts are met', async () => {
      const hour = 3_600_000;
      const visit = {
        sourceId: 's1',
        isList: true,
        nextVisitMs: null,
        error: null,
        intervalMinutes: 20,
        wantedMinutes: 5,
      };
      const at = (hours: number, newPosts: number, delaysMs: number[] = []) =>
        healthAfter({ ...visit, atMs: t0 + hours * hour, newPosts, delaysMs });
      const first = await at(0, 40);
      expect([first.longestGapMinutes, first.silentAt]).toEqual([null, new Date(t0 + 72 * hour).toISOString()]);
      await at(1, 0);
      const second = await at(40, 2, [60_000, 120_000]);
      expect(second.longestGapMinutes).toBeCloseTo(2_400, 1);
      expect(second.silentAt).toBe(new Date(t0 + 40 * hour + 60 * hour).toISOString());
      expect([second.intervalMinutes, second.wantedMinutes]).toEqual([20, 5]);
      const third = await at(
        41,
        600,
        Array.from({ length: 600 }, (_, n) => (n < 570 ? 300_000 : 7_200_000)),
      );
      expect(third.longestGapMinutes).toBeLessThan(2_400);
      expect(third.delayP50Seconds).toBeGreaterThan(200);
      expect(third.delayP50Seconds).toBeLessThan(345);
      expect((await at(42, 100, Array(100).fill(7_200_000))).delayP95Seconds).toBeGreaterThan(5_000);
      expect((await frontier.health(['s1']))[0]?.postsSeen).toBe(742);
    });
  });
}
