import { describe, expect, it } from 'vitest';
import { sampleHand } from '../support/samples.js';
import { setUpServiceBench } from '../support/service-bench.js';

const line = setUpServiceBench();
const { store } = line;

/** One post of the topic. @returns its id */
const read = (name: string, text: string, hours: number): Promise<string> =>
  line.read(name, text, hours, { threadId: 'topic' });

describe('a post that was let go, on Redis and Elasticsearch', () => {
  it('is brought in by the complaint of its thread: the card, the search and the post say so, and it can be split off', async () => {
    const early = await read('early', 'и у нас так же, второй день', 0);
    expect((await store.posts.byIds([early]))[0]).toMatchObject({ incidentId: null, dropped: { stage: 'cluster' } });
    expect((await store.incidents.search({})).total).toBe(0);

    const complaint = await read('complaint', 'Третий день нет света, сил нет', 2);
    const [incident] = (await store.incidents.search({ text: 'у нас так же' })).items;
    expect(incident).toMatchObject({ postIds: [complaint, early], postCount: 2, peopleCount: 2, version: 2 });
    const id = incident?.id ?? '';
    expect((await store.posts.byIds([early]))[0]).toMatchObject({
      incidentId: id,
      dropped: null,
      join: { how: 'same-thread', on: complaint },
    });

    // The same pages once more, as after a crash.
    await read('early', 'и у нас так же, второй день', 0);
    await read('complaint', 'Третий день нет света, сил нет', 2);
    expect(await store.incidents.get(id)).toMatchObject({ postIds: [complaint, early], version: 2 });
    expect((await store.posts.byIds([early]))[0]?.incidentId).toBe(id);

    await line.bench.desk.act(id, 2, { type: 'split', postIds: [early], reason: 'о другом доме' }, sampleHand);
    expect((await store.incidents.get(id))?.postIds).toEqual([complaint]);
  });
});
