import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NumberedServer, startNumberedServer } from '../support/numbered-server.js';
import { type CliProcess, makeWorkspace, redisUrl, until, type Workspace } from '../support/processes.js';
import { type Auditor, openAuditor } from '../support/processes-audit.js';

/** 2 000 posts on ten hosts; at one request a second and host, a crawl of at least 11 s in which to be killed. */
const hosts = 10;
const postsPerHost = 200;

describe('every numbered post arrives once, whoever is killed', () => {
  let server: NumberedServer;
  let workspace: Workspace;
  let auditor: Auditor;
  beforeAll(async () => {
    server = await startNumberedServer({ hosts, postsPerHost, pageSize: 20 });
    workspace = makeWorkspace({ sources: server.sources });
    auditor = openAuditor(workspace.prefix, redisUrl());
  });
  afterAll(async () => {
    await workspace?.remove();
    await auditor?.close();
    await server?.close();
  });

  it('when workers and the crawler are killed again and again and started anew', { timeout: 240_000 }, async () => {
    const startedMs = performance.now();
    const roles: Record<string, CliProcess> = {};
    const start = (name: string): void => {
      roles[name] = workspace.start([name.replace(/\d$/, '')]);
    };
    for (const name of ['crawl', 'work1', 'work2']) start(name);
    await Promise.all(Object.values(roles).map((role) => role.says(/role started/, 90_000)));

    // All through the run: a worker drawn by chance, or the crawler, whenever so many posts are stored.
    const total = hosts * postsPerHost;
    const kills: string[] = [];
    for (const [round, share] of [0.05, 0.2, 0.4, 0.6, 0.8].entries()) {
      const hasShare = async () => ((await auditor.postCount()) >= total * share ? true : null);
      await until(`${share * 100} % is stored`, hasShare, { timeoutMs: 90_000, everyMs: 100 });
      const victim = round % 2 === 1 ? 'crawl' : Math.random() < 0.5 ? 'work1' : 'work2';
      await roles[victim]?.says(/role started/, 90_000);
      const end = await roles[victim]?.kill('SIGKILL');
      expect(end?.signal).toBe('SIGKILL');
      const seconds = Math.round((performance.now() - startedMs) / 1_000);
      kills.push(`${victim} at ${seconds} s with ${await auditor.postCount()} stored`);
      await sleep(1_000);
      start(victim);
    }

    const isDone = async () =>
      (await auditor.postCount()) >= total && Object.keys(await auditor.busyQueues()).length === 0 ? true : null;
    const describeState = async () =>
      `${await auditor.postCount()} of ${total}; ${JSON.stringify(await auditor.busyQueues())}`;
    await until('all posts are stored', isDone, { timeoutMs: 150_000, everyMs: 500, describe: describeState });
    console.info(`${kills.join('; ')}; all stored after ${Math.round((performance.now() - startedMs) / 1_000)} s`);

    for (const [name, role] of Object.entries(roles)) expect([name, role.isRunning()]).toEqual([name, true]);
    expect(await auditor.faults(server.posts())).toEqual([]);
    expect(await auditor.deadLetters()).toBe(0);
    expect((await auditor.incidents()).length).toBeGreaterThan(50);
    // Politeness survives too: a process that takes over keeps the pause of the one that died.
    expect(server.shortestGapMs()).toBeGreaterThan(950);
  });
});
