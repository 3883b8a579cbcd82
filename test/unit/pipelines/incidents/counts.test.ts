import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../src/core/incident.js';
import type { RawPost } from '../../../../src/core/post.js';
import { type Bench, makeBench, pageOf, rawPost } from '../../../support/line-fakes.js';

const campaign =
  'На улице Садовая огромная яма, требуем ремонта, подпишите петицию и распространите всем соседям сегодня же';

async function allIncidents({ store }: Bench): Promise<Incident[]> {
  const found: Incident[] = [];
  for await (const incident of store.incidents.since('1970-01-01T00:00:00.000Z')) found.push(incident);
  return found;
}

/** Runs batches one after the other, each as a page of its own. */
async function feed(batches: readonly RawPost[][], bench = makeBench()): Promise<Bench> {
  for (const [index, posts] of batches.entries()) await bench.sink.accept(pageOf(`page-${index}`), posts);
  return bench;
}

const inGroup = (number: number, author: string | null): RawPost =>
  rawPost(`c${number}`, `${campaign}${'!'.repeat(number % 4)}`, { sourceId: `group-${number}`, author });

describe('a copy-paste campaign of one author', () => {
  const first = rawPost('1', campaign, { sourceId: 'group-0', author: 'campaigner' });
  const copies = Array.from({ length: 30 }, (_, index) => inGroup(index + 1, 'campaigner'));

  it('moves neither people nor score, urgency or the term', async () => {
    const bench = await feed([[first]]);
    const [before] = await allIncidents(bench);
    await feed(
      copies.map((copy) => [copy]),
      bench,
    );
    const [after, ...others] = await allIncidents(bench);
    expect(others).toEqual([]);
    expect(after?.postCount).toBe(31);
    const fieldsOf = (incident: Incident | undefined) => {
      const { peopleCount, score, urgency, dueAt, executorId, status, group } = incident as Incident;
      return { peopleCount, score, urgency, dueAt, executorId, status, group };
    };
    expect(fieldsOf(after)).toEqual(fieldsOf(before));
    expect(after?.peopleCount).toBe(1);
  });

  it('does not come before two neighbours in the order by people', async () => {
    const neighbours = ['2', '3'].map((id) =>
      rawPost(id, `На улица Лесная, дом 7 не горит свет ${id === '2' ? 'во дворе' : 'у подъезда вечером'}`, {
        author: `n${id}`,
      }),
    );
    const bench = await feed([[first], copies, neighbours]);
    const { items } = await bench.store.incidents.search({ sort: 'people' });
    expect(items.map(({ peopleCount }) => peopleCount)).toEqual([2, 1]);
  });

  it('counts no further people when the copies have no author', async () => {
    const bench = await feed([[first], Array.from({ length: 5 }, (_, index) => inGroup(index + 1, null))]);
    expect(await allIncidents(bench)).toMatchObject([{ postCount: 6, peopleCount: 1 }]);
  });
});

describe('what an incident counts', () => {
  const words = [
    'огромная яма',
    'яма растёт',
    'опять яма посреди дороги',
    'колесо пробил, яма',
    'яма, объезжаем по газону',
  ];
  const street = fc.constantFrom('Садовая', 'Лесная', 'Речная');
  const told = fc.array(
    fc.record({ street, house: fc.integer({ min: 1, max: 3 }), author: fc.integer({ min: 1, max: 4 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  const postsOf = (rows: readonly { street: string; house: number; author: number }[]): RawPost[] =>
    rows.map(({ street: name, house, author }, index) =>
      rawPost(`p${index}`, `${words[index % words.length]}, улица ${name}, дом ${house}`, {
        author: `author-${author}`,
        publishedAt: new Date(Date.parse('2026-03-01T00:00:00.000Z') + index * 3_600_000).toISOString(),
      }),
    );
  const counted = async (bench: Bench): Promise<string[]> =>
    (await allIncidents(bench))
      .map(({ machine: { place }, postCount, peopleCount }) =>
        [place.street, place.house, postCount, peopleCount].join(' '),
      )
      .sort();

  it('does not depend on the order in which posts arrive, nor on how they are put into batches', async () => {
    await fc.assert(
      fc.asyncProperty(told, fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat()), async (rows, size, order) => {
        const posts = postsOf(rows);
        const shuffled = posts
          .map((post) => ({ post, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ post }) => post);
        const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
          shuffled.slice(index * size, (index + 1) * size),
        );
        expect(await counted(await feed(batches))).toEqual(await counted(await feed([posts])));
      }),
      { numRuns: 40 },
    );
  });

  it('is the same after every batch came twice', async () => {
    await fc.assert(
      fc.asyncProperty(told, async (rows) => {
        const posts = postsOf(rows);
        const bench = await feed([posts]);
        const once = await allIncidents(bench);
        await bench.sink.accept(pageOf('page-0'), posts);
        expect(await allIncidents(bench)).toEqual(once);
      }),
      { numRuns: 25 },
    );
  });
});
