import type { Territory } from '../../src/core/place.js';
import { foldName } from './fold.js';
import { lowerBound } from './lower-bound.js';
import type { Pack } from './pack-open.js';
import type { PlaceIndex } from './place-index.js';
import { NO_PACK } from './place-index-values.js';
import type { TerritoryTree } from './territory-tree.js';

/** A street of one territory. */
export interface StreetEntry {
  /** As the finder tells it: «Мира», «проспект Мира», «Тихий переулок». */
  readonly title: string;
  readonly territory: Territory;
  /** Pack that has the street, with its point and houses; null for one that config/places lists. */
  readonly pack: Pack | null;
  /** Number of the street in its pack; −1 without one. */
  readonly number: number;
}

export interface StreetRegister {
  street(form: string, homeId: string | null, named?: readonly string[]): string | null;
  streets(form: string, territoryIds: readonly string[]): StreetEntry[];
}

const none: readonly string[] = [];

/** Looks streets up by form and territory; see `Gazetteer` for what is meant. */
export function createStreetRegister(index: PlaceIndex, tree: TerritoryTree, packs: readonly Pack[]): StreetRegister {
  const { rowStarts, ranks, refs } = index;
  /** Visits the rows of a title that lie in, above or below the territory, until told to stop. */
  const visit = (title: number, territoryId: string, onRow: (row: number, isBelow: boolean) => boolean): void => {
    const from = rowStarts[title] as number;
    const to = rowStarts[title + 1] as number;
    const chain = tree.chain(territoryId);
    for (let depth = 0; depth < chain.length; depth++) {
      const rank = tree.rank((chain[depth] as Territory).id);
      const end = depth === 0 ? tree.rankEnd(rank) : rank + 1;
      for (let row = lowerBound(ranks, rank, from, to); row < to && (ranks[row] as number) < end; row++) {
        if (!onRow(row, depth === 0 && ranks[row] !== rank)) return;
      }
    }
  };
  const has = (title: number, territoryId: string): boolean => {
    const level = tree.get(territoryId)?.level;
    const isWide = level === 'region' || level === 'country';
    let found = false;
    visit(title, territoryId, (row, isBelow) => {
      // In the villages of a whole region there is a street for nearly every name.
      found = !(isBelow && isWide && refs[row] !== NO_PACK);
      return !found;
    });
    return found;
  };
  return {
    street(form, homeId, named = none) {
      if (homeId === null && named.length === 0) return null;
      const { titles } = index.content(index.trie.nodeOf(form));
      for (const title of titles) {
        if ((homeId !== null && has(title, homeId)) || named.some((id) => has(title, id))) return index.title(title);
      }
      return null;
    },
    streets(form, territoryIds) {
      const entries: StreetEntry[] = [];
      const seen = new Set<number>();
      for (const title of index.content(index.trie.nodeOf(foldName(form))).titles) {
        for (const id of territoryIds) {
          visit(title, id, (row) => {
            const territory = tree.byRank(ranks[row] as number);
            if (territory === undefined || seen.has(row)) return true;
            seen.add(row);
            const ref = refs[row] as number;
            const pack = ref === NO_PACK ? null : (packs[ref >>> 24] ?? null);
            const number = pack === null ? -1 : ref & 0xff_ffff;
            entries.push({ title: index.title(title), territory, pack, number });
            return true;
          });
        }
      }
      return entries;
    },
  };
}
