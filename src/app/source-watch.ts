import { type Alert, type AlertKind, alertId } from '../core/alert.js';
import { type Clock, isoTime } from '../core/clock.js';
import type { RegisteredSource, SourceState } from '../core/source.js';
import { isPassportValid } from '../core/source.js';
import type { AlertStore, SourceQuery, SourceStore } from '../core/source-ports.js';
import type { Logger } from '../log.js';

/** Failures in a row from which a source counts as broken: one or two are the weather of the net. */
const BROKEN_AFTER = 3;
/** Days before its end from which a passport is told of. */
const EXPIRES_WITHIN_DAYS = 14;
const DAY_MS = 86_400_000;
const PAGE = 500;
/** Alerts that may be open at once. */
const MOST_OPEN = 10_000;

interface Trouble {
  kind: AlertKind;
  source: RegisteredSource;
  state: SourceState | null;
}

/**
 * Raises an alert for each source that is broken or silent or whose passport ends, once an occasion, and ends those that are over. Any number of
 * processes may do so: the same trouble has the same id.
 */
export async function watchSources(
  store: { sources: SourceStore; alerts: AlertStore },
  clock: Clock,
  log: Logger,
): Promise<void> {
  const nowMs = clock.now();
  const at = isoTime(nowMs);
  const found = await findTroubles(store.sources, nowMs);
  const open = await store.alerts.list({ isOpen: true, limit: MOST_OPEN });
  const known = new Set(open.map(({ kind, sourceId }) => `${kind} ${sourceId}`));
  const present = new Set(found.map(({ kind, source }) => `${kind} ${source.id}`));
  const raised = found
    .filter(({ kind, source }) => !known.has(`${kind} ${source.id}`))
    .map((each) => alertOf(each, at));
  const ended = open
    .filter(({ kind, sourceId }) => !present.has(`${kind} ${sourceId}`))
    .map((alert) => ({ ...alert, endedAt: at }));
  if (raised.length + ended.length === 0) return;
  await store.alerts.put([...raised, ...ended]);
  for (const { kind, sourceId, code, message } of raised)
    log.warn({ kind, sourceId, code, reason: message }, 'source alert');
  for (const { kind, sourceId } of ended) log.info({ kind, sourceId }, 'source alert is over');
}

async function findTroubles(registry: SourceStore, nowMs: number): Promise<Trouble[]> {
  const at = isoTime(nowMs);
  const failing = await allOf(registry, { at, health: 'failing' });
  const silent = await allOf(registry, { at, health: 'silent' });
  const ending = await allOf(registry, { at, expiresBy: isoTime(nowMs + EXPIRES_WITHIN_DAYS * DAY_MS).slice(0, 10) });
  const ids = [...failing, ...silent].map(({ id }) => id);
  const states = new Map<string, SourceState>();
  for (let from = 0; from < ids.length; from += PAGE)
    for (const state of await registry.states(ids.slice(from, from + PAGE))) states.set(state.sourceId, state);
  const stateOf = (source: RegisteredSource) => states.get(source.id) ?? null;
  return [
    ...failing
      .filter((source) => (stateOf(source)?.failuresInRow ?? 0) >= BROKEN_AFTER)
      .map((source) => ({ kind: 'source-failing' as const, source, state: stateOf(source) })),
    ...silent.map((source) => ({ kind: 'source-silent' as const, source, state: stateOf(source) })),
    ...ending.map((source) => ({
      kind: isPassportValid(source.passport, nowMs) ? ('passport-expiring' as const) : ('passport-expired' as const),
      source,
      state: null,
    })),
  ];
}

async function allOf(registry: SourceStore, query: SourceQuery): Promise<RegisteredSource[]> {
  const all: RegisteredSource[] = [];
  for (let after: string | undefined; all.length < MOST_OPEN; ) {
    const { items } = await registry.search(query, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    all.push(...items);
    after = items.at(-1)?.id;
    if (items.length < PAGE) break;
  }
  return all;
}

function alertOf({ kind, source, state }: Trouble, at: string): Alert {
  const { expires } = source.passport;
  const since = {
    'source-failing': state?.lastSuccessAt ?? 'never',
    'source-silent': state?.lastNewPostAt ?? 'never',
    'passport-expiring': expires,
    'passport-expired': expires,
  }[kind];
  const message = {
    'source-failing': `${state?.failuresInRow} visits in a row failed: ${state?.lastError?.message ?? ''}`,
    'source-silent': `Nothing new since ${state?.lastNewPostAt?.slice(0, 16).replace('T', ' ')} UTC, longer than it ever was silent lately. Look at the page: it may have moved, closed or changed its markup.`,
    'passport-expiring': `The passport ends on ${expires}. Check ground and terms and set a later day, else the source is not read from then on.`,
    'passport-expired': `The passport ended on ${expires}, so the source is not read. Check ground and terms and set a later day, or switch it off.`,
  }[kind];
  const code = kind === 'source-failing' ? (state?.lastError?.code ?? null) : null;
  return {
    id: alertId(kind, source.id, since),
    kind,
    sourceId: source.id,
    startedAt: at,
    endedAt: null,
    code,
    message,
  };
}
