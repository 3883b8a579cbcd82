import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRouting } from '../../../../pipelines/routing/check.js';
import { createRouter } from '../../../../pipelines/routing/router.js';
import type { GroupCode } from '../../../../src/core/verdict.js';
import { actorOf, type Case, type Entry, subjectsOf, type Table, winnerOf } from './oracle.js';
import { lineage, place, taxonomy, territories, topics, verdict } from './routing-kit.js';

/** Three groups are enough to meet each other; the others go to the last template. */
const groups = ['housing', 'roads', 'waste'];
const small = { groups: taxonomy.groups.filter(({ code }) => groups.includes(code)) };
const places = [...territories.map(({ id }) => id), null];
const bodyIds = ['b0', 'b1', 'b2', 'b3'];
const days = ['2026-01-10', '2026-02-28', '2026-03-01', '2026-06-15', '2026-12-31'];
const clocks = ['00:00', '06:00', '08:00', '18:00', '22:30'];
const kinds = { 'managing-company': 'УК', utility: 'водоканал' };

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });
const maybe = <T>(value: fc.Arbitrary<T>, freq = 3): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq });
const window = fc
  .record({ from: maybe(fc.constantFrom(...days)), to: maybe(fc.constantFrom(...days)) })
  .filter(({ from, to }) => from === undefined || to === undefined || from <= to);
const yearly = fc.constantFrom('01-01', '02-28', '03-01', '10-15', '12-31');
const when = fc
  .record({
    months: maybe(some([1, 2, 3, 6, 12]), 1),
    weekdays: maybe(some([1, 3, 6, 7]), 1),
    dates: maybe(fc.array(fc.record({ from: yearly, to: yearly }), { minLength: 1, maxLength: 2 }), 1),
    hours: maybe(
      fc
        .record({ from: fc.constantFrom(...clocks), to: fc.constantFrom(...clocks) })
        .filter(({ from, to }) => from !== to),
      1,
    ),
  })
  .filter((one) => Object.values(one).some((value) => value !== undefined));
const scope = {
  topics: maybe(some(topics), 1),
  groups: maybe(some(groups), 1),
  territory: maybe(fc.constantFrom(...territories.map(({ id }) => id)), 2),
};
const conditions = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        sources: maybe(some(['vk', 'forum']), 1),
        names: maybe(some(Object.keys(kinds)), 1),
        when: maybe(when, 1),
        window,
      })
      .map(({ window: span, ...rest }) => ({ ...rest, ...span })),
  },
);
/** Without what is not given, as a file has it. */
const written = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const tables: fc.Arbitrary<Table> = fc
  .record({
    rules: fc.array(fc.tuple(fc.record({ ...scope, executor: fc.constantFrom(...bodyIds) }), conditions), {
      maxLength: 9,
    }),
    templates: fc.array(fc.record(scope), { maxLength: 3 }),
    bodies: fc.tuple(
      ...bodyIds.map((id) =>
        fc.record({
          id: fc.constant(id),
          inactive: fc.array(window, { maxLength: 1 }),
          substitutes: fc.array(
            fc
              .tuple(fc.constantFrom(...bodyIds), window)
              .filter(([other]) => other !== id)
              .map(([other, span]) => ({ id: other, ...span })),
            { maxLength: 2 },
          ),
        }),
      ),
    ),
  })
  .map(({ rules, templates, bodies }) =>
    written({
      bodies,
      rules: rules.map(([rule, extra], i) => ({ id: `r${i}`, ...rule, ...extra })),
      templates: templates.map((template, i) => ({ id: `t${i}`, ...template })),
    }),
  ) as fc.Arbitrary<Table>;

/** The router of a table; a last template answers for everything when there is one. */
function routerOf(table: Table) {
  const data = {
    organisations: table.bodies.map((body) => ({ ...body, name: body.id })),
    rules: table.rules,
    templates: table.templates.map((template) => ({ ...template, kind: 'other', name: '{region}' })),
  };
  const file = { path: 'x.yaml', data, lineAt: (path: readonly PropertyKey[]) => Number(path[1] ?? 0) };
  return createRouter({ files: [file], lineage, territories });
}
const withLast = (table: Table): Table => ({ ...table, templates: [...table.templates, { id: 'last' }] });
const textNaming = (named: readonly string[]): string =>
  named.map((kind) => kinds[kind as keyof typeof kinds]).join(' и ');

const instants = fc
  .constantFrom(...days)
  .chain((day) =>
    fc
      .tuple(fc.constantFrom(...clocks, '23:59'), fc.constantFrom('Z', '+03:00', '+10:00'))
      .map(([clock, zone]) => new Date(`${day}T${clock}:00${zone}`).toISOString()),
  );
const cases: fc.Arbitrary<Case> = fc
  .record({
    territory: fc.constantFrom(...places),
    subject: fc.constantFrom(...subjectsOf(small)),
    source: fc.constantFrom('vk', 'forum', null),
    at: fc.option(instants),
    named: fc.subarray(Object.keys(kinds)),
  })
  .map(({ subject, ...rest }) => ({ ...subject, ...rest }));

describe('the table and a naive reading of its principles', () => {
  it('agree on the line and on who acts', () => {
    fc.assert(
      fc.property(tables.map(withLast), fc.array(cases, { minLength: 10, maxLength: 30 }), (table, asked) => {
        const { router } = routerOf(table);
        for (const one of asked) {
          const wanted = winnerOf(table, one);
          const route = router.route(
            verdict(one.group as GroupCode | null, one.topic),
            place(one.territory),
            textNaming(one.named),
            { sourceId: one.source ?? undefined, at: one.at },
          );
          expect(route.ruleId).toBe(wanted?.id);
          const body = wanted?.executor;
          if (body !== undefined) expect(route.executorId).toBe(actorOf(table, body, one) ?? body);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('agree on what is explained: the candidates end with all that fits, and the winner alone has not lost', () => {
    fc.assert(
      fc.property(tables.map(withLast), cases, (table, one) => {
        const { explain } = routerOf(table);
        const { route, candidates } = explain(
          verdict(one.group as GroupCode | null, one.topic),
          place(one.territory),
          textNaming(one.named),
          { sourceId: one.source ?? undefined, at: one.at },
        );
        expect(candidates.filter(({ lostBy }) => lostBy === null).map(({ id }) => id)).toEqual([route.ruleId]);
        const before = candidates.slice(
          0,
          candidates.findIndex(({ lostBy }) => lostBy === null),
        );
        for (const { lostBy } of before) expect(['sources', 'names', 'when', 'validity']).toContain(lostBy);
      }),
      { numRuns: 80 },
    );
  });
});

const check = (table: Table) => {
  const { table: loaded, problems } = routerOf(table);
  const sources = new Set(['vk', 'forum']);
  return checkRouting({ table: loaded, problems, territories, lineage, taxonomy: small, sources, today: '2026-01-01' });
};
const everywhere = places.flatMap((territory) => subjectsOf(small).map((subject) => ({ territory, ...subject })));

describe('routing check', () => {
  it('calls dead or shadowed only what never wins', () => {
    // Every combination of source, names and a spread of instants, in every territory, for every topic.
    const moments = [null, ...days.flatMap((day) => ['03:30', '07:00', '20:00'].map((clock) => `${day}T${clock}:00Z`))];
    const situations = [null, 'vk', 'forum'].flatMap((source) =>
      [[], Object.keys(kinds)].flatMap((named) => moments.map((at) => ({ source, named, at }))),
    );
    fc.assert(
      fc.property(tables.map(withLast), (table) => {
        const found = check(table).findings.filter(({ code }) => code === 'dead' || code === 'shadowed');
        const notLoaded = check(table).findings.filter(({ code }) => code === 'not-loaded');
        const named = new Set(
          [...found, ...notLoaded].map(({ message }) => /«(\w+)» (?:never wins|is never reached)/.exec(message)?.[1]),
        );
        if (named.size === 0) return;
        const lost = (entry: Entry): ((subject: string) => boolean) => {
          const said = found.find(({ message }) => message.startsWith(`«${entry.id}» never wins for `));
          const list = said === undefined ? null : (/never wins for (.*?):/.exec(said.message)?.[1] ?? '').split(', ');
          return (subject) => list === null || list.includes(subject);
        };
        for (const subject of everywhere) {
          for (const situation of situations) {
            const winner = winnerOf(table, { ...subject, ...situation });
            if (winner === null || !named.has(winner.id)) continue;
            const { topic, group } = subject;
            const by = topic !== null && winner.topics?.includes(topic) ? topic : (group ?? '');
            expect(
              lost(winner)(winner.topics === undefined && winner.groups === undefined ? '' : by),
              `${winner.id} wins for «${by}»`,
            ).toBe(false);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('misses nothing in a table without conditions', () => {
    const plain = tables.map((table) => ({
      ...withLast(table),
      rules: table.rules.map(
        ({ id, topics: t, groups: g, territory, executor }) =>
          written({ id, topics: t, groups: g, territory, executor }) as Entry,
      ),
    }));
    fc.assert(
      fc.property(plain, (table) => {
        const told = new Set(
          check(table)
            .findings.filter(({ code }) => code === 'dead' || code === 'not-loaded')
            .map(({ message }) => /«(\w+)»/.exec(message)?.[1]),
        );
        const winners = new Set(
          everywhere.map((subject) => winnerOf(table, { ...subject, source: null, at: null, named: [] })?.id),
        );
        const silent = [...table.rules, ...table.templates].filter(({ id }) => !winners.has(id) && !told.has(id));
        expect(silent).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('finds a gap exactly where nothing holds when no condition does', () => {
    fc.assert(
      fc.property(tables, (table) => {
        // Templates for «other» also take texts without a group: not part of these principles.
        const gaps = check(table).findings.some(({ code }) => code === 'gap');
        const open = everywhere.some(
          (subject) => winnerOf(table, { ...subject, source: null, at: null, named: [] }) === null,
        );
        expect(gaps).toBe(open);
      }),
      { numRuns: 80 },
    );
  });
});
