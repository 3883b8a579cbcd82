import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canSee, isInside, limitedTo } from '../../../src/core/access.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import { type ApiRoute, routesOf } from '../../support/api-routes.js';
import { sampleMachine, sampleRoute, sampleUser } from '../../support/samples.js';

let api: ApiBench;
let routes: ApiRoute[];
beforeAll(async () => {
  api = await makeApi();
  routes = routesOf(api.app).map(({ method, url }) => ({ method, url: url.replaceAll(/:\w+/g, 'iSome1') }));
  await api.addUser('admin', 'administrator');
  await api.addUser('coordinator', 'coordinator');
  await api.addUser('operator', 'operator');
  await api.addUser('north', 'operator', { territories: ['zarechye'] });
  await api.addUser('water', 'executor', { executors: ['water'] });
  await api.addUser('fresh', 'administrator', { mustChangePassword: true });
  const water = sampleMachine({ route: sampleRoute({ executorId: 'water', executorName: 'Водоканал' }) });
  await api.addIncident('iZarechye1');
  await api.addIncident('iZarechye2', {
    machine: { territories: ['zarechye-north', 'zarechye', 'region'], route: water.route },
  });
  await api.addIncident('iLesnoe1', { machine: { territories: ['lesnoe', 'region'] } });
});
afterAll(() => api.close());

const open = ['POST /api/session', 'GET /healthz'];
const beforePassword = ['GET /api/session', 'DELETE /api/session', 'POST /api/session/password'];

describe('without a session', () => {
  it('every route that exists answers 401, except the few that are meant to be open', async () => {
    expect(routes.length).toBeGreaterThanOrEqual(16);
    expect(routes).toContainEqual({ method: 'POST', url: '/api/incidents/iSome1/actions' });
    const answers: string[] = [];
    for (const { method, url } of routes) {
      const reply = await api.call(method, url);
      if (reply.statusCode !== 401) answers.push(`${method} ${url}`);
      else expect(reply.json()).toMatchObject({ error: { code: 'E_UNAUTHENTICATED' } });
    }
    expect(answers.toSorted()).toEqual([...open].toSorted());
  });

  it.each(['otklik_session=', 'otklik_session=guess', `otklik_session=${'A'.repeat(43)}`, 'other=1'])(
    'a cookie like «%s» opens nothing',
    async (cookie) => {
      expect((await api.call('GET', '/api/incidents', cookie)).statusCode).toBe(401);
    },
  );

  it('an address that does not exist tells nothing', async () => {
    expect((await api.call('GET', '/api/nothing')).statusCode).toBeGreaterThanOrEqual(401);
    expect((await api.call('GET', '/api/nothing')).statusCode).toBeLessThan(500);
  });
});

describe('with a one-time password that was not changed', () => {
  it('only the own session and the change of the password are possible', async () => {
    const cookie = await api.login('fresh');
    for (const { method, url } of routes) {
      const name = `${method} ${url}`;
      if ([...open, ...beforePassword].includes(name)) continue;
      const reply = await api.call(method, url, cookie);
      expect([name, reply.statusCode]).toEqual([name, 403]);
      expect(reply.json().error.details).toEqual({ mustChangePassword: true });
    }
    expect((await api.call('GET', '/api/session', cookie)).json()).toMatchObject({ mustChangePassword: true });
  });
});

describe('a role', () => {
  it.each([
    ['GET', '/api/sources', { admin: 200, coordinator: 200, operator: 200, water: 403 }],
    ['GET', '/api/system', { admin: 200, coordinator: 200, operator: 200, water: 403 }],
    ['GET', '/api/dead-letters', { admin: 200, coordinator: 200, operator: 403, water: 403 }],
    ['GET', '/api/meta', { admin: 200, coordinator: 200, operator: 200, water: 200 }],
    ['GET', '/api/series', { admin: 200, coordinator: 200, operator: 200, water: 200 }],
    ['GET', '/api/incidents', { admin: 200, coordinator: 200, operator: 200, water: 200 }],
  ] as const)('may or may not %s %s', async (method, url, expected) => {
    for (const [login, status] of Object.entries(expected)) {
      const reply = await api.call(method, url, await api.login(login));
      expect([login, reply.statusCode]).toEqual([login, status]);
    }
  });
});

describe('an operator of one territory', () => {
  const list = async (query = ''): Promise<{ total: number; ids: string[]; executors: string[] }> => {
    const reply = (await api.call('GET', `/api/incidents${query}`, await api.login('north'))).json();
    return {
      total: reply.total,
      ids: reply.items.map((item: { id: string }) => item.id).toSorted(),
      executors: reply.facets.executorId.map((facet: { key: string }) => facet.key),
    };
  };

  it('sees, counts and opens only what lies in it', async () => {
    expect(await list()).toMatchObject({ total: 2, ids: ['iZarechye1', 'iZarechye2'] });
    const cookie = await api.login('north');
    expect((await api.call('GET', '/api/incidents/iLesnoe1', cookie)).statusCode).toBe(404);
    const action = { version: 1, action: { type: 'comment', text: 'x' } };
    expect((await api.call('POST', '/api/incidents/iLesnoe1/actions', cookie, action)).statusCode).toBe(404);
    const unknown = await api.call('GET', '/api/incidents/iNowhere', cookie);
    const foreign = await api.call('GET', '/api/incidents/iLesnoe1', cookie);
    expect(foreign.json().error.message.replace('iLesnoe1', 'iNowhere')).toBe(unknown.json().error.message);
  });

  it('may narrow to a part of it, and gets the own part of what is wider', async () => {
    expect((await list('?territory=zarechye-north')).ids).toEqual(['iZarechye2']);
    expect((await list('?territory=region')).ids).toEqual(['iZarechye1', 'iZarechye2']);
  });

  it('gets nothing of another territory, not even counts', async () => {
    expect(await list('?territory=lesnoe')).toEqual({ total: 0, ids: [], executors: [] });
    expect((await list('?territory=lesnoe,zarechye-north')).ids).toEqual(['iZarechye2']);
  });

  it('is offered the own territories alone', async () => {
    const meta = (await api.call('GET', '/api/meta', await api.login('north'))).json();
    expect(meta.territories.map((territory: { id: string }) => territory.id)).toEqual(['zarechye', 'zarechye-north']);
  });
});

describe('an executor', () => {
  it('sees and counts the own incidents alone', async () => {
    const reply = (await api.call('GET', '/api/incidents', await api.login('water'))).json();
    expect(reply.items.map((item: { id: string }) => item.id)).toEqual(['iZarechye2']);
    expect(reply.facets.executorId).toEqual([{ key: 'water', count: 1 }]);
    expect(reply.facets.status).toEqual([{ key: 'new', count: 1 }]);
    const others = (await api.call('GET', '/api/incidents?executorId=lighting', await api.login('water'))).json();
    expect(others).toMatchObject({ total: 0, facets: { executorId: [{ key: 'water', count: 1 }] } });
    expect((await api.call('GET', '/api/incidents/iZarechye1', await api.login('water'))).statusCode).toBe(404);
  });

  it('finds what waits for its approval in its queue', async () => {
    const { route } = sampleMachine();
    await api.addUser('hall', 'executor', { executors: ['city-hall'] });
    await api.addIncident('iApproved1', {
      machine: {
        territories: ['lesnoe', 'region'],
        route: { ...route, approverId: 'city-hall', approverName: 'Мэрия' },
      },
    });
    const hall = await api.login('hall');
    const list = async () => (await api.call('GET', '/api/incidents', hall)).json();
    expect((await list()).total).toBe(0);
    const action = { type: 'propose-answer', text: 'Лампу заменили.' };
    await api.call('POST', '/api/incidents/iApproved1/actions', await api.login('operator'), { version: 1, action });
    expect(await list()).toMatchObject({
      total: 1,
      items: [{ id: 'iApproved1' }],
      facets: { status: [{ key: 'proposed' }] },
    });
    const approval = { version: 2, action: { type: 'approve-answer', note: null } };
    expect((await api.call('POST', '/api/incidents/iApproved1/actions', hall, approval)).statusCode).toBe(200);
  });

  it('sees what its body must approve', () => {
    const water = sampleUser({ role: 'executor', executors: ['water'], territories: [] });
    const other = { territories: [], executorId: 'lighting' };
    expect(canSee(water, { ...other, approverId: 'water' })).toBe(true);
    expect(canSee(water, { ...other, approverId: null })).toBe(false);
  });

  it('may work on it, propose an answer and comment, nothing else', async () => {
    const cookie = await api.login('water');
    const card = (await api.call('GET', '/api/incidents/iZarechye2', cookie)).json();
    expect(card.allowed).toEqual(['propose-answer', 'pause', 'comment']);
    const close = { version: 1, action: { type: 'close', outcome: 'solved', reason: 'Сделано' } };
    expect((await api.call('POST', '/api/incidents/iZarechye2/actions', cookie, close)).json().error.code).toBe(
      'E_FORBIDDEN',
    );
    const comment = { version: 1, action: { type: 'comment', text: 'Выезжаем' } };
    expect((await api.call('POST', '/api/incidents/iZarechye2/actions', cookie, comment)).statusCode).toBe(200);
  });
});

describe('the limits of a user', () => {
  const tree = [
    { id: 'a', parent: 'b' },
    { id: 'b', parent: 'a' },
  ];
  it('stop at a tree that bites its tail', () =>
    expect(isInside('a', sampleUser({ territories: ['x'] }), tree)).toBe(false));
  it('are none for a user of all territories', () => {
    const query = { territory: ['anywhere'], limit: 5 };
    expect(limitedTo(sampleUser({ territories: [] }), query, tree)).toEqual(query);
  });
  it('leave an executor without bodies nothing', () =>
    expect(limitedTo(sampleUser({ role: 'executor', territories: [] }), {}, tree)).toBeNull());
});
