import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { errorReplySchema, incidentCardSchema, incidentListReplySchema } from '../../../src/core/http.js';
import type { Incident } from '../../../src/core/incident.js';
import { type ApiBench, makeApi } from '../../support/api-bench.js';
import { sampleMachine, samplePlace, samplePost, sampleRoute, sampleVerdict } from '../../support/samples.js';

let api: ApiBench;
let cookie: string;
const secrets = /authorsecret|clustersecret|authorhash|passwordHash/;

describe('the list', () => {
  beforeAll(async () => {
    api = await makeApi();
    await api.addUser('operator', 'operator');
    cookie = await api.login('operator');
    await api.addIncident('iLight', { text: 'На улице не горят фонари', authors: ['authorsecret1', 'authorsecret2'] });
    const water = sampleMachine({
      verdict: sampleVerdict({ group: 'housing', topic: null, urgency: 'urgent', unsure: true }),
      place: samplePlace({ settlement: 'Лесное', territoryId: 'lesnoe' }),
      route: sampleRoute({ executorId: 'water', executorName: 'Водоканал' }),
      territories: ['lesnoe', 'region'],
      timeZone: 'Asia/Omsk',
    });
    await api.addIncident('iWater', {
      text: 'Прорвало трубу в подвале',
      machine: water,
      sourceId: 'lesnoe-news',
      at: '2026-03-01T00:00:00.000Z',
    });
  });
  afterAll(() => api.close());
  const ids = async (query: string): Promise<string[]> => {
    const reply = await api.call('GET', `/api/incidents?${query}`, cookie);
    if (reply.statusCode !== 200) throw new Error(reply.body);
    return incidentListReplySchema.parse(reply.json()).items.map((item) => item.id);
  };

  it('shows the newest first, with counts and without what is internal', async () => {
    const reply = await api.call('GET', '/api/incidents', cookie);
    expect(reply.json()).toMatchObject({ total: 2, next: null, facets: { status: [{ key: 'new', count: 2 }] } });
    expect(reply.json().items.map((item: { id: string }) => item.id)).toEqual(['iLight', 'iWater']);
    expect(reply.body).not.toMatch(secrets);
    for (const field of ['texts', 'posts', 'authors', 'machine', 'review'])
      expect(reply.json().items[0]).not.toHaveProperty(field);
  });

  it.each([
    ['text=%D1%84%D0%BE%D0%BD%D0%B0%D1%80%D1%8C', ['iLight']],
    ['status=new,assigned', ['iLight', 'iWater']],
    ['status=closed', []],
    ['group=housing', ['iWater']],
    ['urgency=urgent', ['iWater']],
    ['territory=lesnoe', ['iWater']],
    ['territory=region', ['iLight', 'iWater']],
    ['executorId=water', ['iWater']],
    ['sourceId=zarechye-forum', ['iLight']],
    [`settlement=${encodeURIComponent('Лесное')}`, ['iWater']],
    ['from=2026-03-02T00:00:00.000Z', ['iLight']],
    ['to=2026-03-02T00:00:00.000Z', ['iWater']],
    ['overdue=true', ['iWater']],
    ['unsure=true', ['iWater']],
    ['unsure=false', ['iLight']],
    ['sort=people', ['iLight', 'iWater']],
    ['sort=due', ['iWater', 'iLight']],
    ['group=&status=', ['iLight', 'iWater']],
    ['group=housing&urgency=urgent&unsure=true&territory=lesnoe&sort=due&limit=1', ['iWater']],
  ])('filters and sorts by %s', async (query, expected) => expect(await ids(query)).toEqual(expected));

  it('marks what matched', async () => {
    const reply = await api.call('GET', `/api/incidents?text=${encodeURIComponent('фонари')}`, cookie);
    expect(reply.json().highlights.iLight[0]).toContain('\uE000фонари\uE001');
  });

  it('tells the zone of its place in each row, for the times that stand in it', async () => {
    const { items } = (await api.call('GET', '/api/incidents', cookie)).json();
    const zones = Object.fromEntries(items.map((row: { id: string; timeZone: string }) => [row.id, row.timeZone]));
    expect(zones).toEqual({ iWater: 'Asia/Omsk', iLight: 'Europe/Moscow' });
  });

  it('goes on where a page ended', async () => {
    const first = (await api.call('GET', '/api/incidents?limit=1', cookie)).json();
    expect(first.next).not.toBeNull();
    const second = (await api.call('GET', `/api/incidents?limit=1&after=${first.next}`, cookie)).json();
    expect([...first.items, ...second.items].map((item: { id: string }) => item.id)).toEqual(['iLight', 'iWater']);
    expect(second.next).toBeNull();
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=many', 'limit'],
    ['status=open', 'status'],
    ['group=roads,potholes', 'group'],
    ['urgency=high', 'urgency'],
    ['from=yesterday', 'from'],
    ['overdue=false', 'overdue'],
    ['unsure=maybe', 'unsure'],
    ['sort=random', 'sort'],
    ['after=nonsense', 'after'],
    [`text=${'a'.repeat(501)}`, 'text'],
    ['status=new&status=closed', 'status'],
    ['author=someone', 'author'],
  ])('answers 400 to %s and names the field', async (query, field) => {
    const reply = await api.call('GET', `/api/incidents?${query}`, cookie);
    expect(reply.statusCode).toBe(400);
    expect(errorReplySchema.parse(reply.json()).error).toMatchObject({
      code: 'E_INPUT_INVALID',
      message: expect.stringContaining(field),
    });
  });
});

describe('the card', () => {
  beforeEach(async () => {
    api = await makeApi();
    await api.addUser('operator', 'operator');
    cookie = await api.login('operator');
    await api.addIncident('iLight', { authors: ['authorsecret1', 'authorsecret2'] });
    return () => api.close();
  });
  const act = (action: object, version = 2) =>
    api.call('POST', '/api/incidents/iLight/actions', cookie, { version, action });

  it('shows posts, history and what is possible, and neither hashes of authors nor keys of joining', async () => {
    const reply = await api.call('GET', '/api/incidents/iLight', cookie);
    const card = incidentCardSchema.parse(reply.json());
    expect(card).toMatchObject({ incident: { id: 'iLight', postCount: 2, peopleCount: 2 } });
    expect(card.posts).toHaveLength(2);
    expect(card.history.map((entry) => entry.change.type)).toEqual(['opened', 'post-joined']);
    expect(card.allowed).toContain('assign');
    expect(reply.body).not.toMatch(secrets);
    expect(reply.body).not.toMatch(/"author"|"authors"|"clusterKeys"/);
  });

  it('shows what the author wrote of the answer, without the hash of the author', async () => {
    const said = samplePost({ id: 'pAfter', text: 'Спасибо, сделали!', author: 'authorsecret1', incidentId: null });
    await api.store.posts.save([said]);
    const reactions = [{ postId: 'pAfter', mood: 'satisfied' as const, at: '2026-03-03T09:00:00.000Z' }];
    await api.store.incidents.project({ ...((await api.store.incidents.get('iLight')) as Incident), reactions });
    const reply = await api.call('GET', '/api/incidents/iLight', cookie);
    const card = incidentCardSchema.parse(reply.json());
    expect(card.incident.reactions).toMatchObject([{ postId: 'pAfter', mood: 'satisfied' }]);
    expect(card.authorWords).toEqual([expect.objectContaining({ id: 'pAfter', text: 'Спасибо, сделали!' })]);
    expect(reply.body).not.toMatch(secrets);
  });

  it('shows what a merge would come to, carries it out, and takes it back', async () => {
    await api.addIncident('iWater', {
      text: 'Прорвало трубу',
      authors: ['authorsecret3'],
      at: '2026-03-01T00:00:00.000Z',
    });
    const preview = await api.call('GET', '/api/incidents/iLight/merge-preview?into=iWater', cookie);
    expect(preview.json()).toMatchObject({
      into: { postCount: 1 },
      after: { id: 'iWater', postCount: 3, peopleCount: 3 },
    });
    expect(preview.body).not.toMatch(secrets);
    const merged = await act({ type: 'merge', intoId: 'iWater', intoVersion: 1, reason: null });
    expect(merged.json()).toMatchObject({ incident: { status: 'merged' }, allowed: ['undo', 'comment'] });
    const into = await api.call('GET', '/api/incidents/iWater', cookie);
    expect(incidentCardSchema.parse(into.json()).history.at(-1)?.change).toMatchObject({
      type: 'absorbed',
      from: { id: 'iLight', postCount: 2 },
    });
    expect(into.body).not.toMatch(secrets);
    expect(into.json().posts).toHaveLength(3);
    const seq = merged.json().incident.ties.mergedInto.seq;
    const undone = await act({ type: 'undo', seq, reason: null }, merged.json().incident.version);
    expect(undone.json()).toMatchObject({ incident: { status: 'new', postCount: 2 } });
  });

  it('splits posts off, and shows neither hashes nor keys of them', async () => {
    const { posts } = (await api.call('GET', '/api/incidents/iLight', cookie)).json();
    const reply = await act({ type: 'split', postIds: [posts[1].id], reason: 'Другой дом' });
    const card = incidentCardSchema.parse(reply.json());
    expect(card).toMatchObject({ incident: { postCount: 1, ties: { splitOff: [{ postIds: [posts[1].id] }] } } });
    expect(reply.body).not.toMatch(secrets);
  });

  it('merges neither into nor from what the user may not see', async () => {
    await api.addIncident('iWater', { machine: { territories: ['lesnoe', 'region'] } });
    await api.addUser('local', 'operator', { territories: ['zarechye'] });
    const local = await api.login('local');
    const preview = await api.call('GET', '/api/incidents/iLight/merge-preview?into=iWater', local);
    const action = { type: 'merge', intoId: 'iWater', intoVersion: 1, reason: null };
    const merge = await api.call('POST', '/api/incidents/iLight/actions', local, { version: 2, action });
    expect([preview.statusCode, merge.statusCode]).toEqual([404, 404]);
    expect(await api.store.incidents.events('iLight')).toHaveLength(2);
  });

  it('is written into the audit log with who read it', async () => {
    await api.call('GET', '/api/incidents/iLight', cookie);
    expect(await api.store.audit.list({ target: 'iLight' })).toEqual([
      {
        id: expect.stringMatching(/^a/),
        at: '2026-03-02T10:00:00.000Z',
        login: 'operator',
        action: 'read',
        target: 'iLight',
      },
    ]);
  });

  it('is not shown when the reading cannot be written down', async () => {
    api.store.audit.add = () => Promise.reject(new Error('disk full'));
    const reply = await api.call('GET', '/api/incidents/iLight', cookie);
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('Текст обращения');
  });

  it.each([
    [
      { type: 'assign', executorId: 'water', note: 'срочно' },
      { status: 'assigned', executorName: 'Водоканал' },
    ],
    [{ type: 'change-topic', group: 'roads', topic: null }, { group: 'roads' }],
    [{ type: 'change-urgency', urgency: 'urgent' }, { urgency: 'urgent' }],
    [{ type: 'not-incident', reason: 'Шутка' }, { status: 'not-incident' }],
    [{ type: 'answer', text: 'Приедем', url: 'https://forum.example/1' }, { status: 'answered' }],
    [{ type: 'close', outcome: 'solved', reason: 'Сделано' }, { status: 'closed' }],
    [{ type: 'comment', text: 'Проверить' }, { status: 'new' }],
  ])('answers the action %j with the new card', async (action, expected) => {
    const reply = await act(action);
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ incident: { version: 3, ...expected } });
    expect(reply.json().history.at(-1)).toMatchObject({
      seq: 3,
      actor: { kind: 'operator', id: 'operator', name: 'Дежурный оператор' },
    });
    expect((await api.store.audit.list({ target: 'iLight' })).map((entry) => entry.action)).toEqual([action.type]);
    expect(reply.body).not.toMatch(secrets);
  });

  it('answers 409 to who comes second, with what happened since, and nothing internal in it', async () => {
    await act({ type: 'comment', text: 'первый' });
    const reply = await act({ type: 'close', outcome: 'solved', reason: 'Сделано' }, 1);
    expect(reply.statusCode).toBe(409);
    const { error } = errorReplySchema.parse(reply.json());
    expect(error).toMatchObject({ code: 'E_CONFLICT', details: { version: 3 } });
    expect((error.details.events as { change: { type: string } }[]).map((event) => event.change.type)).toEqual([
      'post-joined',
      'commented',
    ]);
    expect(reply.body).not.toMatch(secrets);
    expect(reply.body).not.toMatch(/"author"|"clusterKeys"/);
  });

  it('answers 409 to what the state does not allow, and says what it allows', async () => {
    await act({ type: 'close', outcome: 'solved', reason: 'Сделано' });
    const reply = await act({ type: 'assign', executorId: 'water', note: null }, 3);
    expect(reply.statusCode).toBe(409);
    expect(reply.json().error).toMatchObject({
      code: 'E_MOVE_FORBIDDEN',
      details: { status: 'closed', allowed: ['reopen', 'split', 'comment'] },
    });
  });

  it.each([
    [{ type: 'assign', executorId: 'nobody', note: null }, 'nobody'],
    [{ type: 'assign', executorId: '', note: null }, 'executorId'],
    [{ type: 'change-topic', group: 'politics', topic: null }, 'group'],
    [{ type: 'not-incident', reason: '   ' }, 'reason'],
    [{ type: 'answer', text: 'x', url: 'javascript:alert(1)' }, 'url'],
    [{ type: 'close', outcome: 'forgotten', reason: 'Сделано' }, 'outcome'],
    [{ type: 'delete' }, 'type'],
    [{ type: 'comment', text: 'x', actor: 'boss' }, 'actor'],
    [{}, 'type'],
  ])('answers 400 to the action %j and changes nothing', async (action, named) => {
    const reply = await act(action);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error).toMatchObject({ code: 'E_INPUT_INVALID', message: expect.stringContaining(named) });
    expect(await api.store.incidents.events('iLight')).toHaveLength(2);
    expect(await api.store.audit.list({ target: 'iLight' })).toEqual([]);
  });

  it.each([{ version: 0 }, { version: 1.5 }, { version: '2' }, {}])('answers 400 to the version %j', async (body) => {
    const reply = await api.call('POST', '/api/incidents/iLight/actions', cookie, {
      ...body,
      action: { type: 'comment', text: 'x' },
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error.message).toContain('version');
  });

  it('answers 404 to an incident that is not there', async () => {
    const reply = await api.call('POST', '/api/incidents/iNone/actions', cookie, {
      version: 1,
      action: { type: 'comment', text: 'x' },
    });
    expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'E_NOT_FOUND']);
  });
});
