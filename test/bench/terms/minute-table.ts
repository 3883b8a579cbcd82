import type { WorkingCalendar, WorkPlace } from '../../../src/core/working-time.js';
import { worksAt } from '../../support/minute-walk.js';
import type { Interval } from './intervals.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Working minutes by a walk over every minute of the interval. Whether a minute is worked was found out before, for each day in UTC and place
 * once, so that what is measured is the walk and not the platform's formatting of dates.
 */
export class MinuteTable {
  readonly #days = new Map<string, Uint8Array>();
  readonly #calendar: WorkingCalendar;

  constructor(calendar: WorkingCalendar) {
    this.#calendar = calendar;
  }

  minutesOf({ fromMs, toMs, where }: Interval): number {
    const place = `${where.timeZone} ${where.region ?? ''} ${where.body ?? ''}`;
    let minutes = 0;
    let day = new Uint8Array();
    let midnightMs = Number.NEGATIVE_INFINITY;
    for (let ms = fromMs; ms < toMs; ms += minuteMs) {
      if (ms >= midnightMs + dayMs) {
        midnightMs = Math.floor(ms / dayMs) * dayMs;
        day = this.#dayAt(midnightMs, where, place);
      }
      minutes += day[(ms - midnightMs) / minuteMs] ?? 0;
    }
    return minutes;
  }

  #dayAt(midnightMs: number, where: WorkPlace, place: string): Uint8Array<ArrayBuffer> {
    const key = `${midnightMs} ${place}`;
    let day = this.#days.get(key) as Uint8Array<ArrayBuffer> | undefined;
    if (day === undefined) {
      day = Uint8Array.from({ length: 1_440 }, (_, minute) =>
        worksAt(midnightMs + minute * minuteMs, this.#calendar, where) ? 1 : 0,
      );
      this.#days.set(key, day);
    }
    return day;
  }
}
