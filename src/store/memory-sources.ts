/** Sources, their states, alerts and kept pages in memory: the twin of sources.ts, alerts.ts and raw-pages.ts. */
import type { Alert } from '../core/alert.js';
import type { RawPage } from '../core/raw-page.js';
import type { RegisteredSource, SourceState } from '../core/source.js';
import { sourceHealth } from '../core/source-health.js';
import type { AlertStore, RawPageStore, SourceQuery, SourceStore } from '../core/source-ports.js';
import { alertsIndex } from './alerts.js';
import { compareInstant, compareText, MemoryTable } from './memory-table.js';
import { rawPagesIndex } from './raw-pages.js';
import { sourceStatesIndex, sourcesIndex } from './sources.js';

export function createMemorySources(): SourceStore {
  const sources = new MemoryTable<RegisteredSource>(sourcesIndex);
  const states = new MemoryTable<SourceState>(sourceStatesIndex);
  const byId = (a: { id: string }, b: { id: string }) => compareText(a.id, b.id);
  const healthAt = (source: RegisteredSource, at: string) =>
    sourceHealth(source, states.get(source.id), Date.parse(at));

  function passes(source: RegisteredSource, query: SourceQuery): boolean {
    const { text = '', kind, label, territory, origin, health, at } = query;
    const has = (value: string) => value.toLowerCase().includes(text.toLowerCase());
    if (text !== '' && ![source.id, source.name, ...source.urls].some(has)) return false;
    if (kind !== undefined && source.kind !== kind) return false;
    if (label !== undefined && !source.labels.includes(label)) return false;
    if (territory !== undefined && source.territory !== territory) return false;
    if (query.expiresBy !== undefined && !(source.enabled && source.passport.expires <= query.expiresBy)) return false;
    if (origin !== undefined && source.origin !== origin) return false;
    return health === undefined || healthAt(source, at) === health;
  }

  return {
    put: async (all) => sources.putAll(all.map((source) => [source.id, source])),
    list: async () => sources.list(byId),
    changedSince: async (at) => sources.list(byId, ({ updatedAt }) => compareInstant(updatedAt, at) >= 0),
    get: async (id) => sources.get(id),
    byIds: async (ids) => ids.flatMap((id) => sources.get(id) ?? []),
    putStates: async (all) => states.putAll(all.map((state) => [state.sourceId, state])),
    states: async (ids) =>
      ids === undefined
        ? states.list((a, b) => compareText(a.sourceId, b.sourceId))
        : [...ids].sort(compareText).flatMap((id) => states.get(id) ?? []),
    async search(query, { limit, after = '' }) {
      const all = sources.list(byId, (source) => passes(source, query));
      return { items: all.filter(({ id }) => compareText(id, after) > 0).slice(0, limit), total: all.length };
    },
    async counts(at) {
      const counts = { total: 0, disabled: 0, 'no-passport': 0, failing: 0, silent: 0 };
      for (const source of sources.list(byId)) {
        counts.total++;
        const health = healthAt(source, at);
        if (health !== 'ok' && health !== 'waiting') counts[health]++;
      }
      return counts;
    },
    async figures() {
      const byKind: Record<string, number> = {};
      for (const { kind, enabled } of sources.list(byId)) if (enabled) byKind[kind] = (byKind[kind] ?? 0) + 1;
      const of = (field: 'delayP50Seconds' | 'delayP95Seconds') => {
        const values = states
          .list(() => 0)
          .flatMap((state) => state[field] ?? [])
          .sort((a, b) => a - b);
        const at = (share: number) => values[Math.ceil(share * values.length) - 1] ?? null;
        return { half: at(0.5), most: at(0.95) };
      };
      return { byKind, delayP50: of('delayP50Seconds'), delayP95: of('delayP95Seconds') };
    },
  };
}

export function createMemoryAlerts(): AlertStore {
  const alerts = new MemoryTable<Alert>(alertsIndex);
  return {
    put: async (all) => alerts.putAll(all.map((alert) => [alert.id, alert])),
    list: async ({ isOpen, kind, limit = 100 } = {}) =>
      alerts.list(
        (a, b) => compareInstant(b.startedAt, a.startedAt) || compareText(a.id, b.id),
        (alert) => (isOpen !== true || alert.endedAt === null) && (kind === undefined || alert.kind === kind),
        limit,
      ),
  };
}

export function createMemoryRawPages(): RawPageStore {
  const pages = new MemoryTable<RawPage>(rawPagesIndex);
  const newestFirst = (a: RawPage, b: RawPage) => compareInstant(b.fetchedAt, a.fetchedAt) || compareText(a.id, b.id);
  return {
    put: async (all) => pages.putAll(all.map((page) => [page.id, page])),
    get: async (id) => pages.get(id),
    list: async ({ sourceId, limit = 100 } = {}) =>
      pages
        .list(newestFirst, (page) => sourceId === undefined || page.sourceId === sourceId, limit)
        .map(({ body: _, ...page }) => page),
    remove: async (ids) => {
      for (const id of ids) pages.delete(id);
    },
    async removeBefore(at) {
      const old = pages.list(newestFirst, ({ fetchedAt }) => compareInstant(fetchedAt, at) < 0);
      for (const { id } of old) pages.delete(id);
      return old.length;
    },
  };
}
