import { hasInnChecksum, hasLuhn, hasSnilsChecksum } from './checksums.js';
import { isAccount, matchAt, textBefore } from './mask-contexts.js';
import type { Findings } from './mask-found.js';
import { isDigit, isWordUnit } from './mask-scan.js';

const DASH = '‐-―−\\-';
const SNILS = new RegExp(
  `\\d{3}([\\s.${DASH}]?)\\d{3}[\\s.${DASH}]?\\d{3}[\\s.${DASH}]{0,3}\\d{2}(?![\\d${DASH}])`,
  'uy',
);
const SNILS_WORD = /(?:снилс|страхов\p{L}{2,4}\sномер|страхов\p{L}{2,4}\sсвидетельств)[^\d\n]{0,20}$/iu;
const INN_WORD = /(?:^|[^\p{L}])(?:инн|идентификационн\p{L}{2,4}\sномер\p{L}{0,2})[^\d\n]{0,25}$/iu;
const INN = /(?:\d{12}|\d{10}|\d{2}(?:[ -]\d{2}){5}|\d{4}[ -]\d{4}[ -]\d{4}|\d{4}[ -]\d{5}[ -]\d{1,3})(?!\d)/y;
const BARE_INN = /\d{12}(?![\d.,-]?\d)/y;
const PASSPORT_WORD = /(?:паспорт\p{L}{0,4}|пасп\.?|сер(?:и[яюией]{1,2}(?!\p{L})|\.))[^\d\n]{0,30}$/iu;
const PASSPORT = new RegExp(
  `\\d{2}[\\s${DASH}]?\\d{2}[\\s,/${DASH}]{0,3}(?:№|номер|ном\\.?|N)?[\\s:]{0,2}\\d{3}[\\s${DASH}]?\\d{3}(?!\\d)(?!\\s?(?:руб|р\\.|₽))`,
  'iuy',
);
const ISSUED = /^[\s,;]{0,3}выдан/iu;
const ABROAD_WORD = /загран\p{L}{0,14}[^\d\n]{0,20}$/iu;
const ABROAD = /\d{2}\s?(?:№\s?)?\d{7}(?!\d)/y;
const CARD_GAP = `[\\u0020\\u00a0\\u2009\\u202f./${DASH}]{0,2}`;
/** Sixteen digits in fours, or up to nineteen. The longer is tried first. */
const CARDS = [
  new RegExp(`\\d{4}(?:${CARD_GAP}\\d{4}){3}${CARD_GAP}\\d{1,3}(?!\\d)`, 'uy'),
  /\d{4} \d{4} \d{4} \d{6}(?!\d)|\d{8} \d{8,10}(?!\d)/uy,
  new RegExp(`\\d{4}(?:${CARD_GAP}\\d{4}){3}(?!\\d)`, 'uy'),
];
const YEARS = /^(?:(?:19|20)\d\d\D+){3}(?:19|20)\d\d/;
/** Digits and what may part them; a document has at least ten of them. */
const FEWEST_DIGITS = 9;

/** A passport, a СНИЛС, an ИНН or a bank card whose first digit stands at `run`. True when one was found. */
export function findDocument(text: string, run: number, found: Findings): boolean {
  if (digitsAhead(text, run) < FEWEST_DIGITS) return false;
  const before = textBefore(text, run);
  const snils = matchAt(SNILS, text, run);
  if (snils !== null) {
    const [value, sign = ''] = snils;
    const sure = SNILS_WORD.test(before);
    const plausible = sign !== '' || !/^[78]/.test(value);
    if (sure || (plausible && isFree(text, run) && hasSnilsChecksum(value) && !isAccount(before))) {
      return found.add(run, run + value.length, 'snils');
    }
  }
  const inn = INN_WORD.test(before) ? matchAt(INN, text, run) : matchAt(BARE_INN, text, run);
  if (inn !== null) {
    const [value] = inn;
    const sure = INN_WORD.test(before);
    if (sure || (isFree(text, run) && hasInnChecksum(value) && !isAccount(before))) {
      return found.add(run, run + value.length, 'inn');
    }
  }
  const passport = matchAt(PASSPORT, text, run);
  if (passport !== null) {
    const end = run + passport[0].length;
    if (PASSPORT_WORD.test(before) || ISSUED.test(text.slice(end, end + 10))) return found.add(run, end, 'passport');
  }
  const abroad = matchAt(ABROAD, text, run);
  if (abroad !== null && ABROAD_WORD.test(before)) return found.add(run, run + abroad[0].length, 'passport');
  if (!isFree(text, run) || isAccount(before)) return false;
  for (const pattern of CARDS) {
    const card = matchAt(pattern, text, run);
    if (card === null || !hasLuhn(card[0]) || YEARS.test(card[0])) continue;
    return found.add(run, run + card[0].length, 'card');
  }
  return false;
}

/** Digits from `run` on, up to the ten that a document needs, over what parts them in documents. */
function digitsAhead(text: string, run: number): number {
  let digits = 0;
  let gap = 0;
  for (let index = run; index < text.length && digits < FEWEST_DIGITS; index += 1) {
    if (isDigit(text.charCodeAt(index))) {
      digits += 1;
      gap = 0;
    } else {
      gap += 1;
      if (gap > 10) break;
    }
  }
  return digits;
}

/** Nothing that could be a part of the same number or word stands before. */
function isFree(text: string, run: number): boolean {
  if (run === 0) return true;
  const code = text.charCodeAt(run - 1);
  return !isWordUnit(code) && code !== 0x2d && code !== 0x2f;
}
