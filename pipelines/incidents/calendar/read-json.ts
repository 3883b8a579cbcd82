import { z } from 'zod';
import { fieldPath } from '../../../src/core/config-file.js';
import { type CalendarDraft, emptyDraft, noteMonth, unusable, yearOf } from './draft.js';
import { monthNames, type Row, readMonthRow } from './read-rows.js';

const sum = z.number().optional();
/** One year of xmlcalendar.ru. */
const yearSchema = z.object({
  year: z.number().int().min(2000).max(2100),
  months: z.array(z.object({ month: z.number().int().min(1).max(12), days: z.string() })).min(1),
  transitions: z
    .array(z.object({ from: z.string().regex(/^\d{2}\.\d{2}$/), to: z.string().regex(/^\d{2}\.\d{2}$/) }))
    .default([]),
  statistic: z.object({ workdays: sum, holidays: sum, hours40: sum }).default({}),
});

/**
 * Reads JSON: a year of xmlcalendar.ru (`{"year", "months": [{"month", "days"}], "transitions", "statistic"}`), a list of them, or the rows of
 * data.gov.ru as objects with Russian names of the months.
 * @throws AppError E_INPUT_INVALID with line or field
 */
export function readJsonCalendar(file: string, text: string): CalendarDraft[] {
  const entries = [parsed(file, text)].flat() as unknown[];
  return entries.map((entry, index) => {
    const place = entries.length === 1 ? file : `${file} [${index}]`;
    if (isRow(entry)) return readRow(entry, place);
    const result = yearSchema.safeParse(entry);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw unusable(
        `${place}, ${fieldPath(issue?.path ?? [])}`,
        `${issue?.message}: a calendar in JSON has «year» and «months» with «days» of each, as xmlcalendar.ru gives it`,
      );
    }
    return readYear(result.data, place);
  });
}

function readYear({ year, months, transitions, statistic }: z.infer<typeof yearSchema>, place: string): CalendarDraft {
  const draft = emptyDraft(year, place, true);
  const missing = monthNames.flatMap((name, index) =>
    months.some(({ month }) => month === index + 1) ? [] : [`${index + 1} (${name})`],
  );
  if (missing.length > 0)
    throw unusable(place, `months ${missing.join(', ')} are missing: a whole year is needed, every day off of it`);
  for (const { month, days } of months) noteMonth(draft, month, days, `${place}, month ${month}`);
  const date = (text: string): string => `${year}-${text.replace('.', '-')}`;
  draft.moved = transitions.map(({ from, to }) => ({ from: date(from), to: date(to) }));
  draft.stated = { workingDays: statistic.workdays, daysOff: statistic.holidays, hours40: statistic.hours40 };
  return draft;
}

function isRow(entry: unknown): entry is Record<string, unknown> {
  return entry !== null && typeof entry === 'object' && 'Январь' in entry;
}

function readRow(entry: Record<string, unknown>, place: string): CalendarDraft {
  const names = Object.keys(entry);
  const row: Row = { place, cells: names.map((name) => String(entry[name] ?? '')) };
  // Whichever name the column of the year has.
  const yearAt = names.findIndex((name) => /^год/i.test(name) || name.toLowerCase() === 'year');
  if (yearAt === -1) throw unusable(place, 'the row names no year: give it a field «Год/Месяц»');
  return readMonthRow(names, row, yearOf(row.cells[yearAt] ?? '', place));
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const line = text.slice(0, position).split('\n').length;
    throw unusable(
      `${file}:${line}`,
      `this is no JSON (${message}): the file is cut off or damaged; take it from its source anew`,
    );
  }
}
