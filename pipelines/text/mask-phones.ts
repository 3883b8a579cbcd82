import {
  isAccount,
  isCalled,
  isQuantity,
  isVerbOfCalling,
  LOOK_AROUND,
  matchAt,
  textAfter,
  textBefore,
} from './mask-contexts.js';
import type { Findings } from './mask-found.js';
import { isDigit, isWordUnit } from './mask-scan.js';

const DASH = '‐-―−\\-';
const SPACE = `[\\s${DASH}]`;
const GAP = `[\\s()./_${DASH}]{0,3}`;
const ELEVEN = new RegExp(`[78](?:${GAP}\\d){10}(?!\\d)`, 'uy');
const FOREIGN = new RegExp(`[1-9](?:[\\s()${DASH}]{0,2}\\d){9,13}(?!\\d)`, 'uy');
const MOBILE = new RegExp(`9\\d{2}\\)?${SPACE}?\\d{3}${SPACE}?\\d{2}${SPACE}?\\d{2}(?![\\d/-])`, 'uy');
const CODE = new RegExp(`\\d{3,5}\\)\\s?\\d{1,3}${SPACE}?\\d{2}${SPACE}?\\d{2}(?![\\d-])`, 'uy');
const SEVEN = new RegExp(`\\d{3}[${DASH}]\\d{2}[${DASH}]\\d{2}(?![\\d${DASH}/])`, 'uy');
const LOCAL = new RegExp(
  `(?:\\d{5,7}|\\d{1,3}${SPACE}\\d{2}${SPACE}\\d{2}|\\d{3}${SPACE}\\d{3,4}|\\d{2}${SPACE}\\d{4})(?![\\d/]|[-.:]\\d|,\\d)`,
  'uy',
);
/** Any one sign between the groups: «8*912*000*00*01». */
const ODD_SIGNS = /[78]([^\p{L}\d\n]{1,3})9\d{2}\1\d{3}\1\d{2}\1\d{2}(?!\d)/uy;
/** With the code of a town: «495-000-00-01», «4812-11-22-33». */
const DASHED = new RegExp(
  `[3489]\\d{2}(?:\\d[${DASH}]|[${DASH}]\\d)\\d{2}[${DASH}]\\d{2}[${DASH}]\\d{2}(?![\\d${DASH}/])`,
  'uy',
);
/** Letters that stand for digits: О and о for 0, З for 3, I and l for 1, б for 6. At least four digits must be real ones. */
const DISGUISED = new RegExp(`[78]${GAP}9(?:${GAP}[\\dОоOoЗзlIб]){9}(?![\\d\\p{L}])`, 'uy');
const EXTENSION =
  /[\s,;]{0,2}(?:\((?:доб|вн|ext)\p{L}{0,8}\.?[\s:№]{0,2}\d{1,5}\)|#\s?\d{1,4}(?!\d)|(?:доб|вн|ext)(?:авочн\p{L}{2}|утр(?:енн\p{L}{2})?)?\.?[\s:№]{0,2}\d{1,5}(?!\d))/iuy;
const DATE = /^(?:[0-3]?\d)\D(?:0\d|1[0-2])\D\d\d$/;
const NO_PHONE_BEFORE = /(?:№|дом(?:а|у|ом|е|ов|ами|ах)?|д\.|ул\.?|за|на|около|кв\.?)\s*$/iu;
/** Fewer digits are no telephone (five: «тел. 2-34-56»). */
const FEWEST_DIGITS = 5;

/** Telephones of one text, asked for run after run from the left. */
export class PhoneFinder {
  readonly #text: string;
  readonly #found: Findings;
  /** End of the last telephone: what follows it closely is a telephone too («тел. 11-22-33, 11-22-34»). */
  #last = -1;
  /** Up to here the digits are known to be an account. */
  #accountEnd = 0;

  constructor(text: string, found: Findings) {
    this.#text = text;
    this.#found = found;
  }

  /** Looks for a telephone whose first digit stands at `run`. */
  findAt(run: number): boolean {
    if (run < this.#accountEnd || digitsAhead(this.#text, run) < FEWEST_DIGITS) return false;
    return this.#findLong(run) || this.#findShort(run);
  }

  #findLong(run: number): boolean {
    const text = this.#text;
    const plus = plusBefore(text, run);
    const start = plus >= 0 ? plus : run;
    const first = text.charCodeAt(run);
    if (first === 0x37 || first === 0x38) {
      const match = matchAt(ELEVEN, text, run);
      if (match !== null && (plus >= 0 || this.#isFree(run) || this.#isGlued(run, match[0]))) {
        const before = textBefore(text, start);
        const end = run + match[0].length;
        if (plus < 0 && isAccount(before)) {
          this.#accountEnd = end;
          return false;
        }
        if (plus >= 0 || isGroupedLikePhone(match[0]) || (isMobile(match[0]) && this.#isCalled(run))) {
          return this.#take(start, end);
        }
      }
      const disguised = matchAt(DISGUISED, text, run) ?? matchAt(ODD_SIGNS, text, run);
      if (disguised !== null && this.#isFree(run) && disguised[0].replace(/\D/g, '').length >= 4) {
        return this.#take(start, run + disguised[0].length);
      }
      if (plus >= 0) return false;
    }
    if (plus >= 0) {
      const match = matchAt(FOREIGN, text, run);
      if (match === null || isQuantity(textAfter(text, run + match[0].length))) return false;
      return this.#take(start, run + match[0].length);
    }
    return false;
  }

  #findShort(run: number): boolean {
    const text = this.#text;
    const opened = run > 0 && text.charCodeAt(run - 1) === 0x28;
    if (opened) {
      const match = matchAt(CODE, text, run);
      if (match !== null && countDigits(match[0]) === 10) return this.#take(run - 1, run + match[0].length);
    }
    if (!this.#isFree(run)) return false;
    const before = textBefore(text, run);
    if (text.charCodeAt(run) === 0x39) {
      const match = matchAt(MOBILE, text, run);
      if (match !== null) {
        const end = run + match[0].length;
        if (isAccount(before)) {
          this.#accountEnd = end;
          return false;
        }
        const isGrouped = !/^\d{3} \d{7}$/.test(match[0]);
        if (isGrouped && !isQuantity(textAfter(text, end)) && !/№\s*$/.test(before)) return this.#take(run, end);
      }
    }
    const seven = matchAt(SEVEN, text, run) ?? matchAt(DASHED, text, run);
    if (seven !== null && !isAccount(before) && !NO_PHONE_BEFORE.test(before)) {
      return this.#take(run, run + seven[0].length);
    }
    const local = matchAt(LOCAL, text, run);
    if (local === null) return false;
    const end = run + local[0].length;
    if (!this.#isCalled(run) || NO_PHONE_BEFORE.test(before) || isAccount(before)) return false;
    if (isQuantity(textAfter(text, end)) || (DATE.test(local[0]) && isVerbOfCalling(before))) return false;
    return this.#take(run, end);
  }

  #take(start: number, end: number): boolean {
    const text = this.#text;
    const extension = matchAt(EXTENSION, text, end);
    const whole = extension === null ? end : end + extension[0].length;
    const from = text.startsWith('tel:', start - 4) ? start - 4 : start;
    if (!this.#found.add(from, whole, 'phone')) return false;
    this.#last = whole;
    return true;
  }

  /** A call word, a mark or another telephone stands closely before. */
  #isCalled(run: number): boolean {
    const text = this.#text;
    if (this.#last >= 0 && run - this.#last <= 22 && !/[\d\n!?]/.test(text.slice(this.#last, run))) return true;
    return isCalled(textBefore(text, run));
  }

  /** Nothing that could be a part of the same number or word stands before. */
  #isFree(run: number): boolean {
    if (run === 0) return true;
    const text = this.#text;
    const before = text.charCodeAt(run - 1);
    if (before === 0x2b) return false;
    if (isWordUnit(before)) return false;
    const isJoint = before === 0x2d || before === 0x2e || before === 0x2c || before === 0x2f;
    return !isJoint || run < 2 || !isDigit(text.charCodeAt(run - 2));
  }

  /** «тел89120000001»: eleven digits in a row may stick to a Russian word. */
  #isGlued(run: number, value: string): boolean {
    return /^[78]9\d{9}$/.test(value) && /[а-яё]{3}$/iu.test(this.#text.slice(Math.max(0, run - 3), run));
  }
}

/** Where the «+» before the digits stands, -1 when there is none. */
function plusBefore(text: string, run: number): number {
  if (run > 0 && text.charCodeAt(run - 1) === 0x2b) return run - 1;
  if (run > 1 && text.charCodeAt(run - 2) === 0x2b && text.charCodeAt(run - 1) === 0x20) return run - 2;
  return -1;
}

/** Digits from `run` on over short gaps, up to the five that a telephone needs at least. Letters that may stand for digits count. */
function digitsAhead(text: string, run: number): number {
  let digits = 0;
  let gap = 0;
  const last = Math.min(text.length, run + LOOK_AROUND);
  for (let index = run; index < last && digits < FEWEST_DIGITS; index += 1) {
    const code = text.charCodeAt(index);
    if (isDigit(code) || code === 0x41e || code === 0x43e || code === 0x4f || code === 0x6f) {
      digits += 1;
      gap = 0;
    } else {
      gap += 1;
      if (gap > 3) break;
    }
  }
  return digits;
}

function countDigits(value: string): number {
  return value.replace(/\D/g, '').length;
}

function isMobile(value: string): boolean {
  return /^[78]\D*9/.test(value);
}

/**
 * True when eleven digits that begin with 7 or 8 are grouped as people write telephones: together, one by one, or the code of 3-5 digits
 * first. A row of house numbers («8 10 12 14 16 18») is not.
 */
function isGroupedLikePhone(value: string): boolean {
  const groups = value.match(/\d+/g) ?? [];
  const [first = '', second = ''] = groups;
  if (groups.length === 1) return true;
  if (groups.length === 11) return second === '9';
  if (first.length === 1) return second.length >= 3 && groups.length <= 7;
  return first.length >= 4 && first.length <= 6;
}
