import { matchAt, textAfter, textBefore } from './mask-contexts.js';
import type { Findings } from './mask-found.js';
import { isDigit, isWordUnit } from './mask-scan.js';

const CAPITALS = 'АВЕКМНОРСТУХABEKMHOPCTYX';
const LETTER = `[${CAPITALS}${CAPITALS.toLowerCase()}]`;
const RUS = '(?:\\s?(?:rus|рус)(?!\\p{L}))?';
const END = '(?![\\p{L}\\d])';
const CAR = new RegExp(
  `${LETTER}[\\s.-]?\\d{3}[\\s.-]?${LETTER}{2}(?:[\\s/_|,.-]?\\d{2,3}(?!\\d)|\\s?\\(\\d{2,3}\\))?${RUS}${END}`,
  'iuy',
);
const YELLOW = new RegExp(`${LETTER}{2}[\\s-]?\\d{3}[\\s/_-]?\\d{2,3}${RUS}${END}`, 'iuy');
const TRAILER = new RegExp(`${LETTER}{2}[\\s-]?\\d{4}[\\s/_-]?\\d{2,3}${RUS}${END}`, 'iuy');
const MOTORCYCLE = new RegExp(`\\d{4}[\\s-]?${LETTER}{2}[\\s/_-]?\\d{2,3}${RUS}${END}`, 'iuy');
/** What makes letters and figures a plate: a vehicle or the word for a plate nearby. */
const VEHICLE =
  /(?:машин|автомоб|авто(?!\p{L})|автобус|маршрутк|такси|газел|водител|иномарк|джип|легковуш|грузов|фур[аыу]|мотоцикл|мопед|скутер|питбайк|квадроцикл|прицеп|шкод|тойот|ниссан|форд|рено|киа|мазд|приор|калин|грант|нив[аы]|лад[аы]|ваз|камаз|бмв|мерс|ауди|опел|хонд|хенд|гос\.?\s?номер|гос\.?\s?знак|г\.?\s?\/?\s?н(?!\p{L})|г\.?\s?р\.?\s?з|номерн\p{L}*\sзнак|номер\p{L}{0,3}[\s:№–-]{0,4}$|паркует|припарков)/iu;
/** Pairs of these letters that are words or units in small letters: «в 100 мм 46». */
const SMALL_WORDS = new Set(
  'на но не ну то те та ту он ом ор ум во вы ко со от ст мм см км кв ас ер ах ох ух ем му ру ра ха ка ва ма'.split(' '),
);

/** A plate of a car, bus, motorcycle or trailer whose digits begin at `run`. */
export function findPlate(text: string, run: number, found: Findings): boolean {
  const length = runLength(text, run);
  if (length < 3 || length > 7) return false;
  const glued = lettersBefore(text, run);
  const gap = run > 0 && /[\s.-]/.test(text[run - 1] ?? '') ? 1 : 0;
  const letters = gap === 0 ? glued : lettersBefore(text, run - 1);
  if (length === 3 && letters === 1) {
    const start = run - gap - 1;
    const match = matchAt(CAR, text, start);
    if (match !== null && isCar(text, start, match[0])) return found.add(start, start + match[0].length, 'plate');
  }
  if (letters === 2) {
    const start = run - gap - 2;
    const match = matchAt(YELLOW, text, start) ?? matchAt(TRAILER, text, start);
    if (match !== null && isNamed(text, start, match[0])) return found.add(start, start + match[0].length, 'plate');
  }
  if (length === 4 && glued === 0 && !isWordUnit(run === 0 ? 0x20 : text.charCodeAt(run - 1))) {
    const match = matchAt(MOTORCYCLE, text, run);
    if (match !== null && isNamed(text, run, match[0])) return found.add(run, run + match[0].length, 'plate');
  }
  return false;
}

/** «А123ВС77», «а123вс77» and «О777ОО» stand for themselves; small letters with gaps need more. */
function isCar(text: string, start: number, value: string): boolean {
  const hasRegion = /\d{2,3}\D{0,4}$/u.test(value.slice(5));
  const isTogether = /^\p{L}\d{3}\p{L}{2}/u.test(value);
  const isLarge = value[0] === value[0]?.toUpperCase() && !value.includes('.');
  if (isTogether && (hasRegion || isLarge)) return true;
  if (isLarge && hasRegion) return true;
  if (hasRegion && !isLarge && !SMALL_WORDS.has(pairOf(value))) return true;
  return isNamed(text, start, value);
}

function isNamed(text: string, start: number, value: string): boolean {
  const pair = pairOf(value);
  if (pair === pair.toLowerCase() && SMALL_WORDS.has(pair) && !/^\p{L}\d{3}\p{L}{2}/u.test(value)) return false;
  return VEHICLE.test(textBefore(text, start)) || VEHICLE.test(textAfter(text, start + value.length).slice(0, 25));
}

/** The two letters of a plate that stand together. */
function pairOf(value: string): string {
  return /\p{L}{2}/u.exec(value)?.[0] ?? '';
}

/** How many letters of plates end at `end`: 1 or 2; 0 when none or when they are a part of a longer word. */
function lettersBefore(text: string, end: number): number {
  let count = 0;
  let index = end - 1;
  while (index >= 0 && count < 3 && isPlateLetter(text.charCodeAt(index))) {
    count += 1;
    index -= 1;
  }
  if (count === 0 || count > 2) return 0;
  return index >= 0 && isWordUnit(text.charCodeAt(index)) ? 0 : count;
}

const PLATE_LETTERS = new Set([...CAPITALS, ...CAPITALS.toLowerCase()].map((letter) => letter.charCodeAt(0)));

function isPlateLetter(code: number): boolean {
  return PLATE_LETTERS.has(code);
}

function runLength(text: string, run: number): number {
  let end = run;
  while (end < text.length && end - run < 8 && isDigit(text.charCodeAt(end))) end += 1;
  return end - run;
}
