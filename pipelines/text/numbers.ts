import { classAt, DIGIT, isLetterClass } from './chars.js';

/** Letters that may stand directly after a figure and belong to it: 12к2, 15а, 5й, 10кг. */
const LONGEST_TAIL = 2;
/** Letters after a figure and a hyphen: 5-й, 12-ти, 5-ого. */
const LONGEST_HYPHEN_TAIL = 3;
const ORDINAL = /^\+?(\d+)(?:-?(?:й|го|му|ти|ми|ый|ой|ая|ое|ые|ых|х|ого|ому|ым|ыми)|-(?:я|е|м|ю))$/;
const HOUSE_LETTER = /^(\d+)-([а-я])$/;

export function isHyphen(code: number): boolean {
  return code === 0x2d || code === 0x2010 || code === 0x2011;
}

/**
 * End of the number that begins with a digit at `start`. Goes on over digits, up to two letters («12к2», «15А»), and over `/ . : -`
 * between digits («7/1», «12.05.2024», «12:30», «8-800-555-35-35»). A comma ends it: «5,7,9» are three houses.
 */
export function numberEnd(text: string, start: number): number {
  let index = start;
  while (index < text.length) {
    while (classAt(text, index) === DIGIT) index += 1;
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

/** Length of the run of letters at `from`, 0 when there is none or it is longer than `longest`. */
function letterRun(text: string, from: number, longest: number): number {
  let length = 0;
  while (isLetterClass(classAt(text, from + length))) {
    length += 1;
    if (length > longest) return 0;
  }
  return length;
}

/** What forms of a number share: the figure of an ordinal («5-го» → «5»), the house without its hyphen («15-а» → «15а»). */
export function numberStem(folded: string): string {
  const ordinal = ORDINAL.exec(folded)?.[1];
  if (ordinal !== undefined) return ordinal;
  const house = HOUSE_LETTER.exec(folded);
  return house === null ? folded : `${house[1]}${house[2]}`;
}
