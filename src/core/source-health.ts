import type { Source, SourceState } from './source.js';
import { isPassportValid } from './source.js';

/** The one word for a source's health, the gravest first. */
export const sourceHealths = ['disabled', 'no-passport', 'failing', 'silent', 'waiting', 'ok'] as const;
export type SourceHealth = (typeof sourceHealths)[number];
/** What lists can be narrowed to: the trouble. */
export const troubledHealths = ['disabled', 'no-passport', 'failing', 'silent'] as const;
export type TroubledHealth = (typeof troubledHealths)[number];
export type SourceCounts = Record<TroubledHealth | 'total', number>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Silence that is nobody's concern: a night, a day off. */
const MIN_SILENCE_MS = DAY_MS;
/** What is granted before a gap was met, and at most. */
const UNKNOWN_SILENCE_MS = 3 * DAY_MS;
const MAX_SILENCE_MS = 30 * DAY_MS;

/**
 * From when on a source counts as silent: half as long again without a new post as it ever was lately.
 * @param longestGapMs longest time between two finds of new posts, fading within a month; null when none was met
 */
export function silentFrom(lastNewPostMs: number, longestGapMs: number | null): number {
  if (longestGapMs === null) return lastNewPostMs + UNKNOWN_SILENCE_MS;
  return lastNewPostMs + Math.round(Math.min(Math.max(1.5 * longestGapMs, MIN_SILENCE_MS), MAX_SILENCE_MS));
}

/** Health at an instant. */
export function sourceHealth(
  source: Pick<Source, 'enabled' | 'passport'>,
  state: Pick<SourceState, 'lastVisitAt' | 'failuresInRow' | 'silentAt'> | null,
  nowMs: number,
): SourceHealth {
  if (!source.enabled) return 'disabled';
  if (!isPassportValid(source.passport, nowMs)) return 'no-passport';
  if (state === null || state.lastVisitAt === null) return 'waiting';
  if (state.failuresInRow > 0) return 'failing';
  if (state.silentAt != null && nowMs >= Date.parse(state.silentAt)) return 'silent';
  return 'ok';
}

/** True for states that somebody must look at. */
export function needsAttention(health: SourceHealth): boolean {
  return health === 'failing' || health === 'silent' || health === 'no-passport';
}
