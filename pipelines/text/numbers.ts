import { classAt, DIGIT, isHyphen, isLetterClass } from './chars.js';

/** Letters that may stand directly after a figure and belong to it: 12к2, 15а, 5й, 10кг. */
const LONGEST_TAIL = 2;
/** Letters after a figure and a hyphen: 5-й, 12-ти, 5-ого. */
const LONGEST_HYPHEN_TAIL = 3;
const ORDINAL = /^\+?(\d+)(?:-?(?:й|го|му|ти|ми|ый|ой|ая|ое|ые|ых|х|ого|ому|ым|ыми)|-(?:я|е|м|ю))$/;
const HOUSE_LETTER = /^(\d+)-([а-я])$/;
/** A block of a house written to its number: 24корп1, 24стр.2. */
const BLOCK_AT = /(?:корпус|корп|строение|стр)\.?(?=\d)/iuy;
const BLOCK = /(к|с)(?:орпус|орп|троение|тр)\.?(?=\d)/g;
/** A phone number with spaces or brackets: 8 (900) 000-00-00, +7 900 000 00 00, 8 800 000-00-00. */
const PHONE_AT = /(?:\+7|8)[ -]?(?:\(\d{3,5}\)|\d{3,5})[ -]?\d{1,3}[ -]?\d{2}[ -]?\d{2}(?![\d\p{L}])/uy;
const PHONE_DIGITS = 11;

/** End of the phone number that begins with the `8` or `+7` at `start`, 0 when there is none. */
export function phoneEnd(text: string, start: number): number {
  PHONE_AT.lastIndex = start;
  const found = PHONE_AT.exec(text)?.[0];
  if (found === undefined || found.replace(/\D/g, '').length !== PHONE_DIGITS) return 0;
  return start + found.length;
}

/**
 * End of the number that begins with a digit at `start`. Goes on over digits, up to two letters («12к2», «15А»), and over `/ . : -`
 * between digits («7/1», «12.05.2024», «12:30», «8-800-555-35-35»). A comma ends it: «5,7,9» are three houses.
 */
export function numberEnd(text: string, start: number): number {
  let index = start;
  while (index < text.length) {
    while (classAt(text, index) === DIGIT) index += 1;
    BLOCK_AT.lastIndex = index;
    const block = isBlockLetter(text.charCodeAt(index)) ? BLOCK_AT.exec(text) : null;
    if (block !== null) {
      index += block[0].length;
      continue;
    }
    const letters = letterRun(text, index, LONGEST_TAIL);
    if (letters > 0) {
      index += letters;
      if (classAt(text, index) === DIGIT) continue;
    }
    const code = text.charCodeAt(index);
    if (code === 0x2f || code === 0x2e || code === 0x3a || isHyphen(code)) {
      if (classAt(text, index + 1) === DIGIT) {
        index += 1;
        continue;
      }
      const tail = isHyphen(code) ? LONGEST_HYPHEN_TAIL : code === 0x2f ? 1 : 0;
      const after = letters > 0 ? 0 : letterRun(text, index + 1, tail);
      if (after > 0 && classAt(text, index + 1 + after) !== DIGIT) return index + 1 + after;
    }
    return index;
  }
  return index;
}

function isBlockLetter(code: number): boolean {
  return code === 0x43a || code === 0x41a || code === 0x441 || code === 0x421;
}

/** Length of the run of letters at `from`, 0 when there is none or it is longer than `longest`. */
function letterRun(text: string, from: number, longest: number): number {
  let length = 0;
  while (isLetterClass(classAt(text, from + length))) {
    length += 1;
    if (length > longest) return 0;
  }
  return length;
}

/**
 * What forms of a number share: the figure of an ordinal («5-го» → «5»), the house without its hyphen («15-а» → «15а») and with a short
 * block («24корп1» → «24к1»), the bare digits of a phone («+7 900 000-00-00» → «89000000000»).
 */
export function numberStem(folded: string): string {
  const ordinal = ORDINAL.exec(folded)?.[1];
  if (ordinal !== undefined) return ordinal;
  const house = HOUSE_LETTER.exec(folded);
  if (house !== null) return `${house[1]}${house[2]}`;
  if (folded.length >= PHONE_DIGITS && phoneEnd(folded, 0) === folded.length)
    return folded.replace(/\D/g, '').replace(/^7/, '8');
  return folded.replace(BLOCK, '$1');
}
