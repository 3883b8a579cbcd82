import type { ModelSetVersion, ModelUse } from '../core/model-set-version.js';
import type { ModelSetStore } from '../core/ports.js';
import { MemoryTable } from './memory-table.js';
import {
  modelGap,
  modelSetConflict,
  modelSetId,
  modelSetsIndex,
  modelUseConflict,
  modelUseId,
  modelUsesIndex,
} from './model-sets.js';

export function createMemoryModelSets(): ModelSetStore {
  const sets = new MemoryTable<ModelSetVersion>(modelSetsIndex);
  const log = new MemoryTable<ModelUse>(modelUsesIndex);
  const newest = (limit: number) =>
    sets.list((a, b) => b.version - a.version, undefined, limit).map(({ set: _set, ...entry }) => entry);
  return {
    latestVersion: async () => sets.size,
    get: async (version) => sets.get(modelSetId(version)),
    list: async ({ limit = 100 } = {}) => newest(limit),
    async add(set) {
      if (set.version > sets.size + 1) throw modelGap('version', set.version, sets.size);
      if (set.version <= sets.size) throw modelSetConflict(set.version, sets.get(modelSetId(set.version)));
      sets.putAll([[modelSetId(set.version), set]]);
    },
    latestSeq: async () => log.size,
    inUse: async () => log.get(modelUseId(log.size)),
    uses: async ({ limit = 100 } = {}) => log.list((a, b) => b.seq - a.seq, undefined, limit),
    async use(entry) {
      if (entry.seq > log.size + 1) throw modelGap('use', entry.seq, log.size);
      if (entry.seq <= log.size) {
        const between = log.list(
          (a, b) => a.seq - b.seq,
          ({ seq }) => seq >= entry.seq,
          20,
        );
        throw modelUseConflict(entry.seq, between);
      }
      log.putAll([[modelUseId(entry.seq), entry]]);
    },
  };
}
