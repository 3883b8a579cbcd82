import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeHalf } from '../../../src/core/float16.js';
import { errorReplySchema, incidentListReplySchema, similarReplySchema } from '../../../src/core/http.js';
import type { MachineHalf } from '../../../src/core/incident-machine.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import { sampleMachine, samplePlace, sampleRoute } from '../../support/samples.js';
import { atAngle } from '../../support/store-contract-nearest.js';

const degrees: Record<string, number> = { 'нет света': 0, 'темно во дворе': 15 };
const asked: string[] = [];
let api: ApiBench;
beforeAll(async () => {
  api = await makeApi({
    vectors: {
      async vectorOf(text) {
        asked.push(text);
        return atAngle(degrees[text] ?? 90);
      },
    },
  });
  await api.addUser('operator', 'operator');
  await api.addUser('zarechye', 'operator', { territories: ['zarechye'] });
  await api.addUser('water', 'executor', { executors: ['water'] });
  const at = (id: string, territories: string[], executorId: string): Partial<MachineHalf> => ({
    place: samplePlace({ territoryId: id }),
    territories,
    route: sampleRoute({ executorId, executorName: executorId }),
  });
  const add = (id: string, angle: number | null, machine: Partial<MachineHalf>, authors = ['authorsecret1']) =>
    api.addIncident(id, { machine, authors, vector: angle === null ? null : encodeHalf(atAngle(angle)) });
  await add('iDark', 0, at('zarechye', ['zarechye', 'region'], 'lighting'), ['authorsecret1', 'authorsecret2']);
  await add('iNorth', 10, at('zarechye-north', ['zarechye-north', 'zarechye', 'region'], 'water'));
  await add('iForest', 20, at('lesnoe', ['lesnoe', 'region'], 'lighting'));
  await add('iOther', 80, at('zarechye', ['zarechye', 'region'], 'lighting'));
  await add('iUnread', null, at('zarechye', ['zarechye', 'region'], 'lighting'));
});
afterAll(() => api.close());

const listed = async (login: string, query: string) => {
  const reply = await api.call('GET', `/api/incidents?${query}`, await api.login(login));
  expect(reply.statusCode).toBe(200);
  const { items, similarities, total } = incidentListReplySchema.parse(reply.json());
  return { ids: items.map(({ id }) => id), similarities, total };
};
const similar = async (login: string, id: string, query = '') => {
  const reply = await api.call('GET', `/api/incidents/${id}/similar${query}`, await api.login(login));
  expect(reply.statusCode).toBe(200);
  expect(reply.body).not.toMatch(/authorsecret|clustersecret/);
  return similarReplySchema.parse(reply.json());
};
const byMeaning = `text=${encodeURIComponent('нет света')}&by=meaning`;

describe('the queue by meaning', () => {
  it('shows the nearest first, each with its similarity', async () => {
    const { ids, similarities, total } = await listed('operator', byMeaning);
    expect(ids).toEqual(['iDark', 'iNorth', 'iForest', 'iOther']);
    expect(total).toBe(4);
    expect(similarities.iDark).toBe(1);
    expect(similarities.iNorth).toBeCloseTo(Math.cos(Math.PI / 18), 3);
  });
  it('asks for the words as they were typed and not for their occurrence', async () => {
    const { ids } = await listed('operator', `text=${encodeURIComponent('темно во дворе')}&by=meaning`);
    expect(asked).toContain('темно во дворе');
    expect(ids.slice(0, 2).toSorted()).toEqual(['iForest', 'iNorth']);
  });
  it('keeps the filters and the order asked for', async () => {
    expect((await listed('operator', `${byMeaning}&territory=lesnoe`)).ids).toEqual(['iForest']);
    expect((await listed('operator', `${byMeaning}&executorId=water`)).ids).toEqual(['iNorth']);
    expect((await listed('operator', `${byMeaning}&sort=people`)).ids[0]).toBe('iDark');
    expect((await listed('operator', `${byMeaning}&status=closed`)).ids).toEqual([]);
  });
  it('goes on where a page ended', async () => {
    const cookie = await api.login('operator');
    const first = (await api.call('GET', `/api/incidents?${byMeaning}&limit=3`, cookie)).json();
    const second = (await api.call('GET', `/api/incidents?${byMeaning}&limit=3&after=${first.next}`, cookie)).json();
    expect(second.items.map((item: { id: string }) => item.id)).toEqual(['iOther']);
    expect(Object.keys(second.similarities)).toEqual(['iOther']);
  });
  it('shows nothing of other territories and other bodies', async () => {
    expect((await listed('zarechye', byMeaning)).ids).toEqual(['iDark', 'iNorth', 'iOther']);
    expect((await listed('water', byMeaning)).ids).toEqual(['iNorth']);
  });
  it('is the plain queue without a text, and asks no model for it', async () => {
    const before = asked.length;
    const { ids, similarities } = await listed('operator', 'by=meaning&text=%20');
    expect(ids).toHaveLength(5);
    expect(similarities).toEqual({});
    expect((await listed('operator', 'by=words&text=iDark')).similarities).toEqual({});
    expect(asked).toHaveLength(before);
  });
  it('is refused where no model runs, and the answer says what to do', async () => {
    const bare = await makeApi();
    await bare.addUser('operator', 'operator');
    const reply = await bare.call('GET', `/api/incidents?${byMeaning}`, await bare.login('operator'));
    expect(reply.statusCode).toBe(503);
    const { error } = errorReplySchema.parse(reply.json());
    expect(error.code).toBe('E_MODEL_OFF');
    expect(error.message).toContain('--rules-only');
    await bare.close();
  });
});

describe('similar incidents', () => {
  it('come with the most similar first, without the incident itself and what is too far from it', async () => {
    const { items, isKnown } = await similar('operator', 'iDark');
    expect(items.map(({ incident }) => incident.id)).toEqual(['iNorth', 'iForest']);
    expect(items[1]?.similarity).toBeCloseTo(Math.cos(Math.PI / 9), 3);
    expect(isKnown).toBe(true);
    expect((await similar('operator', 'iDark', '?limit=1')).items).toHaveLength(1);
  });
  it('of other territories and bodies are not named, and not even for an incident that may not be seen', async () => {
    const seen = await similar('zarechye', 'iDark');
    expect(seen.items.map(({ incident }) => incident.id)).toEqual(['iNorth']);
    expect((await similar('water', 'iNorth')).items).toEqual([]);
    const hidden = await api.call('GET', '/api/incidents/iForest/similar', await api.login('zarechye'));
    expect(hidden.statusCode).toBe(404);
    expect(hidden.json().error.code).toBe('E_NOT_FOUND');
  });
  it('are unknown, not absent, where no model read the posts', async () => {
    expect(await similar('operator', 'iUnread')).toEqual({ items: [], isKnown: false });
  });
  it.each(['limit=0', 'limit=51', 'limit=few', 'near=1'])('answer 400 to %s', async (query) => {
    const reply = await api.call('GET', `/api/incidents/iDark/similar?${query}`, await api.login('operator'));
    expect(reply.statusCode).toBe(400);
  });
});

it('the machine of the samples has a place, so that the tests narrow by territory', () => {
  expect(sampleMachine().place.territoryId).not.toBeNull();
});
