import { describe, expect, it } from 'vitest';
import { refillMemory } from '../../pipelines/incidents/refill.js';
import { setUpServiceBench } from '../support/service-bench.js';

const line = setUpServiceBench();
const { store } = line;

describe('a memory of joining that is wiped while a batch is at hand', () => {
  it('lets the batch decide nothing; filled again, the batch joins what stood there before', async () => {
    await line.read('first', 'улица Садовая дом 5, третий день нет света', 0);
    const [incident] = (await store.incidents.search({})).items;

    await line.wipe();
    const second = (): Promise<string> => line.read('second', 'улица Садовая дом 5: света так и не дали', 1);
    await expect(second()).rejects.toMatchObject({ code: 'E_REDIS_UNAVAILABLE', retry: true });
    expect((await store.incidents.search({})).total).toBe(1);

    expect(await refillMemory(line.memory, store, line.bench.clock)).toBe(1);
    const post = await second();
    const after = (await store.incidents.search({})).items;
    expect(after.map(({ id, postIds }) => [id, postIds.length, postIds.includes(post)])).toEqual([
      [incident?.id, 2, true],
    ]);
  });
});
