import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/errors.js';
import type { RawPost } from '../../../../src/core/post.js';
import { createMemoryStore } from '../../../../src/store/memory.js';
import { contentsOf, makeBench, pageOf, rawPost } from '../../../support/line-fakes.js';

const mixed: RawPost[] = [
  rawPost('1', 'На улица Садовая огромная яма, машины объезжают по тротуару'),
  rawPost('2', 'продам гараж, недорого'),
  rawPost('3', 'Хорошая погода, гуляли всей семьёй'),
  rawPost('4', '   '),
  rawPost('5', 'Третий день нет света, может быть, авария'),
];
const ids = mixed.map((post) => post.id);
const unavailable = new AppError('E_STORE_UNAVAILABLE', 'the store does not answer');

describe('the line', () => {
  it('writes ledger and dead letters before it sends on, and moves the cursor last', async () => {
    const bench = makeBench();
    await bench.sink.accept(pageOf('a'), mixed);
    expect(bench.log).toEqual([
      'send posts',
      'dead letters',
      'ledger',
      'send candidates',
      'dead letters',
      'ledger',
      'send index',
      'dead letters',
      'ledger',
      'cursor',
    ]);
    expect(bench.cursor).toEqual(ids);
  });

  it('sends a page without candidates straight to the index', async () => {
    const bench = makeBench();
    await bench.sink.accept(pageOf('a'), [rawPost('2', 'продам гараж')]);
    expect(bench.sent.map(({ queue }) => queue)).toEqual(['posts', 'index']);
    expect(await bench.store.posts.count()).toBe(1);
  });

  it('ends at once when nothing is left, and still moves the cursor', async () => {
    const bench = makeBench();
    await bench.sink.accept(pageOf('a'), [rawPost('4', '  ')]);
    expect(bench.sent.map(({ queue }) => queue)).toEqual(['posts']);
    expect(bench.cursor).toHaveLength(1);
  });

  it('moves the cursor of a page that gave nothing', async () => {
    const bench = makeBench();
    await bench.sink.accept(pageOf('a'), []);
    expect(bench.log.at(-1)).toBe('cursor');
  });

  it('stores each post with what became of it', async () => {
    const { store, sink } = makeBench();
    await sink.accept(pageOf('a'), mixed);
    const posts = await store.posts.byIds(ids);
    expect(
      posts.map(({ nativeId, dropped, incidentId }) => [nativeId, dropped?.reason ?? null, incidentId !== null]),
    ).toEqual([
      ['1', null, true],
      ['2', 'no-signal', false],
      ['3', 'not-incident', false],
      ['5', null, true],
    ]);
  });

  it('conserves posts from queue to queue', async () => {
    const { store, sink } = makeBench();
    await sink.accept(pageOf('a'), mixed);
    const totals = await store.ledger.totals();
    const sum = (stage: string, outcome = ''): number =>
      totals
        .filter((entry) => entry.stage === stage && entry.outcome.startsWith(outcome))
        .reduce((all, entry) => all + entry.count, 0);
    expect(sum('received', 'passed')).toBe(5 + sum('gate', 'passed'));
    expect(sum('index')).toBe(5 - sum('normalise', 'dropped:empty'));
    expect(sum('index', 'passed')).toBe(sum('route', 'passed'));
  });

  it('does not change anything when every job runs twice', async () => {
    const bench = makeBench({ holdQueues: true });
    await bench.sink.accept(pageOf('a'), mixed);
    for (let index = 0; index < bench.sent.length && index < 50; index++) {
      const { queue, job } = bench.sent[index] ?? { queue: 'posts', job: null };
      await bench.line.run(queue, job);
    }
    const once = await contentsOf(bench.store, ids);
    for (const { queue, job } of [...bench.sent]) await bench.line.run(queue, job);
    bench.clock.advance(60_000);
    for (const { queue, job } of [...bench.sent]) await bench.line.run(queue, job);
    const twice = await contentsOf(bench.store, ids);
    // When a post was written last is no part of the effect.
    const plain = (contents: unknown): unknown =>
      JSON.parse(JSON.stringify(contents).replaceAll(/"indexedAt":"[^"]*"/g, '"indexedAt":""'));
    expect(plain(twice)).toEqual(plain(once));
  });

  it('does not change anything when the same page is read again', async () => {
    const bench = makeBench();
    await bench.sink.accept(pageOf('a'), mixed);
    const before = await bench.store.posts.byIds(ids);
    await bench.sink.accept(pageOf('a', { id: 'bSecondVisit' }), mixed);
    expect(await bench.store.posts.byIds(ids)).toEqual(before);
    const outcomes = (await bench.store.ledger.totals()).filter((entry) => entry.outcome === 'dropped:duplicate');
    expect(outcomes).toEqual([{ queue: 'posts', stage: 'dedupe', outcome: 'dropped:duplicate', count: 4 }]);
  });

  it('refuses a job that is no batch before anything is written', async () => {
    const bench = makeBench();
    await expect(bench.line.run('index', { posts: [] })).rejects.toMatchObject({ code: 'E_JOB_INVALID' });
    expect(bench.log).toEqual([]);
  });
});

describe('when the store fails', () => {
  it.each([
    ['posts', 'save'],
    ['incidents', 'append'],
    ['deadLetters', 'put'],
    ['ledger', 'add'],
  ] as const)('in %s.%s, the cursor stays and the next try succeeds', async (part, method) => {
    const store = createMemoryStore();
    let isDown = true;
    const broken = new Proxy(store[part], {
      get: (target, key) =>
        key === method && isDown ? () => Promise.reject(unavailable) : Reflect.get(target, key).bind(target),
    });
    const bench = makeBench({ store: { ...store, [part]: broken } });
    await expect(bench.sink.accept(pageOf('a'), mixed)).rejects.toMatchObject({
      code: 'E_STORE_UNAVAILABLE',
      retry: true,
    });
    expect(bench.cursor).toEqual([]);
    isDown = false;
    await bench.sink.accept(pageOf('a'), mixed);
    expect(bench.cursor).toEqual(ids);
    expect(await store.posts.count()).toBe(4);
    expect((await store.incidents.search({})).total).toBe(2);
  });
});
