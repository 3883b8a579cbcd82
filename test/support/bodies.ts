import type { BodyHours, Schedule } from '../../src/core/schedule.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { shippedCalendar } from './working-calendar.js';

function hours(from: string, to: string, weekdays: number[], more: Partial<Schedule> = {}): Schedule {
  return { workingDay: { from, to }, weekdays, breaks: [], holidays: false, shifts: [], ...more };
}
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** Invented bodies with hours of all kinds. */
export const bodyHours: Readonly<Record<string, BodyHours>> = {
  /** An hour earlier than the ordinary day, without a lunch break. */
  water: { hours: hours('08:00', '17:00', [1, 2, 3, 4, 5]), calendar: null, timeZone: null },
  /** Shifts over midnight. */
  night: {
    hours: hours('20:00', '24:00', [7], { shifts: [{ weekdays: [1, 2, 3, 4, 5], from: '20:00', to: '08:00' }] }),
    calendar: 'country',
    timeZone: null,
  },
  /** An emergency service. */
  rescue: { hours: hours('00:00', '24:00', everyDay, { holidays: true }), calendar: null, timeZone: null },
  /** Another zone and the holidays of another federal subject. */
  far: {
    hours: hours('09:00', '18:00', [1, 2, 3, 4, 5, 6], { breaks: [{ from: '13:00', to: '14:00' }] }),
    calendar: '92',
    timeZone: 'Asia/Kamchatka',
  },
  /** Only its zone is its own. */
  coast: { hours: null, calendar: null, timeZone: 'Asia/Vladivostok' },
};

/** The shipped terms and calendars with those bodies. */
export const calendarOfBodies: WorkingCalendar = {
  ...shippedCalendar,
  days: new Map(),
  hoursOf: (id) => bodyHours[id] ?? null,
};
