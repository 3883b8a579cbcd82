import { derivedId } from '../../src/core/ids.js';
import type { IncidentTrace, Series, SeriesConfig, SeriesKind } from '../../src/core/series.js';
import { type Candidate, compare, findCandidates, type HistorySpan } from './series-candidates.js';
import {
  benjaminiHochberg,
  daysBetween,
  enoughEpisodes,
  nextWindow,
  seasonsOf,
  windowOf,
  type YearWindow,
} from './series-season.js';

/**
 * All series of the incidents: one place, one topic or its kin, at least `config.episodes` episodes. The order of the incidents does
 * not matter. A series is seasonal where its days of the year lie closer together than chance explains, with all tests allowed for, else chronic, else repeated; docs/series.md.
 * @param traces incidents that count: neither «not an incident» nor merged into another
 * @returns most episodes first
 */
export function findSeries(traces: Iterable<IncidentTrace>, config: SeriesConfig, span: HistorySpan): Series[] {
  const candidates = findCandidates(traces, config, span);
  const tests = testsOf(candidates, config);
  return candidates
    .map((candidate) => seriesOf(candidate, config, span, tests))
    .sort((a, b) => b.reason.episodes - a.reason.episodes || b.peopleCount - a.peopleCount || compare(a.id, b.id));
}

interface Tests {
  count: number;
  /** Episodes that one must have to be among them. */
  enough: number;
  /** The largest p that counts. */
  limit: number;
}

function testsOf(candidates: readonly Candidate[], { seasonal: { falseShare } }: SeriesConfig): Tests {
  const possible = candidates.flatMap(({ tested }) => tested ?? []);
  const enough = enoughEpisodes(
    possible.map(({ years }) => years.length),
    falseShare,
  );
  const ps = possible.filter(({ years }) => years.length >= enough).map(({ p }) => p);
  return { count: ps.length, enough, limit: benjaminiHochberg(ps, falseShare) };
}

function seriesOf(candidate: Candidate, config: SeriesConfig, span: HistorySpan, tests: Tests): Series {
  const { key, place, topic, members, starts, tested } = candidate;
  const traces = members.map(({ dated }) => dated.trace);
  const first = members[0]?.dated;
  const last = members.at(-1)?.dated;
  const spanDays = daysBetween(starts[0] ?? 0, starts.at(-1) ?? 0);
  const longestGapDays = Math.max(...starts.slice(1).map((ms, place) => daysBetween(starts[place] ?? ms, ms)));
  const window = tested === null ? null : windowOf(tested.years);
  const season = tested === null || window === null ? null : seasonOf(tested, window, span, tests);
  const isSeasonal =
    season !== null &&
    season.limit !== null &&
    season.p <= season.limit &&
    season.came >= 2 &&
    season.windowDays <= config.seasonal.windowDays &&
    season.came >= season.of * config.seasonal.inSeasons;
  const isChronic = longestGapDays <= config.chronic.gapDays && spanDays >= config.chronic.spanDays;
  const kind: SeriesKind = isSeasonal ? 'seasonal' : isChronic ? 'chronic' : 'repeated';
  return {
    id: derivedId('series', key, topic),
    kind,
    group: mostFrequent(traces.filter((trace) => trace.topic === topic).map(({ group }) => group ?? ''))[0]?.[0] as
      | Series['group']
      | null,
    topic,
    topics: mostFrequent(members.map(({ dated }) => dated.topic)).map(([name]) => name),
    place,
    territories: last?.trace.territories ?? [],
    timeZone: last?.trace.timeZone ?? null,
    reason: { episodes: starts.length, spanDays, longestGapDays, season },
    next: isSeasonal && window !== null ? datesOf(nextWindow(window, span.untilMs)) : null,
    firstAt: first?.trace.at ?? '',
    lastAt: last?.trace.at ?? '',
    incidents: members.map(({ dated: { trace, topic: own }, episode }) => ({
      ...{ id: trace.id, number: trace.number, at: trace.at, status: trace.status, topic: own, episode },
    })),
    peopleCount: peopleOf(traces),
    bodies: bodiesOf(traces),
    solvedCount: traces.filter(({ outcome }) => outcome === 'solved').length,
  };
}

function seasonOf(
  { years, mean, p }: NonNullable<Candidate['tested']>,
  window: YearWindow,
  { untilMs }: HistorySpan,
  tests: Tests,
): NonNullable<Series['reason']['season']> {
  const { came, of } = seasonsOf(years, mean, window, untilMs);
  const windowDays = Math.round(window.length * 365.25);
  const limit = years.length >= tests.enough ? tests.limit : null;
  return { came, of, counted: years.length, inside: window.inside, windowDays, p, limit, tests: tests.count };
}

function datesOf({ fromMs, toMs }: { fromMs: number; toMs: number }): { from: string; to: string } {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return { from: day(fromMs), to: day(toMs) };
}

/** Who wrote in two incidents is one person; who cannot be known counts in each. */
function peopleOf(traces: readonly IncidentTrace[]): number {
  const unnamed = traces.reduce((sum, { peopleCount, authors }) => sum + Math.max(0, peopleCount - authors.length), 0);
  return new Set(traces.flatMap(({ authors }) => authors)).size + unnamed;
}

function bodiesOf(traces: readonly IncidentTrace[]): Series['bodies'] {
  const names = new Map(traces.map(({ executorId, executorName }) => [executorId, executorName]));
  return mostFrequent(traces.map(({ executorId }) => executorId)).map(([id, count]) => ({
    id,
    name: names.get(id) ?? id,
    count,
  }));
}

function mostFrequent(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
}
