import type { RuleSetStore, SavedSearchStore } from '../core/ports.js';
import type { RuleSet, SavedSearch } from '../core/rule-set.js';
import { compareText, MemoryTable } from './memory-table.js';
import { ruleSetConflict, ruleSetGap, ruleSetId, ruleSetsIndex } from './rule-sets.js';
import { savedSearchesIndex, searchTaken } from './saved-searches.js';

export function createMemoryRuleSets(): RuleSetStore {
  const sets = new MemoryTable<RuleSet>(ruleSetsIndex);
  const newest = (limit: number, after = 0) =>
    sets
      .list(
        (a, b) => b.version - a.version,
        ({ version }) => version > after,
        limit,
      )
      .map(({ files: _files, ...rest }) => rest);
  return {
    latest: async () => sets.get(ruleSetId(sets.size)),
    latestVersion: async () => sets.size,
    get: async (version) => sets.get(ruleSetId(version)),
    list: async ({ limit = 100 } = {}) => newest(limit),
    async deploy(set) {
      if (set.version > sets.size + 1) throw ruleSetGap(set.version, sets.size);
      if (set.version <= sets.size) throw ruleSetConflict(set.version, newest(20, set.version - 1).reverse());
      sets.putAll([[ruleSetId(set.version), set]]);
    },
  };
}

export function createMemorySearches(): SavedSearchStore {
  const searches = new MemoryTable<SavedSearch>(savedSearchesIndex);
  return {
    list: async () => searches.list((a, b) => compareText(a.id, b.id)),
    get: async (id) => searches.get(id),
    async add(search) {
      if (searches.peek(search.id)) throw searchTaken(search.id);
      searches.putAll([[search.id, search]]);
    },
    async remove(id) {
      const there = searches.peek(id) !== undefined;
      searches.delete(id);
      return there;
    },
  };
}
