import { readXml } from '../../places/import/xml-elements.js';
import { type CalendarDraft, type DayKind, emptyDraft, noteDay, unusable, yearOf } from './draft.js';

/** Types of days in the open data of xmlcalendar: off, worked and shortened, worked weekend day. */
const kinds: Readonly<Record<string, DayKind>> = { 1: 'off', 2: 'short', 3: 'work' };

/**
 * Reads the XML of xmlcalendar.ru: `<calendar year="2027"><days><day d="01.09" t="1" f="01.03"/>…`, where d is month and day, t the type and
 * f the day from which a day off was moved. Weekend days without an entry are off.
 * @throws AppError E_INPUT_INVALID with the line
 */
export async function readXmlCalendar(file: string, text: string): Promise<CalendarDraft[]> {
  let line = 0;
  let draft: CalendarDraft | null = null;
  // One line after the other: the parser hands on what it has read, so the line at hand is the place of the element.
  async function* lines(): AsyncGenerator<string> {
    for (const each of text.split('\n')) {
      line++;
      yield `${each}\n`;
    }
  }
  await readXml(file, lines(), ['calendar'], {
    open(name, attributes) {
      const place = `${file}:${line}`;
      if (name === 'calendar') {
        const { year = '', country = 'ru' } = attributes;
        if (country.toLowerCase() !== 'ru')
          throw unusable(place, `this is the calendar of «${country}»: take that of Russia (ru)`);
        draft = emptyDraft(yearOf(year, place), place, false);
      }
      if (name !== 'day' || draft === null) return;
      const { d = '', t = '', f } = attributes;
      const kind = kinds[t];
      if (kind === undefined)
        throw unusable(place, `t="${t}" is no type of a day: it is 1 (off), 2 (short) or 3 (worked weekend day)`);
      const date = dateOf(draft.year, d, place);
      noteDay(draft, date, kind, place);
      if (f !== undefined) draft.moved.push({ from: dateOf(draft.year, f, place), to: date });
    },
  });
  return draft === null ? [] : [draft];
}

/** «01.09», month first. */
function dateOf(year: number, text: string, place: string): string {
  if (!/^\d{2}\.\d{2}$/.test(text)) throw unusable(place, `«${text}» is no day: write month and day as 01.09`);
  return `${year}-${text.replace('.', '-')}`;
}
