const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Text with line ends as `<br>` in the given spelling. */
export function toHtmlLines(text: string, lineBreak = '<br>'): string {
  return escapeHtml(text).replaceAll('\n', lineBreak);
}

/** A number from 0 to `limit` - 1 that depends on the text alone (FNV-1a), for views, colours and the like. */
export function hashNumber(text: string, limit: number): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % limit;
}

const WEEKDAYS = ['Вс', 'Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб'];
const MONTHS = ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const MOSCOW_OFFSET_MS = 3 * 60 * 60 * 1000;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The town keeps Moscow time, UTC+3 all year round. */
export function moscow(ms: number): Date {
  return new Date(ms + MOSCOW_OFFSET_MS);
}

/** `2026-11-21T13:15:00+00:00`, as Telegram and phpBB print it. */
export function toUtcStamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** `2026-11-21T16:15:00+03:00`, as WordPress prints it. */
export function toMoscowStamp(ms: number): string {
  return `${moscow(ms).toISOString().slice(0, 19)}+03:00`;
}

/** `Сб ноя 21, 2026 4:15 pm`: the default date of a Russian phpBB board. */
export function toForumDate(ms: number): string {
  const date = moscow(ms);
  const hour = date.getUTCHours();
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${two(date.getUTCMinutes())} ${hour < 12 ? 'am' : 'pm'}`;
  return `${WEEKDAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())}, ${date.getUTCFullYear()} ${clock}`;
}

/** `21.11.2026 в 16:15`: a Russian WordPress comment. */
export function toNewsDate(ms: number): string {
  const date = moscow(ms);
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()} в ${toClock(ms)}`;
}

export function toClock(ms: number): string {
  const date = moscow(ms);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** RFC 822 date in Moscow time, as RSS wants it. */
export function toRssDate(ms: number): string {
  return moscow(ms).toUTCString().replace('GMT', '+0300');
}
