import type { BodyKind } from '../../src/core/executor.js';
import { isInWindow } from '../../src/core/organisation.js';
import { type LocalMoment, minuteOf } from './local-moment.js';
import type { Rule, When } from './schema.js';

/** What a rule asks for beside topic and territory. */
export type Conditions = Pick<Rule, 'sources' | 'names' | 'when' | 'from' | 'to'>;
/** One of them, as people see it in the file. */
export type ConditionName = 'sources' | 'names' | 'when' | 'validity';

/** What conditions are held against. */
export interface Situation {
  readonly sourceId: string | null;
  readonly sourceKind: string | null;
  /** When the text was written, at the place; null where that is not known: no condition on time holds then. */
  readonly moment: LocalMoment | null;
  /** Kinds of bodies that the text names; asked for only where a rule wants to know. */
  named(): ReadonlySet<BodyKind>;
}

/** The conditions of a rule; null of one that always holds. */
export function conditionsOf({ sources, names, when, from, to }: Conditions): Conditions | null {
  const given = Object.entries({ sources, names, when, from, to }).filter(([, value]) => value !== undefined);
  return given.length === 0 ? null : (Object.fromEntries(given) as Conditions);
}

/** The first condition that does not hold; null when all do. */
export function failingCondition(conditions: Conditions | null, situation: Situation): ConditionName | null {
  if (conditions === null) return null;
  const { sources, names, when, from, to } = conditions;
  const { sourceId, sourceKind, moment } = situation;
  if (from !== undefined || to !== undefined) {
    if (moment === null || !isInWindow(moment.date, { from: from ?? null, to: to ?? null })) return 'validity';
  }
  if (sources !== undefined && !sources.some((source) => source === sourceId || source === sourceKind))
    return 'sources';
  if (when !== undefined && (moment === null || !isWhen(when, moment))) return 'when';
  if (names !== undefined && !names.some((kind) => situation.named().has(kind))) return 'names';
  return null;
}

function isWhen({ months, dates, weekdays, hours }: When, { date, weekday, minute }: LocalMoment): boolean {
  if (months !== undefined && !months.includes(Number(date.slice(5, 7)))) return false;
  if (dates !== undefined && !dates.some((span) => isBetween(date.slice(5), span))) return false;
  if (weekdays !== undefined && !weekdays.includes(weekday)) return false;
  return hours === undefined || stretches(hours).some(({ from, to }) => minute >= from && minute < to);
}

/** Days of a year; a span whose end lies before its beginning runs over the turn of the year. */
function isBetween(day: string, { from, to }: { from: string; to: string }): boolean {
  return from <= to ? day >= from && day <= to : day >= from || day <= to;
}

/** Stretches of one day, in minutes; hours over midnight are two of them. */
function stretches({ from, to }: { from: string; to: string }): { from: number; to: number }[] {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  if (start < end) return [{ from: start, to: end }];
  return [
    { from: start, to: 1_440 },
    { from: 0, to: end },
  ].filter((part) => part.to > part.from);
}

/**
 * True when `wide` holds whenever `narrow` does, so that a line with `wide` leaves nothing to a later one with `narrow`. Each condition is
 * compared by itself: a true answer is always right, a false one may miss that months and dates together say the same.
 */
export function coversConditions(wide: Conditions | null, narrow: Conditions | null): boolean {
  if (wide === null) return true;
  if (narrow === null) return false;
  const { sources, names, when, from, to } = wide;
  return (
    isWithin(narrow.sources, sources) &&
    isWithin(narrow.names, names) &&
    (from === undefined || (narrow.from !== undefined && narrow.from >= from)) &&
    (to === undefined || (narrow.to !== undefined && narrow.to <= to)) &&
    (when === undefined || (narrow.when !== undefined && coversWhen(when, narrow.when)))
  );
}

function coversWhen(wide: When, narrow: When): boolean {
  const { dates, hours } = wide;
  return (
    isWithin(narrow.months, wide.months) &&
    isWithin(narrow.weekdays, wide.weekdays) &&
    (dates === undefined ||
      (narrow.dates !== undefined &&
        daysOfYear.every(
          (day) => !narrow.dates?.some((span) => isBetween(day, span)) || dates.some((span) => isBetween(day, span)),
        ))) &&
    (hours === undefined ||
      (narrow.hours !== undefined &&
        stretches(narrow.hours).every((part) =>
          stretches(hours).some(({ from, to }) => part.from >= from && part.to <= to),
        )))
  );
}

/** True when every value of the narrow list is in the wide one; a list that is not given holds everything. */
function isWithin<T>(narrow: readonly T[] | undefined, wide: readonly T[] | undefined): boolean {
  return wide === undefined || (narrow?.every((value) => wide.includes(value)) ?? false);
}

/** Every day of a leap year, as MM-DD. */
const daysOfYear = Array.from({ length: 366 }, (_, day) =>
  new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(5, 10),
);
