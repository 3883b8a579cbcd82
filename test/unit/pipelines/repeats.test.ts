import { describe, expect, it } from 'vitest';
import type { MachineDesk } from '../../../pipelines/incidents/desk.js';
import { indexBatch } from '../../../pipelines/indexer.js';
import { createProcessMemory } from '../../../pipelines/memory/in-process.js';
import { guardRedis } from '../../../pipelines/queue/bullmq.js';
import type { BatchJob } from '../../../pipelines/values.js';
import { AppError } from '../../../src/core/errors.js';
import type { IncidentChange } from '../../../src/core/incident.js';
import { createMemoryStore } from '../../../src/store/memory.js';

const clock = { now: () => Date.parse('2026-02-01T10:00:00Z') };

function jobOf(fetchedAt: string, post: object = {}): BatchJob {
  const value = {
    id: 'p1-invented',
    nativeId: 'town/1',
    url: 'http://127.0.0.1/town/1',
    text: 'Во дворе не горит фонарь',
    publishedAt: null,
    timePrecision: 'unknown',
    rawTime: null,
    threadId: null,
    replyTo: null,
    edited: false,
    pinned: false,
    repostOf: null,
    counts: { views: null, likes: null, comments: null },
    attachments: [],
    sourceId: 'town',
    sourceKind: 'telegram-channel',
    territory: 'demo-svetloozersk',
    timeZone: 'Europe/Moscow',
    author: null,
    fetchedAt,
    fingerprint: 'same',
    masked: {},
    version: 1,
    knownIncidentId: null,
    ...post,
  };
  const page = { id: `b-${fetchedAt}`, sourceId: 'town', url: value.url, fetchedAt, etag: null, lastModified: null };
  return { page, seen: [], items: [{ value, dropped: { stage: 'gate', reason: 'no-signal' } }] };
}

describe('a post that reaches the index twice', () => {
  const open = async () => {
    const store = createMemoryStore({ clock });
    await store.setUp();
    const recorded: [string, readonly IncidentChange[]][] = [];
    const desk = {
      record: async (id: string, changes: readonly IncidentChange[]) => void recorded.push([id, changes]),
    } as unknown as MachineDesk;
    const run = async (job: BatchJob) => {
      const { ledger } = await indexBatch(job, {
        posts: store.posts,
        desk,
        clock,
        memory: createProcessMemory(),
        cursor: { indexed: async () => {} },
      });
      return ledger.counts.map(({ outcome, count }) => `${outcome} ${count}`);
    };
    return { store, recorded, run };
  };
  const [first, second] = ['2026-02-01T09:00:00.000Z', '2026-02-01T09:00:05.000Z'];

  it('in another reading of its page is counted as repeated and not written', async () => {
    const { store, run } = await open();
    expect(await run(jobOf(first))).toEqual(['dropped:filtered 1']);
    expect(await run(jobOf(second))).toEqual(['dropped:repeated 1']);
    expect((await store.posts.byIds(['p1-invented']))[0]?.fetchedAt).toBe(first);
  });

  it('in the same batch running again is counted as the first time', async () => {
    const { run } = await open();
    expect(await run(jobOf(first))).toEqual(['dropped:filtered 1']);
    expect(await run(jobOf(first))).toEqual(['dropped:filtered 1']);
  });

  it('with another text is written as the newer version', async () => {
    const { store, run } = await open();
    await run(jobOf(first));
    expect(await run(jobOf(second, { fingerprint: 'other', version: 2 }))).toEqual(['dropped:filtered 1']);
    expect((await store.posts.byIds(['p1-invented']))[0]?.version).toBe(2);
  });
});

describe('what Redis throws', () => {
  it('is a passing trouble, never a fault of the job', async () => {
    const thrown = await guardRedis('adding jobs', () => Promise.reject(new Error('Command aborted'))).catch((e) => e);
    expect(thrown).toBeInstanceOf(AppError);
    expect([thrown.code, thrown.retry]).toEqual(['E_REDIS_UNAVAILABLE', true]);
    expect(thrown.message).toContain('adding jobs (Command aborted)');
  });

  it('leaves errors of our own as they are', async () => {
    const own = new AppError('E_JOB_INVALID', 'a sentence');
    expect(await guardRedis('adding jobs', () => Promise.reject(own)).catch((e) => e)).toBe(own);
  });
});
