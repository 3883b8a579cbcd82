/** The shipped terms and the shipped Russian calendar of 2026, for tests that count working time. */
import { loadConfig } from '../../src/config/load.js';
import type { Sla } from '../../src/core/sla.js';
import { makeCalendar, type WorkingCalendar } from '../../src/core/working-time.js';

export const shippedCalendar: WorkingCalendar = loadConfig('config').config.calendar;

/** The shipped terms without any production calendar: ordinary weeks and the fixed public holidays. */
export const plainCalendar: WorkingCalendar = makeCalendar(shippedCalendar.sla, []);

export function calendarWith(sla: Partial<Sla>): WorkingCalendar {
  return { ...shippedCalendar, sla: { ...shippedCalendar.sla, ...sla }, days: new Map() };
}
