import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentSeriesReply, SeriesListReply } from '../../../src/core/series.js';
import { type ApiBench, apiNowMs, makeApi } from '../../support/api-bench.js';
import { sampleMachine, samplePlace, sampleRoute, sampleVerdict } from '../../support/samples.js';

const dayMs = 86_400_000;
let api: ApiBench;
let reads = 0;

/** An incident of so many days ago at a house of Садовая. */
function add(id: string, daysAgo: number, house: string, body = 'water', territory = 'zarechye'): Promise<string> {
  const { route } = sampleMachine({ route: sampleRoute({ executorId: body, executorName: body, approverId: null }) });
  const verdict = sampleVerdict({ group: 'housing', topic: 'housing.bursts' });
  const place = samplePlace({ street: 'Садовая', house, precision: 'house' });
  return api.addIncident(id, {
    machine: { route, verdict, place, territories: [territory, 'region'] },
    published: new Date(apiNowMs - daysAgo * dayMs).toISOString(),
  });
}

beforeAll(async () => {
  api = await makeApi({
    store: (store) => ({
      ...store,
      incidents: {
        ...store.incidents,
        traces: (since) => {
          reads++;
          return store.incidents.traces(since);
        },
      },
    }),
  });
  await api.addUser('operator', 'operator');
  await api.addUser('north', 'operator', { territories: ['zarechye'] });
  await api.addUser('water', 'executor', { executors: ['water'] });
  await api.addUser('nobody', 'executor', { executors: [] });
  for (const [index, days] of [900, 600, 300, 60].entries()) await add(`iHouse${index}`, days, '12');
  // One of three is another body's: the water utility sees two of them, and so no series.
  for (const [index, days] of [800, 500, 200].entries())
    await add(`iMixed${index}`, days, '30', index === 1 ? 'lighting' : 'water');
  for (const [index, days] of [700, 400, 100].entries()) await add(`iLesnoe${index}`, days, '7', 'water', 'lesnoe');
});
afterAll(() => api.close());

async function list(login: string, query = ''): Promise<SeriesListReply> {
  return (await api.call('GET', `/api/series${query}`, await api.login(login))).json();
}
const houses = ({ items }: SeriesListReply) => items.map(({ place }) => place.house);

describe('GET /api/series', () => {
  it('lists what comes again, most episodes first', async () => {
    const reply = await list('operator');
    expect(houses(reply)[0]).toBe('12');
    expect(houses(reply).toSorted()).toEqual(['12', '30', '7']);
    expect(reply).toMatchObject({ total: 3, incidents: 10, kinds: { seasonal: 0, chronic: 0, repeated: 3 } });
    expect(reply.items[0]?.incidents.map(({ episode }) => episode)).toEqual([1, 2, 3, 4]);
  });

  it('narrows by territory, group and kind, and by number', async () => {
    expect(houses(await list('operator', '?territory=lesnoe'))).toEqual(['7']);
    expect((await list('operator', '?group=roads')).items).toEqual([]);
    expect(await list('operator', '?kind=seasonal')).toMatchObject({ items: [], total: 0, kinds: { repeated: 3 } });
    expect(await list('operator', '?limit=1')).toMatchObject({ total: 3, items: [{ place: { house: '12' } }] });
  });

  it.each(['?kind=yearly', '?group=nothing', '?limit=0', '?since=2020-01-01'])('refuses %s', async (query) => {
    expect((await api.call('GET', `/api/series${query}`, await api.login('operator'))).statusCode).toBe(400);
  });

  it('tells an operator of one territory of nothing else', async () => {
    const reply = await list('north');
    expect(houses(reply).toSorted()).toEqual(['12', '30']);
    expect(reply.incidents).toBe(7);
    expect(houses(await list('north', '?territory=lesnoe'))).toEqual([]);
  });

  it('tells an executor of the series of the own bodies, made of own incidents', async () => {
    const reply = await list('water');
    expect(houses(reply).toSorted()).toEqual(['12', '7']);
    expect(reply.items.flatMap(({ bodies }) => bodies.map(({ id }) => id))).toEqual(['water', 'water']);
    expect(await list('nobody')).toMatchObject({ items: [], total: 0, incidents: 0 });
  });

  it('reads the incidents anew after five minutes, not for everybody who asks', async () => {
    await list('operator');
    const before = reads;
    await Promise.all([list('operator'), list('north'), list('water')]);
    expect(reads).toBe(before);
    await add('iHouse9', 1, '12');
    expect((await list('operator')).items[0]?.incidents).toHaveLength(4);
    api.clock.advance(5 * 60_000);
    expect((await list('operator')).items[0]?.incidents).toHaveLength(5);
    expect(reads).toBe(before + 1);
  });
});

describe('GET /api/incidents/:id/series', () => {
  const seriesOf = async (login: string, id: string) =>
    api.call('GET', `/api/incidents/${id}/series`, await api.login(login));

  it('says which time it is', async () => {
    const reply: IncidentSeriesReply = (await seriesOf('operator', 'iHouse2')).json();
    expect(reply).toMatchObject({ episode: 3, series: { place: { house: '12' } } });
    expect((await seriesOf('water', 'iMixed0')).json()).toEqual({ series: null, episode: null });
  });

  it('is as unknown as the incident to who may not see it', async () => {
    expect((await seriesOf('north', 'iLesnoe1')).statusCode).toBe(404);
    expect((await seriesOf('operator', 'iNowhere')).statusCode).toBe(404);
  });
});
