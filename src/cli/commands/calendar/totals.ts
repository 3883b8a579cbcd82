import { totalNames } from '../../../../pipelines/incidents/calendar/draft.js';
import type { YearTotals } from '../../../core/calendar-year.js';
import { AppError } from '../../../core/errors.js';

/** «247 working days, 118 days off, 4 short days, 1972 hours of a 40-hour week» */
export function formatTotals(totals: YearTotals): string {
  return (Object.keys(totalNames) as (keyof YearTotals)[])
    .map((name) => `${totals[name]} ${totalNames[name]}`)
    .join(', ');
}

export function yearArgument(text: string): number {
  if (!/^20\d{2}$/.test(text)) throw new AppError('E_INPUT_INVALID', `«${text}» is no year: write it as 2027`);
  return Number(text);
}
