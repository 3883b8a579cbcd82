import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.js';
import { errorReplySchema, metaReplySchema, sourceListReplySchema, systemReplySchema } from '../../../src/core/http.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import {
  sampleDeadLetter,
  sampleLedgerEntry,
  sampleRegistered,
  sampleSourceState,
} from '../../support/sample-sources.js';
import { samplePost } from '../../support/samples.js';

let api: ApiBench;
let cookie: string;
beforeEach(async () => {
  api = await makeApi();
  await api.addUser('admin', 'administrator');
  cookie = await api.login('admin');
});
afterEach(() => api.close());

describe('errors', () => {
  const failWith = (error: unknown): void => {
    api.store.incidents.search = () => Promise.reject(error);
  };

  it('that were not foreseen tell nothing and are in the log', async () => {
    failWith(new Error('secret path of the server'));
    const reply = await api.call('GET', '/api/incidents', cookie);
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toEqual({
      error: {
        code: 'E_INTERNAL',
        message: 'something went wrong on the server; it is in its log',
        details: {},
        reason: null,
        requestId: expect.stringMatching(/^[0-9a-f]{8}$/),
      },
    });
    expect(JSON.stringify(api.logged)).toContain('secret path of the server');
    expect(api.logged.at(-1)).toMatchObject({ requestId: reply.json().error.requestId });
  });

  it('of the catalogue have their status, code, sentence and details', async () => {
    failWith(new AppError('E_STORE_UNAVAILABLE', 'Elasticsearch does not answer: start it', { details: { tries: 5 } }));
    const reply = await api.call('GET', '/api/incidents', cookie);
    expect(reply.statusCode).toBe(503);
    expect(errorReplySchema.parse(reply.json()).error).toEqual({
      code: 'E_STORE_UNAVAILABLE',
      message: 'Elasticsearch does not answer: start it',
      details: { tries: 5 },
      reason: null,
      requestId: expect.any(String),
    });
  });

  it('have one shape for malformed JSON, too much of it, and addresses that do not exist', async () => {
    const send = (payload: string, type = 'application/json') =>
      api.app.inject({ method: 'POST', url: '/api/session', headers: { 'content-type': type }, payload });
    const replies = [
      await send('{'),
      await send(JSON.stringify({ login: 'x'.repeat(300_000), password: 'x' })),
      await send('a=1', 'application/x-www-form-urlencoded'),
      await api.call('GET', '/api/nothing', cookie),
    ];
    expect(replies.map((reply) => reply.statusCode)).toEqual([400, 413, 415, 404]);
    for (const reply of replies) expect(errorReplySchema.safeParse(reply.json()).error).toBeUndefined();
  });
});

describe('headers', () => {
  it('keep browsers to this server, on every kind of reply', async () => {
    for (const reply of [
      await api.call('GET', '/api/incidents', cookie),
      await api.call('GET', '/api/incidents'),
      await api.call('GET', '/api/nothing', cookie),
      await api.call('GET', '/healthz'),
    ]) {
      expect(reply.headers['content-security-policy']).toMatch(/^default-src 'self'; script-src 'self';/);
      expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(reply.headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:|\*/);
      expect(reply.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': expect.any(String),
        'referrer-policy': expect.any(String),
      });
      expect(reply.headers).not.toHaveProperty('x-powered-by');
    }
  });

  it('let no cache keep what the API says', async () =>
    expect((await api.call('GET', '/api/incidents', cookie)).headers['cache-control']).toBe('no-store'));

  it('ask for HTTPS only where there is HTTPS', async () => {
    const secure = await makeApi({ isSecure: true });
    expect((await secure.call('GET', '/healthz')).headers).toHaveProperty('strict-transport-security');
    expect((await api.call('GET', '/healthz')).headers).not.toHaveProperty('strict-transport-security');
    await secure.close();
  });
});

describe('the OpenAPI document', () => {
  it('describes every route of the API', async () => {
    const document = (await api.call('GET', '/openapi.json', cookie)).json();
    expect(document.openapi).toMatch(/^3\./);
    expect(document.info).toMatchObject({ title: 'Otklik', version: '1.2.3' });
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual([
      'delete /api/session',
      'get /api/alerts',
      'get /api/dead-letters',
      'get /api/incidents',
      'get /api/incidents/{id}',
      'get /api/incidents/{id}/drafts',
      'get /api/incidents/{id}/merge-preview',
      'get /api/incidents/{id}/series',
      'get /api/incidents/{id}/similar',
      'get /api/meta',
      'get /api/places/resolve',
      'get /api/series',
      'get /api/session',
      'get /api/sources',
      'get /api/stream',
      'get /api/system',
      'post /api/incidents/{id}/actions',
      'post /api/session',
      'post /api/session/password',
      'put /api/sources/{id}/switch',
    ]);
    for (const methods of Object.values<Record<string, { summary?: string }>>(document.paths)) {
      for (const operation of Object.values(methods)) expect(operation.summary).toBeTruthy();
    }
  });
});

describe('around the queue', () => {
  it('names come from the configuration and the store', async () => {
    await api.store.sources.put([sampleRegistered()]);
    const meta = metaReplySchema.parse((await api.call('GET', '/api/meta', cookie)).json());
    expect(meta.sources).toEqual([{ id: 'zarechye-forum', name: 'Форум Заречья', kind: 'phpbb' }]);
    expect(meta.territories).toHaveLength(4);
  });

  it('sources stand with their health, or without where nothing was seen yet', async () => {
    await api.store.sources.put([sampleRegistered(), sampleRegistered({ id: 'second' })]);
    await api.store.sources.putStates([sampleSourceState()]);
    const { items } = sourceListReplySchema.parse((await api.call('GET', '/api/sources', cookie)).json());
    expect(items.map(({ source, state, health }) => [source.id, state?.failuresInRow ?? null, health])).toEqual([
      ['second', null, 'waiting'],
      ['zarechye-forum', 1, 'failing'],
    ]);
    const failing = sourceListReplySchema.parse((await api.call('GET', '/api/sources?health=failing', cookie)).json());
    expect([failing.items.length, failing.total, failing.counts]).toEqual([
      1,
      1,
      { total: 2, disabled: 0, 'no-passport': 0, failing: 1, silent: 0 },
    ]);
    const page = sourceListReplySchema.parse(
      (await api.call('GET', '/api/sources?limit=1&after=second', cookie)).json(),
    );
    expect([page.items.map(({ source }) => source.id), page.total]).toEqual([['zarechye-forum'], 2]);
  });

  it('a source is switched off for a reason, and on again, and both are on record', async () => {
    await api.store.sources.put([sampleRegistered()]);
    const address = '/api/sources/zarechye-forum/switch';
    expect((await api.call('PUT', address, cookie, { on: false })).statusCode).toBe(400);
    const off = (await api.call('PUT', address, cookie, { on: false, reason: 'просил владелец' })).json();
    expect(off).toMatchObject({
      health: 'disabled',
      source: { switchedOff: { by: 'admin', reason: 'просил владелец' } },
    });
    expect((await api.call('PUT', address, cookie, { on: true })).json()).toMatchObject({ source: { enabled: true } });
    expect((await api.call('PUT', '/api/sources/nobody/switch', cookie, { on: true })).statusCode).toBe(404);
    const actions = (await api.store.audit.list({ target: 'zarechye-forum' })).map(({ action }) => action).sort();
    expect(actions).toEqual(['source-off', 'source-on']);
  });

  it('the metrics open to the token and to those who watch over sources, and count by state', async () => {
    await api.store.sources.put([sampleRegistered(), sampleRegistered({ id: 'second', enabled: false })]);
    await api.store.sources.putStates([sampleSourceState()]);
    await api.addUser('worker', 'executor');
    const ask = (headers: object) => api.app.inject({ method: 'GET', url: '/metrics', headers: { ...headers } });
    expect((await ask({})).statusCode).toBe(401);
    expect((await ask({ authorization: 'Bearer wrong' })).statusCode).toBe(401);
    expect((await ask({ cookie: await api.login('worker') })).statusCode).toBe(403);
    const reply = await ask({ authorization: 'Bearer token of the monitoring' });
    expect(reply.headers['content-type']).toContain('text/plain');
    expect((await ask({ cookie })).body).toBe(reply.body);
    expect(reply.body).toContain('otklik_sources{state="failing"} 1');
    expect(reply.body).toContain('otklik_sources{state="disabled"} 1');
    expect(reply.body).toContain('otklik_source_failures_in_row{source="zarechye-forum",code="E_FETCH_FAILED"} 1');
    expect(reply.body).toContain('otklik_source_delay_seconds{of="p95",quantile="0.95"} 900');
  });

  it('the system counts what it holds', async () => {
    await api.store.posts.save([samplePost()]);
    await api.store.ledger.add([sampleLedgerEntry()]);
    await api.store.deadLetters.put([sampleDeadLetter()]);
    const system = systemReplySchema.parse((await api.call('GET', '/api/system', cookie)).json());
    expect(system).toMatchObject({ posts: 1, deadLetters: 1, mode: 'embedded' });
    expect(system.ledger.length).toBeGreaterThan(0);
  });

  it('dead letters are listed by where they fell', async () => {
    await api.store.deadLetters.put([sampleDeadLetter(), sampleDeadLetter({ id: 'dOther', where: 'posts/mask' })]);
    const items = async (query: string): Promise<{ id: string }[]> =>
      (await api.call('GET', `/api/dead-letters${query}`, cookie)).json().items;
    expect(await items('')).toHaveLength(2);
    expect((await items('?where=posts/mask')).map((letter) => letter.id)).toEqual(['dOther']);
    expect((await api.call('GET', '/api/dead-letters?limit=0', cookie)).statusCode).toBe(400);
  });

  it('the health check says whether the store answers, without a login', async () => {
    expect((await api.call('GET', '/healthz')).json()).toEqual({ status: 'ok' });
    api.store.check = () => Promise.reject(new AppError('E_STORE_UNAVAILABLE', 'down at 10.0.0.7'));
    const reply = await api.call('GET', '/healthz');
    expect(reply.statusCode).toBe(503);
    expect(reply.body).not.toContain('10.0.0.7');
  });
});

describe('live updates', () => {
  /** What the stream has written when `until` stands in it. */
  async function readUntil(login: string, until: string, during: () => Promise<void>): Promise<string> {
    const reply = await api.app.inject({
      method: 'GET',
      url: '/api/stream',
      headers: { cookie: await api.login(login) },
      payloadAsStream: true,
    });
    expect(reply.headers['content-type']).toContain('text/event-stream');
    const stream = reply.stream();
    let text = '';
    let isStarted = false;
    for await (const chunk of stream) {
      text += String(chunk);
      if (!isStarted) {
        isStarted = true;
        await during();
      }
      if (text.includes(until)) break;
    }
    stream.destroy();
    return text;
  }
  const publish = (incidentId: string) => api.context.feed.publish({ incidentId, version: 2, type: 'assigned' });

  it('tell of a change as it happens', async () => {
    const text = await readUntil('admin', '"type":"assigned"', () => publish('iAny'));
    expect(text).toContain(
      'event: incident\nid: iAny-2\ndata: {"incidentId":"iAny","version":2,"type":"assigned"}\n\n',
    );
  });

  it('tell an operator nothing of other territories', async () => {
    await api.addUser('north', 'operator', { territories: ['zarechye'] });
    await api.addIncident('iZarechye1');
    await api.addIncident('iLesnoe1', { machine: { territories: ['lesnoe', 'region'] } });
    const text = await readUntil('north', 'iZarechye1', async () => {
      await publish('iLesnoe1');
      await publish('iGone');
      await publish('iZarechye1');
    });
    expect(text).not.toMatch(/iLesnoe1|iGone/);
  });
});
