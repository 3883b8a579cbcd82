import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../src/core/dead-letter.js';
import { elasticsearchUrl } from '../support/elasticsearch.js';
import { type NumberedServer, startNumberedServer } from '../support/numbered-server.js';
import { makeWorkspace, redisUrl, showsStack, until, type Workspace } from '../support/processes.js';
import { type Auditor, openAuditor, queueNames } from '../support/processes-audit.js';
import { startProxy, type TcpProxy } from '../support/proxy.js';

describe('the line under trouble', () => {
  let server: NumberedServer;
  let proxy: TcpProxy;
  let workspace: Workspace;
  let auditor: Auditor;
  beforeEach(async () => {
    proxy = await startProxy(elasticsearchUrl());
    server = await startNumberedServer({ hosts: 3, postsPerHost: 200, pageSize: 10, everyMinutes: 0.1 });
    workspace = makeWorkspace({ sources: server.sources, elasticsearchUrl: proxy.url });
    auditor = openAuditor(workspace.prefix, redisUrl());
  });
  afterEach(async () => {
    await workspace?.remove();
    await auditor?.close();
    await server?.close();
    await proxy?.close();
  });

  const stored = (least: number) => async () => ((await auditor.postCount()) >= least ? true : null);
  const settled = async () =>
    (await auditor.postCount()) >= server.posts().length && Object.keys(await auditor.busyQueues()).length === 0
      ? true
      : null;
  const state = async () => `${await auditor.postCount()} stored; ${JSON.stringify(await auditor.busyQueues())}`;

  it('waits for an Elasticsearch that refuses, cuts, tears and delays, and loses nothing', {
    timeout: 180_000,
  }, async () => {
    const roles = ['crawl', 'work'].map((name) => workspace.start([name]));
    await Promise.all(roles.map((role) => role.says(/role started/)));
    await until('a part is stored', stored(20), { timeoutMs: 60_000 });
    for (const trouble of ['refuse', 'tear', 'cut'] as const) {
      proxy[trouble]();
      await sleep(trouble === 'refuse' ? 6_000 : 2_500);
      proxy.pass();
      await sleep(500);
    }
    proxy.delay(400);
    await sleep(3_000);
    proxy.pass();
    const backMs = performance.now();
    await until('all posts are stored', settled, { timeoutMs: 110_000, everyMs: 500, describe: state });
    const seconds = Math.round((performance.now() - backMs) / 1_000);

    // And collecting goes on.
    server.grow(5);
    await until('the later posts are stored', settled, { timeoutMs: 60_000, everyMs: 500, describe: state });
    expect(await auditor.faults(server.posts())).toEqual([]);
    expect(await auditor.deadLetters()).toBe(0);
    for (const role of roles) expect([role.isRunning(), showsStack(role.output())]).toEqual([true, false]);
    console.info(`all stored ${seconds} s after Elasticsearch was back`);
  });

  it('puts a malformed job of any queue aside with one sentence and goes on; a mended one is replayed', {
    timeout: 180_000,
  }, async () => {
    const roles = ['crawl', 'work'].map((name) => workspace.start([name]));
    await Promise.all(roles.map((role) => role.says(/role started/)));
    const redis = new Redis(redisUrl(), { maxRetriesPerRequest: null });
    const poison = { page: 'нет', items: [{ text: 'Иван Петров, тел. +7 912 345-67-89' }] };
    for (const name of queueNames) {
      const queue = new Queue(name, { connection: redis, prefix: workspace.prefix });
      await queue.add(name, poison, { jobId: `poison-${name}`, attempts: 5 });
      await queue.close();
    }
    redis.disconnect();
    const hasLetters = async () => ((await auditor.deadLetters()) >= queueNames.length ? true : null);
    await until('the poison is put aside', hasLetters, { timeoutMs: 60_000 });
    const isPassed = async () => {
      const states = Object.values(await auditor.busyQueues()).flatMap((counts) => Object.keys(counts));
      return (await auditor.postCount()) >= server.posts().length && states.every((name) => name === 'failed')
        ? true
        : null;
    };
    await until('the rest went on', isPassed, { timeoutMs: 60_000, describe: state });

    const listed = await workspace.run(['dead-letters', 'list']);
    const lines = listed.stdout.split('\n').filter((line) => line.includes('E_JOB_INVALID'));
    expect([listed.code, lines.length]).toEqual([0, queueNames.length]);
    for (const name of queueNames) expect(lines.filter((line) => line.includes(` ${name} `))).toHaveLength(1);
    const json = await workspace.run(['dead-letters', 'list', '--json']);
    const letters = json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DeadLetter);
    for (const { message, input, where } of letters) {
      expect(message).toMatch(new RegExp(`^queue «${where}» got a job that is no batch.*\\(.+\\): .+`));
      expect(message).not.toContain('\n');
      expect(input).not.toContain('345-67-89');
    }

    // As it stands it cannot go in again; mended it can.
    const refused = await workspace.run(['dead-letters', 'replay', '--where', 'posts']);
    expect(refused.stderr).toMatch(/stays: .*queue «posts»/);
    expect(refused.stdout).toMatch(/^0 dead letter/);
    const letter = letters.find(({ where }) => where === 'posts') as DeadLetter;
    const file = join(workspace.configDir, 'mended.jsonl');
    writeFileSync(file, `${JSON.stringify({ ...letter, input: JSON.stringify(mendedJob()) })}\n`);
    const replayed = await workspace.run(['dead-letters', 'replay', '--in', file]);
    expect([replayed.code, replayed.stderr, replayed.stdout.trim()]).toEqual([
      0,
      '',
      '1 dead letter(s) are on their way again',
    ]);
    await until('the mended post is stored', stored(server.posts().length + 1), { timeoutMs: 30_000 });
    expect(await auditor.deadLetters()).toBe(queueNames.length - 1);
    for (const role of roles) expect([role.isRunning(), showsStack(role.output())]).toEqual([true, false]);
    const broken = await workspace.run(['dead-letters', 'replay', '--in', join(workspace.configDir, 'taxonomy.yaml')]);
    expect([broken.code, showsStack(broken.stderr)]).toEqual([2, false]);
    expect(broken.stderr).toMatch(/taxonomy\.yaml:1 is no dead letter/);
  });
});

describe('sources that cannot be used', () => {
  it('an expired passport means not one request, a malformed entry one sentence with its line; the others are read', {
    timeout: 120_000,
  }, async () => {
    const good = await startNumberedServer({ hosts: 1, postsPerHost: 10, pageSize: 10 });
    const passport = {
      ground: 'own test pages',
      terms: 'invented',
      contact: 'test@otklik.invalid',
      expires: '2020-01-31',
    };
    const expired = await startNumberedServer({
      hosts: 1,
      postsPerHost: 10,
      pageSize: 10,
      source: { id: 'expired', passport },
    });
    const entries = [...expired.sources, ...good.sources].map((source) => `  - ${JSON.stringify(source)}`);
    const text = `sources:\n  - id: broken\n    kind: telegram-channel\n    name: Без адреса\n    urls: [ftp://example.org/]\n${entries.join('\n')}\n`;
    const workspace = makeWorkspace({ sources: text });
    const auditor = openAuditor(workspace.prefix, redisUrl());
    try {
      const { code, stderr } = await workspace.run(['up', '--once']);
      expect(code).toBe(0);
      expect(stderr).toMatch(/config\/sources\/test\.yaml:5 sources\[0\]\.urls\[0\]: .+/);
      expect(stderr).toMatch(/config\/sources\/test\.yaml:2 sources\[0\]\.passport: .+/);
      expect(showsStack(stderr)).toBe(false);
      expect(expired.requests).toEqual([]);
      expect(stderr).toContain('The passport of source expired expired on 2020-01-31');
      expect(await auditor.faults(good.posts())).toEqual([]);
      expect(readFileSync(join(workspace.configDir, 'sources', 'test.yaml'), 'utf8')).toBe(text);
    } finally {
      await workspace.remove();
      await auditor.close();
      await Promise.all([good.close(), expired.close()]);
    }
  });
});

/** A batch of one invented post, as the crawler would send it. */
function mendedJob(): object {
  const fetchedAt = '2026-01-15T09:00:00.000Z';
  const post = {
    id: 'pmended-by-hand-000001',
    nativeId: 'channel0/100001',
    url: 'http://127.0.0.1:9/channel0/100001',
    text: 'Прорвало трубу у дома 3 по улице Рабочей, вода течёт второй день',
    publishedAt: fetchedAt,
    timePrecision: 'second',
    rawTime: null,
    threadId: null,
    replyTo: null,
    edited: false,
    pinned: false,
    repostOf: null,
    counts: { views: null, likes: null, comments: null },
    attachments: [],
    sourceId: 'numbered-0',
    sourceKind: 'telegram-channel',
    territory: 'demo-svetloozersk',
    timeZone: 'Europe/Moscow',
    author: null,
    fetchedAt,
    fingerprint: 'mended-by-hand-1',
  };
  const page = { id: 'bmended', sourceId: 'numbered-0', url: post.url, fetchedAt, etag: null, lastModified: null };
  return { page, seen: [{ id: post.id, fingerprint: post.fingerprint }], items: [{ value: post, dropped: null }] };
}
