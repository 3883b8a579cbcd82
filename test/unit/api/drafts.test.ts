import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftListReplySchema } from '../../../src/core/http.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import { sampleMachine, sampleRoute } from '../../support/samples.js';

let api: ApiBench;
let cookie: string;
beforeAll(async () => {
  api = await makeApi();
  await api.addUser('operator', 'operator');
  await api.addUser('north', 'operator', { territories: ['lesnoe'] });
  await api.addUser('water', 'executor', { executors: ['water'] });
  await api.addUser('lighting', 'executor', { executors: ['lighting'] });
  cookie = await api.login('operator');
  await api.addIncident('iLight', { machine: sampleMachine({ route: sampleRoute() }), authors: ['authorsecret1'] });
});
afterAll(() => api.close());

const draftsOf = async (login: string) => api.call('GET', '/api/incidents/iLight/drafts', await api.login(login));
const act = (action: object, version = 1) =>
  api.call('POST', '/api/incidents/iLight/actions', cookie, { version, action });

describe('GET /api/incidents/:id/drafts', () => {
  it('gives texts with what is known filled in and what is not left open', async () => {
    const reply = await draftsOf('operator');
    const { items } = draftListReplySchema.parse(reply.json());
    const taken = items.find(({ templateId }) => templateId === 'interim-taken');
    expect(taken?.text).toContain('Горсвет Заречья');
    expect(taken).toMatchObject({ kind: 'interim', gaps: [], finalBy: '2026-03-12' });
    expect(items.find(({ templateId }) => templateId === 'solved')?.gaps).toEqual(['{что сделано}', '{когда сделано}']);
    expect(items.map(({ templateId }) => templateId)).not.toContain('health-explained');
    expect(reply.body).not.toContain('authorsecret');
  });

  it('has the rights of the card: a place or a body of others is not found', async () => {
    expect((await draftsOf('lighting')).statusCode).toBe(200);
    expect((await draftsOf('north')).statusCode).toBe(404);
    expect((await draftsOf('water')).statusCode).toBe(404);
    expect((await api.call('GET', '/api/incidents/iNowhere/drafts', cookie)).statusCode).toBe(404);
  });
});

describe('an answer with a gap', () => {
  it.each([
    { type: 'answer', text: 'Сделано: {что сделано}.', url: null, elsewhere: 'По телефону' },
    { type: 'interim-answer', text: 'Сделано: {что сделано}.', url: null, elsewhere: 'По телефону', finalBy: null },
    { type: 'propose-answer', text: 'Сделано: {что сделано}.' },
  ])('is refused by $type, naming the gap, and nothing is written', async (action) => {
    const reply = await act(action);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error).toMatchObject({
      code: 'E_INPUT_INVALID',
      message: expect.stringContaining('{что сделано}'),
      details: { gaps: ['{что сделано}'] },
    });
    expect((await api.store.incidents.get('iLight'))?.version).toBe(1);
  });

  it('goes once it is filled', async () =>
    expect((await act({ type: 'propose-answer', text: 'Сделано: лампа заменена.' })).statusCode).toBe(200));
});

describe('what an answer promises', () => {
  it('is listed once its day is over, until somebody says whether it was kept', async () => {
    const list = async () => {
      const reply = await api.call('GET', '/api/incidents?promises=overdue', cookie);
      return reply.json().items.map(({ id }: { id: string }) => id);
    };
    await api.addIncident('iPromised', { machine: sampleMachine({ route: sampleRoute() }) });
    const send = (action: object, version: number) =>
      api.call('POST', '/api/incidents/iPromised/actions', cookie, { version, action });
    const answered = await send({ type: 'answer', text: 'Заменим сегодня.', url: null, elsewhere: 'По телефону' }, 1);
    expect(answered.json().incident.promises).toMatchObject([{ seq: 3, dueOn: '2026-03-02', state: 'open' }]);
    expect(answered.json().allowed).toContain('settle-promise');
    expect(await list()).toEqual([]);
    api.clock.set(Date.parse('2026-03-02T21:00:00.000Z'));
    expect(await list()).toEqual(['iPromised']);
    expect((await send({ type: 'settle-promise', seq: 3, kept: false, note: null }, 3)).statusCode).toBe(200);
    expect(await list()).toEqual([]);
    expect((await api.call('GET', '/api/incidents?promises=all', cookie)).statusCode).toBe(400);
  });
});
