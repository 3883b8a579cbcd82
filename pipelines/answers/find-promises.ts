import { analyse } from '../text/analyse.js';
import { addDays, addMonths, type Day } from './day-arithmetic.js';
import { localDay } from './final-day.js';
import { type Moment, type NamedDay, namedDays } from './promise-dates.js';
import { type Marker, markersOf, tenseAt } from './promise-tense.js';

/** What an answer promises by a day. */
export interface FoundPromise {
  /** The sentence that promises it. */
  text: string;
  dueOn: Day;
}

/** Longest text that is kept; of a longer sentence the part around the day. */
const textLimit = 500;
/** More promises than anybody keeps: a text that names so many days is a timetable. */
const most = 10;
/** What lies further ahead is no promise but a figure read wrongly. */
const furthestYears = 10;
/** A day without a year that was not long ago is that day, and not the one of next year. */
const recentDays = 60;

/**
 * The promises with a date in the text of an answer, in its order; one sentence may hold several. Days are counted from the answer in the place's time
 * zone, working days by its calendar. Careful on purpose: what tells of the past, what the resident is to do, what the law says and what cannot be are no promises; «в ближайшее время» names no day. Pure.
 */
export function findPromises(text: string, moment: Moment): FoundPromise[] {
  const today = localDay(moment.atMs, moment.where.timeZone);
  const found: FoundPromise[] = [];
  for (const { start, end } of sentencesOf(text)) {
    const sentence = text.slice(start, end);
    const folded = fold(sentence);
    if (folded.trimEnd().endsWith('?')) continue;
    const days = namedDays(folded, moment);
    const blanked = days.reduce(
      (rest, day) => rest.slice(0, day.start) + ' '.repeat(day.end - day.start) + rest.slice(day.end),
      folded,
    );
    const markers = days.length === 0 ? [] : markersOf(blanked);
    const promised = new Set<Day>();
    for (const day of days) {
      if (promised.has(day.day) || !isPromised(day, blanked, markers, today)) continue;
      promised.add(day.day);
      const promise = { text: excerpt(sentence, day), dueOn: day.day };
      if (!found.some((other) => other.text === promise.text && other.dueOn === promise.dueOn)) found.push(promise);
    }
  }
  return found.slice(0, most);
}

function isPromised(named: NamedDay, blanked: string, markers: readonly Marker[], today: Day): boolean {
  const { day, kind, isYearless } = named;
  if (day < today || day > addMonths(today, furthestYears * 12)) return false;
  if (isYearless && addMonths(day, -12) >= addDays(today, -recentDays)) return false;
  const tense = tenseAt(blanked, markers, named);
  return tense === null ? kind !== 'point' : tense === 'future';
}

/** Same length as the text, so that offsets hold. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replaceAll('\u00a0', ' ');
}

/** Where sentences begin and end. «2026 г. Просим …» ends one, «г. Курск» does not. */
function sentencesOf(text: string): { start: number; end: number }[] {
  const starts: number[] = [];
  let last = -1;
  for (const token of analyse(text).tokens) {
    if (token.sentence !== last) starts.push(token.start);
    last = token.sentence;
  }
  for (const { index } of text.matchAll(/(?<=\d{4}\s?г\.\s+)\p{Lu}/gu)) starts.push(index);
  const sorted = [...new Set(starts)].sort((one, other) => one - other);
  return sorted.map((start, index) => ({ start, end: sorted[index + 1] ?? text.length }));
}

function excerpt(sentence: string, { start, end }: NamedDay): string {
  const whole = sentence.replaceAll(/\s+/gu, ' ').trim();
  if (whole.length <= textLimit) return whole;
  const from = Math.max(0, Math.min(start - 200, sentence.length - textLimit));
  return sentence
    .slice(from, Math.max(from + textLimit, end))
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, textLimit);
}
