import type { YearTotals } from '../../../src/core/calendar-year.js';
import { type CalendarDraft, type DayKind, emptyDraft, noteDay, noteMonth, unusable, yearOf } from './draft.js';

/** One record of a table. */
export interface Row {
  cells: readonly string[];
  place: string;
}

export const monthNames = [
  'Январь',
  'Февраль',
  'Март',
  'Апрель',
  'Май',
  'Июнь',
  'Июль',
  'Август',
  'Сентябрь',
  'Октябрь',
  'Ноябрь',
  'Декабрь',
];
const sumNames: readonly [RegExp, keyof YearTotals][] = [
  [/^всего рабочих дней/i, 'workingDays'],
  [/^всего праздничных и выходных дней/i, 'daysOff'],
  [/^количество рабочих часов при 40/i, 'hours40'],
];

/** Words for kinds of days in tables and calendars that people keep themselves. */
const kindWords: readonly [RegExp, DayKind][] = [
  [/сокращ|предпразд|^short/i, 'short'],
  [/нерабоч|выходн|праздн|перенос|^off$|holiday|day off/i, 'off'],
  [/рабоч|^work/i, 'work'],
];

/** What a word says of a day; null when it says nothing that is known. */
export function kindOf(text: string): DayKind | null {
  return kindWords.find(([pattern]) => pattern.test(text.trim()))?.[1] ?? null;
}

/**
 * Reads a table: a row a year with a column a month (the production calendar of data.gov.ru), or a row a day with the columns date and kind.
 * @throws AppError E_INPUT_INVALID with the line
 */
export function readRows(file: string, rows: readonly Row[]): CalendarDraft[] {
  const [head, ...body] = rows;
  if (head === undefined) throw unusable(file, 'the file is empty: name another one');
  const names = head.cells.map((cell) => cell.trim());
  if (names.some((name) => name.toLowerCase() === 'январь')) {
    // Data sets hold decades, and the first of them are nobody’s business any more.
    return body
      .filter(({ cells }) => Number(cells[0]) >= 2000 || !/^\s*\d{4}\s*$/.test(cells[0] ?? ''))
      .map((row) => readMonthRow(names, row, yearOf(row.cells[0] ?? '', row.place)));
  }
  return readDayRows(file, names, head, body);
}

export function readMonthRow(names: readonly string[], { cells, place }: Row, year: number): CalendarDraft {
  const draft = emptyDraft(year, place, true);
  for (const [index, month] of monthNames.entries()) {
    const column = names.findIndex((name) => name.toLowerCase() === month.toLowerCase());
    const list = cells[column]?.trim() ?? '';
    if (list === '')
      throw unusable(
        place,
        `${month} of ${year} is empty: a month without days off does not exist; take the file anew`,
      );
    noteMonth(draft, index + 1, list, `${place}, ${month}`);
  }
  for (const [pattern, total] of sumNames) {
    const text = cells[names.findIndex((name) => pattern.test(name))]?.trim().replace(',', '.') ?? '';
    if (text === '') continue;
    const value = Number(text);
    if (Number.isNaN(value)) throw unusable(place, `«${text}» is no number of ${total}: correct it, or leave it empty`);
    draft.stated[total] = value;
  }
  return draft;
}

const dateNames = /^(date|дата|day|день)$/i;
const kindNames = /^(kind|type|вид|тип)$/i;

function readDayRows(file: string, names: readonly string[], head: Row, body: readonly Row[]): CalendarDraft[] {
  const dateAt = names.findIndex((name) => dateNames.test(name));
  const kindAt = names.findIndex((name) => kindNames.test(name));
  if (dateAt === -1 || kindAt === -1)
    throw unusable(
      head.place,
      `the first line names no columns that are known (${names.join(', ')}): a table of days has date and kind, one of years has Год/Месяц, Январь … Декабрь`,
    );
  const drafts = new Map<number, CalendarDraft>();
  for (const { cells, place } of body) {
    const date = dateOf(cells[dateAt] ?? '', place);
    const word = cells[kindAt] ?? '';
    const kind = kindOf(word);
    if (kind === null)
      throw unusable(
        place,
        `«${word.trim()}» is no kind of a day: write off, work or short (выходной, рабочий, сокращённый)`,
      );
    const year = yearOf(date.slice(0, 4), place);
    const draft = drafts.get(year) ?? emptyDraft(year, file, false);
    drafts.set(year, draft);
    noteDay(draft, date, kind, place);
  }
  return [...drafts.values()];
}

/** «2027-01-09» or «09.01.2027» */
function dateOf(text: string, place: string): string {
  const russian = /^\s*(\d{2})\.(\d{2})\.(\d{4})\s*$/.exec(text);
  const date = russian === null ? text.trim() : `${russian[3]}-${russian[2]}-${russian[1]}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw unusable(place, `«${text.trim()}» is no date: write it as 2027-01-09 or 09.01.2027`);
  return date;
}
