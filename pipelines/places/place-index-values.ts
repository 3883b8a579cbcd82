/** What a node of the index holds: 32 bits, of which the two highest tell what the rest is. */
export type NameKind = 'name' | 'alias' | 'adjective' | 'demonym';
export const KIND: Readonly<Record<NameKind, number>> = { name: 0, alias: 1, adjective: 2, demonym: 3 };
export const kinds: readonly NameKind[] = ['name', 'alias', 'adjective', 'demonym'];

const ENTRY = 0;
const NAMED = 1;
const TITLE = 2;
export const TAG = { entry: ENTRY, named: NAMED, title: TITLE } as const;

/** A form of a territory's name: number of the territory (22 bits), kind (2), cases (6). */
export function entryValue(territory: number, kind: NameKind, cases: number): number {
  return ((territory << 8) | (KIND[kind] << 6) | cases) >>> 0;
}

/** The nominative of a territory's name or alias. */
export function namedValue(territory: number): number {
  return ((NAMED << 30) | territory) >>> 0;
}

/** A form of a street. */
export function titleValue(title: number): number {
  return ((TITLE << 30) | title) >>> 0;
}

/** Street of a pack: number of the pack (8 bits) and of the street (24). */
export function refOf(pack: number, street: number): number {
  return ((pack << 24) | street) >>> 0;
}
/** In place of the pack's street for one that config/places lists. */
export const NO_PACK = 0xffff_ffff;
/** Packs that an index can hold. */
export const mostPacks = 255;

/** Beside the reach of a word (five bits): an adjective or people of a territory, a street starts with it. */
export const KIN = 32;
export const STREET = 64;
export const mostWordsOfName = 31;
