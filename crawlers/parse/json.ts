import { AppError } from '../../src/core/errors.js';
import type { Page } from '../adapter.js';

export type JsonRecord = Readonly<Record<string, unknown>>;

const SPACE = /[ \t\n\r]*/y;
/** One string, number, word or mark, as RFC 8259 writes it. */
const TOKEN =
  /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:]/uy;

/** What may come next: a value, a key, or what follows a key or a value. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/** Offset of the first character at which a text stops being JSON; its length when it only breaks off. */
function faultOf(text: string): number {
  const open: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  for (let at = 0; ; ) {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return at;
    const inside = open.at(-1);
    if (expected === ':') {
      if (token !== ':') return at;
      expected = 'value';
    } else if (expected === ', or end' && token === ',' && inside !== undefined) {
      expected = inside === '{' ? 'key' : 'value';
    } else if (token === ']' || token === '}') {
      const isOver = expected === ', or end' || expected === (token === ']' ? 'value or ]' : 'key or }');
      if (!isOver || inside !== (token === ']' ? '[' : '{')) return at;
      open.pop();
      expected = ', or end';
    } else if (expected === 'key' || expected === 'key or }') {
      if (!token.startsWith('"')) return at;
      expected = ':';
    } else if (expected === ', or end' || token === ',' || token === ':') {
      return at;
    } else if (token === '[' || token === '{') {
      open.push(token);
      expected = token === '[' ? 'value or ]' : 'key or }';
    } else {
      expected = ', or end';
    }
    at = TOKEN.lastIndex;
  }
}

/** True when a page begins as JSON does. */
export function isJsonPage(page: Pick<Page, 'body'>): boolean {
  return /^\ufeff?\s*[{[]/.test(page.body);
}

/** Reads a page that must be JSON. Throws E_PAGE_INVALID with line and column where it is not. */
export function parseJson(page: Pick<Page, 'url' | 'body'>): unknown {
  const text = page.body.replace(/^\ufeff/, '');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const before = text.slice(0, faultOf(text)).split('\n');
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    throw new AppError(
      'E_PAGE_INVALID',
      `Page ${page.url} is not JSON: line ${place.line}, column ${place.column}. Name the address of the engine's API, not that of its pages for people.`,
      { cause, details: { url: page.url, ...place } },
    );
  }
}

/** The error for a page that is well formed but not what the kind reads. */
export function unexpectedPage(page: Pick<Page, 'url'>, wanted: string): AppError {
  return new AppError('E_PAGE_INVALID', `Page ${page.url} is not ${wanted}. Check its address and kind.`, {
    details: { url: page.url },
  });
}

/** The value as an object; null when it is none. */
export function recordOf(value: unknown): JsonRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

/** The objects of a list; whatever else stands there is left out. Empty when the value is no list. */
export function recordsOf(value: unknown): JsonRecord[] {
  return Array.isArray(value) ? value.map(recordOf).filter((entry) => entry !== null) : [];
}

/** String of a field; empty when there is none. */
export function stringAt(record: JsonRecord | null, key: string): string {
  const value = record?.[key];
  return typeof value === 'string' ? value.trim() : '';
}

/** Id in a field: a whole number from 1 on or any text; null when there is none. */
export function idAt(record: JsonRecord | null, key: string): string | null {
  const value = record?.[key];
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  const text = stringAt(record, key);
  return text === '' || text === '0' || text.length > 300 ? null : text;
}

/** Whole number from 0 on in a field, written as number or as digits; null when there is none. */
export function countAt(record: JsonRecord | null, key: string): number | null {
  const value = record?.[key];
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** A flag as engines write it: true, 1 or "1". */
export function isSet(record: JsonRecord | null, key: string): boolean {
  const value = record?.[key];
  return value === true || value === 1 || value === '1';
}
