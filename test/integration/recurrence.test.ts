import { describe, expect, it } from 'vitest';
import type { Incident } from '../../src/core/incident.js';
import { sampleHand } from '../support/samples.js';
import { setUpServiceBench } from '../support/service-bench.js';

const dayMs = 86_400_000;
const line = setUpServiceBench();
const { store, read } = line;
const recurring = async (): Promise<Incident[]> => (await store.incidents.search({ recurring: true })).items;

describe('a problem that comes back, on Redis and Elasticsearch', () => {
  it('reopens the closed incident, counted, and the queue finds it by that', async () => {
    await read('first', 'Третий день нет света, улица Мира, дом 5', 0);
    const [opened] = (await store.incidents.search({})).items;
    const id = opened?.id ?? '';
    line.bench.clock.advance(2 * dayMs);
    await line.bench.desk.act(id, 1, { type: 'close', outcome: 'solved', reason: 'Сделано' }, sampleHand);
    await store.refresh();
    expect(await recurring()).toEqual([]);

    line.bench.clock.advance(6 * dayMs);
    await read('again', 'Снова пропал свет: улица Мира, дом 5', 8 * 24);
    await read('neighbour', 'А у нас нет света второй час, улица Мира, дом 7', 8 * 24);
    expect(await recurring()).toMatchObject([{ id, status: 'new', postCount: 2, recurrences: 1 }]);
    const events = await store.incidents.events(id);
    expect(events.map(({ change }) => change.type)).toEqual([
      'opened',
      // Two days went by: neither named a body nor answered in time.
      'clock-missed',
      'clock-missed',
      'closed',
      'post-joined',
      'recurred',
      'reopened',
    ]);
    expect((await store.incidents.search({})).total).toBe(2);
  });
});
