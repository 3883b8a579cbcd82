import { describe, expect, it } from 'vitest';
import type { AnyStage } from '../../../../pipelines/pipeline.js';
import { parseBatchJob, runBatch } from '../../../../pipelines/run-batch.js';
import { drop } from '../../../../pipelines/stage.js';
import type { BatchJob } from '../../../../pipelines/values.js';
import { AppError } from '../../../../src/core/errors.js';
import { rawPostSchema } from '../../../../src/core/post.js';
import { makeBench, pageOf, rawPost } from '../../../support/line-fakes.js';

const context = makeBench().stages;
const texts = (job: { items: { value: object }[] }): string[] =>
  job.items.map(({ value }) => (value as { text: string }).text);

function jobOf(...posts: string[]): BatchJob {
  const items = posts.map((text, index) => ({ value: { ...rawPost(String(index), text) }, dropped: null }));
  return { page: pageOf('page'), seen: [], items };
}
function stage(name: string, each: (text: string, post: { text: string }) => object): AnyStage {
  return {
    name,
    input: rawPostSchema,
    run: async (batch) => batch.map((post) => each((post as { text: string }).text, post as { text: string })),
  };
}
const pass = stage('pass', (_text, post) => post);
const failing = (word: string, error: Error): AnyStage =>
  stage('fragile', (text, post) => {
    if (text.includes(word)) throw error;
    return post;
  });

/** What went into a stage is what came out of it in all ways together. */
function expectConservation(counts: { stage: string; outcome: string; count: number }[], received: number): void {
  let expected = received;
  for (const name of new Set(counts.map((entry) => entry.stage))) {
    const own = counts.filter((entry) => entry.stage === name);
    expect(own.reduce((sum, entry) => sum + entry.count, 0)).toBe(expected);
    expected = own.find((entry) => entry.outcome === 'passed')?.count ?? 0;
  }
}

describe('a batch on its way through stages', () => {
  it('is counted so that every stage adds up', async () => {
    const stages = [
      stage('sieve', (text, post) => (text.startsWith('a') ? drop('short', { keep: false }) : post)),
      failing('b', new Error('cannot')),
      stage('gate', (text, post) => (text.startsWith('c') ? drop('no-signal') : post)),
    ];
    const job = jobOf('a1', 'a2', 'b', 'c1', 'c2', 'c3', 'd');
    job.items.push({ value: { text: 'no post' }, dropped: null });
    const { ledger, items, deadLetters } = await runBatch('posts', stages, job, context);
    expectConservation(ledger.counts, 8);
    expect(ledger.counts).toEqual([
      { stage: 'received', outcome: 'passed', count: 7 },
      { stage: 'received', outcome: 'failed', count: 1 },
      { stage: 'sieve', outcome: 'dropped:short', count: 2 },
      { stage: 'sieve', outcome: 'passed', count: 5 },
      { stage: 'fragile', outcome: 'failed', count: 1 },
      { stage: 'fragile', outcome: 'passed', count: 4 },
      { stage: 'gate', outcome: 'dropped:no-signal', count: 3 },
      { stage: 'gate', outcome: 'passed', count: 1 },
    ]);
    expect(items).toHaveLength(4);
    expect(deadLetters).toHaveLength(2);
  });

  it('keeps what is dropped with stage and reason, and only counts what is not worth keeping', async () => {
    const stages = [
      stage('gate', (text, post) =>
        text === 'gone' ? drop('empty', { keep: false }) : text === 'kept' ? drop('no-signal') : post,
      ),
    ];
    const { items } = await runBatch('posts', stages, jobOf('gone', 'kept', 'goes on'), context);
    expect(items.map(({ value, dropped }) => [(value as { text: string }).text, dropped])).toEqual([
      ['kept', { stage: 'gate', reason: 'no-signal' }],
      ['goes on', null],
    ]);
  });

  it('stores what the dropping stage found out', async () => {
    const stages = [stage('classify', (_text, post) => drop('not-incident', { value: { ...post, verdict: 'none' } }))];
    const { items } = await runBatch('candidates', stages, jobOf('x'), context);
    expect(items[0]?.value).toMatchObject({ text: 'x', verdict: 'none' });
  });

  it('carries what an earlier queue dropped along, untouched by the stages', async () => {
    const job = jobOf('before', 'now');
    const [first] = job.items;
    if (first !== undefined) first.dropped = { stage: 'gate', reason: 'no-signal' };
    const { items, ledger } = await runBatch('candidates', [stage('x', () => drop('y'))], job, context);
    expect(items.map((item) => item.dropped)).toEqual([
      { stage: 'gate', reason: 'no-signal' },
      { stage: 'x', reason: 'y' },
    ]);
    expectConservation(ledger.counts, 1);
  });

  it('loses only the post that a stage cannot bear; the letter says where, why and holds the input', async () => {
    const { items, deadLetters } = await runBatch(
      'posts',
      [pass, failing('bad', new Error('cannot read it'))],
      jobOf('one', 'bad', 'two'),
      context,
    );
    expect(texts({ items })).toEqual(['one', 'two']);
    expect(deadLetters).toEqual([
      expect.objectContaining({
        where: 'posts/fragile',
        code: 'E_INTERNAL',
        message: 'cannot read it',
        sourceId: 'zarechye-forum',
        url: 'https://forum.example/page',
      }),
    ]);
    expect(JSON.parse(deadLetters[0]?.input ?? '')).toMatchObject({ nativeId: '1', text: 'bad' });
  });

  it('is not split when the failure passes by itself: the whole batch is tried again later', async () => {
    const error = new AppError('E_STORE_UNAVAILABLE', 'the store does not answer');
    await expect(runBatch('posts', [failing('bad', error)], jobOf('one', 'bad'), context)).rejects.toBe(error);
  });

  it('does not mix posts up when a stage returns a wrong number of results', async () => {
    const short: AnyStage = { ...pass, name: 'short', run: async (batch) => batch.slice(1) };
    const { items, deadLetters } = await runBatch('posts', [short], jobOf('one', 'two'), context);
    expect(items).toEqual([]);
    expect(deadLetters.map(({ code, message }) => [code, message])).toEqual([
      ['E_STAGE_FAILED', 'stage «short» returned 0 results for 1 posts'],
      ['E_STAGE_FAILED', 'stage «short» returned 0 results for 1 posts'],
    ]);
  });

  it('makes the same letters and the same ledger entry when it runs twice', async () => {
    const run = () => runBatch('posts', [failing('bad', new Error('no'))], jobOf('bad', 'good'), context);
    expect(await run()).toEqual(await run());
  });

  it('hides phones and addresses of people in dead letters', async () => {
    const text = 'bad: звоните +7 912 345-67-89, пишите ivanova@mail.example';
    const { deadLetters } = await runBatch('posts', [failing('bad', new Error('no'))], jobOf(text), context);
    expect(deadLetters[0]?.input).not.toMatch(/345|ivanova/);
    expect(deadLetters[0]?.input).toContain('звоните');
  });

  it('does not ask an idle stage', async () => {
    let calls = 0;
    const counting: AnyStage = {
      ...pass,
      async run(batch) {
        calls++;
        return [...batch];
      },
    };
    await runBatch('posts', [stage('all', () => drop('x')), counting], jobOf('one'), context);
    expect(calls).toBe(0);
  });
});

describe('a post that does not fit', () => {
  it('goes to the dead letters with the fields that are wrong', async () => {
    const job = jobOf('good', 'bad');
    const [, second] = job.items;
    if (second !== undefined) second.value = { ...second.value, url: 'not an address', fetchedAt: 'yesterday' };
    const { items, deadLetters } = await runBatch('posts', [pass], job, context);
    expect(texts({ items })).toEqual(['good']);
    expect(deadLetters[0]).toMatchObject({ where: 'posts', code: 'E_JOB_INVALID' });
    expect(deadLetters[0]?.message).toMatch(/url: .*; fetchedAt: .*mend the sender and replay the dead letter/);
  });
});

describe('a job that is no batch', () => {
  it.each([
    ['nothing', null],
    ['a text', 'posts'],
    ['no items', { page: pageOf('x'), seen: [] }],
    ['another field', { ...jobOf('x'), priority: 1 }],
    ['an item without its outcome', { ...jobOf(), items: [{ value: {} }] }],
    ['more than 200 posts', jobOf(...Array.from({ length: 201 }, (_, index) => String(index)))],
  ])('is refused as a whole: %s', (_what, data) => {
    expect(() => parseBatchJob('posts', data)).toThrow(
      expect.objectContaining({
        code: 'E_JOB_INVALID',
        retry: false,
        message: expect.stringContaining('queue «posts»'),
      }),
    );
  });
});
