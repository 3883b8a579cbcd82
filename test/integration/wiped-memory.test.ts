import { describe, expect, it } from 'vitest';
import { refillMemory } from '../../pipelines/incidents/refill.js';
import { refillLetGo } from '../../pipelines/incidents/refill-let-go.js';
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

describe('posts that were let go before the memory was wiped', () => {
  it('are remembered again and brought in by the complaint that comes later', async () => {
    const fields = { threadId: 'topic' };
    const early = await line.read('early', 'и у нас так же, второй день', 3, fields);
    expect((await store.posts.byIds([early]))[0]).toMatchObject({ incidentId: null, dropped: { stage: 'cluster' } });

    await line.wipe();
    await refillMemory(line.memory, store, line.bench.clock);
    const territories = { lineage: (id: string | null) => (id === null ? [] : [id, 'okrug']), territory: () => null };
    expect(await refillLetGo(line.memory, store.posts, territories, line.bench.clock)).toBe(1);

    const complaint = await line.read('complaint', 'Третий день нет света на улица Лесная', 4, fields);
    const [post] = await store.posts.byIds([early]);
    expect(post).toMatchObject({ dropped: null, join: { how: 'same-thread', on: complaint } });
    expect((await store.incidents.get(post?.incidentId ?? ''))?.postIds).toEqual([complaint, early]);
  });
});
