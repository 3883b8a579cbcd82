import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NumberedServer, startNumberedServer } from '../support/numbered-server.js';
import { type OwnRedis, startOwnRedis } from '../support/own-redis.js';
import { makeWorkspace, showsStack, until, type Workspace } from '../support/processes.js';
import { type Auditor, openAuditor } from '../support/processes-audit.js';

/** 300 posts on three hosts; at one request a second and host a pass takes at least eleven seconds. */
const hosts = 3;
const postsPerHost = 100;
const total = hosts * postsPerHost;

describe('going on after an interruption', () => {
  let redis: OwnRedis;
  let server: NumberedServer;
  let workspace: Workspace;
  let auditor: Auditor;
  beforeEach(async () => {
    redis = await startOwnRedis();
    server = await startNumberedServer({ hosts, postsPerHost, pageSize: 10, everyMinutes: 0.1 });
    workspace = makeWorkspace({ sources: server.sources, redisUrl: redis.url });
    auditor = openAuditor(workspace.prefix, redis.url);
  });
  afterEach(async () => {
    await workspace?.remove();
    await auditor?.close();
    await server?.close();
    await redis?.remove();
  });

  const stored = (least: number) => async () => {
    try {
      return (await auditor.postCount()) >= least ? true : null;
    } catch {
      return null; // the indices are not there yet
    }
  };
  const settled = async () =>
    (await auditor.postCount()) >= total && Object.keys(await auditor.busyQueues()).length === 0 ? true : null;
  const state = async () => `${await auditor.postCount()} of ${total}; ${JSON.stringify(await auditor.busyQueues())}`;

  it('a pass stopped by SIGTERM in the middle is finished by the next one, and unchanged pages answer 304', {
    timeout: 180_000,
  }, async () => {
    const first = workspace.start(['up', '--once']);
    await until('a part is stored', stored(40), { timeoutMs: 60_000 });
    const stop = await first.kill('SIGTERM');
    expect([stop.code, stop.signal]).toEqual([130, null]);
    expect(stop.ms).toBeLessThan(30_000);
    expect(showsStack(stop.stderr)).toBe(false);
    const busy = await auditor.busyQueues();
    expect(Object.values(busy).map((counts) => counts.active ?? 0)).toEqual(Object.values(busy).map(() => 0));
    expect(await auditor.postCount()).toBeLessThan(total);

    const second = await workspace.run(['up', '--once']);
    expect([second.code, showsStack(second.stderr)]).toEqual([0, false]);
    expect(second.stdout).toContain('Очередь инцидентов');
    expect(await auditor.faults(server.posts())).toEqual([]);

    // All is known: the third pass asks for each start page once and gets no body.
    await sleep(6_500);
    server.requests.length = 0;
    const third = await workspace.run(['up', '--once']);
    const pages = server.requests.filter(({ path }) => path !== '/robots.txt');
    expect([third.code, pages.map(({ status }) => status)]).toEqual([0, Array(hosts).fill(304)]);
    expect(await auditor.faults(server.posts())).toEqual([]);
    console.info(`stopped within ${stop.ms} ms; second pass ${second.ms} ms; third pass ${third.ms} ms`);
  });

  it('a Redis that is wiped under the running roles is filled again; no post is lost, no incident doubled', {
    timeout: 180_000,
  }, async () => {
    const roles = ['crawl', 'work'].map((name) => workspace.start([name]));
    await until('a part is stored', stored(60), { timeoutMs: 90_000 });
    const wipedMs = performance.now();
    await redis.wipe();
    await until('all posts are stored', settled, { timeoutMs: 90_000, everyMs: 500, describe: state });
    const seconds = Math.round((performance.now() - wipedMs) / 1_000);
    expect(await auditor.faults(server.posts(), { isWiped: true })).toEqual([]);
    const before = await auditor.incidents();

    // What comes later still joins the incidents from before the wipe: the memory of them was rebuilt.
    await redis.wipe();
    server.grow(60);
    const isGrown = async () => ((await auditor.postCount()) >= total + hosts * 60 ? settled() : null);
    await until('the later posts are stored', isGrown, { timeoutMs: 90_000, everyMs: 500, describe: state });
    expect(await auditor.faults(server.posts(), { isWiped: true })).toEqual([]);
    expect(await auditor.deadLetters()).toBe(0);
    const after = await auditor.incidents();
    const versions = new Map(after.map(({ id, version }) => [id, version]));
    expect(before.filter(({ id, version }) => (versions.get(id) ?? 0) > version).length).toBeGreaterThan(0);
    const places = after.map(({ topic, street, house }) => `${topic} ${street} ${house}`);
    expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
    for (const role of roles) expect([role.isRunning(), showsStack(role.output())]).toEqual([true, false]);
    console.info(`all stored ${seconds} s after the wipe`);
  });

  it('a Redis that is killed under load and started again has lost nothing that it acknowledged', {
    timeout: 180_000,
  }, async () => {
    const roles = ['crawl', 'work'].map((name) => workspace.start([name]));
    await until('a part is stored', stored(30), { timeoutMs: 90_000 });
    for (let time = 1; time <= 3; time++) {
      await redis.kill();
      await sleep(1_000);
      await redis.restart();
      await sleep(1_500);
    }
    const backMs = performance.now();
    await until('all posts are stored', settled, { timeoutMs: 90_000, everyMs: 500, describe: state });
    expect(await auditor.faults(server.posts())).toEqual([]);
    expect(await auditor.deadLetters()).toBe(0);
    for (const role of roles) expect([role.isRunning(), showsStack(role.output())]).toEqual([true, false]);
    console.info(`all stored ${Math.round((performance.now() - backMs) / 1_000)} s after the third restart`);
  });
});
