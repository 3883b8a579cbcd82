import { join } from 'node:path';
import { loadConfig } from '../../../src/config/load.js';
import type { WorkingCalendar, WorkPlace } from '../../../src/core/working-time.js';
import { projectRoot } from '../../../src/version.js';
import { zoneOffsets } from '../../support/zones.js';

/** The shipped terms and calendars, with three bodies of their own hours. */
export function openCalendar(): WorkingCalendar {
  const { calendar } = loadConfig(join(projectRoot, 'config')).config;
  const day = { breaks: [], holidays: false, shifts: [] };
  const weekdays = [1, 2, 3, 4, 5];
  const hours = {
    early: { ...day, workingDay: { from: '08:00', to: '17:00' }, weekdays },
    night: {
      ...day,
      workingDay: { from: '09:00', to: '13:00' },
      weekdays,
      shifts: [{ weekdays, from: '20:00', to: '08:00' }],
    },
    always: { ...day, workingDay: { from: '00:00', to: '24:00' }, weekdays: [...weekdays, 6, 7], holidays: true },
  };
  return {
    ...calendar,
    hoursOf: (id) => (id in hours ? { hours: hours[id as keyof typeof hours], calendar: null, timeZone: null } : null),
  };
}

export interface Interval {
  fromMs: number;
  toMs: number;
  where: WorkPlace;
}

const zones = Object.keys(zoneOffsets);
const minuteMs = 60_000;

/** So many intervals are measured, again and again: the table of minutes of more takes too long to make. */
const count = 400;

/** Intervals of up to 30 days from 2024 to 2026, in whole minutes, the same for both programs. */
export function inventIntervals(): Interval[] {
  let state = 20_261_126;
  const below = (limit: number): number => {
    // Lehmer's generator: the high bits are as good as is needed here.
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const start = Date.UTC(2024, 0, 1);
  const bodies = [null, null, 'early', 'night', 'always'];
  const regions = [null, null, '92', '80', '96'];
  return Array.from({ length: count }, () => {
    const fromMs = start + below(3 * 365 * 1_440) * minuteMs;
    return {
      fromMs,
      toMs: fromMs + (1 + below(30 * 1_440)) * minuteMs,
      where: {
        timeZone: zones[below(zones.length)] ?? 'Europe/Moscow',
        region: regions[below(regions.length)] ?? null,
        body: bodies[below(bodies.length)] ?? null,
      },
    };
  });
}
