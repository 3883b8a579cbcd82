import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocator } from '../../../pipelines/places/locator.js';
import type { Role, User } from '../../../src/core/user.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import { routesOf } from '../../support/api-routes.js';
import { sampleMachine, sampleRoute } from '../../support/samples.js';
import { configFile } from '../pipelines/places/config-files.js';

/** Who asks, about an incident of the lamp office in Zarechye, whose answers the city hall approves. */
const people: Record<string, [Role, Partial<User>]> = {
  admin: ['administrator', {}],
  coordinator: ['coordinator', {}],
  operator: ['operator', {}],
  local: ['operator', { territories: ['zarechye'] }],
  stranger: ['operator', { territories: ['lesnoe'] }],
  own: ['executor', { executors: ['lamps'] }],
  other: ['executor', { executors: ['water'] }],
  approver: ['executor', { executors: ['city-hall'] }],
};

const all = (status: number) => Object.fromEntries(Object.keys(people).map((name) => [name, status]));
const staff = { ...all(200), own: 403, other: 403, approver: 403 };
/** Whoever may not see the incident is told that there is none. */
const sees = { ...all(200), stranger: 404, other: 404 };
/** What each person is answered; a route that is not here fails the walk. `body` and `query` are what a right request holds; `version` is the incident's. */
const walk: Record<string, { answers: Record<string, number>; query?: string; body?: (version: number) => object }> = {
  'GET /api/session': { answers: all(200) },
  'GET /api/incidents': { answers: all(200) },
  'GET /api/incidents/:id': { answers: sees },
  'GET /api/incidents/:id/similar': { answers: sees },
  'GET /api/incidents/:id/drafts': { answers: sees },
  'GET /api/incidents/:id/series': { answers: sees },
  'GET /api/series': { answers: all(200) },
  'GET /api/incidents/:id/merge-preview': { answers: sees, query: '?into=iBeside' },
  'POST /api/incidents/:id/actions': {
    answers: sees,
    body: (version) => ({ version, action: { type: 'comment', text: 'Проверить' } }),
  },
  'GET /api/meta': { answers: all(200) },
  'GET /api/sources': { answers: staff },
  'PUT /api/sources/:id/switch': { answers: { ...all(403), admin: 404 }, body: () => ({ on: true }) },
  'GET /api/alerts': { answers: staff },
  'GET /api/system': { answers: staff },
  'GET /api/dead-letters': { answers: { ...staff, operator: 403, local: 403, stranger: 403 } },
  'GET /api/places/resolve': { answers: all(200), query: '?text=Мира' },
  'GET /openapi.json': { answers: all(200) },
};
/** Answered by tests of their own: what is open, ends the session, changes the password or never ends. */
const elsewhere = [
  'POST /api/session',
  'DELETE /api/session',
  'POST /api/session/password',
  'GET /api/stream',
  'GET /healthz',
  'GET /metrics',
];

let api: ApiBench;
beforeAll(async () => {
  const town = 'territories:\n  - { id: zarechye, level: settlement, name: Заречье, type: город }\n';
  const places = createLocator({ files: [configFile('config/places/own.yaml', town)] });
  api = await makeApi({ explainPlace: (text) => places.explain(text, { territory: null }) });
  for (const [login, [role, limits]] of Object.entries(people)) await api.addUser(login, role, limits);
  const route = sampleRoute({
    executorId: 'lamps',
    executorName: 'Горсвет',
    approverId: 'city-hall',
    approverName: 'Мэрия',
  });
  const machine = { ...sampleMachine(), route, territories: ['zarechye', 'region'] };
  await api.addIncident('iLamp', { machine });
  await api.addIncident('iBeside', { machine });
});
afterAll(() => api.close());

describe('every route', () => {
  it('has its rights declared here, and each person is answered by them', async () => {
    const known = routesOf(api.app).map(({ method, url }) => `${method} ${url}`);
    const routes = known.filter((route) => !elsewhere.includes(route));
    expect(routes.toSorted()).toEqual(Object.keys(walk).toSorted());
    for (const route of routes) {
      const [method = 'GET', url = ''] = route.split(' ');
      const { answers, query = '', body } = walk[route] ?? { answers: {} };
      const got: Record<string, number> = {};
      for (const person of Object.keys(people)) {
        const version = (await api.store.incidents.get('iLamp'))?.version ?? 0;
        const address = url.replace(':id', 'iLamp') + query;
        got[person] = (
          await api.call(method as 'GET', encodeURI(address), await api.login(person), body?.(version))
        ).statusCode;
      }
      expect({ route, ...got }).toEqual({ route, ...answers });
    }
  });

  it('lists what a person may open, and counts no more', async () => {
    const seen: Record<string, number> = {};
    for (const person of Object.keys(people))
      seen[person] = (await api.call('GET', '/api/incidents', await api.login(person))).json().total;
    // The approver's queue holds what waits for it: nothing yet.
    expect(seen).toEqual({
      admin: 2,
      coordinator: 2,
      operator: 2,
      local: 2,
      stranger: 0,
      own: 2,
      other: 0,
      approver: 0,
    });
  });
});
