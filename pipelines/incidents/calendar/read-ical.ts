import { type CalendarDraft, emptyDraft, noteDay, unusable, yearOf } from './draft.js';
import { kindOf } from './read-rows.js';

interface Line {
  number: number;
  name: string;
  value: string;
}

/**
 * Reads iCalendar (RFC 5545): events of whole days, whose SUMMARY or CATEGORIES say what they are; a word that is not known is the name of
 * a holiday. DTEND is the day after the last one.
 * @throws AppError E_INPUT_INVALID with the line
 */
export function readIcalCalendar(file: string, text: string): CalendarDraft[] {
  const drafts = new Map<number, CalendarDraft>();
  let event: Map<string, Line> | null = null;
  let hasEnded = false;
  let last = 1;
  for (const line of linesOf(text)) {
    const { name, value, number } = line;
    last = number;
    if (name === 'BEGIN' && value === 'VEVENT') event = new Map();
    else if (name === 'END' && value === 'VCALENDAR') hasEnded = true;
    else if (name === 'END' && value === 'VEVENT' && event !== null) {
      noteEvent(event, file, number, drafts);
      event = null;
    } else event?.set(name, line);
  }
  if (!hasEnded || event !== null)
    throw unusable(
      `${file}:${last}`,
      'the calendar is cut off: END:VCALENDAR is missing; take the file from its source anew',
    );
  return [...drafts.values()];
}

function noteEvent(
  event: ReadonlyMap<string, Line>,
  file: string,
  endLine: number,
  drafts: Map<number, CalendarDraft>,
): void {
  const start = event.get('DTSTART');
  const place = `${file}:${start?.number ?? endLine}`;
  if (start === undefined) throw unusable(place, 'an event has no DTSTART: give it the day that it means');
  if (event.has('RRULE'))
    throw unusable(
      `${file}:${event.get('RRULE')?.number}`,
      'repeating events are not read: export the days of the year themselves',
    );
  const words = ['CATEGORIES', 'SUMMARY'].flatMap((name) => event.get(name)?.value ?? []);
  const kind = words.map(kindOf).find((each) => each !== null) ?? 'off';
  const fromMs = dayMs(start.value, place);
  const end = event.get('DTEND')?.value;
  const toMs = Math.max(end === undefined ? 0 : dayMs(end, place), fromMs + 86_400_000);
  for (let ms = fromMs; ms < toMs; ms += 86_400_000) {
    const date = new Date(ms).toISOString().slice(0, 10);
    const year = yearOf(date.slice(0, 4), place);
    const draft = drafts.get(year) ?? emptyDraft(year, file, false);
    drafts.set(year, draft);
    noteDay(draft, date, kind, place);
  }
}

/** «20270109», with a time or without one. */
function dayMs(text: string, place: string): number {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(text);
  const ms = found === null ? Number.NaN : Date.parse(`${found[1]}-${found[2]}-${found[3]}T00:00:00Z`);
  if (Number.isNaN(ms)) throw unusable(place, `«${text}» is no date: write it as 20270109`);
  return ms;
}

/** Lines with what goes on in the next ones joined to them; parameters of a name are left out. */
function* linesOf(text: string): Generator<Line> {
  let line: { number: number; text: string } | null = null;
  const parts = (whole: { number: number; text: string }): Line => {
    const colon = whole.text.indexOf(':');
    const name = (colon === -1 ? whole.text : whole.text.slice(0, colon)).split(';', 1)[0] ?? '';
    return { number: whole.number, name: name.toUpperCase(), value: whole.text.slice(colon + 1).trim() };
  };
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (/^[ \t]/.test(raw) && line !== null) line.text += raw.slice(1);
    else {
      if (line !== null) yield parts(line);
      line = raw === '' ? null : { number: index + 1, text: raw };
    }
  }
  if (line !== null) yield parts(line);
}
