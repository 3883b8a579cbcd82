import { foldSign } from './fold.js';
import type { Analysis, Token } from './tokens.js';

/**
 * The whole analysed text in the form in which words are compared: every token folded, emoji as their names, hashtags as words, and in
 * between the signs and spaces of the text.
 */
export function normalisedText({ text, tokens }: Analysis): string {
  let out = '';
  let last: Token | undefined;
  for (const token of tokens) {
    out += between(text, last, token) + token.text;
    last = token;
  }
  return (out + foldSign(text.slice(last?.end ?? 0))).trim();
}

/** The normalised text and where in it each token begins, in UTF-16 units; a token ends after as many units as its folded form has. */
export function normalisedWithStarts(analysis: Analysis): { text: string; starts: number[] } {
  const { text, tokens } = analysis;
  const starts: number[] = [];
  let length = 0;
  let last: Token | undefined;
  for (const token of tokens) {
    length += between(text, last, token).length;
    starts.push(length);
    length += token.text.length;
    last = token;
  }
  // What `trim` takes off in front stands before the first token, which is never blank.
  const first = tokens[0];
  const lead = first === undefined ? '' : between(text, undefined, first);
  const cut = lead.length - lead.trimStart().length;
  return { text: normalisedText(analysis), starts: starts.map((start) => start - cut) };
}

function between(text: string, last: Token | undefined, next: Token): string {
  const piece = text.slice(last?.end ?? 0, next.start);
  // What stands without a space between: the words of a hashtag, and an emoji at a word.
  if (piece === '') return last !== undefined && (isNamed(last) || isNamed(next) || isJoined(last, next)) ? ' ' : '';
  if (piece === '_') return ' ';
  return foldSign(next.kind === 'other' ? piece : piece.replace(/#$/, ''));
}

function isNamed(token: Token): boolean {
  return token.kind === 'emoji';
}

function isJoined(last: Token, next: Token): boolean {
  return last.kind === 'word' && next.kind === 'word';
}
