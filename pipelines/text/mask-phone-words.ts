import { isAccount, matchesOf, textBefore } from './mask-contexts.js';
import type { Findings } from './mask-found.js';

/** Hundreds join what follows into three digits, tens into two; a zero and a lone one are a digit each. */
const NUMBERS: ReadonlyMap<string, number> = new Map(
  (
    'ноль:0 нуль:0 ноля:0 один:1 раз:1 два:2 две:2 три:3 четыре:4 пять:5 шесть:6 семь:7 восемь:8 девять:9 десять:10 одиннадцать:11 ' +
    'двенадцать:12 тринадцать:13 четырнадцать:14 пятнадцать:15 шестнадцать:16 семнадцать:17 восемнадцать:18 девятнадцать:19 двадцать:20 ' +
    'тридцать:30 сорок:40 пятьдесят:50 шестьдесят:60 семьдесят:70 восемьдесят:80 девяносто:90 сто:100 двести:200 триста:300 ' +
    'четыреста:400 пятьсот:500 шестьсот:600 семьсот:700 восемьсот:800 девятьсот:900'
  )
    .split(' ')
    .map((pair) => {
      const [word = '', value = ''] = pair.split(':');
      return [word, Number(value)] as const;
    }),
);
/** Every telephone of eleven digits in words has a nine or an eight hundred in it, or begins with figures of a code. */
const WORTH = ['евят', 'осемьсот', 'ЕВЯТ', 'ОСЕМЬСОТ'];
const FIGURE_AND_WORD = /\d[ \n,-]{0,3}(?:н[оу]л|один|дв[аеу]|три|четыр|пят|шест|сем|восем|сорок|сто)/;
const PIECE = /[а-яё]+|\d+/giu;
const JOINT = /^[\s,.()‐-―−-]{0,3}$/u;
/** Longest row of words and figures that is read for one telephone. */
const LONGEST_ROW = 24;

interface Part {
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

/** Telephones with some or all of their digits in words: «восемь девятьсот двенадцать …», «8912 три 45 67 89». */
export function findSpelledPhones(text: string, hasFigures: boolean, found: Findings): void {
  const isWorth = WORTH.some((piece) => text.includes(piece)) || (hasFigures && FIGURE_AND_WORD.test(text));
  if (!isWorth) return;
  let row: Part[] = [];
  const close = (): void => {
    for (let first = 0; first < row.length; first += 1) {
      const end = readPhone(row.slice(first, first + LONGEST_ROW));
      const start = row[first]?.start ?? 0;
      if (end < 0 || isAccount(textBefore(text, start))) continue;
      if (found.add(start, end, 'phone'))
        while (first + 1 < row.length && (row[first + 1] as Part).start < end) first += 1;
    }
    row = [];
  };
  for (const match of matchesOf(PIECE, text)) {
    const word = match[0].toLowerCase();
    const isNumber = NUMBERS.has(word) || /^\d/.test(word);
    const last = row[row.length - 1];
    if (last !== undefined && !(isNumber && JOINT.test(text.slice(last.end, match.index)))) close();
    if (isNumber || word === 'плюс') row.push({ start: match.index, end: match.index + word.length, word });
  }
  close();
}

/** Offset after the telephone that the parts begin with, -1 when they begin with none. One word at least must be a number in letters. */
function readPhone(parts: readonly Part[]): number {
  const first = parts[0]?.word ?? '';
  const rest = first === 'плюс' ? parts.slice(1) : parts;
  if (!/^(?:[789]|восемь$|семь$|девятьсот$)/.test(rest[0]?.word ?? '')) return -1;
  let digits = '';
  let words = 0;
  /** What the open group may still take in: ones after tens, tens after hundreds. */
  let open = 0;
  let group = 0;
  let width = 0;
  const flush = (): void => {
    if (width > 0) digits += String(group).padStart(width, '0');
    width = 0;
    open = 0;
    group = 0;
  };
  for (let index = 0; index <= rest.length; index += 1) {
    const part = rest[index];
    const value = part === undefined ? undefined : NUMBERS.get(part.word);
    const joins = value !== undefined && value > 0 && value < open && (open === 100 || value < 10);
    if (!joins) {
      flush();
      if (words >= 1 && isTelephone(digits)) return rest[index - 1]?.end ?? -1;
      if (digits.length >= 11) return -1;
    }
    if (part === undefined) return -1;
    if (value === undefined) {
      if (!/^\d/.test(part.word)) return -1;
      digits += part.word;
      continue;
    }
    words += 1;
    if (joins) group += value;
    else {
      group = value;
      width = value >= 100 ? 3 : value >= 10 ? 2 : 1;
    }
    open = value >= 100 ? 100 : value >= 20 ? 10 : 0;
  }
  return -1;
}

function isTelephone(digits: string): boolean {
  return /^(?:[78][3489]\d{9}|9\d{9})$/.test(digits);
}
