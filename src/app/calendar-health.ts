import type { Config } from '../config/load.js';
import type { WorkingCalendar } from '../core/working-time.js';
import type { Analysis } from './analysis.js';

/** Codes of the federal subjects that sources are in. */
export function servedRegions(
  { sources }: Pick<Config, 'sources'>,
  { locator, regionCodes }: Pick<Analysis, 'locator' | 'regionCodes'>,
): Set<string> {
  const chains = sources.flatMap(({ territory }) => locator.lineage(territory));
  return new Set(chains.flatMap((id) => regionCodes.get(id) ?? []));
}

/** The tenth month: the calendar of the next year is decreed in summer and published by then. */
const october = 9;

export interface CalendarGap {
  message: string;
  /** False where terms of today are right all the same. */
  isUrgent: boolean;
}

/**
 * What the calendars lack: this year, from October on the next one, days of a federal subject that had some before, codes of no federal subject.
 * @param regions codes of the federal subjects that config/places knows
 * @param served codes of those that sources are in
 */
export function calendarGaps(
  { years, regional }: Pick<WorkingCalendar, 'years' | 'regional'>,
  regions: ReadonlySet<string>,
  served: ReadonlySet<string>,
  nowMs: number,
): CalendarGap[] {
  const now = new Date(nowMs);
  const year = now.getUTCFullYear();
  const wanted = now.getUTCMonth() >= october ? [year, year + 1] : [year];
  const gaps: CalendarGap[] = wanted
    .filter((each) => !years.has(each))
    .map((each) => ({
      isUrgent: each === year,
      message: `config/calendar has no ${each}: terms would count moved days off as worked; «otklik calendar import FILE --year ${each}» takes it from open data (docs/sla.md names sources)`,
    }));
  for (const [code, { daysOff }] of regional) {
    if (!regions.has(code))
      gaps.push({
        isUrgent: true,
        message: `config/calendar has days of the federal subject «${code}», and no OKTMO code begins so: correct region in its file`,
      });
    const ofRegion = [...daysOff].map((date) => Number(date.slice(0, 4)));
    if (served.has(code) && ofRegion.some((each) => each < year) && !ofRegion.includes(year))
      gaps.push({
        isUrgent: false,
        message: `config/calendar has no days of the federal subject ${code} for ${year}, and had some before: «otklik calendar import FILE --year ${year} --region ${code}», or add them to its file`,
      });
  }
  return gaps;
}
