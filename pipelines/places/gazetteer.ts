import type { Territory, TerritoryLevel } from '../../src/core/place.js';
import { foldName } from './fold.js';
import type { Pack } from './pack-open.js';
import { openPlaceIndex, type PlaceIndex } from './place-index.js';
import { buildPlaceIndex } from './place-index-build.js';
import type { NameKind } from './place-index-values.js';
import { joinSections, openSections, type Sections } from './sections.js';
import { createStreetRegister, type StreetEntry } from './street-register.js';
import { createTerritoryTree } from './territory-tree.js';

/** A territory that a form may stand for. */
export interface NameEntry {
  readonly territory: Territory;
  /** Bit i is set when the form is case i: nominative, genitive, dative, accusative, instrumental, prepositional. */
  readonly cases: number;
  /** A nickname or abbreviation and not the official name. */
  readonly alias: boolean;
  readonly kind: NameKind;
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
  /** Whether a street, a name or an adjective of the gazetteer starts with this folded word: bits of `GATE`. */
  opens(word: string): number;
  /** Territories by a folded form of their name or alias. */
  byForm(form: string): readonly NameEntry[];
  /** Territories by a form of their adjective or of the name of their people: «рязанской», «рязанцев». */
  byKinForm(form: string): readonly NameEntry[];
  /** A name word by word: node of its first word, −1 when no name starts so. */
  start(word: string): number;
  /** Node of the name that goes on with this word; −1 when none does. */
  step(node: number, word: string): number;
  /** What `byForm` gives for the name that ends at this node. */
  entriesOf(node: number): readonly NameEntry[];
  /** What `byKinForm` gives for it. */
  kinOf(node: number): readonly NameEntry[];
  /** Territories of a level by folded nominative name or alias. */
  named(level: TerritoryLevel, name: string): readonly Territory[];
  /**
   * Title of a street that config/places or a pack has for the territory or one above or below it, by any folded form. Streets of a pack count
   * for a whole region only in the settlements named.
   */
  street(form: string, homeId: string | null, named?: readonly string[]): string | null;
  /** All streets written so (in any case, or by their title) whose territory is one of these, above or below it. */
  streets(form: string, territoryIds: readonly string[]): StreetEntry[];
  readonly hasStreets: boolean;
  readonly packs: readonly Pack[];
}

const noTerritories: readonly Territory[] = [];

/** Indexes all forms of all names without keeping the index for the next start; see `compilePlaces` for that. */
export function createGazetteer(
  territories: readonly Territory[],
  streets: ReadonlyMap<string, readonly string[]>,
  packs: readonly Pack[] = [],
): Gazetteer {
  const bytes = joinSections('IN-MEMRY', buildPlaceIndex({ territories, streets, packs }));
  return openGazetteer(territories, openSections('IN-MEMRY', bytes, true), packs);
}

/** The gazetteer over sections that `buildPlaceIndex` made of the same territories and packs. */
export function openGazetteer(
  territories: readonly Territory[],
  sections: Sections,
  packs: readonly Pack[],
): Gazetteer {
  const tree = createTerritoryTree(territories);
  const index = openPlaceIndex(sections, territories);
  const { trie } = index;
  const register = createStreetRegister(index, tree, packs);
  return {
    get: tree.get,
    chain: tree.chain,
    at: tree.at,
    reach(firstWord) {
      const word = trie.word(firstWord);
      return word === -1 ? 0 : index.reach(word);
    },
    opens(word) {
      const number = trie.word(word);
      return number === -1 ? 0 : index.opens(number);
    },
    byForm: (form) => index.content(trie.nodeOf(form)).entries,
    byKinForm: (form) => index.content(trie.nodeOf(form)).kin,
    start: (word) => trie.word(word),
    step(node, word) {
      const next = trie.word(word);
      return next === -1 ? -1 : trie.step(node, next);
    },
    entriesOf: (node) => index.content(node).entries,
    kinOf: (node) => index.content(node).kin,
    named: namedIn(index),
    street: register.street,
    streets: register.streets,
    hasStreets: index.titleCount > 0,
    packs,
  };
}

function namedIn(index: PlaceIndex): Gazetteer['named'] {
  return (level, name) => {
    const all = index.content(index.trie.nodeOf(foldName(name))).named;
    return all.length === 0 ? noTerritories : all.filter((territory) => territory.level === level);
  };
}
