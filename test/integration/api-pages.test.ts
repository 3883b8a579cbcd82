/** Sources that are read through the API of their site: what goes over the wire, and where the key may not go. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withApis } from '../../crawlers/fetch/api-pages.js';
import { createFetcher, type Fetcher } from '../../crawlers/fetch/fetcher.js';
import { createHostGate } from '../../crawlers/fetch/host-gate.js';
import { inspectPage } from '../../crawlers/inspect.js';
import { loadRegistry, type Registry } from '../../crawlers/registry.js';
import { createMemoryFrontier } from '../../crawlers/schedule/memory-frontier.js';
import { systemClock as clock } from '../../src/core/clock.js';
import { toAppError } from '../../src/core/errors.js';
import { type Source, sourceSchema } from '../../src/core/source.js';

const key = 'service-key-of-the-test';
const item = {
  id: 7,
  owner_id: -1,
  from_id: -1,
  date: 1_773_478_500,
  text: 'Нет света на Лесной, 12',
  comments: { count: 3 },
};

describe('a source with an API', () => {
  let server: Server;
  let elsewhere: Server;
  let registry: Registry;
  let origin = '';
  let asked: { path: string; key: string | undefined }[] = [];
  let leaked = 0;
  let answer: { status?: number; headers?: Record<string, string>; body: object } = { body: {} };
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(JSON.stringify(fields) + message);
  const log = { debug: write, info: write, warn: write, error: write };
  beforeAll(async () => {
    registry = await loadRegistry();
    elsewhere = createServer((_request, response) => {
      leaked++;
      response.end('{}');
    });
    server = createServer((request, response) => {
      asked.push({ path: request.url ?? '', key: request.headers.authorization });
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(JSON.stringify(answer.body));
    });
    for (const each of [server, elsewhere]) await new Promise<void>((done) => each.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    for (const each of [server, elsewhere]) await new Promise((done) => each.close(done));
  });
  beforeEach(() => {
    asked = [];
  });

  const sourceOf = (url: string): Source =>
    sourceSchema.parse({
      id: 'wall',
      kind: 'vk',
      name: 'Стена',
      urls: [url],
      territory: 'svetly',
      allowPrivateNetwork: true,
      passport: { ground: 'own key', terms: 'of the API', contact: 'test@example.org', expires: '2099-01-01' },
    });

  async function reading<T>(keys: Record<string, string>, work: (fetcher: Fetcher) => Promise<T>): Promise<T> {
    const gate = createHostGate({ frontier: createMemoryFrontier(), clock });
    const plain = createFetcher({ gate, log, clock, hostDelayMs: 10 });
    try {
      return await work(withApis(plain, { registry, keys, clock }));
    } finally {
      await plain.close();
    }
  }
  const fetchWall = (keys: Record<string, string>) =>
    reading(keys, (fetcher) => fetcher.fetchPage(`${origin}/zaozersk`, { source: sourceOf(`${origin}/zaozersk`) }));

  it('is asked with the key in a header, and robots.txt is left alone', async () => {
    answer = { body: { response: { count: 1, items: [item] } } };
    const fetched = await fetchWall({ OTKLIK_VK_TOKEN: key });
    expect(asked).toEqual([{ path: '/method/wall.get?domain=zaozersk&count=30&v=5.199', key: `Bearer ${key}` }]);
    if (fetched.status !== 'ok') throw new Error(fetched.status);
    expect(fetched.page.url).toBe(`${origin}/zaozersk`);
    const { posts, links } = registry.get('vk').parse(fetched.page, sourceOf(origin));
    expect(posts.map((post) => post.url)).toEqual([`${origin}/wall-1_7`]);
    expect(links).toEqual([{ url: `${origin}/wall-1_7`, rel: 'thread', changedAt: null, replies: 3 }]);
  });

  it('is not asked at all without a key', async () => {
    const error = await fetchWall({}).catch(toAppError);
    expect(error).toMatchObject({ code: 'E_SERVICE_MISSING', message: expect.stringMatching(/Set OTKLIK_VK_TOKEN/) });
    expect(asked).toEqual([]);
  });

  it('does not carry the key to where it is sent on, into errors or into the log', async () => {
    const target = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    answer = { status: 302, headers: { location: target }, body: {} };
    const redirected = await fetchWall({ OTKLIK_VK_TOKEN: key }).catch(toAppError);
    expect(redirected).toMatchObject({ code: 'E_REDIRECT_INVALID' });
    expect(leaked).toBe(0);
    answer = { status: 500, body: {} };
    const failed = await fetchWall({ OTKLIK_VK_TOKEN: key }).catch(toAppError);
    expect(failed).toMatchObject({ code: 'E_FETCH_FAILED' });
    expect(JSON.stringify([redirected, failed, logged])).not.toContain(key);
  });

  it('names the key that is not accepted', async () => {
    answer = { status: 401, body: { code: 'verify.token' } };
    const source = { ...sourceOf(`${origin}/c/-5`), kind: 'max' };
    const error = await reading({ OTKLIK_MAX_TOKEN: key }, (fetcher) =>
      fetcher.fetchPage(`${origin}/c/-5`, { source }),
    ).catch(toAppError);
    expect(asked).toEqual([{ path: '/messages?chat_id=-5&count=100', key }]);
    expect(error).toMatchObject({
      code: 'E_FETCH_BLOCKED',
      message: expect.stringMatching(/the key in OTKLIK_MAX_TOKEN/),
    });
  });

  it('leaves the API alone for as long as a refusal asks', async () => {
    answer = { body: { error: { error_code: 9, error_msg: 'Flood control' } } };
    const second = await reading({ OTKLIK_VK_TOKEN: key }, async (fetcher) => {
      const source = sourceOf(`${origin}/zaozersk`);
      await fetcher.fetchPage(`${origin}/zaozersk`, { source });
      return fetcher.fetchPage(`${origin}/another`, { source }).catch(toAppError);
    });
    expect(second).toMatchObject({ code: 'E_FETCH_BLOCKED' });
    expect(asked.length).toBe(1);
  });

  it('can be looked at with «otklik page», as the kind that it is', async () => {
    answer = { body: { response: { count: 1, items: [item] } } };
    const seen = await inspectPage({
      urlOrFile: `${origin}/zaozersk`,
      kind: 'vk',
      registry,
      contact: 'test@example.org',
      allowPrivateNetwork: true,
      apiKeys: { OTKLIK_VK_TOKEN: key },
    });
    expect([seen.kind, seen.robots, seen.parsed.posts.length]).toEqual(['vk', null, 1]);
    const closed = await inspectPage({
      urlOrFile: 'https://vk.com/zaozersk',
      registry,
      contact: 'a@example.org',
    }).catch(toAppError);
    expect(closed).toMatchObject({ code: 'E_SERVICE_MISSING' });
  });
});
