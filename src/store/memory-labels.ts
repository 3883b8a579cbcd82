import type { Label } from '../core/label.js';
import type { LabelCount, LabelStore } from '../core/label-store.js';
import { labelsIndex } from './labels.js';
import { compareInstant, compareText, MemoryTable } from './memory-table.js';

export function createMemoryLabels(): LabelStore {
  const labels = new MemoryTable<Label>(labelsIndex);
  return {
    async put(all) {
      const last = new Map<string, Label>();
      for (const label of all) {
        const before = last.get(label.id) ?? labels.peek(label.id);
        if (label.version >= (before?.version ?? 0)) last.set(label.id, label);
      }
      labels.putAll([...last]);
    },
    byIds: async (ids) =>
      ids.flatMap((id) => {
        const label = labels.get(id);
        return label === null ? [] : [label];
      }),
    async *all({ origin, who, since, subjects } = {}) {
      yield* labels.list(
        (a, b) => compareText(a.id, b.id),
        (label) =>
          (origin === undefined || origin.includes(label.origin)) &&
          (who === undefined || who === label.who) &&
          (since === undefined || compareInstant(label.at, since) >= 0) &&
          (subjects === undefined || subjects.includes(label.subject)),
      );
    },
    async counts() {
      const counts = new Map<string, LabelCount>();
      for (const { origin, who, incident, group } of labels.peekAll()) {
        const about = incident ? (group ?? 'none') : 'not-incident';
        const key = JSON.stringify([origin, who, about]);
        const known = counts.get(key) ?? { origin, who, group: about, count: 0 };
        counts.set(key, { ...known, count: known.count + 1 });
      }
      return [...counts.values()];
    },
    remove: async (ids) => {
      for (const id of ids) labels.delete(id);
    },
  };
}
