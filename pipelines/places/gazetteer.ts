import type { Territory, TerritoryLevel } from '../../src/core/place.js';
import { decline } from './decline.js';
import { foldName } from './fold.js';
import { hintIndex } from './hints.js';

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
  /** Territories whose adjective or people this folded form names: «пермские», «рязанцам». */
  hints(form: string): readonly Territory[];
  /** Territories of a level by folded nominative name or alias. */
  named(level: TerritoryLevel, name: string): readonly Territory[];
  /** Nominative of a street that config/places lists for the territory or one above or below it, by any folded form. */
  street(form: string, homeId: string | null): string | null;
  readonly hasStreets: boolean;
}

const noEntries: readonly NameEntry[] = [];
const noTerritories: readonly Territory[] = [];

/** Indexes all forms of all names: some ten thousand for the shipped gazetteer, about 100 ms. */
export function createGazetteer(
  territories: readonly Territory[],
  streets: ReadonlyMap<string, readonly string[]>,
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

  const forms = new Map<string, NameEntry[]>();
  const reaches = new Map<string, number>();
  const names = new Map<string, Territory[]>();
  const addForm = (form: string, entry: NameEntry): void => {
    const known = forms.get(form);
    if (known === undefined) forms.set(form, [entry]);
    else {
      const same = known.findIndex((other) => other.territory === entry.territory && other.alias === entry.alias);
      const old = known[same];
      if (old === undefined) known.push(entry);
      else known[same] = { ...old, cases: old.cases | entry.cases };
    }
    const words = form.split(' ');
    const first = words[0] ?? form;
    reaches.set(first, Math.max(reaches.get(first) ?? 0, words.length));
  };
  for (const territory of territories) {
    for (const name of [territory.name, ...territory.aliases]) {
      const folded = foldName(name);
      const key = `${territory.level} ${folded}`;
      names.set(key, [...(names.get(key) ?? []), territory]);
      if (territory.level === 'municipality') continue;
      const alias = name !== territory.name;
      for (const variant of variants(folded, territory.level)) {
        decline(variant).forEach((list, i) => {
          for (const form of list) addForm(form, { territory, cases: 1 << i, alias });
        });
      }
    }
  }

  const streetForms = new Map<string, { name: string; territory: string }[]>();
  for (const [territory, list] of streets) {
    for (const name of list) {
      for (const form of new Set(decline(foldName(name)).flat())) {
        streetForms.set(form, [...(streetForms.get(form) ?? []), { name, territory }]);
      }
    }
  }
  const inLine = (a: string, b: string): boolean =>
    chain(a).some((node) => node.id === b) || chain(b).some((node) => node.id === a);

  return {
    get: (id) => byId.get(id),
    chain,
    at: (id, level) => chain(id).find((territory) => territory.level === level) ?? null,
    reach: (firstWord) => reaches.get(firstWord) ?? 0,
    byForm: (form) => forms.get(form) ?? noEntries,
    hints: hintIndex(territories),
    named: (level, name) => names.get(`${level} ${foldName(name)}`) ?? noTerritories,
    street: (form, homeId) => {
      if (homeId === null) return null;
      return streetForms.get(form)?.find((street) => inLine(street.territory, homeId))?.name ?? null;
    },
    hasStreets: streetForms.size > 0,
  };
}

/** «курская область» is also written «курская обл», «республика коми» «респ коми», «ненецкий автономный округ» «ненецкий ао». */
function variants(name: string, level: TerritoryLevel): string[] {
  if (level !== 'region') return [name];
  const short = name
    .replace('автономный округ', 'ао')
    .replace('автономная область', 'ао')
    .replace('область', 'обл')
    .replace('республика', 'респ');
  return short === name ? [name] : [name, short];
}
