/** A group of OK.ru as the collector reads it: signed requests by POST, keys in no address, posts with their comments once each. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withApis } from '../../crawlers/fetch/api-pages.js';
import { createFetcher } from '../../crawlers/fetch/fetcher.js';
import { createHostGate } from '../../crawlers/fetch/host-gate.js';
import { silentLog } from '../../crawlers/log.js';
import { loadRegistry, type Registry } from '../../crawlers/registry.js';
import { createMemoryFrontier } from '../../crawlers/schedule/memory-frontier.js';
import { systemClock as clock } from '../../src/core/clock.js';
import { toAppError } from '../../src/core/errors.js';
import { startCollector } from '../support/collector.js';
import { testSource } from '../support/crawl-kit.js';

const keys = {
  OTKLIK_OK_APPLICATION_KEY: 'CTESTAPPLICATION',
  OTKLIK_OK_SECRET: 'session-secret-of-the-test',
  OTKLIK_OK_TOKEN: 'access-token-of-the-test',
};
const comments = { comments: [{ id: 'c1', author_id: '611', text: 'У нас тоже', date_ms: 1_773_479_000_000 }] };
const topics = {
  media_topics: [
    {
      id: '12',
      created_ms: 1_773_478_500_000,
      author_ref: 'group:5',
      media: [{ type: 'text', text: 'Нет света на Лесной, 12' }],
      discussion_summary: { comments_count: 1 },
    },
  ],
};

describe('a group of OK.ru', () => {
  let server: Server;
  let registry: Registry;
  let origin = '';
  let seen: { method: string; url: string; form: URLSearchParams }[] = [];
  beforeAll(async () => {
    registry = await loadRegistry();
    server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      const form = new URLSearchParams(body);
      seen.push({ method: request.method ?? '', url: request.url ?? '', form });
      const signed = [...form].filter(([name]) => name !== 'sig' && name !== 'access_token');
      const text = signed.map(([name, value]) => `${name}=${value}`).sort();
      const sig = createHash('md5')
        .update(text.join('') + keys.OTKLIK_OK_SECRET)
        .digest('hex');
      const answers: Record<string, object> = { 'mediatopic.getTopics': topics, 'discussions.getComments': comments };
      const isValid = form.get('sig') === sig && form.get('access_token') === keys.OTKLIK_OK_TOKEN;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isValid ? answers[form.get('method') ?? ''] : { error_code: 104, error_msg: body }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(() => {
    seen = [];
  });

  async function read(path: string, given: Record<string, string>) {
    const plain = createFetcher({
      gate: createHostGate({ frontier: createMemoryFrontier(), clock }),
      log: silentLog,
      clock,
      hostDelayMs: 5,
    });
    const source = testSource({ id: 'ok-group', kind: 'odnoklassniki', urls: [`${origin}/group/5`] });
    try {
      const fetched = await withApis(plain, { registry, keys: given, clock }).fetchPage(origin + path, { source });
      if (fetched.status !== 'ok') throw new Error(fetched.status);
      return registry.get('odnoklassniki').parse(fetched.page, source);
    } finally {
      await plain.close();
    }
  }

  it('is asked by POST with a signature that holds, and the keys stand in no address', async () => {
    const { posts, links } = await read('/group/5', keys);
    expect(posts.map(({ nativeId, text }) => [nativeId, text])).toEqual([['12', 'Нет света на Лесной, 12']]);
    expect(links).toEqual([{ url: `${origin}/group/5/topic/12`, rel: 'thread', changedAt: null, replies: 1 }]);
    const below = await read('/group/5/topic/12', keys);
    expect(below.posts).toMatchObject([{ nativeId: '12_c1', replyTo: '12', authorId: 'user:611' }]);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /fb.do', 'POST /fb.do']);
    for (const { form } of seen) expect(form.toString()).not.toContain(keys.OTKLIK_OK_SECRET);
  });

  it('is collected with its comments, and only what is new later', async () => {
    const source = testSource({ id: 'ok-group', kind: 'odnoklassniki', urls: [`${origin}/group/5`] });
    const { pass, parts, close } = await startCollector([source], { apiKeys: keys });
    try {
      expect(await pass(0)).toEqual(['12', '12_c1']);
      comments.comments.push({ id: 'c2', author_id: '612', text: 'Дали свет', date_ms: 1_773_479_500_000 });
      expect(await pass(60)).toEqual(['12_c2']);
      expect(parts.letters.size).toBe(0);
    } finally {
      comments.comments.splice(1);
      await close();
    }
  });

  it('says which key does not fit, and repeats none', async () => {
    const wrong = 'another-secret-of-the-test';
    const error = await read('/group/5', { ...keys, OTKLIK_OK_SECRET: wrong }).catch(toAppError);
    expect(error).toMatchObject({ code: 'E_FETCH_BLOCKED', message: expect.stringMatching(/OTKLIK_OK_SECRET/) });
    for (const key of [wrong, ...Object.values(keys)]) expect(JSON.stringify(error)).not.toContain(key);
  });

  it('is not asked at all while a part of the key is missing', async () => {
    const { OTKLIK_OK_SECRET: _secret, ...rest } = keys;
    const error = await read('/group/5', rest).catch(toAppError);
    expect(error).toMatchObject({
      code: 'E_SERVICE_MISSING',
      message: expect.stringMatching(/Set OTKLIK_OK_SECRET \(/),
    });
    expect(seen).toEqual([]);
  });
});
