import type { ClockRun } from '../../src/core/clock-run.js';
import { intervalsFrom, type RestReason, restOf, type WorkingCalendar } from '../../src/core/working-time.js';
import { zoneOffsetMs } from '../../src/core/zone-offset.js';
import { type Stretch, stretchesOf, type Timed, termOf } from './measure.js';

/** Why a stretch of a run counts, or does not. */
export type IntervalReason = 'working-time' | 'around-the-clock' | 'outside-hours' | 'paused' | RestReason;

export interface RunInterval {
  fromMs: number;
  toMs: number;
  counts: boolean;
  why: IntervalReason;
  /** Body in whose own hours the stretch is counted; null: those of the policy and the place. */
  body: string | null;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

/**
 * The run from its start to its stop, or to `nowMs`, without a gap: what counts and what does not, each with its reason. The stretches that count sum up to
 * the elapsed time of `slaOf`.
 */
export function intervalsOfRun(
  run: ClockRun,
  incident: Timed,
  calendar: WorkingCalendar,
  nowMs: number,
): RunInterval[] {
  const endMs = Math.max(Date.parse(run.startedAt), run.stoppedAt === null ? nowMs : Date.parse(run.stoppedAt));
  const rest = { counts: false, why: 'paused', body: null } as const;
  const intervals: RunInterval[] = [];
  let atMs = Date.parse(run.startedAt);
  for (const stretch of stretchesOf(run, incident, calendar)) {
    const { fromMs } = stretch;
    if (fromMs > atMs) intervals.push({ ...rest, fromMs: atMs, toMs: Math.min(fromMs, endMs) });
    const toMs = Math.min(stretch.toMs, endMs);
    intervals.push(...intervalsOfStretch(run, calendar, { ...stretch, toMs }));
    atMs = toMs;
  }
  if (atMs < endMs) intervals.push({ ...rest, fromMs: atMs, toMs: endMs });
  return intervals.filter(({ fromMs, toMs }) => toMs > fromMs);
}

function intervalsOfStretch(run: ClockRun, calendar: WorkingCalendar, { fromMs, toMs, where }: Stretch): RunInterval[] {
  const term = termOf(run, calendar);
  if (term === null || ('hours' in term && !term.workingTime))
    return [{ fromMs, toMs, counts: true, why: 'around-the-clock', body: null }];
  const body = where.body ?? null;
  const intervals: RunInterval[] = [];
  let atMs = fromMs;
  const rest = (untilMs: number): void => {
    // A gap is told day by day: a night before a weekend and the weekend have different reasons.
    while (atMs < untilMs) {
      const localMs = atMs + zoneOffsetMs(atMs, where.timeZone);
      const midnightMs = Math.floor(localMs / dayMs) * dayMs;
      const nextMs = Math.min(untilMs, atMs + (midnightMs + dayMs - localMs));
      const why = restOf(new Date(midnightMs).toISOString().slice(0, 10), calendar, where) ?? 'outside-hours';
      const last = intervals.at(-1);
      if (last !== undefined && last.why === why) last.toMs = nextMs;
      else intervals.push({ fromMs: atMs, toMs: nextMs, counts: false, why, body });
      atMs = nextMs;
    }
  };
  for (const part of intervalsFrom(fromMs, calendar, where)) {
    if (part.startMs >= toMs) break;
    if (part.endMs <= fromMs) continue;
    rest(Math.max(part.startMs, fromMs));
    const endMs = Math.min(part.endMs, toMs);
    intervals.push({ fromMs: atMs, toMs: endMs, counts: true, why: 'working-time', body });
    atMs = endMs;
  }
  rest(toMs);
  return intervals;
}

/** Minutes of the stretches that count. */
export function countedMinutes(intervals: readonly RunInterval[]): number {
  return intervals.reduce((sum, { fromMs, toMs, counts }) => sum + (counts ? (toMs - fromMs) / minuteMs : 0), 0);
}
