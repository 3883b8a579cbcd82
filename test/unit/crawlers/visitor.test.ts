import { describe, expect, it } from 'vitest';
import type { Adapter, PageLink } from '../../../crawlers/adapter.js';
import type { Fetcher } from '../../../crawlers/fetch/fetcher.js';
import { silentLog } from '../../../crawlers/log.js';
import { createPageParser } from '../../../crawlers/page-parser.js';
import { makePost } from '../../../crawlers/parse/post.js';
import { createRegistry } from '../../../crawlers/registry.js';
import { createMemoryFrontier } from '../../../crawlers/schedule/memory-frontier.js';
import { createVisitor } from '../../../crawlers/visitor.js';
import { manualClock } from '../../../src/core/clock.js';
import { AppError } from '../../../src/core/errors.js';
import type { Source } from '../../../src/core/source.js';
import { memoryParts, testSource } from '../../support/crawl-kit.js';

const t0 = Date.UTC(2026, 2, 14, 12);
const link = (url: string, rel: PageLink['rel']): PageLink => ({ url: `http://a.example${url}`, rel, changedAt: null });

interface PlainPage {
  ids: (string | [id: string, minute: number])[];
  /** Of these, the one that stands on top whatever is new. */
  pinned?: string;
  links?: PageLink[];
  /** What the page asks for; a page that is the same the second time answers «not modified» then. */
  ttlMinutes?: number;
}

/** Visitor over pages that are lists of post ids; `bad` makes a post without a valid address. */
function setUp(pages: Record<string, PlainPage | AppError>, fields: Partial<Source> = {}) {
  const clock = manualClock(t0);
  const frontier = createMemoryFrontier();
  const source = testSource({ id: 's1', kind: 'plain', urls: ['http://a.example/'], everyMinutes: 10, ...fields });
  const parts = memoryParts([source], (page, posts) => frontier.indexed(page, posts));
  const asked: string[] = [];
  const adapter: Adapter = {
    kind: 'plain',
    title: 'plain',
    notes: '',
    limits: [],
    accepts: ['text/plain'],
    parse(page) {
      const { ids, pinned, links = [], ttlMinutes = null } = JSON.parse(page.body) as PlainPage;
      const untimed = { publishedAt: null, timePrecision: 'unknown' as const, rawTime: null };
      const timed = (minute: number) => ({
        publishedAt: new Date(t0 - 86_400_000 + minute * 60_000).toISOString(),
        timePrecision: 'minute' as const,
        rawTime: null,
      });
      const posts = ids.map((each) => {
        const [id, time] = typeof each === 'string' ? [each, untimed] : [each[0], timed(each[1])];
        return makePost({
          nativeId: id,
          url: id === 'bad' ? 'nowhere' : `http://a.example/p/${id}`,
          text: `Телефон ${id}`,
          time,
          pinned: id === pinned,
          authorId: 'Автор',
        });
      });
      return { posts, links, ttlMinutes, warnings: [] };
    },
  };
  const fetcher: Omit<Fetcher, 'askApi'> = {
    async fetchPage(url) {
      asked.push(new URL(url).pathname);
      const found = pages[new URL(url).pathname];
      if (found === undefined || found instanceof AppError)
        throw found ?? new AppError('E_FETCH_FAILED', 'no page', { details: { status: 404 } });
      const isKnown =
        found.ttlMinutes !== undefined && asked.filter((path) => path === new URL(url).pathname).length > 1;
      if (isKnown) return { status: 'not-modified', etag: null, lastModified: null, freshMinutes: null };
      const page = {
        url,
        body: JSON.stringify(found),
        contentType: 'text/plain',
        fetchedAt: new Date(clock.now()).toISOString(),
        timeZone: 'Europe/Moscow',
      };
      return {
        status: 'ok',
        page,
        etag: null,
        lastModified: null,
        charset: 'utf-8',
        bytes: 1,
        freshMinutes: null,
        robotsTags: [],
      };
    },
    judgeRobots: () => Promise.reject(new Error('not asked in this test')),
    close: async () => {},
  };
  const visitor = createVisitor({
    frontier,
    fetcher,
    parser: createPageParser({ registry: createRegistry([adapter]) }),
    sink: parts.sink,
    deadLetters: parts.deadLetters,
    rawPages: parts.rawPages,
    posts: parts.posts,
    getSource: parts.store.get,
    authorKey: 'key',
    maskText: (text) => text.replaceAll('Телефон', '[маска]'),
    clock,
    log: silentLog,
  });
  async function pass() {
    await frontier.seed([source], [], clock.now());
    const results = [];
    for (;;) {
      const [visit] = await frontier.popDue(clock.now(), 1, { leaseMs: 1_000, perHost: 5 });
      if (visit === undefined) return results;
      results.push(await visitor.visit(visit));
    }
  }
  return { ...parts, asked, clock, frontier, pass };
}

describe('a visit', () => {
  it('follows threads and, while there is news, older pages, no deeper than the source says', async () => {
    const pages = {
      '/': {
        ids: ['1'],
        links: [link('/2', 'older'), link('/t1', 'thread'), link('/t2', 'thread'), link('/t3', 'thread')],
      },
      '/2': { ids: ['2'], links: [link('/3', 'older')] },
      '/3': { ids: ['3'] },
      '/t1': { ids: ['10'] },
      '/t2': { ids: ['11'], links: [{ ...link('', 'thread'), url: 'http://elsewhere.example/x' }] },
    };
    const { pass, asked, clock, nativeIds } = setUp(pages, { depth: { pages: 2, topics: 2 } });
    await pass();
    expect(asked.sort()).toEqual(['/', '/2', '/t1', '/t2']);
    expect(nativeIds().sort()).toEqual(['1', '10', '11', '2']);
    asked.length = 0;
    clock.advance(601_000);
    await pass();
    expect(asked).not.toContain('/2');
    expect(nativeIds()).toHaveLength(4);
  });

  it('stops at what is known, and follows a gap back to it, further than usual but not without end', async () => {
    const chain = (from: number, to: number, per: number) => {
      const pages: Record<string, { ids: string[]; links: PageLink[] }> = {};
      for (let page = 0; from - page * per > to; page++)
        pages[page === 0 ? '/' : `/${page + 1}`] = {
          ids: Array.from({ length: per }, (_, n) => String(from - page * per - n)),
          links: [link(`/${page + 2}`, 'older')],
        };
      return pages;
    };
    const pages: Record<string, { ids: string[]; links: PageLink[] }> = chain(100, 0, 10);
    const { pass, asked, clock, nativeIds } = setUp(pages, { depth: { pages: 2, topics: 0, backfill: 5 } });
    await pass();
    expect(asked).toEqual(['/', '/2']);
    const week = async (newest: number) => {
      for (const path of Object.keys(pages)) delete pages[path];
      Object.assign(pages, chain(newest, 0, 10));
      asked.length = 0;
      clock.advance(7 * 86_400_000);
      await pass();
    };
    await week(103);
    expect(asked).toEqual(['/']);
    await week(138);
    expect(asked).toEqual(['/', '/2', '/3', '/4']);
    expect(
      nativeIds()
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 58 }, (_, n) => n + 81));
    await week(400);
    expect(asked).toHaveLength(5);
  });

  it('reads on when pages shifted under it, and stops where the oldest post of a page is known', async () => {
    const timed = (...numbers: number[]) => numbers.map((n): [string, number] => [String(n), n]);
    const pages: Record<string, { ids: [string, number][]; links: PageLink[] }> = {
      '/': { ids: timed(30, 29, 28), links: [link('/2', 'older')] },
      // One new post came between the two readings: the page before ends where this one begins.
      '/2': { ids: timed(28, 27, 26), links: [link('/3', 'older')] },
      '/3': { ids: timed(25, 24, 23), links: [] },
    };
    const { pass, asked, clock } = setUp(pages, { depth: { pages: 3, topics: 0 } });
    await pass();
    expect(asked).toEqual(['/', '/2', '/3']);
    asked.length = 0;
    clock.advance(86_400_000);
    pages['/'] = { ids: timed(31, 30, 29), links: [link('/2', 'older')] };
    await pass();
    expect(asked).toEqual(['/']);
  });

  it('tells of posts that were taken off the page, after two looks, and of those that came back', async () => {
    const pages = {
      '/': {
        ids: [
          ['5', 50],
          ['4', 40],
          ['3', 30],
          ['2', 20],
        ] as [string, number][],
      },
    };
    const { pass, clock, removed, batches } = setUp(pages);
    const look = async (...ids: [string, number][]) => {
      pages['/'].ids = ids;
      clock.advance(86_400_000);
      await pass();
    };
    await pass();
    const idOf = (nativeId: string) =>
      batches.flatMap(({ posts }) => posts).find((each) => each.nativeId === nativeId)?.id;
    await look(['6', 60], ['5', 50], ['3', 30]);
    expect(removed).toEqual([]);
    await look(['6', 60], ['5', 50], ['3', 30]);
    expect(removed.map(([id, at]) => [id === idOf('4'), at !== null])).toEqual([[true, true]]);
    await look(['6', 60], ['5', 50], ['3', 30]);
    expect(removed).toHaveLength(1);
    await look(['6', 60], ['5', 50], ['4', 40], ['3', 30]);
    expect(removed.slice(1)).toEqual([[idOf('4'), null]]);
    await look(['9', 90], ['1', 10]);
    await look(['9', 90], ['1', 10]);
    expect(removed).toHaveLength(2);
  });

  it('takes a post that was missing for removed when the page answers that it is as it was', async () => {
    const timed = (...minutes: number[]) => minutes.map((minute): [string, number] => [String(minute), minute]);
    const pages: { '/': PlainPage } = { '/': { ids: timed(50, 40, 30) } };
    const { pass, clock, removed } = setUp(pages);
    await pass();
    clock.advance(86_400_000);
    pages['/'].ids = timed(50, 30);
    await pass();
    expect(removed).toEqual([]);
    clock.advance(86_400_000);
    pages['/'].ttlMinutes = 1;
    expect((await pass())[0]?.outcome).toBe('not-modified');
    expect(removed).toHaveLength(1);
    clock.advance(86_400_000);
    await pass();
    expect(removed).toHaveLength(1);
  });

  it('holds it against no post that one pinned on top is older than it', async () => {
    const timed = (...minutes: number[]) =>
      ['1', ...minutes.map(String)].map((id): [string, number] => [id, Number(id)]);
    const pages = { '/': { ids: timed(50, 40, 30), pinned: '1' } };
    const { pass, clock, removed } = setUp(pages);
    for (const minutes of [
      [50, 40, 30],
      [60, 50, 40],
      [70, 60, 50],
      [80, 70, 60],
    ]) {
      pages['/'].ids = timed(...minutes);
      clock.advance(86_400_000);
      await pass();
    }
    expect(removed).toEqual([]);
  });

  it('keeps to the pause that a feed asked for, also while the feed answers «not modified»', async () => {
    const { pass, clock, frontier } = setUp({ '/': { ids: ['1'], ttlMinutes: 90 } });
    for (const outcome of ['read', 'not-modified', 'not-modified']) {
      expect((await pass())[0]?.outcome).toBe(outcome);
      expect((await frontier.idleInfo(0)).nextDueMs).toBeGreaterThanOrEqual(clock.now() + 90 * 60_000);
      clock.advance(24 * 3_600_000);
    }
  });

  it('hashes authors, puts a post that is not valid aside masked, and goes on with the rest', async () => {
    const { pass, batches, letters, clock } = setUp({ '/': { ids: ['1', 'bad', '2'] } });
    const [result] = await pass();
    expect(result).toMatchObject({ outcome: 'read', newPosts: 2, error: null });
    expect(batches[0]?.posts.map((post) => post.author)).toEqual([
      expect.stringMatching(/^[\w-]{22}$/),
      expect.any(String),
    ]);
    expect(JSON.stringify(batches)).not.toContain('Автор');
    const [letter] = [...letters.values()];
    expect(letter?.message).toContain('url');
    expect(letter?.input).toContain('[маска]');
    expect(letter?.input).not.toContain('"authorId"');
    // Those that were seen are known, and the one that is not valid is one letter however often it is read.
    clock.advance(3_600_000);
    expect((await pass())[0]).toMatchObject({ outcome: 'read', newPosts: 0, error: null });
    expect([batches.length, letters.size]).toEqual([1, 1]);
  });

  it('cuts many posts into batches with ids of their own, validators on the last only', async () => {
    const { pass, batches } = setUp({ '/': { ids: Array.from({ length: 450 }, (_, n) => String(n)) } });
    await pass();
    expect(batches.map(({ posts }) => posts.length)).toEqual([200, 200, 50]);
    expect(new Set(batches.map(({ page }) => page.id)).size).toBe(3);
  });

  it('waits longer after each failure, drops threads that are gone, and tells the source', async () => {
    const { pass, clock, frontier, asked } = setUp({ '/': new AppError('E_FETCH_TIMEOUT', 'late') });
    for (const wait of [10, 20, 40]) {
      await pass();
      expect((await frontier.health(['s1']))[0]?.lastError?.code).toBe('E_FETCH_TIMEOUT');
      expect((await frontier.idleInfo(0)).nextDueMs).toBe(clock.now() + wait * 60_000);
      clock.advance(wait * 60_000);
    }
    await frontier.add([
      { sourceId: 's1', url: 'http://a.example/gone', role: 'thread', page: 1, dueAtMs: t0, changedAt: null },
    ]);
    await pass();
    await pass();
    expect(asked.filter((path) => path === '/gone')).toHaveLength(1);
  });

  it('takes the posts of a topic for removed once it was not there twice, an hour apart', async () => {
    const pages: Record<string, PlainPage | AppError> = {
      '/': { ids: ['1'], links: [link('/t', 'thread')] },
      '/t': {
        ids: [
          ['2', 1],
          ['3', 2],
        ],
      },
    };
    const { pass, clock, removed, asked, batches } = setUp(pages);
    const idOf = (nativeId: string) =>
      batches.flatMap(({ posts }) => posts).find((each) => each.nativeId === nativeId)?.id;
    const later = async (minutes: number) => {
      clock.advance(minutes * 60_000);
      await pass();
      return asked.filter((path) => path === '/t').length;
    };
    await pass();
    const topic = pages['/t'] as PlainPage;
    delete pages['/t'];
    expect(await later(20)).toBe(2);
    expect(await later(50)).toBe(2);
    pages['/t'] = topic; // half an hour of trouble with the site
    expect(await later(15)).toBe(3);
    delete pages['/t'];
    expect(await later(30)).toBe(4);
    expect(removed).toEqual([]);
    expect(await later(61)).toBe(5);
    expect(removed.map(([id, at]) => [id, at !== null])).toEqual([
      [idOf('2'), true],
      [idOf('3'), true],
    ]);
    pages['/'] = { ids: ['1'] };
    expect(await later(3 * 1_440)).toBe(5);
  });

  it('asks once for a page after the last, which some sites answer with 400', async () => {
    const pages = {
      '/': { ids: ['1'], links: [link('/2', 'older')] },
      '/2': new AppError('E_FETCH_FAILED', 'no such page', { details: { status: 400 } }),
    };
    const { pass, asked, clock } = setUp(pages, { depth: { pages: 3, topics: 0 } });
    await pass();
    clock.advance(7 * 86_400_000);
    await pass();
    expect(asked.filter((path) => path === '/2')).toHaveLength(1);
  });

  it('makes no request without a valid passport or for a source that was switched off', async () => {
    const expired = { ground: 'own page', terms: 'allowed', contact: 'me@example.org', expires: '2026-03-13' };
    const { pass, asked } = setUp({ '/': { ids: ['1'] } }, { passport: expired });
    expect((await pass())[0]?.error?.code).toBe('E_PASSPORT_INVALID');
    expect(asked).toEqual([]);
  });
});
