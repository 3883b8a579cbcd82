import type { BodyKind } from '../../src/core/executor.js';
import type { Organisation } from '../../src/core/organisation.js';
import type { GroupCode } from '../../src/core/verdict.js';
import type { Conditions } from './conditions.js';
import type { Template } from './schema.js';

/** One line of the table: a rule with its executor, or a template; in the order of the files. */
export interface Line {
  readonly id: string;
  readonly groups: readonly GroupCode[] | null;
  readonly topics: readonly string[] | null;
  readonly territory: string | null;
  /** Null: it always holds. */
  readonly conditions: Conditions | null;
  /** The body that a rule names; null for a template. */
  readonly executor: Organisation | null;
  /** Who approves; `parent`: the parent of the body that acts. */
  readonly approver: Organisation | 'parent' | null;
  /** Kind and unfilled name of a template; null for a rule. */
  readonly template: Pick<Template, 'kind' | 'name'> | null;
  /** «config/routing/demo-town.yaml:12», for the reason. */
  readonly where: string;
}

export interface RoutingTable {
  readonly organisations: ReadonlyMap<string, Organisation>;
  /** Where each of them stands: «config/routing/demo-town.yaml:12». */
  readonly organisationPlaces: ReadonlyMap<string, string>;
  readonly rules: readonly Line[];
  readonly templates: readonly Line[];
  /** Kinds of bodies whose answers somebody must approve. */
  readonly approvalFor: readonly BodyKind[];
}

/** What a line was found by. */
export type FoundBy = 'topic' | 'group' | 'any';
export interface Fit {
  readonly line: Line;
  readonly by: FoundBy;
}

interface Shelf {
  readonly topics: Map<string, Line[]>;
  readonly groups: Map<string, Line[]>;
  readonly any: Line[];
}

/** The lines by territory and by what they are for. */
export interface LineIndex {
  /** Whether any line stands for the territory itself. */
  has(territory: string | null): boolean;
  /**
   * The lines that are for a topic at a place, the one that comes first first: rules before templates; among each the finest territory
   * first; there topic before group before everything; there the order of the files. Conditions are not looked at.
   * @param chain the territory and its ancestors, finest first, and null for everywhere
   */
  fitting(chain: readonly (string | null)[], group: GroupCode | null, topic: string | null): Generator<Fit>;
}

const noLines: readonly Line[] = [];

export function indexLines({ rules, templates }: Pick<RoutingTable, 'rules' | 'templates'>): LineIndex {
  const [ofRules, ofTemplates] = [shelvesOf(rules), shelvesOf(templates)];
  function* among(
    shelves: ReadonlyMap<string | null, Shelf>,
    chain: readonly (string | null)[],
    group: GroupCode | null,
    topic: string | null,
  ): Generator<Fit> {
    for (const territory of chain) {
      const shelf = shelves.get(territory);
      if (shelf === undefined) continue;
      const byTopic = (topic === null ? undefined : shelf.topics.get(topic)) ?? noLines;
      for (const line of byTopic) yield { line, by: 'topic' };
      for (const line of (group === null ? undefined : shelf.groups.get(group)) ?? noLines)
        if (!byTopic.includes(line)) yield { line, by: 'group' };
      for (const line of shelf.any) yield { line, by: 'any' };
    }
  }
  return {
    has: (territory) => ofRules.has(territory) || ofTemplates.has(territory),
    *fitting(chain, group, topic) {
      let found = false;
      for (const shelves of [ofRules, ofTemplates]) {
        for (const fit of among(shelves, chain, group, topic)) {
          yield fit;
          found ||= fit.line.conditions === null;
        }
      }
      // A text without a group, where no template is for everything.
      if (!found) yield* among(ofTemplates, chain, 'other', null);
    },
  };
}

const emptyShelf = (): Shelf => ({ topics: new Map(), groups: new Map(), any: [] });

function shelvesOf(lines: readonly Line[]): Map<string | null, Shelf> {
  const shelves = new Map<string | null, Shelf>();
  for (const line of lines) {
    const shelf = shelves.get(line.territory) ?? emptyShelf();
    shelves.set(line.territory, shelf);
    if (line.topics === null && line.groups === null) shelf.any.push(line);
    for (const topic of new Set(line.topics)) push(shelf.topics, topic, line);
    for (const group of new Set(line.groups)) push(shelf.groups, group, line);
  }
  return shelves;
}

function push(map: Map<string, Line[]>, key: string, line: Line): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [line]);
  else list.push(line);
}
