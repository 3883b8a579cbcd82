import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSink, senderOver } from '../../pipelines/line.js';
import { openQueue } from '../../pipelines/queue/bullmq.js';
import type { BatchJob } from '../../pipelines/values.js';
import { wordIndex } from '../../src/app/history-search.js';
import type { PostSink, Store } from '../../src/core/ports.js';
import type { Post } from '../../src/core/post.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { pageOf, rawPost } from '../support/line-fakes.js';
import { type CliProcess, makeWorkspace, until, type Workspace } from '../support/processes.js';
import { type Auditor, openAuditor } from '../support/processes-audit.js';
import { sampleSource } from '../support/sample-sources.js';
import { sampleRuleSet } from '../support/samples.js';

const marker = `rules:
  - id: test.marker
    target: incident
    weight: 1
    query: 'огромный'
    match: ['Огромная яма']
    noMatch: ['Маленькая яма']
`;

/** A worker decides while posts flow and rules are deployed, rolled back and broken under it. */
describe('rules that change under a running worker', () => {
  let workspace: Workspace;
  let auditor: Auditor;
  let store: Store;
  let redis: Redis;
  let sink: PostSink;
  let worker: CliProcess;
  let batches = 0;
  const closers: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    workspace = makeWorkspace({ sources: [sampleSource()] });
    auditor = openAuditor(workspace.prefix, workspace.redisUrl);
    store = createElasticsearchStore({
      url: workspace.elasticsearchUrl,
      indexPrefix: workspace.prefix,
      words: wordIndex,
    });
    redis = new Redis(workspace.redisUrl, { maxRetriesPerRequest: null });
    const open = (name: 'posts' | 'candidates' | 'index') =>
      openQueue<BatchJob>(name, { redis, prefix: workspace.prefix });
    const queues = { posts: open('posts'), candidates: open('candidates'), index: open('index') };
    closers.push(...Object.values(queues).map((queue) => () => queue.close()));
    sink = createSink(senderOver(queues));
    worker = workspace.start(['work']);
    await worker.says(/Rules: \d+ of the files in config\/rules, since nothing is deployed/);
    await worker.says(/role started/);
  }, 60_000);
  afterAll(async () => {
    for (const close of closers) await close();
    await store?.close();
    await workspace?.remove();
    await auditor?.close();
    redis?.disconnect();
  });

  /** Ten posts of one page: complaints and greetings, so that gate and classifier both decide. */
  async function send(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const batch = batches++;
      const posts = Array.from({ length: 10 }, (_, place) => {
        const text =
          place % 2 === 0
            ? `Огромная яма на дороге у дома ${batch}-${place}, не проехать`
            : `Доброе утро, соседи ${batch} ${place}`;
        return rawPost(`${batch}-${place}`, text, { threadId: String(batch) });
      });
      await sink.accept(pageOf(`page-${batch}`), posts);
      await sleep(20);
    }
  }
  const stored = async (): Promise<Post[]> => {
    await store.refresh();
    const all: Post[] = [];
    for await (const page of store.posts.scan()) all.push(...page);
    return all;
  };
  /** Waits until all that was sent is stored, and looks that nothing is lost and no batch was decided by two versions. */
  async function settled(): Promise<Map<number, Post[]>> {
    await until('all posts are stored', async () => ((await auditor.postCount()) === batches * 10 ? true : null), {
      timeoutMs: 60_000,
      describe: async () => `${await auditor.postCount()} of ${batches * 10}`,
    });
    const byBatch = new Map<number, Post[]>();
    for (const post of await stored()) {
      const batch = Number(post.threadId);
      byBatch.set(batch, [...(byBatch.get(batch) ?? []), post]);
    }
    expect(byBatch.size).toBe(batches);
    for (const [batch, posts] of byBatch) {
      const versions = new Set(posts.map((post) => JSON.stringify(post.decidedBy)));
      expect([batch, posts.length, versions.size]).toEqual([batch, 10, 1]);
    }
    expect(await auditor.deadLetters()).toBe(0);
    return byBatch;
  }
  const versionsFrom = (byBatch: Map<number, Post[]>, from: number): (number | null)[] => [
    ...new Set(
      [...byBatch].filter(([batch]) => batch >= from).map(([, posts]) => posts[0]?.decidedBy?.ruleSet ?? null),
    ),
  ];
  const deploy = async (...args: string[]) => {
    const done = await workspace.run(['rules', ...args, '--by', 'anna', '--json']);
    expect(done.code, done.stderr).toBe(0);
    return JSON.parse(done.stdout);
  };

  it('takes a deployed version between two batches, and the stored posts say which version decided', {
    timeout: 120_000,
  }, async () => {
    await send(10);
    writeFileSync(join(workspace.configDir, 'rules', 'zz-test.yaml'), marker);
    const flowing = send(60);
    const done = await deploy('deploy', '--note', 'метка');
    expect(done).toMatchObject({ version: 1, before: 0 });
    await worker.says(/Rules: version 1, \d+ rules; the files in config\/rules differ/);
    await flowing;
    const from = batches;
    await send(10);
    const byBatch = await settled();
    expect(versionsFrom(byBatch, 0).sort()).toEqual([1, null]);
    expect(versionsFrom(byBatch, from)).toEqual([1]);
    for (const posts of byBatch.values()) {
      for (const { verdict, decidedBy, text } of posts) {
        if (!text.startsWith('Огромная')) continue;
        const isMarked = verdict?.evidence.some(({ id }) => id === 'test.marker');
        expect([text, isMarked]).toEqual([text, decidedBy?.ruleSet === 1]);
      }
    }
    const incident = (await auditor.incidents()).find(({ machine }) => machine.revisions['rule set'] !== undefined);
    expect(incident?.machine.revisions).toMatchObject({ 'rule set': 'v1', rules: done.revision });
    expect((await store.audit.list({ target: 'rules v1' }))[0]).toMatchObject({
      login: 'anna',
      action: 'rules-deploy',
    });
  });

  it('refuses to deploy what fails an example, and changes nothing', { timeout: 60_000 }, async () => {
    writeFileSync(join(workspace.configDir, 'rules', 'zz-test.yaml'), marker.replace('Маленькая', 'Огромная'));
    const refused = await workspace.run(['rules', 'deploy', '--by', 'anna']);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/zz-test\.yaml:2 .*test\.marker/)]);
    expect(await store.ruleSets.latestVersion()).toBe(1);
  });

  it('lets one of two people who deploy at once through', { timeout: 60_000 }, async () => {
    writeFileSync(join(workspace.configDir, 'rules', 'zz-test.yaml'), marker.replace('weight: 1', 'weight: 2'));
    const both = await Promise.all(['anna', 'boris'].map((by) => workspace.run(['rules', 'deploy', '--by', by])));
    expect(await store.ruleSets.latestVersion()).toBe(2);
    // The slower one either lost the race, or came late enough to find the same packs in force.
    const loser = both.find(({ stdout }) => !stdout.includes('is in force ('));
    expect(`${loser?.stdout}${loser?.stderr}`).toMatch(/E_CONFLICT|Nothing to do: version 2/);
    await worker.says(/Rules: version 2/);
  });

  it('goes back by a new version, and keeps the old one when the newest does not load', {
    timeout: 120_000,
  }, async () => {
    const flowing = send(30);
    expect(await deploy('rollback', '1')).toMatchObject({
      version: 3,
      before: 2,
      changes: { changed: ['test.marker'] },
    });
    await worker.says(/Rules: version 3/);
    await store.ruleSets.deploy(
      sampleRuleSet({
        version: 4,
        files: [{ path: 'config/rules/x.yaml', text: 'rules: [{ id: broken }]\n' }],
        by: 'nobody',
      }),
    );
    await worker.says(/deployed rules do not load/);
    const from = batches;
    await flowing;
    await send(10);
    expect(versionsFrom(await settled(), from)).toEqual([3]);
  });

  it('loses nothing when it is killed in the middle, and starts with the newest version that loads', {
    timeout: 120_000,
  }, async () => {
    const flowing = send(40);
    await sleep(400);
    await worker.kill('SIGKILL');
    worker = workspace.start(['work']);
    await worker.says(/Rules: version 3/);
    await flowing;
    const back = await deploy('rollback', '2');
    expect(back).toMatchObject({ version: 5, before: 4 });
    await worker.says(/Rules: version 5/);
    const from = batches;
    await send(10);
    const byBatch = await settled();
    expect(versionsFrom(byBatch, from)).toEqual([5]);
    const listed = await workspace.run(['rules', 'history', '--json']);
    const history = listed.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(history.map(({ version, restores }) => [version, restores])).toEqual([
      [5, 2],
      [4, null],
      [3, 1],
      [2, null],
      [1, null],
    ]);
  });

  it('marks posts for saved searches as they come, and the history finds the same', { timeout: 120_000 }, async () => {
    const add = await workspace.run([
      'searches',
      'add',
      'neg(проехать) NEAR/9 яма | "доброе утро"',
      '--name',
      'Ямы и утро',
      '--by',
      'anna',
    ]);
    expect(add.stdout).toContain('yamy-i-utro watches the stream');
    await worker.says(/saved searches loaded/);
    await send(5);
    const newest = batches;
    await settled();
    await store.refresh();
    const shown = await workspace.run(['searches', 'show', 'yamy-i-utro', '--json']);
    const hits = shown.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; text: string; inStream: boolean; inHistory: boolean });
    expect(hits.every(({ inHistory }) => inHistory)).toBe(true);
    // All of the last five batches, greetings that the gate drops included; nothing of before.
    const ids = (await stored()).filter((post) => Number(post.threadId) >= newest - 5).map(({ id }) => id);
    expect(
      hits
        .filter(({ inStream }) => inStream)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
    expect(hits).toHaveLength(batches * 10);
    expect((await workspace.run(['searches', 'remove', 'yamy-i-utro'])).code).toBe(0);
    expect((await workspace.run(['searches', 'show', 'yamy-i-utro'])).code).toBe(2);
  });
});
