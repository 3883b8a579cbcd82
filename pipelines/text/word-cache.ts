import { STEPS } from './chars.js';
import { stem } from './stem.js';

/** Letters of five bits each that a key holds whole; longer words are told apart by their letters. */
const WHOLE_LENGTH = 12;
/** Sign bit of the second half of a key: the word is longer than the key. */
const IS_LONG = 0x80000000 | 0;
/** The keys of a set fill one cache line; a word lives in one of the places of its set or nowhere. */
const WAYS = 8;
const SET_BITS = 14;
const PLACES = WAYS << SET_BITS;

/** Two numbers a place. */
const keys = new Int32Array(PLACES * 2);
/** Folded form and stem of each place, side by side. */
const cells: string[] = new Array<string>(PLACES * 2).fill('');

/**
 * Place of the word at [start, end) of a text's units, which must be plain Russian letters, 60 at most. `low` and `high` are its key:
 * the last twelve letters of the folded word in five bits each behind a leading 1, the lower 30 bits in `low`, the others in `high`.
 *
 * A known word costs one cache line of keys, another for its strings, and no allocation. Memory is bounded: 131 072 words (some 13 MB)
 * in sets of eight. A word that is met again moves up in its set, a new one takes the last place of a full set: rare words, or a flood
 * of invented ones, push out rare words only.
 */
export function placeOf(units: Uint16Array, start: number, end: number, low: number, high: number): number {
  const isLong = end - start > WHOLE_LENGTH;
  const second = isLong ? high | IS_LONG : high;
  const set = (Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> (32 - SET_BITS)) * WAYS;
  const behind = set + WAYS;
  for (let place = set; place < behind; place += 1) {
    if (keys[place * 2] !== low || keys[place * 2 + 1] !== second) continue;
    if (isLong && !isSame(cells[place * 2] as string, units, start, end)) continue;
    return place > set ? moveUp(place) : place;
  }
  let place = set;
  while (place < behind - 1 && keys[place * 2] !== 0) place += 1;
  const folded = lowerCase(units, start, end);
  keys[place * 2] = low;
  keys[place * 2 + 1] = second;
  cells[place * 2] = folded;
  cells[place * 2 + 1] = stem(folded);
  return place;
}

/** Folded form of the word at a place, until the next call of `placeOf`. */
export function textAt(place: number): string {
  return cells[place * 2] as string;
}

/** Stem of the word at a place, until the next call of `placeOf`. */
export function stemAt(place: number): string {
  return cells[place * 2 + 1] as string;
}

/** Number of words held now, for tests and metrics. */
export function wordCacheSize(): number {
  let size = 0;
  for (let place = 0; place < PLACES; place += 1) if (keys[place * 2] !== 0) size += 1;
  return size;
}

/** Changes the word at `place` with the one before it and gives its new place. */
function moveUp(place: number): number {
  const here = place * 2;
  const above = here - 2;
  for (let side = 0; side < 2; side += 1) {
    const key = keys[here + side] as number;
    keys[here + side] = keys[above + side] as number;
    keys[above + side] = key;
    const cell = cells[here + side] as string;
    cells[here + side] = cells[above + side] as string;
    cells[above + side] = cell;
  }
  return place - 1;
}

function isSame(folded: string, units: Uint16Array, start: number, end: number): boolean {
  if (folded.length !== end - start) return false;
  for (let index = 0; index < folded.length; index += 1) {
    if (folded.charCodeAt(index) !== STEPS[units[start + index] as number]) return false;
  }
  return true;
}

/** Folded letters as a string of its own: a slice would keep the whole text alive. */
function lowerCase(units: Uint16Array, start: number, end: number): string {
  const codes: number[] = [];
  for (let index = start; index < end; index += 1) codes.push(STEPS[units[index] as number] as number);
  return String.fromCharCode(...codes);
}
