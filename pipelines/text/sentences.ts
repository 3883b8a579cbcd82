import { CYRILLIC, classAt, isCapital, isHyphen, isLetterClass, NEWLINE, SPACE } from './chars.js';

/** Abbreviations (folded, without the full stop) after which a sentence goes on. One-letter ones («д.», «г.») need no entry. */
const ABBREVIATIONS = new Set(
  (
    'ул пр пр-т просп пер пл наб ш шос бул б-р бульв туп проезд пр-д мкр мкрн мкр-н мик кв-л квл корп стр лит вл влад ' +
    'эт под подв оф ком каб пом обл респ край р-н рн гор пос пгт дер сел хут ст-ца снт тер им тел моб факс доб эл ' +
    'руб коп тыс млн млрд мин сек час кг гр км см мм кв куб ед шт экз ' +
    'янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек пн вт ср чт пт сб вс ' +
    'тк тп тд те др пр проч см ср напр прим рис табл гл ст п пп ч абз зам нач гл инж дир отв упр св ст мл ' +
    'гос мед ж-д ул-ца г-н г-жа гр-н гр-ка д-р уч руч сущ акад проф инд'
  ).split(' '),
);

export const NO_BORDER = 0;
export const CLAUSE_BORDER = 1;
export const SENTENCE_BORDER = 2;

/**
 * What the piece [from, to) of a text between two neighbouring tokens parts: sentences, clauses or neither. `previous` is the folded
 * token before it. Clauses end at `, ; : ( ) – —` and at a hyphen between spaces.
 */
export function borderBetween(text: string, from: number, to: number, previous: string): number {
  let border = NO_BORDER;
  for (let index = from; index < to; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x20) continue;
    if (isSentenceSign(code)) return SENTENCE_BORDER;
    if (classAt(text, index) === NEWLINE) return SENTENCE_BORDER;
    if (code === 0x2e) {
      if (text.charCodeAt(index + 1) === 0x2e) return SENTENCE_BORDER;
      if (isFullStop(text, index, from, to, previous)) return SENTENCE_BORDER;
    } else if (isClauseSign(code) || (isHyphen(code) && isSpaced(text, index))) border = CLAUSE_BORDER;
  }
  return border;
}

/** `! ? …` and the emoji that stand for them: ‼ ⁉ ❓ ❔ ❕ ❗. */
export function isSentenceSign(code: number): boolean {
  if (code < 0x80) return code === 0x21 || code === 0x3f;
  return code === 0x2026 || code === 0x203c || code === 0x2049 || (code >= 0x2753 && code <= 0x2757 && code !== 0x2756);
}

function isClauseSign(code: number): boolean {
  return (
    code === 0x2c ||
    code === 0x3a ||
    code === 0x3b ||
    code === 0x28 ||
    code === 0x29 ||
    code === 0x2013 ||
    code === 0x2014
  );
}

function isSpaced(text: string, index: number): boolean {
  return classAt(text, index - 1) === SPACE && classAt(text, index + 1) === SPACE;
}

function isFullStop(text: string, dot: number, from: number, to: number, previous: string): boolean {
  const next = text.charCodeAt(to);
  if (dot === from) {
    if (previous.length === 1 && isLetterClass(classAt(previous, 0))) return false;
    if (ABBREVIATIONS.has(previous)) return false;
  }
  const spaced = classAt(text, dot + 1) === SPACE || dot + 1 < to;
  if (spaced) return true;
  if (isCapital(next)) return true;
  return previous.length >= 4 && classAt(previous, 0) === CYRILLIC && classAt(text, to) === CYRILLIC;
}
