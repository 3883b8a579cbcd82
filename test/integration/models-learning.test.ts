import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSink, senderOver } from '../../pipelines/line.js';
import { openQueue } from '../../pipelines/queue/bullmq.js';
import type { BatchJob } from '../../pipelines/values.js';
import { wordIndex } from '../../src/app/history-search.js';
import { labelId } from '../../src/core/ids.js';
import type { Label } from '../../src/core/label.js';
import type { PostSink, Store } from '../../src/core/ports.js';
import type { Post } from '../../src/core/post.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { pageOf, rawPost } from '../support/line-fakes.js';
import { sampleModelSet } from '../support/model-samples.js';
import { type CliProcess, makeWorkspace, until, type Workspace } from '../support/processes.js';
import { type Auditor, openAuditor } from '../support/processes-audit.js';
import { sampleSource } from '../support/sample-sources.js';
import { sampleAt } from '../support/samples.js';

/** Invented: what people in this town complain about, and what they do not. */
const complaints = ['Разбитый тротуар', 'Огромная яма на дороге', 'Не работает фонарь', 'Переполнены мусорные баки'];
const others = ['Продам велосипед', 'Поздравляем с праздником', 'Сегодня солнечно', 'Ищу попутчика до города'];
const streets = ['Садовая', 'Лесная', 'Речная', 'Мира', 'Победы', 'Южная', 'Светлая', 'Полевая', 'Новая', 'Заводская'];

function label(n: number): Label {
  const isIncident = n % 2 === 0;
  const street = `${streets[n % 10]} ${streets[Math.floor(n / 10) % 10]}`;
  const text = `${(isIncident ? complaints : others)[Math.floor(n / 2) % 4]}, ${street}, ${n}`;
  const subject = `xLearning${n}`;
  return {
    id: labelId('anna', subject),
    version: 1,
    subject,
    postId: null,
    text,
    cluster: subject,
    who: 'anna',
    at: sampleAt,
    origin: 'import',
    incident: isIncident,
    group: null,
    alt: null,
    topic: null,
    kind: null,
    urgency: null,
    shown: null,
    note: null,
  };
}

/** Opening the encoder takes a moment, on a busy machine a long one. */
const patienceMs = 150_000;

/** A worker decides while posts flow and the model set is retrained, looks on, is put in force, taken back and broken. */
describe('a model set that changes under a running worker', () => {
  let workspace: Workspace;
  let auditor: Auditor;
  let store: Store;
  let redis: Redis;
  let sink: PostSink;
  let worker: CliProcess;
  let batches = 0;
  const closers: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    workspace = makeWorkspace({ sources: [sampleSource()], env: { OTKLIK_RULES_ONLY: 'false' } });
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
    await worker.says(/Model: as shipped \(v0-/, patienceMs);
    await worker.says(/role started/, patienceMs);
  }, 400_000);
  afterAll(async () => {
    for (const close of closers) await close();
    await store?.close();
    await workspace?.remove();
    await auditor?.close();
    redis?.disconnect();
  });

  /** Four posts of one page that the gate lets through. */
  async function send(count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const batch = batches++;
      const posts = Array.from({ length: 4 }, (_, place) =>
        rawPost(`${batch}-${place}`, `Огромная яма на дороге у дома ${batch}-${place}, не проехать`, {
          threadId: String(batch),
        }),
      );
      await sink.accept(pageOf(`page-${batch}`), posts);
      await sleep(100);
    }
  }
  /** Waits until all that was sent is stored: nothing is lost, and no batch was decided by two sets. */
  async function settled(): Promise<Map<number, Post[]>> {
    await until('all posts are stored', async () => ((await auditor.postCount()) === batches * 4 ? true : null), {
      timeoutMs: 120_000,
      describe: async () => `${await auditor.postCount()} of ${batches * 4}`,
    });
    await store.refresh();
    const byBatch = new Map<number, Post[]>();
    for await (const page of store.posts.scan())
      for (const post of page)
        byBatch.set(Number(post.threadId), [...(byBatch.get(Number(post.threadId)) ?? []), post]);
    for (const [batch, posts] of byBatch)
      expect([batch, posts.length, new Set(posts.map(({ decidedBy }) => decidedBy?.model)).size]).toEqual([
        batch,
        4,
        1,
      ]);
    expect(await auditor.deadLetters()).toBe(0);
    return byBatch;
  }
  const setsOf = (byBatch: Map<number, Post[]>, from: number): (string | null)[] => [
    ...new Set([...byBatch].filter(([batch]) => batch >= from).map(([, posts]) => posts[0]?.decidedBy?.model ?? null)),
  ];
  const model = async (...args: string[]) => {
    const done = await workspace.run(['model', ...args]);
    expect(done.code, done.stderr).toBe(0);
    return done.stdout;
  };
  let revision = '';

  it('refuses to learn from nothing, and says what is missing', { timeout: 120_000 }, async () => {
    const refused = await workspace.run(['model', 'retrain', '--by', 'anna']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/60 more incidents and 60 more texts/)]);
  });

  it('learns from labels: the new version looks on, and its verdicts are stored beside the live ones', {
    timeout: 300_000,
  }, async () => {
    await store.labels.put(Array.from({ length: 320 }, (_, n) => label(n)));
    await store.refresh();
    const done = JSON.parse(await model('retrain', '--by', 'anna', '--note', 'весна', '--json'));
    expect(done).toMatchObject({ version: 1, isKnown: false, encoded: 320, use: { entry: { live: 0, shadow: 1 } } });
    revision = done.revision;
    await worker.says(/version 1 looks on/, patienceMs);
    const from = batches;
    await send(4);
    const posts = [...(await settled())]
      .filter(([batch]) => batch >= from)
      .flatMap(([, all]) => all)
      .filter((post) => post.model !== null);
    expect(posts.length).toBeGreaterThan(0);
    expect(posts.map((post) => post.model?.shadow?.revision)).toEqual(posts.map(() => revision));
    expect(posts.every(({ decidedBy }) => decidedBy?.model?.startsWith('v0-'))).toBe(true);
    expect(JSON.parse(await model('shadow', '--json'))).toMatchObject({ live: 0, shadow: 1, posts: posts.length });
    // Nothing of the texts is in what was stored of the version.
    expect(JSON.stringify(await store.modelSets.get(1))).not.toMatch(/тротуар|Продам|xLearning/);
    expect(JSON.parse(await model('retrain', '--dry-run', '--by', 'anna', '--json'))).toMatchObject({
      revision,
      isKnown: true,
    });
  });

  it('is put in force between two batches and taken back', { timeout: 300_000 }, async () => {
    const flowing = send(20);
    expect(await model('use', '1', '--by', 'anna')).toMatch(/Version 1 is in force instead of the shipped version/);
    await worker.says(/Model: version 1 \(v1-/, patienceMs);
    await flowing;
    const from = batches;
    await send(3);
    const byBatch = await settled();
    expect(setsOf(byBatch, from)).toEqual([revision]);
    expect(await model('rollback', '--by', 'boris')).toMatch(/The shipped version is in force instead of version 1/);
    await until(
      'the worker is back',
      async () => {
        const first = batches;
        await send(1);
        return setsOf(await settled(), first)[0]?.startsWith('v0-') ? true : null;
      },
      { timeoutMs: patienceMs },
    );
    const history = (await model('history', '--json'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(history.map(({ action, live, by }) => [action, live, by])).toEqual([
      ['rollback', 0, 'boris'],
      ['use', 1, 'anna'],
      ['shadow', 0, 'anna'],
    ]);
  });

  it('lets one of two people through who decide at once', { timeout: 120_000 }, async () => {
    const seq = await store.modelSets.latestSeq();
    const both = await Promise.all(
      [1, null].map((shadow, at) =>
        store.modelSets
          .use({
            seq: seq + 1,
            action: 'shadow',
            live: 0,
            shadow,
            note: '',
            by: ['anna', 'boris'][at] ?? '',
            at: sampleAt,
          })
          .then(() => null)
          .catch((error: { code: string; message: string }) => `${error.code} ${error.message}`),
      ),
    );
    const winner = (await store.modelSets.inUse())?.by ?? '';
    expect(both.filter((each) => each === null)).toHaveLength(1);
    expect(both.find((each) => each !== null)).toMatch(new RegExp(`E_CONFLICT .*${winner} at`));
  });

  it('stays what it is when a version is broken or of another encoder, also for a worker that starts', {
    timeout: 240_000,
  }, async () => {
    const encoder = (await store.modelSets.get(1))?.encoder ?? '';
    await store.modelSets.add(sampleModelSet({ version: 2, revision: 'v2-0123456789ab', encoder, by: 'nobody' }));
    await model('use', '1', '--by', 'anna');
    await worker.says(/Model: version 1 \(v1-[\s\S]*Model: version 1 \(v1-/, patienceMs);
    const seq = await store.modelSets.latestSeq();
    await store.modelSets.use({
      seq: seq + 1,
      action: 'use',
      live: 2,
      shadow: null,
      note: '',
      by: 'nobody',
      at: sampleAt,
    });
    await worker.says(/a model set does not load/, patienceMs);
    await store.modelSets.add(sampleModelSet({ version: 3, revision: 'v3-0123456789ab', encoder: 'another' }));
    const refused = await workspace.run(['model', 'use', '3', '--by', 'anna']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/was fitted over the encoder another/)]);
    const from = batches;
    await send(2);
    expect(setsOf(await settled(), from)).toEqual([revision]);
    await worker.kill('SIGKILL');
    worker = workspace.start(['work']);
    await worker.says(/Model: version 1 \(v1-/, patienceMs);
  });
});
