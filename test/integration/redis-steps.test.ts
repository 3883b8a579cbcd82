import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectSteps, type RedisSteps } from '../../crawlers/schedule/redis-steps.js';
import { dropKeys, type TestRedis, useRedis } from '../support/redis.js';

const prefix = `{test-${randomUUID()}}:`;
let redis: TestRedis;
let client: Redis;
const open: RedisSteps[] = [];

beforeAll(async () => {
  redis = await useRedis();
  client = new Redis(redis.url);
});
afterEach(() => {
  for (const steps of open.splice(0)) steps.close();
});
afterAll(async () => {
  await dropKeys(redis.url, prefix);
  client.disconnect();
  await redis.stop();
});

function newSteps(url = redis.url): RedisSteps {
  const steps = connectSteps(url, prefix, () => {});
  open.push(steps);
  return steps;
}

describe('steps of the frontier', () => {
  it('are done in the order in which they were asked for', async () => {
    const steps = newSteps();
    await steps.run('idleState', [0]);
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async (_, n) => {
        await steps.run('writeRoll', ['same', `post-${n},a,0`, 60_000]);
        return steps.run<string>('readRoll', ['same']);
      }),
    );
    expect(answers.at(-1)).toBe('post-999,a,0');
    const counts = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        steps.run<number>('spendRequest', ['s1', '2026-03-14', n < 200 ? 1e9 : 150]),
      ),
    );
    expect(counts.filter((count) => count === 1)).toHaveLength(200);
  });

  it('fail alone', async () => {
    const steps = newSteps();
    await client.hset(`${prefix}on:odd`, 'no', 'string');
    const [before, odd, after] = await Promise.allSettled([
      steps.run('writeRoll', ['one', 'post-1,a,0', 60_000]),
      steps.run('readRoll', ['odd']),
      steps.run('readRoll', ['one']),
    ]);
    expect([before?.status, after]).toEqual(['fulfilled', { status: 'fulfilled', value: 'post-1,a,0' }]);
    expect(odd?.status === 'rejected' && odd.reason).toMatchObject({
      code: 'E_REDIS_UNAVAILABLE',
      message: expect.stringContaining('WRONGTYPE'),
    });
  });

  it('carry any text', async () => {
    const steps = newSteps();
    const texts = ['', '"quoted" \\n\\ud83d', 'строка\nи ещё\u0000', '🚧', 'половина \ud83d', '1e3'];
    await Promise.all(texts.map((text, n) => steps.run('writeRoll', [`text-${n}`, text, 60_000])));
    const read = await Promise.all(texts.map((_, n) => steps.run<string>('readRoll', [`text-${n}`])));
    expect(read).toEqual(texts.map((text) => text.replace(/\p{Cs}/gu, '\ufffd')));
  });

  it('are taught anew to a Redis that forgot its scripts', async () => {
    const steps = newSteps();
    await steps.run('writeRoll', ['kept', 'post-2,a,0', 60_000]);
    await client.script('FLUSH');
    expect(await steps.run('readRoll', ['kept'])).toBe('post-2,a,0');
  });

  it('all fail with one reason when Redis does not answer', async () => {
    const steps = newSteps('redis://127.0.0.1:1');
    const answers = await Promise.allSettled([steps.run('readRoll', ['a']), steps.run('readRoll', ['b'])]);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'E_REDIS_UNAVAILABLE' } });
  });
});
