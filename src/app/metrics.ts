import { Gauge, Registry } from 'prom-client';
import type { IdleInfo } from '../../crawlers/schedule/frontier.js';
import { type Clock, isoTime } from '../core/clock.js';
import type { SystemReply } from '../core/http.js';
import type { Store } from '../core/ports.js';

/** Failing sources that are named one by one; more would drown a monitoring system. */
const MOST_NAMED = 500;

export interface MetricsParts {
  store: Pick<Store, 'sources' | 'alerts' | 'ledger' | 'deadLetters'>;
  clock: Clock;
  queues(): Promise<SystemReply['queues']>;
  /** The collector's schedule; null without one. */
  frontier(): Promise<IdleInfo | null>;
}

/** Figures in the text format of Prometheus, as they are now. They are read from the store and Redis, so every process gives the same. */
export async function readMetrics(parts: MetricsParts): Promise<{ contentType: string; text: string }> {
  const { store, clock } = parts;
  const nowMs = clock.now();
  const at = isoTime(nowMs);
  const registry = new Registry();
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `otklik_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const [counts, figures, failing, alerts, queues, frontier, ledger, letters] = await Promise.all([
    store.sources.counts(at),
    store.sources.figures(),
    store.sources.search({ at, health: 'failing' }, { limit: MOST_NAMED }),
    store.alerts.list({ isOpen: true, limit: 10_000 }),
    parts.queues(),
    parts.frontier(),
    store.ledger.totals(),
    store.deadLetters.count(),
  ]);

  const sources = gauge('sources', 'Sources by state; total counts all of them.', ['state']);
  for (const [state, count] of Object.entries(counts)) sources.set({ state }, count);
  const kinds = gauge('sources_on', 'Sources that are switched on, by kind.', ['kind']);
  for (const [kind, count] of Object.entries(figures.byKind)) kinds.set({ kind }, count);
  const delay = gauge(
    'source_delay_seconds',
    'From publication to fetch: median and 95th percentile of a source (of), and what half and 95 % of the sources keep below (quantile).',
    ['of', 'quantile'],
  );
  for (const [of, { half, most }] of [
    ['p50', figures.delayP50],
    ['p95', figures.delayP95],
  ] as const) {
    if (half !== null) delay.set({ of, quantile: '0.5' }, half);
    if (most !== null) delay.set({ of, quantile: '0.95' }, most);
  }
  const states = await store.sources.states(failing.items.map(({ id }) => id));
  const failures = gauge('source_failures_in_row', 'Failures in a row of sources that fail, at most 500 of them.', [
    'source',
    'code',
  ]);
  for (const { sourceId, failuresInRow, lastError } of states)
    failures.set({ source: sourceId, code: lastError?.code ?? '' }, failuresInRow);
  const open = gauge('alerts_open', 'Alerts that have not ended, by kind.', ['kind']);
  for (const { kind } of alerts) open.inc({ kind });
  const jobs = gauge('queue_jobs', 'Jobs by queue and state.', ['queue', 'state']);
  for (const { name, ...byState } of queues)
    for (const [state, count] of Object.entries(byState)) jobs.set({ queue: name, state }, count);
  if (frontier !== null) {
    gauge('frontier_due', 'Visits that are due and wait (counted over the thousand hosts that wait longest).').set(
      frontier.due,
    );
    gauge('frontier_in_flight', 'Visits handed out and not finished.').set(frontier.inFlight);
    const lateMs = frontier.nextDueMs === null ? 0 : Math.max(nowMs - frontier.nextDueMs, 0);
    gauge('frontier_lag_seconds', 'How long the visit that waits longest has been due.').set(lateMs / 1_000);
  }
  const outcomes = gauge('line_posts', 'Posts by stage and what became of them, since the ledger began.', [
    'queue',
    'stage',
    'outcome',
  ]);
  for (const { queue, stage, outcome, count } of ledger) outcomes.set({ queue, stage, outcome }, count);
  gauge('dead_letters', 'Input that could not be handled and waits for a person.').set(letters);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
