/** A collector that is killed while pages of VK travel together: what it held is read by another. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCrawlers, testSource } from '../support/crawl-kit.js';
import { startFakeVk } from '../support/fake-vk.js';
import { dropKeys, type TestRedis, useRedis } from '../support/redis.js';

const key = 'service-key-of-the-test';
const prefix = `{test-${randomUUID()}}:`;
const walls = Array.from({ length: 60 }, (_, n) => n + 1);

describe('a batch whose collector is killed', () => {
  let redis: TestRedis;
  let dist: URL;
  beforeAll(async () => {
    redis = await useRedis();
    dist = compileCrawlers();
  }, 120_000);
  afterAll(async () => {
    await dropKeys(redis.url, prefix);
    await redis.stop();
  });

  function child(settings: object) {
    const script = fileURLToPath(new URL('../support/crawl-child.mjs', import.meta.url));
    const all = JSON.stringify({ redisUrl: redis.url, prefix, apiKeys: { OTKLIK_VK_TOKEN: key }, ...settings });
    const started = spawn(process.execPath, [script, dist.href, all], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    started.stdout.on('data', (data: Buffer) => {
      output += data.toString();
    });
    const exited = once(started, 'exit');
    return {
      ids: () => output.split('\n').flatMap((line) => (line.startsWith('[') ? (JSON.parse(line) as string[]) : [])),
      async kill() {
        started.kill('SIGKILL');
        await exited;
      },
    };
  }

  it('is read by another, whole, and what was indexed before is not brought again', { timeout: 90_000 }, async () => {
    let isFirst = true;
    const date = Math.floor(Date.now() / 1_000) - 600;
    const vk = await startFakeVk(
      key,
      ({ parameters }) => {
        const owner = Number(parameters.owner_id);
        return {
          response: {
            count: 1,
            items: [{ id: 5, owner_id: owner, from_id: owner, date, text: `Яма у дома ${-owner}` }],
          },
        };
      },
      { isHanging: () => isFirst && vk.requests.length > 1 },
    );
    const settings = {
      sources: walls.map((n) =>
        testSource({ id: `wall-${n}`, kind: 'vk', urls: [`${vk.origin}/club${n}`], everyMinutes: 600 }),
      ),
      wideHosts: [new URL(vk.origin).host],
      batchSize: 100,
      hostDelayMs: 50,
      leaseMs: 2_000,
    };
    const first = child({ ...settings, untilMs: Date.now() + 60_000 });
    await expect.poll(() => first.ids().length, { timeout: 20_000 }).toBe(25);
    await expect.poll(() => vk.requests.length, { timeout: 20_000 }).toBe(2);
    await first.kill();
    isFirst = false;
    const second = child({ ...settings, untilMs: Date.now() + 60_000 });
    const rest = walls.map((n) => `-${n}_5`).filter((id) => !first.ids().includes(id));
    await expect.poll(() => second.ids().toSorted(), { timeout: 40_000 }).toEqual(rest.toSorted());
    await second.kill();
    expect(first.ids()).toHaveLength(25);
    expect(vk.mostAtOnce()).toBe(1);
    await vk.close();
  });
});
