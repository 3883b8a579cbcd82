import { readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import {
  type CalendarDraft,
  type FinishedDraft,
  finishDraft,
  unusable,
} from '../../pipelines/incidents/calendar/draft.js';
import { readIcalCalendar } from '../../pipelines/incidents/calendar/read-ical.js';
import { readJsonCalendar } from '../../pipelines/incidents/calendar/read-json.js';
import { type Row, readRows } from '../../pipelines/incidents/calendar/read-rows.js';
import { readXmlCalendar } from '../../pipelines/incidents/calendar/read-xml.js';
import { decodeText } from '../../pipelines/places/import/decode-text.js';
import { calendarText } from '../config/calendar-text.js';
import { loadCalendars } from '../config/calendars.js';
import { writeWhole } from '../config/kept-files.js';
import { AppError } from '../core/errors.js';

/** A reader of CSV: records with the line on which they begin, or what is wrong. */
export type CsvReader = (
  chunks: AsyncIterable<string>,
) => AsyncIterable<{ line: number; cells: string[] } | { line: number; problem: string }>;

export interface CalendarImport {
  /** The file: XML or JSON of xmlcalendar.ru, CSV or JSON of data.gov.ru, a table of days, or iCalendar. */
  path: string;
  /** Null: the one year that the file holds. */
  year: number | null;
  region: string | null;
  basis: string | null;
  configDir: string;
  /** Folder or file to write; null: config/calendar. */
  out: string | null;
  /** Whether a file that is there may be written over. */
  replaces: boolean;
  readCsv: CsvReader;
}

/**
 * Makes a file of config/calendar of a file of open data. It is written whole or not at all.
 * @throws AppError E_INPUT_INVALID with the place and the remedy; nothing is written then
 */
export async function importCalendar(given: CalendarImport): Promise<FinishedDraft & { written: string }> {
  const { path, region, basis, configDir } = given;
  if (region !== null && !/^\d{2}$/.test(region))
    throw new AppError('E_INPUT_INVALID', `--region ${region}: use the first two digits of the OKTMO code`);
  const name = basename(path);
  const drafts = await readDrafts(path, name, given.readCsv);
  const draft = chosen(drafts, given.year, name);
  const { year } = draft;
  const { calendars } = loadCalendars(configDir);
  const of = (code: string | undefined) =>
    calendars.find(({ calendar }) => calendar.year === year && calendar.region === code);
  const finished = finishDraft(draft, { region, basis, country: of(undefined)?.calendar ?? null });
  const written = await target(given, year);
  const known = of(region ?? undefined);
  if (known !== undefined && resolve(configDir, '..', known.file) !== written)
    throw new AppError(
      'E_INPUT_INVALID',
      `${known.file} holds ${year} already${region === null ? '' : ` of the federal subject ${region}`}: take it out there first, or name that file with --out and --replace`,
    );
  if (!given.replaces && (await isThere(written)))
    throw new AppError(
      'E_INPUT_INVALID',
      `${written} is there already: write it over with --replace, or name another file with --out`,
    );
  writeWhole(written, calendarText(finished.calendar));
  return { ...finished, written };
}

async function readDrafts(path: string, name: string, readCsv: CsvReader): Promise<CalendarDraft[]> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new AppError('E_INPUT_INVALID', `${path} cannot be read (${cause.message}): name a file that is there`);
  });
  let text = '';
  for await (const piece of decodeText(name, pieces(bytes))) text += piece;
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<')) return readXmlCalendar(name, text);
  if (/^[[{]/.test(start)) return readJsonCalendar(name, start);
  if (/^BEGIN:VCALENDAR/i.test(start)) return readIcalCalendar(name, text);
  const rows: Row[] = [];
  for await (const record of readCsv(pieces(text))) {
    const place = `${name}:${record.line}`;
    if ('problem' in record)
      throw unusable(place, `${record.problem}; close it, or take the file from its source anew`);
    rows.push({ cells: record.cells, place });
  }
  return readRows(name, rows);
}

async function* pieces<T>(whole: T): AsyncGenerator<T> {
  yield whole;
}

function chosen(drafts: readonly CalendarDraft[], year: number | null, name: string): CalendarDraft {
  const years = [...new Set(drafts.map((draft) => draft.year))].sort();
  const held = years.length > 3 ? `${years[0]} to ${years.at(-1)}` : years.join(', ');
  const fitting = drafts.filter((draft) => year === null || draft.year === year);
  const [draft] = fitting;
  if (years.length === 0)
    throw new AppError('E_INPUT_INVALID', `${name} holds no year from 2000 on: name another file`);
  if (draft === undefined)
    throw new AppError('E_INPUT_INVALID', `${name} holds no ${year}, only ${held}: name one of these with --year`);
  if (year === null && years.length > 1)
    throw new AppError('E_INPUT_INVALID', `${name} holds ${held}: name the year with --year`);
  if (fitting.length > 1)
    throw unusable(fitting[1]?.place ?? name, `${draft.year} stands twice (${draft.place}): leave one of the two`);
  return draft;
}

async function target({ out, configDir, region }: CalendarImport, year: number): Promise<string> {
  const folder = out ?? join(configDir, 'calendar');
  if (/^\.ya?ml$/.test(extname(folder))) return resolve(folder);
  if (!(await isThere(folder)))
    throw new AppError('E_INPUT_INVALID', `--out ${folder}: there is no such folder; make it first`);
  return resolve(folder, region === null ? `ru-${year}.yaml` : `ru-${region}-${year}.yaml`);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
