import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFetcher, type HostGate } from '../../crawlers/fetch/fetcher.js';
import { createRedisFrontier } from '../../crawlers/schedule/redis-frontier.js';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import { createRedisGeocoderCache } from '../../src/app/geocoding/cache.js';
import { createHttpGeocoder, type EnabledGeocoder } from '../../src/app/geocoding/geocoder.js';
import { openGeocoding } from '../../src/app/geocoding/open-geocoding.js';
import type { Platform } from '../../src/app/platform.js';
import { geocoderConfigSchema } from '../../src/config/geocoder.js';
import { systemClock } from '../../src/core/clock.js';
import type { AddressQuery } from '../../src/core/geocoder.js';
import { createLogger } from '../../src/log.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { type FakeHost, startFakeHost } from '../support/crawl-kit.js';
import { dropKeys, type TestRedis, useRedis } from '../support/redis.js';
import { sampleIncidentPost, sampleMachine, samplePlace } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const house = (road: string, number: string, city = 'Заречье') => [
  {
    ...{ lat: '54.2', lon: '37.6', licence: 'Data © OpenStreetMap contributors, ODbL 1.0', category: 'building' },
    address: { road, house_number: number, city },
  },
];
const query = (overrides: Partial<AddressQuery> = {}): AddressQuery => ({
  ...{ region: null, municipality: null, settlement: 'Заречье', street: 'Садовая', house: '5', box: null },
  ...overrides,
});
const log = createLogger({ level: 'silent', format: 'json' });
const openGate: HostGate = { pass: (_host, _source, _delayMs, request) => request() };

describe('a geocoder over HTTP', () => {
  const prefix = `test-${randomBytes(5).toString('hex')}`;
  let answer: (response: ServerResponse, url: URL) => void = () => {};
  let host: FakeHost;
  let own: TestRedis;
  let redis: Redis;
  const json = (body: unknown) => (response: ServerResponse) => void response.end(JSON.stringify(body));
  const closers: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    own = await useRedis();
    redis = new Redis(own.url, { maxRetriesPerRequest: null });
    host = await startFakeHost((request, response) => answer(response, new URL(request.url ?? '/', host.origin)));
  });
  afterEach(async () => {
    while (closers.length > 0) await closers.pop()?.();
    host.seen.length = 0;
  });
  afterAll(async () => {
    await host.close();
    redis.disconnect();
    await dropKeys(own.url, prefix);
    await own.stop();
  });

  const configOf = (overrides: object = {}): EnabledGeocoder =>
    geocoderConfigSchema.parse({
      ...{ enabled: true, url: host.origin, contact: 'duty@centre.example', allowPrivateNetwork: true },
      ...overrides,
    }) as EnabledGeocoder;
  const geocoderOf = (overrides: object = {}) => {
    const fetcher = createFetcher({ gate: openGate, log, userAgentContact: 'duty@centre.example', version: '9.9.9' });
    closers.push(() => fetcher.close());
    const cache = createRedisGeocoderCache(redis, `${prefix}-${randomBytes(4).toString('hex')}`);
    return createHttpGeocoder({ config: configOf(overrides), fetcher, cache });
  };

  it('asks once for one address, says who asks, and keeps that there is no answer as well', async () => {
    answer = json(house('Садовая улица', '5'));
    const geocoder = geocoderOf();
    const found = {
      point: { lat: 54.2, lon: 37.6 },
      pointOf: 'house',
      licence: 'Data © OpenStreetMap contributors, ODbL 1.0',
    };
    expect(await geocoder.find(query())).toEqual(found);
    expect(await geocoder.find(query())).toEqual(found);
    expect(await geocoder.find(query({ street: 'Лесная' }))).toBeNull();
    expect(await geocoder.find(query({ street: 'Лесная' }))).toBeNull();
    expect(host.seen).toHaveLength(2);
    expect(host.seen[0]?.headers['user-agent']).toBe('Otklik/9.9.9 (+duty@centre.example)');
    expect(host.seen.map(({ url }) => url.split('?')[0])).toEqual(['/search', '/search']);
  });

  it.each<[string, (response: ServerResponse, url: URL) => void, object]>([
    ['rubbish', (response) => void response.end('<html>'), { code: 'E_FETCH_FAILED', retry: false }],
    ['JSON of another kind', json({ error: 'no' }), { code: 'E_FETCH_FAILED', retry: false }],
    [
      'a way to another host',
      (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/x' }).end(),
      { code: 'E_REDIRECT_INVALID', retry: false },
    ],
    [
      'a body without end',
      (response) => void response.end('x'.repeat(400_000)),
      { code: 'E_FETCH_TOO_LARGE', retry: false },
    ],
    [
      'too many requests',
      (response) => void response.writeHead(429, { 'retry-after': '7' }).end(),
      { code: 'E_FETCH_BLOCKED', retry: true, retryAfterMs: 7_000 },
    ],
    ['trouble of its own', (response) => void response.writeHead(502).end(), { code: 'E_FETCH_FAILED', retry: true }],
    ['nothing in time', () => {}, { code: 'E_FETCH_TIMEOUT', retry: true }],
  ])('that answers with %s says so, and nothing is kept', async (_what, badly, error) => {
    answer = badly;
    const geocoder = geocoderOf({ timeoutSeconds: 1 });
    await expect(geocoder.find(query())).rejects.toMatchObject(error);
    answer = json(house('Садовая улица', '5'));
    expect((await geocoder.find(query()))?.pointOf).toBe('house');
  });

  it('on the own network is asked only with leave', async () => {
    await expect(geocoderOf({ allowPrivateNetwork: false }).find(query())).rejects.toMatchObject({
      code: 'E_ADDRESS_FORBIDDEN',
    });
    expect(host.seen).toEqual([]);
  });

  it('gives incidents their point after the fact, a second apart among processes, also after a 429', async () => {
    const store = createMemoryStore({ clock: systemClock });
    await store.setUp();
    let refused = 0;
    answer = (response, url) => {
      if (refused++ === 0) response.writeHead(429, { 'retry-after': '1' }).end();
      else json(house('Садовая улица', url.searchParams.get('street')?.split(' ')[0] ?? ''))(response);
    };
    const desk = createDesk({
      ...{ incidents: store.incidents, labels: store.labels, feed: createProcessFeed() },
      ...{ calendar: shippedCalendar, clock: systemClock, bodies: { executorName: () => undefined } },
    });
    const platform = { mode: 'services', redis, store, clock: systemClock } as unknown as Platform;
    const pointer = {
      ...{ point: (of: never) => of, boxOf: () => null, digest: '' },
      withPoint: (of: object, { point, pointOf, licence }: object & Record<string, unknown>) => ({
        ...of,
        point,
        pointOf,
        pointLicence: licence,
      }),
    };
    const analysis = { pointer, locator: { lineage: () => [], territory: () => null } } as never;
    const open = () => {
      const frontier = createRedisFrontier({ url: own.url, prefix: `${prefix}:crawl`, onError: () => {} });
      const geocoding = openGeocoding(platform, configOf(), analysis, { prefix, log, desk, frontier });
      closers.push(async () => {
        await geocoding?.close();
        await frontier.close();
      });
      return geocoding;
    };
    const [one, other] = [open(), open()];
    const opened = (number: string) => ({
      ...{
        type: 'opened' as const,
        post: sampleIncidentPost({ postId: `p${number}`, publishedAt: null }),
        clusterKeys: [],
      },
      machine: sampleMachine({ place: samplePlace({ street: 'Садовая', house: number, pointOf: 'settlement' }) }),
    });
    await one?.watch(desk).record('iOne', [opened('5')]);
    await other?.watch(desk).record('iTwo', [opened('7')]);
    expect((await store.incidents.get('iOne'))?.pointOf).toBe('settlement');

    const pointsOf = async () =>
      Promise.all(['iOne', 'iTwo'].map(async (id) => (await store.incidents.get(id))?.pointOf ?? null));
    const deadline = Date.now() + 30_000;
    while ((await pointsOf()).some((pointOf) => pointOf !== 'house') && Date.now() < deadline) await pause(50);
    expect(await pointsOf()).toEqual(['house', 'house']);
    const incident = await store.incidents.get('iTwo');
    expect(incident).toMatchObject({ point: { lat: 54.2, lon: 37.6 }, version: 2 });
    expect(incident?.machine.place.pointLicence).toBe('Data © OpenStreetMap contributors, ODbL 1.0');
    expect(host.mostAtOnce()).toBe(1);
    expect(host.shortestGapMs()).toBeGreaterThanOrEqual(990);
    const totals = await store.ledger.totals();
    expect(totals).toContainEqual({ queue: 'geocode', stage: 'geocode', outcome: 'passed', count: 2 });
  }, 60_000);

  it('that is off is not there', () => {
    const platform = { redis } as unknown as Platform;
    const off = geocoderConfigSchema.parse({});
    expect(openGeocoding(platform, off, {} as never, {} as never)).toBeNull();
  });
});
