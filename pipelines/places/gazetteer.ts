import type { Territory, TerritoryLevel } from '../../src/core/place.js';
import { foldName } from './fold.js';
import { aliasBit, indexNames, type NameIndex } from './name-index.js';

/** A territory that a form may stand for. */
export interface NameEntry {
  readonly territory: Territory;
  /** Bit i is set when the form is case i: nominative, genitive, dative, accusative, instrumental, prepositional. */
  readonly cases: number;
  /** A nickname or abbreviation and not the official name. */
  readonly alias: boolean;
}
export const CASE = {
  nominative: 1,
  genitive: 2,
  dative: 4,
  accusative: 8,
  instrumental: 16,
  prepositional: 32,
} as const;

/** The territory tree with all case forms of its names; built once, read only. */
export interface Gazetteer {
  get(id: string): Territory | undefined;
  /** The territory and its ancestors, finest first. */
  chain(id: string): readonly Territory[];
  /** Ancestor (or the territory itself) of this level. */
  at(id: string, level: TerritoryLevel): Territory | null;
  /** Longest form, in words, that starts with this folded word; 0 when none does. */
  reach(firstWord: string): number;
  byForm(form: string): readonly NameEntry[];
  /** Territories of a level by folded nominative name or alias. */
  named(level: TerritoryLevel, name: string): readonly Territory[];
  /** Nominative of a street that config/places lists for the territory or one above or below it, by any folded form. */
  street(form: string, homeId: string | null): string | null;
  readonly hasStreets: boolean;
}

const noEntries: readonly NameEntry[] = [];
const noTerritories: readonly Territory[] = [];

/**
 * Opens the territories with the forms of their names.
 * @param index of the same territories and streets, from an earlier start; made when not given
 */
export function createGazetteer(
  territories: readonly Territory[],
  streets: ReadonlyMap<string, readonly string[]>,
  index: NameIndex = indexNames(territories, streets),
): Gazetteer {
  const byId = new Map(territories.map((territory) => [territory.id, territory]));
  const chains = new Map<string, readonly Territory[]>();
  const chain = (id: string): readonly Territory[] => {
    const known = chains.get(id);
    if (known !== undefined) return known;
    const territory = byId.get(id);
    if (territory === undefined) return noTerritories;
    const made = [territory, ...(territory.parent === null ? [] : chain(territory.parent))];
    chains.set(id, made);
    return made;
  };

  const places = numbered(index.forms, index.starts.length - 1);
  const reaches = numbered(index.firstWords, index.reaches.length);
  const entries: (readonly NameEntry[] | undefined)[] = [];
  const entriesAt = (form: number): readonly NameEntry[] => {
    const made: NameEntry[] = [];
    for (let at = index.starts[form] as number; at < (index.starts[form + 1] as number); at++) {
      const bits = index.cases[at] as number;
      const territory = territories[index.territories[at] as number] as Territory;
      made.push({ territory, cases: bits & ~aliasBit, alias: (bits & aliasBit) !== 0 });
    }
    return made;
  };
  let names: Map<string, Territory[]> | undefined;

  const inLine = (a: string, b: string): boolean =>
    chain(a).some((node) => node.id === b) || chain(b).some((node) => node.id === a);

  return {
    get: (id) => byId.get(id),
    chain,
    at: (id, level) => chain(id).find((territory) => territory.level === level) ?? null,
    reach: (firstWord) => index.reaches[reaches.get(firstWord) ?? -1] ?? 0,
    byForm: (form) => {
      const place = places.get(form);
      if (place === undefined) return noEntries;
      entries[place] ??= entriesAt(place);
      return entries[place];
    },
    named: (level, name) => {
      names ??= byName(territories);
      return names.get(nameKey(level, name)) ?? noTerritories;
    },
    street: (form, homeId) => {
      if (homeId === null) return null;
      return index.streets.get(form)?.find((street) => inLine(street.territory, homeId))?.name ?? null;
    },
    hasStreets: index.streets.size > 0,
  };
}

/** The lines of a text by their numbers, from 0. */
function numbered(lines: string, count: number): Map<string, number> {
  const numbers = new Map<string, number>();
  if (count > 0) for (const line of lines.split('\n')) numbers.set(line, numbers.size);
  return numbers;
}

function nameKey(level: TerritoryLevel, name: string): string {
  return `${level} ${foldName(name)}`;
}

function byName(territories: readonly Territory[]): Map<string, Territory[]> {
  const names = new Map<string, Territory[]>();
  for (const territory of territories)
    for (const name of [territory.name, ...territory.aliases]) {
      const key = nameKey(territory.level, name);
      names.set(key, [...(names.get(key) ?? []), territory]);
    }
  return names;
}
