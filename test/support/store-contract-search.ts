import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.js';
import type { Incident } from '../../src/core/incident.js';
import type { IncidentQuery, Store } from '../../src/core/ports.js';
import { sampleIncident } from './samples.js';
import type { StoreBench } from './store-contract.js';
import { thrownBy } from './store-contract-records.js';

const instant = (day: number, hour = 0) => new Date(Date.UTC(2026, 2, day, hour)).toISOString();

function incident(id: string, day: number, overrides: Partial<Incident>): Incident {
  const base = sampleIncident({ id, ...overrides });
  return { ...base, clocks: { ...base.clocks, queuedAt: instant(day) } };
}

/** A small queue; the names in the tests are these ids. */
const queue: Incident[] = [
  incident('road', 1, {
    number: 'AB12CD',
    group: 'roads',
    texts: [
      'На дорогах посёлка снова ямы, машины объезжают по обочине.',
      'Дороги разбиты, ямы по колено! Ямы у школы.',
    ],
    settlement: 'Заречье',
    street: 'Полевая',
    house: '5А',
    executorId: 'roads-office',
    sourceIds: ['forum', 'telegram'],
    peopleCount: 7,
    dueAt: instant(10),
  }),
  incident('tree', 2, {
    number: 'EF34GH',
    texts: ['Во дворе упала старая ёлка и перегородила вход в подъезд.'],
    settlement: 'Каменка',
    street: 'Лесная',
    house: '12',
    status: 'proposed',
    approverId: 'city-hall',
    urgency: 'urgent',
    peopleCount: 2,
    sourceIds: ['forum'],
    territories: ['kamenka', 'priozernaya'],
    oktmo: '61701000001',
    point: { lat: 54.61, lon: 39.74 },
    dueAt: instant(8),
  }),
  incident('lift', 3, {
    number: 'JK56MN',
    group: 'housing',
    texts: ['Лифт не работает вторую неделю, пожилым не подняться.'],
    settlement: 'Заречье;Каменка',
    street: null,
    oktmo: '61701000',
    status: 'answered',
    executorId: 'housing-office',
    peopleCount: 2,
    sourceIds: ['telegram'],
    dueAt: instant(7),
    unsure: true,
    recurrences: 2,
    recurredAt: instant(9),
  }),
  incident('park', 4, {
    number: 'PQ78RS',
    group: null,
    topic: null,
    texts: ['Работает ли парк в выходные? Не знаю, кого спросить.'],
    settlement: null,
    street: null,
    oktmo: '61000000',
    promises: [
      { seq: 3, text: 'До 12 марта откроют.', dueOn: '2026-03-12', state: 'open', isTold: true },
      { seq: 4, text: 'До 1 марта ответим.', dueOn: '2026-03-01', state: 'kept', isTold: true },
    ],
    sourceIds: ['telegram'],
    territories: ['priozernaya'],
    dueAt: null,
  }),
  incident('waste', 5, {
    number: 'TV90WX',
    group: 'waste',
    texts: ['Мусор у дороги не вывозят, контейнеры переполнены.'],
    settlement: 'Каменка',
    street: 'Заводская',
    status: 'closed',
    approverId: 'city-hall',
    sourceIds: ['news'],
    dueAt: null,
  }),
];

/** Search, filters, facets, order, pages and highlights of the queue. */
export function describeIncidentSearch(bench: StoreBench): void {
  let store: Store;
  beforeAll(async () => {
    store = await bench.open(systemClock);
    await Promise.all(queue.map((item) => store.incidents.project(item)));
    await store.refresh();
  });
  afterAll(() => bench.discard(store));
  const ids = async (query: IncidentQuery) => (await store.incidents.search(query)).items.map(({ id }) => id);
  const found = async (text: string) => (await ids({ text })).sort();

  describe('full-text search', () => {
    it('gives incidents back as they were written', async () => {
      expect((await store.incidents.search({ text: 'ёлка' })).items).toEqual([queue[1]]);
    });
    it.each([
      ['дорога', ['road', 'waste']],
      ['ДОРОГАМИ', ['road', 'waste']],
      ['елка', ['tree']],
      ['ёлками', ['tree']],
      ['Ёлку', ['tree']],
      ['велодорожка', []],
    ])('finds «%s» in any form of the word', async (text, expected) => {
      expect(await found(text)).toEqual(expected);
    });
    it('asks for every word, in whichever field it stands', async () => {
      expect(await found('дорога мусор')).toEqual(['waste']);
      expect(await found('ямы Полевая')).toEqual(['road']);
      expect(await found('ямы Лесная')).toEqual([]);
    });
    it('does not leave out «не»: a phrase stands or falls with it', async () => {
      expect(await found('"не работает"')).toEqual(['lift']);
      expect(await found('«не работает»')).toEqual(['lift']);
      expect(await found('не работает')).toEqual(['lift', 'park']);
      expect(await found('"работает не"')).toEqual([]);
    });
    it('does not find a phrase across two posts', async () => {
      expect(await found('"обочине дороги"')).toEqual([]);
      expect(await found('"дороги разбиты" обочине')).toEqual(['road']);
    });
    it('finds by settlement, street and house', async () => {
      expect(await found('Каменка')).toEqual(['lift', 'tree', 'waste']);
      expect(await found('полевой')).toEqual(['road']);
      expect(await found('5а')).toEqual(['road']);
      expect(await found('лесная 12')).toEqual(['tree']);
    });
    it('finds by the number, whole, begun, with letters before it, in either case', async () => {
      for (const text of ['JK56MN', 'ИН-JK56MN', 'ин-jk', 'jk5']) expect(await found(text)).toEqual(['lift']);
      expect(await found('jk')).toEqual([]);
    });
    it.each(['', '   ', '!!! —', '""', '"'])('takes «%s» for no search at all', async (text) => {
      expect(await found(text)).toHaveLength(5);
    });
    it.each(['"незакрытая', 'a AND OR (', 'ям* ~ \\ / [', 'x:y', '«не', '\u0000', '👍'])('bears «%s»', async (text) => {
      expect(Array.isArray(await found(text))).toBe(true);
    });
    it('marks what matched in the posts, and nothing without a search', async () => {
      const page = await store.incidents.search({ text: 'яма дорога' });
      const fragments = page.highlights.road?.join('\n') ?? '';
      expect(fragments).toContain('\uE000ямы\uE001');
      expect(fragments).toContain('\uE000Дороги\uE001');
      expect(fragments.replace(/[\uE000\uE001]/g, '')).toContain('Дороги разбиты, ямы по колено!');
      expect((await store.incidents.search({})).highlights).toEqual({});
      expect((await store.incidents.search({ text: 'Лесная' })).highlights).toEqual({});
    });
    it('puts the best match first when a text is searched', async () => {
      expect(await ids({ text: 'дорога', sort: 'relevance' })).toEqual(['road', 'waste']);
      expect(await ids({ text: 'дорога' })).toEqual(['road', 'waste']);
      expect(await ids({ text: 'дорога', sort: 'newest' })).toEqual(['waste', 'road']);
    });
  });

  describe('filters', () => {
    it.each<[string, IncidentQuery, string[]]>([
      ['status', { status: ['new', 'closed'] }, ['waste', 'park', 'road']],
      ['group', { group: ['roads', 'waste'] }, ['waste', 'road']],
      ['urgency', { urgency: 'urgent' }, ['tree']],
      ['a territory and all below', { territory: ['priozernaya'] }, ['waste', 'park', 'lift', 'tree', 'road']],
      ['the territory itself', { territory: ['kamenka'] }, ['tree']],
      ['the beginning of an OKTMO code', { oktmo: '61701' }, ['lift', 'tree']],
      ['a whole OKTMO code', { oktmo: '61701000001' }, ['tree']],
      ['executor', { executorId: ['roads-office', 'housing-office'] }, ['lift', 'road']],
      ['body, the own', { bodies: ['housing-office'] }, ['lift']],
      ['body, what waits for its approval', { bodies: ['city-hall', 'housing-office'] }, ['lift', 'tree']],
      ['source', { sourceId: ['telegram'] }, ['park', 'lift', 'road']],
      ['settlement, also one of several', { settlement: ['Каменка'] }, ['waste', 'lift', 'tree']],
      ['queued from, inclusive', { from: instant(4) }, ['waste', 'park']],
      ['queued up to, inclusive', { to: instant(2) }, ['tree', 'road']],
      ['a span of time', { from: instant(2), to: instant(3) }, ['lift', 'tree']],
      ['overdue and still waiting', { overdueAt: instant(9) }, ['tree']],
      ['overdue only when past', { overdueAt: instant(10) }, ['tree']],
      ['a promised day that is over, and open', { promisesOverAt: '2026-03-12T21:00:00.000Z' }, ['park']],
      ['a promised day only when it is over', { promisesOverAt: '2026-03-12T20:59:59.999Z' }, []],
      ['unsure', { unsure: true }, ['lift']],
      ['come back', { recurring: true }, ['lift']],
      ['sure', { unsure: false }, ['waste', 'park', 'tree', 'road']],
      ['several at once', { status: ['new'], sourceId: ['telegram'], group: ['roads'] }, ['road']],
      ['an empty list as none', { status: [], territory: [] }, ['waste', 'park', 'lift', 'tree', 'road']],
    ])('narrow by %s', async (_name, query, expected) => {
      const page = await store.incidents.search(query);
      expect(page.items.map(({ id }) => id)).toEqual(expected);
      expect(page.total).toBe(expected.length);
    });
  });

  describe('facets', () => {
    it('count the whole queue, most first, then by name', async () => {
      const { facets } = await store.incidents.search({});
      expect(facets.sourceId).toEqual([
        { key: 'telegram', count: 3 },
        { key: 'forum', count: 2 },
        { key: 'news', count: 1 },
      ]);
      expect(facets.settlement).toEqual([
        { key: 'Каменка', count: 3 },
        { key: 'Заречье', count: 2 },
      ]);
      expect(facets.group.map(({ key }) => key)).toEqual(['housing', 'improvement', 'roads', 'waste']);
      expect(facets.urgency).toEqual([
        { key: 'ordinary', count: 4 },
        { key: 'urgent', count: 1 },
      ]);
      expect(facets.status[0]).toEqual({ key: 'new', count: 2 });
      expect(facets.executorId[0]).toEqual({ key: 'lighting', count: 3 });
    });
    it("leave out their own filter and heed the others', the search and the territory", async () => {
      const { facets, total } = await store.incidents.search({ sourceId: ['telegram'], status: ['new'] });
      expect(total).toBe(2);
      expect(facets.status).toEqual([
        { key: 'new', count: 2 },
        { key: 'answered', count: 1 },
      ]);
      expect(facets.sourceId).toEqual([
        { key: 'telegram', count: 2 },
        { key: 'forum', count: 1 },
      ]);
      expect(facets.group).toEqual([{ key: 'roads', count: 1 }]);
      const narrowed = await store.incidents.search({ text: 'дорога', territory: ['priozernaya'] });
      expect(narrowed.facets.status).toEqual([
        { key: 'closed', count: 1 },
        { key: 'new', count: 1 },
      ]);
    });
  });

  describe('incidents by nearness', () => {
    const nearest = [
      { id: 'park', similarity: -0.2 },
      { id: 'road', similarity: 0.91 },
      { id: 'unknown', similarity: 0.9 },
      { id: 'waste', similarity: 0.89 },
    ];
    it('are those given, the most similar first', async () => {
      expect(await ids({ nearest })).toEqual(['road', 'waste', 'park']);
      expect(await ids({ nearest: [] })).toEqual([]);
    });
    it('can be put into another order, narrowed down and searched by words', async () => {
      expect(await ids({ nearest, sort: 'newest' })).toEqual(['waste', 'park', 'road']);
      expect(await ids({ nearest, status: ['new'] })).toEqual(['road', 'park']);
      expect(await ids({ nearest, text: 'дороги' })).toEqual(['road', 'waste']);
    });
    it('are counted and paged through like any others', async () => {
      const first = await store.incidents.search({ nearest, limit: 2 });
      expect(first.total).toBe(3);
      expect(first.facets.status).toEqual([
        { key: 'new', count: 2 },
        { key: 'closed', count: 1 },
      ]);
      expect(first.highlights).toEqual({});
      const second = await store.incidents.search({ nearest, limit: 2, after: first.next ?? '' });
      expect(second.items.map(({ id }) => id)).toEqual(['park']);
    });
    it('may be a thousand', async () => {
      const many = Array.from({ length: 999 }, (_, n) => ({ id: `nobody${n}`, similarity: 0.5 }));
      expect(await ids({ nearest: [...many, { id: 'lift', similarity: 0.1 }] })).toEqual(['lift']);
    });
  });

  describe('order and pages', () => {
    it('are by entry, deadline (none last), or people', async () => {
      expect(await ids({})).toEqual(['waste', 'park', 'lift', 'tree', 'road']);
      expect(await ids({ sort: 'newest' })).toEqual(['waste', 'park', 'lift', 'tree', 'road']);
      expect(await ids({ sort: 'due' })).toEqual(['lift', 'tree', 'road', 'waste', 'park']);
      expect(await ids({ sort: 'people' })).toEqual(['road', 'lift', 'tree', 'waste', 'park']);
      expect(await ids({ sort: 'relevance' })).toEqual(['waste', 'park', 'lift', 'tree', 'road']);
    });
    it.each(['newest', 'due', 'people', 'relevance'] as const)(
      'by %s go through all without loss or repeat',
      async (sort) => {
        for (const text of [undefined, 'дорога']) {
          const query: IncidentQuery = { sort, ...(text ? { text } : {}) };
          const whole = await ids(query);
          const seen: string[] = [];
          let after: string | null = null;
          do {
            const page = await store.incidents.search({ ...query, limit: 2, ...(after ? { after } : {}) });
            expect(page.total).toBe(whole.length);
            seen.push(...page.items.map(({ id }) => id));
            after = page.next;
          } while (after);
          expect(seen).toEqual(whole);
        }
      },
    );
    it('go on where they were when a new incident comes in', async () => {
      const first = await store.incidents.search({ limit: 2 });
      await store.incidents.project(incident('late', 6, { territories: ['elsewhere'] }));
      await store.refresh();
      const second = await store.incidents.search({ limit: 3, after: first.next ?? '' });
      expect(second.items.map(({ id }) => id)).toEqual(['lift', 'tree', 'road']);
      expect(second.next).toBeNull();
    });
    it('refuse a cursor of another order, a torn one and an impossible page size', async () => {
      const { next } = await store.incidents.search({ limit: 1 });
      const wrong: IncidentQuery[] = [
        { sort: 'due', after: next ?? '' },
        { after: 'мусор' },
        { after: Buffer.from('[1,"newest",{"a":1},"x"]').toString('base64url') },
        { limit: 0 },
        { limit: 201 },
        { limit: 1.5 },
      ];
      for (const query of wrong) {
        expect((await thrownBy(() => store.incidents.search(query))).code).toBe('E_INPUT_INVALID');
      }
    });
  });
}
