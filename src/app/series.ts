import { findSeries } from '../../pipelines/incidents/series.js';
import { type Clock, isoTime } from '../core/clock.js';
import type { IncidentStore } from '../core/ports.js';
import type { IncidentTrace, SeriesConfig, SeriesFinder, SeriesFound } from '../core/series.js';

/** How long what was read counts. */
const keepMs = 5 * 60_000;
/** Most views that are remembered of one reading: people with the same rights share one. */
const mostViews = 50;
const yearMs = 365.2425 * 86_400_000;

/** Reads the incidents that count, back to `since` or as far as the configuration goes. */
export async function readTraces(
  incidents: IncidentStore,
  config: SeriesConfig,
  nowMs: number,
  since?: string,
): Promise<IncidentTrace[]> {
  const oldest = isoTime(nowMs - config.years * yearMs);
  const traces: IncidentTrace[] = [];
  const shared = shareParts();
  for await (const trace of incidents.traces(since === undefined || since < oldest ? oldest : since))
    traces.push(shared(trace));
  return traces;
}

/** Thousands of traces name the same bodies, topics, streets and people: each is held in memory once. */
function shareParts(): (trace: IncidentTrace) => IncidentTrace {
  const texts = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const once = <T extends string | null>(text: T): T => {
    if (text === null) return text;
    const known = texts.get(text) ?? text;
    texts.set(known, known);
    return known as T;
  };
  return (trace) => {
    const key = trace.territories.join('\n');
    const territories = lists.get(key) ?? trace.territories;
    lists.set(key, territories);
    const { status, group, topic, executorId, executorName, approverId, settlement, street, house, oktmo, timeZone } =
      trace;
    return {
      ...trace,
      ...{ status: once(status), group: once(group), topic: once(topic), territories },
      ...{ executorId: once(executorId), executorName: once(executorName), approverId: once(approverId) },
      ...{ settlement: once(settlement), street: once(street), house: once(house), oktmo: once(oktmo) },
      timeZone: once(timeZone),
      authors: trace.authors.map(once),
    };
  };
}

/** The series among incidents that were read at the moment. The history begins with the oldest of them. */
export function seriesAmong(traces: readonly IncidentTrace[], config: SeriesConfig, nowMs: number): SeriesFound {
  let since: string | null = null;
  for (const { at } of traces) if (since === null || at < since) since = at;
  const span = { fromMs: since === null ? nowMs : Date.parse(since), untilMs: nowMs };
  return {
    series: findSeries(traces, config, span),
    incidents: traces.length,
    since,
    asOf: isoTime(nowMs),
  };
}

/** Reads the incidents anew every five minutes at most, and only when somebody asks. */
export function createSeriesFinder(parts: {
  incidents: IncidentStore;
  config: SeriesConfig;
  clock: Clock;
}): SeriesFinder {
  const { incidents, config, clock } = parts;
  let reading: { atMs: number; traces: Promise<IncidentTrace[]>; views: Map<string, SeriesFound> } | null = null;

  function read(): NonNullable<typeof reading> {
    const atMs = clock.now();
    if (reading !== null && atMs - reading.atMs < keepMs) return reading;
    const mine = { atMs, traces: readTraces(incidents, config, atMs), views: new Map<string, SeriesFound>() };
    reading = mine;
    // Who asks gets the failure; the next one tries again.
    mine.traces.catch(() => {
      if (reading === mine) reading = null;
    });
    return mine;
  }

  return {
    async find(view, canSee) {
      const { atMs, traces, views } = read();
      const all = await traces;
      const known = views.get(view);
      if (known !== undefined) return known;
      const found = seriesAmong(all.filter(canSee), config, atMs);
      const [oldest] = views.keys();
      if (views.size >= mostViews && oldest !== undefined) views.delete(oldest);
      views.set(view, found);
      return found;
    },
  };
}
