import type { Locator } from '../../src/core/ports.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import type { GroupCode } from '../../src/core/verdict.js';
import { coversConditions } from './conditions.js';
import { type Fit, indexLines, type Line, type RoutingTable } from './table.js';

/** What a line is for, one by one: a topic, a group, or «» for everything. */
type Subject = string;

/** Territories for which the same lines stand. */
export interface Area {
  readonly chain: readonly (string | null)[];
  /** Null: no territory is known. */
  readonly territories: (string | null)[];
  readonly templates: Set<Line>;
}
export interface Gap {
  readonly area: Area;
  readonly group: GroupCode | null;
  readonly topics: (string | null)[];
}
export interface Reach {
  readonly areas: readonly Area[];
  /** Topics, groups without a topic, and texts without a group, times the territories and the unknown place. */
  readonly cells: number;
  /** Where no line holds always. */
  readonly gaps: readonly Gap[];
  /** Lines that win in some case, and what for. */
  readonly reached: ReadonlyMap<Line, ReadonlySet<Subject>>;
  /** Of what a line does not win: who takes it. */
  readonly takers: ReadonlyMap<Line, ReadonlyMap<Subject, ReadonlySet<Line>>>;
}

export function subjectOf({ by }: Fit, group: GroupCode | null, topic: string | null): Subject {
  return by === 'topic' ? (topic ?? '') : by === 'group' ? (group ?? '') : '';
}

/**
 * Walks every topic in every territory. Territories for which the same lines stand are walked once. A line that holds always takes what
 * comes after it; a conditional one takes only what lies within its own conditions, so it never completes a cell.
 */
export function walkCells(
  table: RoutingTable,
  territories: readonly string[],
  lineage: Locator['lineage'],
  taxonomy: Taxonomy,
): Reach {
  const index = indexLines(table);
  const areas = new Map<string, Area>();
  for (const id of [null, ...territories]) {
    const chain = [...lineage(id), null].filter((each) => index.has(each));
    const key = chain.join('\n');
    const area = areas.get(key) ?? { chain, territories: [], templates: new Set() };
    area.territories.push(id);
    areas.set(key, area);
  }
  const subjects: (readonly [GroupCode | null, readonly (string | null)[]])[] = [
    [null, [null]],
    ...taxonomy.groups.map(({ code, topics }) => [code, [null, ...topics.map(({ id }) => id)]] as const),
  ];
  const reached = new Map<Line, Set<Subject>>();
  const takers = new Map<Line, Map<Subject, Set<Line>>>();
  const gaps: Gap[] = [];
  for (const area of areas.values()) {
    for (const [group, topics] of subjects) {
      const open = topics.filter((topic) => {
        const before: Line[] = [];
        for (const fit of index.fitting(area.chain, group, topic)) {
          const { line } = fit;
          const subject = subjectOf(fit, group, topic);
          const taker = before.find(({ conditions }) => coversConditions(conditions, line.conditions));
          if (taker === undefined) {
            before.push(line);
            note(reached, line, () => new Set<Subject>()).add(subject);
            if (line.template !== null) area.templates.add(line);
          } else {
            const bySubject = note(takers, line, () => new Map<Subject, Set<Line>>());
            note(bySubject, subject, () => new Set<Line>()).add(taker);
          }
        }
        return !before.some(({ conditions }) => conditions === null);
      });
      if (open.length > 0) gaps.push({ area, group, topics: open });
    }
  }
  const perTerritory = subjects.reduce((sum, [, topics]) => sum + topics.length, 0);
  return { areas: [...areas.values()], cells: perTerritory * (territories.length + 1), gaps, reached, takers };
}

function note<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
