import { isHyphen } from './chars.js';
import { isClauseOpener } from './clause-openers.js';
import { fold } from './fold.js';
import { Memo } from './memo.js';
import { numberStem } from './numbers.js';
import { stem } from './stem.js';
import type { TokenPart } from './tokens.js';

/** A word with more than plain Russian letters in it: hyphens, Latin letters, digits in disguise, long-drawn letters. */
export interface OddWord {
  readonly text: string;
  readonly stem: string;
  readonly opensClause: boolean;
  /** Of a word with a hyphen; offsets count from the beginning of the word. */
  readonly parts: readonly TokenPart[] | undefined;
}

const oddWords = new Memo<OddWord>(20_000, readOddWord);
const numbers = new Memo<{ readonly text: string; readonly stem: string }>(20_000, (piece) => {
  const text = fold(piece);
  return { text, stem: numberStem(text) };
});

export function oddWord(piece: string): OddWord {
  return oddWords.get(piece);
}

/** Folded form and stem of a number. */
export function numberWord(piece: string): { readonly text: string; readonly stem: string } {
  return numbers.get(piece);
}

function readOddWord(piece: string): OddWord {
  const text = fold(piece);
  if (!text.includes('-')) return { text, stem: stem(text), opensClause: isClauseOpener(text), parts: undefined };
  const parts = readParts(piece, text.split('-'));
  return { text, stem: parts.map((part) => part.stem).join('-'), opensClause: false, parts };
}

/** Each part with its place; when folding took hyphens away («о-очень-то») the place of each is the whole word. */
function readParts(piece: string, folded: readonly string[]): TokenPart[] {
  const borders: number[] = [-1];
  for (let index = 0; index < piece.length; index += 1) if (isHyphen(piece.charCodeAt(index))) borders.push(index);
  const exact = borders.length === folded.length;
  borders.push(piece.length);
  return folded.map((text, index) => {
    const start = exact ? (borders[index] as number) + 1 : 0;
    const end = exact ? (borders[index + 1] as number) : piece.length;
    return { text, stem: stem(text), start, end };
  });
}
