import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../../../models/encoder/pool.js';

const stub = pathToFileURL('test/support/encoder-stub.mjs');
const orders = { work: 1, crash: 62, crashOnce: 71, throwOnce: 72, hangOnce: 73, refuse: 74 };
const batch = (order: keyof typeof orders) => ({
  ids: Int32Array.of(orders[order], 2),
  lengths: [2],
  width: 2,
  states: false,
});
let folder: string;
let pool: Pool;

const open = (workers: number, deadlineMs = 20_000): Pool => {
  pool = createPool({
    task: { path: folder, bytes: 0, sha256: '', gatePath: null, intraOpThreads: 1 },
    workers,
    deadlineMs,
    workerUrl: stub,
  });
  return pool;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-pool-'));
});
afterEach(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('workers of the encoder', () => {
  it('tell when they are opened how fast they are', async () => {
    expect(await open(1).open()).toBe(2);
  });

  it.each(['crashOnce', 'throwOnce'] as const)('that fail (%s) cost one more try', async (order) => {
    await open(1).open();
    await expect(pool.run(batch(order))).resolves.toMatchObject({ pooled: Float32Array.of(2) });
    expect(pool.restarts()).toBe(1);
    await expect(pool.run(batch('work'))).resolves.toBeDefined();
  });

  it('that hang are given up after the deadline and cost one more try', async () => {
    await open(1, 1_500).open();
    await expect(pool.run(batch('hangOnce'))).resolves.toBeDefined();
    expect(pool.restarts()).toBe(1);
  });

  it.each(['crash', 'refuse'] as const)(
    'that fail twice (%s) fail the batch, which may be tried later, and go on',
    async (order) => {
      await open(1).open();
      await expect(pool.run(batch(order))).rejects.toMatchObject({ code: 'E_MODEL_FAILED', retry: true });
      await expect(pool.run(batch('work'))).resolves.toBeDefined();
    },
  );

  it('do not fail the batches of others', async () => {
    await open(2).open();
    const [bad, good] = await Promise.allSettled([pool.run(batch('crash')), pool.run(batch('work'))]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('run one batch each', async () => {
    await open(2).open();
    const first = pool.run(batch('work'));
    expect(pool.hasRoom()).toBe(true);
    const second = pool.run(batch('work'));
    expect(pool.hasRoom()).toBe(false);
    await Promise.all([first, second]);
    expect(pool.hasRoom()).toBe(true);
  });

  it('that cannot start say why and that Otklik works without', async () => {
    writeFileSync(join(folder, 'broken'), '');
    await expect(open(1).open()).rejects.toMatchObject({
      code: 'E_MODEL_FAILED',
      message: expect.stringMatching(/could not be loaded \(no model here\).*--rules-only/),
    });
  });
});
