import { derivedId } from '../../src/core/ids.js';
import type { IncidentTrace, Series, SeriesConfig, SeriesKind } from '../../src/core/series.js';
import { seriesPlace } from './series-place.js';
import {
  benjaminiHochberg,
  daysBetween,
  nextWindow,
  rayleigh,
  seasonsOf,
  sumOf,
  windowOf,
  type YearWindow,
  yearsOf,
} from './series-season.js';
import { isVague, relationOf } from './topic-kin.js';

/** The stretch of time that the incidents cover, ms since the epoch. */
export interface HistorySpan {
  fromMs: number;
  /** Now. */
  untilMs: number;
}

interface Dated {
  trace: IncidentTrace;
  topic: string;
  ms: number;
}

interface Candidate {
  key: string;
  place: Series['place'];
  topic: string;
  /** By time; an episode's number stands beside each. */
  members: { dated: Dated; episode: number }[];
  /** Beginnings of the episodes, ms. */
  starts: number[];
  /** What the test of the season is made on; null where none can be made. */
  tested: { years: number[]; mean: number; p: number } | null;
}

const yearMs = 365.2425 * 86_400_000;

/**
 * All series of the incidents: one place, one topic or its kin, at least `config.episodes` episodes. The order of the incidents does
 * not matter. A series is seasonal where Rayleigh's test says so with all tests allowed for, else chronic, else repeated; docs/series.md.
 * @param traces incidents that count: neither «not an incident» nor merged into another
 * @returns most episodes first
 */
export function findSeries(traces: Iterable<IncidentTrace>, config: SeriesConfig, span: HistorySpan): Series[] {
  const candidates = [...atPlaces(traces, span)].flatMap(([key, { place, all }]) =>
    all.length < config.episodes ? [] : candidatesAt(key, place, all, config, span),
  );
  const ps = candidates.flatMap(({ tested }) => (tested === null ? [] : [tested.p]));
  const limit = benjaminiHochberg(ps, config.seasonal.falseShare);
  return candidates
    .map((candidate) => seriesOf(candidate, config, span, { limit, tests: ps.length }))
    .sort((a, b) => b.reason.episodes - a.reason.episodes || b.peopleCount - a.peopleCount || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The incidents by place, each place's by time. Vague topics do not say what came again. */
function atPlaces(
  traces: Iterable<IncidentTrace>,
  { fromMs, untilMs }: HistorySpan,
): Map<string, { place: Series['place']; all: Dated[] }> {
  const places = new Map<string, { place: Series['place']; all: Dated[] }>();
  for (const trace of traces) {
    const { topic } = trace;
    const ms = Date.parse(trace.at);
    if (topic === null || isVague(topic) || ms < fromMs || ms > untilMs) continue;
    const found = seriesPlace(trace);
    if (found === null) continue;
    const entry = places.get(found.key) ?? { place: found.place, all: [] };
    if (entry.all.length === 0) places.set(found.key, entry);
    entry.all.push({ trace, topic, ms });
  }
  for (const entry of places.values()) {
    entry.all.sort((a, b) => a.ms - b.ms || compare(a.trace.id, b.trace.id));
    // The place as the latest incident writes it.
    const last = entry.all.at(-1);
    entry.place = (last && seriesPlace(last.trace)?.place) ?? entry.place;
  }
  return places;
}

/** Around the topic that takes most episodes with its kin; then around the next of what is left. Being kin is no chain. */
function candidatesAt(
  key: string,
  place: Series['place'],
  all: readonly Dated[],
  config: SeriesConfig,
  span: HistorySpan,
): Candidate[] {
  const found: Candidate[] = [];
  for (let rest = [...all]; rest.length >= config.episodes; ) {
    let best: { topic: string; own: number; members: Candidate['members']; starts: number[] } | null = null;
    for (const topic of [...new Set(rest.map((one) => one.topic))].sort(compare)) {
      const kin = rest.filter((one) => isOfTopic(one, topic));
      const { members, starts } = episodesOf(kin, config.episodeDays);
      const own = kin.filter((one) => one.topic === topic).length;
      const isBetter =
        best === null || starts.length > best.starts.length || (starts.length === best.starts.length && own > best.own);
      if (isBetter) best = { topic, own, members, starts };
    }
    if (best === null || best.starts.length < config.episodes) break;
    const { topic, members, starts } = best;
    found.push({ key, place, topic, members, starts, tested: testSeason(starts, config, span) });
    const taken = new Set(members.map(({ dated }) => dated));
    rest = rest.filter((one) => !taken.has(one));
  }
  return found;
}

function isOfTopic({ topic, trace }: Dated, centre: string): boolean {
  if (topic === centre) return true;
  const groups = trace.group === null ? [] : [trace.group as string];
  return relationOf({ groups, topic }, { groups: [], topic: centre }) === 'kin';
}

/** An episode takes all within so many days of its first incident: a complaint each week is many episodes, not an endless one. */
function episodesOf(sorted: readonly Dated[], episodeDays: number): Pick<Candidate, 'members' | 'starts'> {
  const starts: number[] = [];
  const members = sorted.map((dated) => {
    const last = starts.at(-1);
    if (last === undefined || dated.ms - last > episodeDays * 86_400_000) starts.push(dated.ms);
    return { dated, episode: starts.length };
  });
  return { members, starts };
}

/** On whole years up to now alone: of a year and a half some months count twice. */
function testSeason(
  starts: readonly number[],
  config: SeriesConfig,
  { fromMs, untilMs }: HistorySpan,
): Candidate['tested'] {
  const wholeYears = Math.floor((untilMs - fromMs) / yearMs);
  if (wholeYears < 2) return null;
  const years = starts.filter((ms) => ms > untilMs - wholeYears * yearMs).map(yearsOf);
  if (years.length < config.episodes) return null;
  const { mean, length } = sumOf(years);
  return { years, mean, p: rayleigh(years.length, length) };
}

function seriesOf(
  candidate: Candidate,
  config: SeriesConfig,
  span: HistorySpan,
  { limit, tests }: { limit: number; tests: number },
): Series {
  const { key, place, topic, members, starts, tested } = candidate;
  const traces = members.map(({ dated }) => dated.trace);
  const first = members[0]?.dated;
  const last = members.at(-1)?.dated;
  const spanDays = daysBetween(starts[0] ?? 0, starts.at(-1) ?? 0);
  const longestGapDays = Math.max(...starts.slice(1).map((ms, place) => daysBetween(starts[place] ?? ms, ms)));
  const window = tested === null ? null : windowOf(tested.years);
  const season = tested === null || window === null ? null : { ...seasonOf(tested, window, span), limit, tests };
  const isSeasonal =
    season !== null &&
    season.p <= limit &&
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

function seasonOf({ years, mean, p }: NonNullable<Candidate['tested']>, window: YearWindow, { untilMs }: HistorySpan) {
  const { came, of } = seasonsOf(years, mean, window, untilMs);
  const windowDays = Math.round(window.length * 365.25);
  return { came, of, counted: years.length, inside: window.inside, windowDays, p };
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
