import { describe, expect, it, vi } from 'vitest';
import type { BatchJob } from '../../../pipelines/values.js';
import { verifyPassword } from '../../../src/api/passwords.js';
import { replayLetter } from '../../../src/app/replay.js';
import { ensureAdministrator, giveOneTimePassword } from '../../../src/app/serve.js';
import type { LineQueues } from '../../../src/app/work.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { makeBench, pageOf, rawPost } from '../../support/line-fakes.js';
import { sampleDeadLetter } from '../../support/sample-sources.js';

// Hashes of passwords at their full cost take seconds where other work fills the machine.
vi.setConfig({ testTimeout: 30_000 });

function makeQueues(): { queues: LineQueues; added: { queue: string; id: string; data: BatchJob }[] } {
  const added: { queue: string; id: string; data: BatchJob }[] = [];
  const open = (name: string) => ({
    name,
    add: async (jobs: readonly { id: string; data: BatchJob }[]) =>
      void added.push(...jobs.map((job) => ({ queue: name, ...job }))),
    counts: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
    close: async () => {},
  });
  return { queues: { posts: open('posts'), candidates: open('candidates'), index: open('index') }, added };
}
const post = rawPost('1', 'На улице Садовой яма');

describe('a dead letter that is replayed', () => {
  it('of one post goes into the queue where it failed and reaches the index', async () => {
    const { queues, added } = makeQueues();
    await replayLetter(sampleDeadLetter({ where: 'posts/gate', input: JSON.stringify(post) }), queues, 1);
    expect(added.map(({ queue }) => queue)).toEqual(['posts']);
    const { line, store } = makeBench();
    await line.run('posts', added[0]?.data);
    expect(await store.posts.count()).toBe(1);
  });

  it('of a whole job is sent again under an id of its own', async () => {
    const { queues, added } = makeQueues();
    const job: BatchJob = { page: pageOf('a'), seen: [], items: [{ value: { ...post }, dropped: null }] };
    await replayLetter(sampleDeadLetter({ where: 'posts', input: JSON.stringify(job) }), queues, 1);
    expect(added[0]?.data).toEqual({ ...job, page: { ...job.page, id: added[0]?.id } });
    expect(added[0]?.id).not.toBe(job.page.id);
  });

  it.each([
    ['crawl', '{}', /cannot be replayed: the page will be read again/],
    ['posts', '{"text": "cut off', /cut or no JSON/],
    ['posts/mask', '{"text": "яма"}', /still does not fit the queue «posts» \(.*url/],
  ])('from %s with the input %s is refused with a reason', async (where, input, message) => {
    const { queues, added } = makeQueues();
    await expect(replayLetter(sampleDeadLetter({ where, input }), queues, 1)).rejects.toMatchObject({
      code: 'E_INPUT_INVALID',
      message: expect.stringMatching(message),
    });
    expect(added).toEqual([]);
  });
});

describe('the first start', () => {
  it('makes one administrator with a password for one time, and never a second', async () => {
    const store = createMemoryStore();
    const password = await ensureAdministrator(store, 0);
    const admin = await store.users.get('admin');
    expect(admin).toMatchObject({ role: 'administrator', mustChangePassword: true, territories: [] });
    expect(await verifyPassword(password ?? '', admin?.passwordHash ?? '')).toBe(true);
    expect(await ensureAdministrator(store, 0)).toBeNull();
    expect(JSON.stringify(admin)).not.toContain(password);
  });

  it('a new password for one time keeps what the user may', async () => {
    const store = createMemoryStore();
    await giveOneTimePassword(store, 'olga', { role: 'executor', executors: ['water'], name: 'Ольга' }, 0);
    const before = await store.users.get('olga');
    await giveOneTimePassword(store, 'olga', {}, 5);
    expect(await store.users.get('olga')).toEqual({
      ...before,
      passwordHash: expect.not.stringMatching(before?.passwordHash ?? '-'),
    });
  });
});
