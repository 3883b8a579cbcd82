import { CYRILLIC, classAt, classOf, DIGIT, isLetterClass, LATIN, STEPS, WORD_ENDS, WORD_IS_ODD } from './chars.js';
import { hasOpenerKey } from './clause-openers.js';
import { emojiAt } from './emoji.js';
import { foldSign } from './fold.js';
import { hashtagPieces } from './hashtags.js';
import { numberEnd, phoneEnd } from './numbers.js';
import { numberWord, oddWord } from './odd-words.js';
import { isDisguised, scanWord } from './scan.js';
import { borderBetween, CLAUSE_BORDER, isSentenceSign, SENTENCE_BORDER } from './sentences.js';
import { handleEnd, linkRun, russianSiteEnd, signEnd } from './signs.js';
import type { Analysis, Token, TokenKind, TokenPart } from './tokens.js';
import { unitsOf } from './units.js';
import { placeOf, stemAt, textAt } from './word-cache.js';

/** Longer words are not worth a place in the cache. */
const LONGEST_CACHED = 60;

/**
 * Splits a text into tokens with folded forms, stems, sentence and clause numbers. Any string is accepted and every token's offsets lie
 * inside it; `cleanText` beforehand gives better results. Linear in the length of the text.
 */
export function analyse(text: string): Analysis {
  const tokens: Token[] = [];
  const length = text.length;
  let units = unitsOf(text);
  let sentence = 0;
  let clause = 0;
  let lastEnd = 0;
  let lastText = '';
  let linkCheckedTo = 0;
  let index = 0;

  /** Adds a token and gives its end. Every token is made here: one shape of object. */
  function push(
    start: number,
    end: number,
    kind: TokenKind,
    folded: string,
    stem: string,
    parts: readonly TokenPart[] | undefined,
    opensClause: boolean,
  ): number {
    if (tokens.length > 0) {
      const border =
        start === lastEnd + 1 && units[lastEnd] === 0x20 ? 0 : borderBetween(text, lastEnd, start, lastText);
      if (border === SENTENCE_BORDER) sentence += 1;
      if (border >= CLAUSE_BORDER || opensClause) clause += 1;
    }
    tokens.push({ text: folded, stem, start, end, sentence, clause, kind, parts });
    lastEnd = end;
    lastText = folded;
    return end;
  }

  function pushOther(start: number, end: number): number {
    const folded = foldSign(text.slice(start, end));
    return push(start, end, 'other', folded, folded, undefined, false);
  }

  function pushNumber(start: number, digitsFrom: number): number {
    const mayBePhone = digitsFrom > start || units[start] === 0x38;
    const end = (mayBePhone && phoneEnd(text, start)) || numberEnd(text, digitsFrom);
    const number = numberWord(text.slice(start, end));
    return push(start, end, 'number', number.text, number.stem, undefined, false);
  }

  /** A word that is more than a run of Russian letters. */
  function pushOddWord(start: number): number {
    const { end, plain } = scanWord(text, start);
    if (plain && end - start <= LONGEST_CACHED) return pushRussian(start, end);
    const siteEnd = russianSiteEnd(text, end);
    if (siteEnd > 0) return pushOther(start, siteEnd);
    const word = oddWord(text.slice(start, end));
    return push(start, end, 'word', word.text, word.stem, shifted(word.parts, start), word.opensClause);
  }

  /** The fast way over a run of plain Russian letters, which ends at `limit` at the latest. */
  function pushRussian(start: number, limit: number): number {
    let low = 1;
    let high = 0;
    let previous = 0;
    let repeats = 0;
    let at = start;
    while (at < limit) {
      const step = STEPS[units[at] as number] as number;
      if (step <= WORD_IS_ODD) {
        if (step === WORD_ENDS) break;
        return pushOddWord(start);
      }
      if (step !== previous) {
        previous = step;
        repeats = 0;
      } else if (++repeats >= 2) return pushOddWord(start);
      high = (high << 5) | (low >>> 25);
      low = ((low << 5) & 0x3fffffff) | (step & 31);
      at += 1;
    }
    if (at - start > LONGEST_CACHED) return pushOddWord(start);
    if (units[at] === 0x2e && units[at + 1] === 0x440) {
      const siteEnd = russianSiteEnd(text, at);
      if (siteEnd > 0) return pushOther(start, siteEnd);
    }
    const place = placeOf(units, start, at, low, high);
    return push(start, at, 'word', textAt(place), stemAt(place), undefined, hasOpenerKey(low, high));
  }

  /** The words of a hashtag written as one; -1 when it needs no splitting. */
  function pushHashtag(start: number): number {
    const pieces = hashtagPieces(text, start);
    if (pieces.length < 2) return -1;
    // The pieces are analysed before any is added: `units` holds one text at a time.
    const analyses = pieces.map((piece) => analyse(text.slice(piece.start, piece.end)));
    units = unitsOf(text);
    pieces.forEach((piece, at) => {
      for (const token of analyses[at]?.tokens ?? []) {
        const from = piece.start + token.start;
        const to = piece.start + token.end;
        push(from, to, token.kind, token.text, token.stem, shifted(token.parts, piece.start), false);
      }
    });
    return pieces.at(-1)?.end ?? -1;
  }

  function pushSign(start: number): number {
    const code = text.charCodeAt(start);
    if (code === 0x23) return pushHashtag(start + 1);
    if (code === 0x2b && classAt(text, start + 1) === DIGIT) return pushNumber(start, start + 1);
    if (isSentenceSign(code)) return -1;
    if (code >= 0x203c) {
      const emoji = emojiAt(text, start);
      if (emoji !== undefined) return push(start, emoji.end, 'emoji', emoji.name, emoji.stem, undefined, false);
    }
    const end = code === 0x40 ? handleEnd(text, start) : signEnd(text, start);
    return end > start ? pushOther(start, end) : -1;
  }

  while (index < length) {
    const code = units[index] as number;
    const cls = classOf(code);
    if (cls === CYRILLIC) index = pushRussian(index, length);
    else if (code === 0x20 || code === 0x2c || code === 0x2e) index += 1;
    else if (cls === DIGIT) index = isDisguised(text, index) ? pushOddWord(index) : pushNumber(index, index);
    else if (cls === LATIN) {
      const run = index >= linkCheckedTo ? linkRun(text, index) : undefined;
      if (run !== undefined) linkCheckedTo = run.end;
      index = run?.isLink ? pushOther(index, run.end) : pushOddWord(index);
    } else if (isLetterClass(cls)) index = pushOddWord(index);
    else {
      const end = pushSign(index);
      index = end > index ? end : index + 1;
    }
  }
  return { text, tokens, sentences: tokens.length === 0 ? 0 : sentence + 1 };
}

function shifted(parts: readonly TokenPart[] | undefined, by: number): TokenPart[] | undefined {
  return parts?.map((part) => ({ ...part, start: part.start + by, end: part.end + by }));
}
