import type { IncidentTrace, Series, SeriesConfig } from '../../src/core/series.js';
import { placeReader } from './series-place.js';
import { chanceOf, yearsOf } from './series-season.js';
import { isVague, relationOf } from './topic-kin.js';

/** The stretch of time that the incidents cover, ms since the epoch. */
export interface HistorySpan {
  fromMs: number;
  /** Now. */
  untilMs: number;
}

export interface Dated {
  trace: IncidentTrace;
  topic: string;
  ms: number;
}

/** Incidents of one place and topic with enough episodes. */
export interface Candidate {
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

/** All that may be a series: every place, every topic there with its kin. */
export function findCandidates(traces: Iterable<IncidentTrace>, config: SeriesConfig, span: HistorySpan): Candidate[] {
  return [...atPlaces(traces, span)].flatMap(([key, { place, all }]) =>
    all.length < config.episodes ? [] : candidatesAt(key, place, all, config, span),
  );
}

/** Order of ids and topics. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The incidents by place, each place's by time. Vague topics do not say what came again. */
function atPlaces(
  traces: Iterable<IncidentTrace>,
  { fromMs, untilMs }: HistorySpan,
): Map<string, { place: Series['place']; all: Dated[] }> {
  const placeOf = placeReader();
  const places = new Map<string, { place: Series['place']; all: Dated[] }>();
  for (const trace of traces) {
    const { topic } = trace;
    const ms = Date.parse(trace.at);
    if (topic === null || isVague(topic) || ms < fromMs || ms > untilMs) continue;
    const found = placeOf(trace);
    if (found === null) continue;
    const entry = places.get(found.key) ?? { place: found.place, all: [] };
    if (entry.all.length === 0) places.set(found.key, entry);
    entry.all.push({ trace, topic, ms });
  }
  for (const entry of places.values()) {
    entry.all.sort((a, b) => a.ms - b.ms || compare(a.trace.id, b.trace.id));
    // The place as the latest incident writes it.
    const last = entry.all.at(-1);
    entry.place = (last && placeOf(last.trace)?.place) ?? entry.place;
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
  return { years, ...chanceOf(years) };
}
