import type { Territory, TerritoryLevel } from '../../src/core/place.js';

/** The territories as a tree. `rank` numbers them so that all below a territory follow it without a gap. */
export interface TerritoryTree {
  readonly territories: readonly Territory[];
  get(id: string): Territory | undefined;
  /** The territory and its ancestors, finest first. */
  chain(id: string): readonly Territory[];
  at(id: string, level: TerritoryLevel): Territory | null;
  /** Place in the order of the tree; −1 for an unknown id. */
  rank(id: string): number;
  /** The rank after the last of those below this one. */
  rankEnd(rank: number): number;
  byRank(rank: number): Territory | undefined;
}

const noTerritories: readonly Territory[] = [];

/** Of territories whose parents exist and form no ring; brothers keep their order. */
export function createTerritoryTree(territories: readonly Territory[]): TerritoryTree {
  const byId = new Map(territories.map((territory) => [territory.id, territory]));
  const children = new Map<string | null, Territory[]>();
  for (const territory of territories) {
    const brothers = children.get(territory.parent);
    if (brothers === undefined) children.set(territory.parent, [territory]);
    else brothers.push(territory);
  }
  const ranks = new Map<string, number>();
  const ordered: Territory[] = [];
  const ends: number[] = [];
  const visit = (list: readonly Territory[]): void => {
    for (const territory of list) {
      const rank = ordered.push(territory) - 1;
      ranks.set(territory.id, rank);
      visit(children.get(territory.id) ?? noTerritories);
      ends[rank] = ordered.length;
    }
  };
  visit(children.get(null) ?? noTerritories);
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
  return {
    territories,
    get: (id) => byId.get(id),
    chain,
    at: (id, level) => {
      for (const territory of chain(id)) if (territory.level === level) return territory;
      return null;
    },
    rank: (id) => ranks.get(id) ?? -1,
    rankEnd: (rank) => ends[rank] ?? rank,
    byRank: (rank) => ordered[rank],
  };
}
