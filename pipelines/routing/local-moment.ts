import { zoneOffsetMs } from '../../src/core/zone-offset.js';

/** An instant as clocks and calendars at a place show it. */
export interface LocalMoment {
  /** YYYY-MM-DD */
  readonly date: string;
  /** ISO weekday, 1 = Monday. */
  readonly weekday: number;
  /** Of the day, 0-1439. */
  readonly minute: number;
}

/**
 * @param at instant, ISO
 * @param timeZone IANA zone
 */
export function localMoment(at: string, timeZone: string): LocalMoment {
  const utcMs = Date.parse(at);
  const local = new Date(utcMs + zoneOffsetMs(utcMs, timeZone));
  return {
    date: local.toISOString().slice(0, 10),
    weekday: ((local.getUTCDay() + 6) % 7) + 1,
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}

/** Minute of the day of «HH:MM». */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
