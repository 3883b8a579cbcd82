import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../crawlers/log.js';
import { checkRedis } from '../../crawlers/schedule/redis-check.js';
import { createRedisFrontier } from '../../crawlers/schedule/redis-frontier.js';
import type { Source } from '../../src/core/source.js';
import { startCollector } from '../support/collector.js';
import { compileCrawlers, type FakeHost, feedOf, startFakeHost, testSource } from '../support/crawl-kit.js';
import { describeFrontier } from '../support/frontier-contract.js';
import { dropKeys, startOwnRedis, type TestRedis, useRedis } from '../support/redis.js';

let redis: TestRedis;
let dist: URL;
const prefixes: string[] = [];
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  redis = await useRedis();
  dist = compileCrawlers();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  for (const prefix of prefixes) await dropKeys(redis.url, prefix);
  await redis.stop();
});

function newPrefix(): string {
  const prefix = `{test-${randomUUID()}}:`;
  prefixes.push(prefix);
  return prefix;
}
function newFrontier(prefix = newPrefix(), options: { maxSeenPerSource?: number } = {}) {
  return createRedisFrontier({ url: redis.url, prefix, ...options });
}
async function host(answer: Parameters<typeof startFakeHost>[0]): Promise<FakeHost> {
  const started = await startFakeHost(answer);
  closers.push(started.close);
  return started;
}

/** A collector over Redis, in this process; `pass` reads all that is due now, or after so many days. */
async function collector(
  sources: Source[],
  { prefix, ...options }: { prefix?: string; isIndexing?: boolean; deadlineMs?: number } = {},
) {
  const workerUrl = new URL('crawlers/parse-worker.js', dist);
  const started = await startCollector(sources, { ...options, frontier: newFrontier(prefix), workerUrl });
  closers.push(started.close);
  const { parts, frontier, crawler } = started;
  return { ...parts, frontier, crawler, pass: (days = 0) => started.pass(days * 1_440) };
}

describeFrontier('in Redis', async (options) => newFrontier(newPrefix(), options));

function child(settings: object) {
  const script = fileURLToPath(new URL('../support/crawl-child.mjs', import.meta.url));
  const started = spawn(process.execPath, [script, dist.href, JSON.stringify({ redisUrl: redis.url, ...settings })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  started.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  const ids = () =>
    output
      .split('\n')
      .filter((line) => line.startsWith('['))
      .flatMap((line) => JSON.parse(line) as string[]);
  return { process: started, exited: once(started, 'exit'), ids };
}

describe('manners on the wire', () => {
  it('two processes never speak to a host at once or sooner than its delay', async () => {
    const answer: Parameters<typeof startFakeHost>[0] = (request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else
        setTimeout(
          () => response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feedOf('http://x.example', [1])),
          15,
        );
    };
    const hosts = await Promise.all([host(answer), host(answer), host(answer)]);
    const sources = hosts.map(({ origin }, at) =>
      testSource({ id: `s${at}`, urls: Array.from({ length: 6 }, (_, n) => `${origin}/feed${n}`) }),
    );
    const settings = { prefix: newPrefix(), sources, hostDelayMs: 120, untilMs: Date.now() + 50_000 };
    const children = [child(settings), child(settings)];
    const pages = ({ seen }: FakeHost) => seen.filter(({ url }) => url !== '/robots.txt').length;
    await expect.poll(() => hosts.every((site) => pages(site) === 6), { timeout: 45_000 }).toBe(true);
    for (const { process, exited } of children) {
      process.kill('SIGKILL');
      await exited;
    }
    for (const { seen, mostAtOnce, shortestGapMs } of hosts) {
      expect(seen.filter(({ url }) => url !== '/robots.txt')).toHaveLength(6);
      expect(mostAtOnce()).toBe(1);
      // The host sees the end of an answer a moment later than the crawler does.
      expect(shortestGapMs()).toBeGreaterThanOrEqual(110);
    }
  });

  it('robots.txt that fails closes the host, one that forbids closes the page', async () => {
    const failing = await host((_request, response) => response.writeHead(503).end());
    const strict = await host((request, response) => {
      if (request.url === '/robots.txt') response.end('User-agent: *\nDisallow: /feed\nCrawl-delay: 1');
      else response.end('seen');
    });
    const { pass, states } = await collector([
      testSource({ id: 'failing', urls: [`${failing.origin}/feed`] }),
      testSource({ id: 'strict', urls: [`${strict.origin}/feed`] }),
    ]);
    await pass();
    expect([...failing.seen, ...strict.seen].map(({ url }) => url)).toEqual(['/robots.txt', '/robots.txt']);
    expect(states.get('failing')?.lastError?.code).toBe('E_ROBOTS_DISALLOWED');
    expect(states.get('strict')?.lastError?.message).toContain('line 2');
  });

  it('a source without a valid passport costs not one request', async () => {
    const site = await host((_request, response) => response.end());
    const { pass, states } = await collector([
      testSource({
        id: 'expired',
        urls: [`${site.origin}/feed`],
        passport: { ground: 'own page', terms: 'allowed', contact: 'me@example.org', expires: '2020-01-01' },
      }),
    ]);
    await pass();
    expect(site.seen).toEqual([]);
    expect(states.get('expired')?.lastError).toMatchObject({ code: 'E_PASSPORT_INVALID' });
  });

  it('a host that asks to be left alone is left alone, and others go on', async () => {
    const busy = await host((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else response.writeHead(429, { 'retry-after': '600' }).end();
    });
    const fine = await host(
      (request, response) => void response.end(request.url === '/robots.txt' ? '' : feedOf('http://x.example', [1])),
    );
    const { pass, states, nativeIds } = await collector([
      testSource({ id: 'busy', urls: [`${busy.origin}/a`, `${busy.origin}/b`] }),
      testSource({ id: 'fine', urls: [`${fine.origin}/feed`] }),
    ]);
    await pass();
    expect(busy.seen.filter(({ url }) => url !== '/robots.txt')).toHaveLength(1);
    expect(Date.parse(states.get('busy')?.nextVisitAt ?? '') - Date.now()).toBeGreaterThan(590_000);
    expect(nativeIds()).toEqual(['n-1']);
  });
});

describe('reading again', () => {
  it('a host that shows a robot check to one page is left alone for all of them', async () => {
    const site = await host((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else response.end('<html><head><title>Вы не робот?</title></head><body></body></html>');
    });
    const other = await host((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else response.end(feedOf('http://x.example', [3]));
    });
    const sources = [
      ...['a', 'b', 'c'].map((name) => testSource({ id: `check-${name}`, urls: [`${site.origin}/${name}`] })),
      testSource({ id: 'fine', urls: [`${other.origin}/feed`] }),
    ];
    const { pass, states, nativeIds } = await collector(sources);
    await pass();
    expect(site.seen.map(({ url }) => url).filter((url) => url !== '/robots.txt')).toHaveLength(1);
    const codes = ['a', 'b', 'c'].map((name) => states.get(`check-${name}`)?.lastError?.code);
    expect(codes).toEqual(['E_FETCH_BLOCKED', 'E_FETCH_BLOCKED', 'E_FETCH_BLOCKED']);
    expect(nativeIds()).toEqual(['n-3']);
  });

  it('a page polled twice is fetched twice, conditionally, and its posts are taken once', async () => {
    let entries = [2, 1];
    const site = await host((request, response) => {
      const etag = `"${entries.length}"`;
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
      else response.writeHead(200, { etag, 'content-type': 'text/xml' }).end(feedOf('http://x.example', entries));
    });
    const { pass, nativeIds } = await collector([testSource({ id: 'feed', urls: [`${site.origin}/feed`] })]);
    const pages = () => site.seen.filter(({ url }) => url === '/feed');
    await pass();
    await pass(1);
    expect(pages().map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"2"']);
    expect(nativeIds()).toEqual(['n-2', 'n-1']);
    entries = [3, 2, 1];
    await pass(1);
    expect(nativeIds()).toEqual(['n-2', 'n-1', 'n-3']);
    expect(pages()[0]?.headers['user-agent']).toMatch(/^Otklik\/\S+ \(\+test@example\.org\)$/);
  });

  it('a forum that answers in JSON is followed to the last post, also over a gap, and nothing counts as removed', async () => {
    let count = 45;
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 10) + minute * 60_000).toISOString();
    const post = (pid: number) => ({ pid, tid: 7, uid: pid, content: `<p>Пост ${pid}</p>`, timestampISO: at(pid) });
    const site = await host((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://x.example');
      const [page, pageCount] = [Number(searchParams.get('page') ?? 1), Math.ceil(count / 20)];
      const next = { active: page < pageCount, qs: `sort=newest_to_oldest&page=${page + 1}` };
      const replies = Array.from({ length: count - 1 }, (_, back) => post(count - back));
      const part = replies.slice((page - 1) * 20, page * 20);
      const topic = { tid: 7, mainPid: 1, title: 'Вода', slug: '7/voda', postcount: count, lastposttimeISO: at(count) };
      const posts = page === 1 ? [post(1), ...part] : part;
      const answers: Record<string, unknown> = {
        '/forum/api/recent': { topics: [topic] },
        '/forum/api/topic/7/voda': { ...topic, posts, pagination: { currentPage: page, pageCount, next } },
      };
      const answer = answers[pathname];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(answer ?? 'not-found'));
    });
    const source = testSource({ id: 'forum', kind: 'nodebb', urls: [`${site.origin}/forum/api/recent`] });
    const { pass, nativeIds, removed, letters } = await collector([source]);
    await pass();
    expect(nativeIds()).toHaveLength(45);
    count = 80;
    await pass(1);
    await pass(1);
    expect(new Set(nativeIds()).size).toBe(80);
    expect(nativeIds()).toHaveLength(80);
    expect([removed, [...letters.values()]]).toEqual([[], []]);
  });

  it('the cursor waits for the index: posts that were not indexed are taken again', async () => {
    const site = await host((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else if (request.headers['if-none-match'] !== undefined) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end(feedOf('http://x.example', [1]));
    });
    const { pass, nativeIds, batches, frontier } = await collector(
      [testSource({ id: 'feed', urls: [`${site.origin}/feed`] })],
      { isIndexing: false },
    );
    await pass();
    await pass(1);
    expect(nativeIds()).toEqual(['n-1', 'n-1']);
    const last = batches.at(-1);
    if (last !== undefined) await frontier.indexed(last.page, last.posts);
    await pass(1);
    expect(nativeIds()).toHaveLength(2);
  });

  it('what a killed crawler held is read by another', async () => {
    let isHanging = true;
    const site = await host((request, response) => {
      if (request.url === '/robots.txt') response.writeHead(404).end();
      else if (!isHanging) response.end(feedOf('http://x.example', [String(request.url).slice(2)]));
    });
    const sources = [testSource({ id: 'feed', urls: [1, 2, 3].map((n) => `${site.origin}/f${n}`) })];
    const settings = { prefix: newPrefix(), sources, hostDelayMs: 20, leaseMs: 1_500 };
    const first = child({ ...settings, untilMs: Date.now() + 20_000 });
    await expect.poll(() => site.seen.some(({ url }) => url.startsWith('/f')), { timeout: 10_000 }).toBe(true);
    first.process.kill('SIGKILL');
    await first.exited;
    isHanging = false;
    const second = child({ ...settings, untilMs: Date.now() + 40_000 });
    await expect.poll(() => second.ids().sort(), { timeout: 35_000 }).toEqual(['n-1', 'n-2', 'n-3']);
    second.process.kill('SIGKILL');
    await second.exited;
    expect(first.ids()).toEqual([]);
  });
});

describe('hostile pages', () => {
  it('each ends within seconds, says why, and the others go on', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20));
    const site = await host((request, response) => {
      const { url } = request;
      if (url === '/robots.txt') response.writeHead(404).end();
      else if (url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else if (url === '/deep') response.end(`<rss>${'<div>'.repeat(100_000)}`);
      else if (url === '/slow') {
        response.write('<rss>');
        const timer = setInterval(() => response.write(' '), 200);
        response.on('close', () => clearInterval(timer));
      } else response.end(feedOf('http://x.example', [7]));
    });
    const names = ['bomb', 'deep', 'slow', 'good'];
    const sources = names.map((name) => testSource({ id: name, urls: [`${site.origin}/${name}`] }));
    const { pass, states, letters, nativeIds } = await collector(sources);
    const startedMs = Date.now();
    await pass();
    expect(Date.now() - startedMs).toBeLessThan(9_000);
    expect(names.map((name) => states.get(name)?.lastError?.code)).toEqual([
      'E_FETCH_TOO_LARGE',
      'E_PAGE_INVALID',
      'E_FETCH_TIMEOUT',
      undefined,
    ]);
    expect(nativeIds()).toEqual(['n-7']);
    expect([...letters.values()].map(({ url, code }) => [url, code])).toEqual([
      [`${site.origin}/deep`, 'E_PAGE_INVALID'],
    ]);
  });
});

describe('Redis that would lose work', () => {
  it('is refused with the remedy, or only warned about on request', async () => {
    const unsafe = await startOwnRedis(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    try {
      await expect(checkRedis({ url: unsafe.url, log: silentLog })).rejects.toThrowError(/appendonly yes.*noeviction/s);
      await checkRedis({ url: unsafe.url, log: silentLog, allowUnsafe: true });
    } finally {
      await unsafe.stop();
    }
    await expect(checkRedis({ url: unsafe.url, log: silentLog })).rejects.toMatchObject({
      code: 'E_REDIS_UNAVAILABLE',
    });
  });
});
