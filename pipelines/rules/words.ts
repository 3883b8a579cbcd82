/**
 * The words of a text as the index keeps them, so that history is searched by our own normalisation. One value a sentence; tokens
 * separated by spaces; a token is written as its terms joined by «|», all at one position. `to-elasticsearch.ts` asks for the same terms.
 */
import type { Analysis, Token } from '../text/tokens.js';
import { textRevision } from '../text/version.js';
import { denialOf } from './negation.js';
import { numberOf, ruleTokens } from './terms.js';

/** Raised by hand when the same analysis gives other terms. */
const format = 1;

/** Changes when any word of the index would. */
export const wordsRevision = `${textRevision}.${format}`;

/** Before the first and after the last word of a sentence, at positions of their own: they make a sentence an interval. */
export const sentenceStart = '^^';
export const sentenceEnd = '$$';
/** Marks of a token: denied by what stands before it, denied by what stands after it, a whole number. */
export const deniedBefore = '<';
export const deniedAfter = '>';
export const wholeNumber = '#';

/** Longer forms and stems are cut, in the index and in queries; Lucene refuses terms above 32 766 bytes. */
export const longestTerm = 200;

/** A stem as a term. Stems stand bare, so that people find them by ordinary words. */
export function stemTerm(stem: string): string {
  return plain(stem);
}

/** An exact form, or the beginning of one, as a term; the two signs keep it two edits away from any stem. */
export function formTerm(form: string): string {
  return `=:${plain(form)}`;
}

/** Without what separates terms and tokens; compatibility forms of rare letters may hold spaces. */
function plain(text: string): string {
  const cut = text.length > longestTerm ? text.slice(0, longestTerm) : text;
  return /[\s|]/.test(cut) ? cut.replaceAll(/[\s|]/g, '_') : cut;
}

/** Values of the field `words`; empty for a text without words. Pure. */
export function wordsOf(analysis: Analysis): string[] {
  const tokens = ruleTokens(analysis);
  const values: string[] = [];
  let value = '';
  tokens.forEach((token, index) => {
    if (token.sentence !== tokens[index - 1]?.sentence) {
      if (index > 0) values.push(`${value} ${sentenceEnd}`);
      value = sentenceStart;
    }
    const terms = termsOf(token);
    // Whether a word is denied depends on its first word to the left and its last word to the right alone.
    if (denialOf(tokens, index, index, 0, index + 1)) terms.push(deniedBefore);
    if (denialOf(tokens, index, index, index, tokens.length)) terms.push(deniedAfter);
    value += ` ${terms.join('|')}`;
  });
  if (tokens.length > 0) values.push(`${value} ${sentenceEnd}`);
  return values;
}

function termsOf(token: Token): string[] {
  const terms = new Set<string>();
  // As in the matcher: a hyphenated word counts as itself and as each of its parts.
  for (const { stem, text } of [token, ...(token.parts ?? [])]) {
    terms.add(stemTerm(stem));
    terms.add(formTerm(text));
  }
  if (numberOf(token) !== null) terms.add(wholeNumber);
  return [...terms];
}
