import { describe, expect, it } from 'vitest';
import { watchReactions } from '../../src/app/reaction-watch.js';
import { loadConfig } from '../../src/config/load.js';
import type { Incident } from '../../src/core/incident.js';
import { lineStartMs } from '../support/line-fakes.js';
import { sampleHand } from '../support/samples.js';
import { setUpServiceBench } from '../support/service-bench.js';

const hourMs = 3_600_000;
const { reactions } = loadConfig('config').config;
const line = setUpServiceBench({ reactions: ({ incidents }, clock) => watchReactions(incidents, reactions, clock) });
const { store } = line;

/** A post of the thread, read when it was written. */
async function read(name: string, text: string, hours: number, author = 'author-vera'): Promise<void> {
  line.bench.clock.set(lineStartMs + hours * hourMs);
  await line.read(name, text, hours, { author, threadId: 'thread-1' });
}
const now = async (id: string): Promise<Incident> => (await store.incidents.get(id)) as Incident;

describe('the author after an answer, on Redis and Elasticsearch', () => {
  it('is heard in posts that the gate lets go, sends the incident back to work once, and no post is lost to the ledger', async () => {
    await read('first', 'Третий день нет света, улица Мира, дом 5', 0);
    const [opened] = (await store.incidents.search({})).items;
    const id = opened?.id ?? '';
    // The table is built before there is an answer: what is answered later is found by a further look.
    await read('neighbour', 'Соседи, продам шкаф', 1, 'author-oleg');
    line.bench.clock.set(lineStartMs + 2 * hourMs);
    const url = 'https://forum.example/reply-1';
    await line.bench.desk.act(id, 1, { type: 'answer', text: 'Линию починили.', url }, sampleHand);
    await store.refresh();

    await read('other', 'Так ничего и не сделали, продам генератор', 3, 'author-oleg');
    await read('thanks', 'Спасибо за ответ, проверю', 4);
    expect(await now(id)).toMatchObject({ status: 'answered', reactions: [{ mood: 'unclear' }] });

    await read('angry', 'Так ничего и не сделали, хоть продам дом', 5);
    await read('angry', 'Так ничего и не сделали, хоть продам дом', 5);
    expect(await now(id)).toMatchObject({
      status: 'new',
      reactions: [{ mood: 'unclear' }, { mood: 'dissatisfied' }],
      clocks: { answeredAt: null },
    });
    const events = await store.incidents.events(id);
    expect(events.map(({ change }) => change.type)).toEqual([
      'opened',
      'answered',
      'author-reacted',
      'author-reacted',
      'reopened',
    ]);
    expect((await store.incidents.search({})).total).toBe(1);

    const counts = await store.ledger.totals();
    const sum = (queue: string, stage: string, outcome: RegExp) =>
      counts
        .filter((entry) => entry.queue === queue && entry.stage === stage && outcome.test(entry.outcome))
        .reduce((all, { count }) => all + count, 0);
    expect(sum('posts', 'dedupe', /^passed/)).toBe(sum('index', 'index', /^passed|^dropped/));
    expect(sum('posts', 'received', /./)).toBe(5);
  });
});
