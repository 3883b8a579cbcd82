import { derivedId } from '../../src/core/ids.js';
import { analyse } from '../text/analyse.js';
import { bandKeys, signature } from '../text/minhash.js';
import { ownWords } from '../text/own-words.js';

/** Signatures are made over the same length of text everywhere, so that they can be made again from what an incident keeps. */
const signedLength = 2_000;

/** A text of this length is no stock phrase: equal words then mean one origin, wherever they were posted. */
const tellingLength = 80;

export function isTelling(text: string): boolean {
  return text.length >= tellingLength;
}

export function textSignature(text: string): string {
  return signature(analyse(ownWords(text).slice(0, signedLength)));
}

/**
 * Keys of a text: the first is shared by word-for-word copies, whatever their case, spacing and punctuation; of the others two similar texts
 * share at least one with high probability. «Нет света» of two towns is two problems, so a short text has keys of its own in each territory.
 * @param textSign signature of the text
 */
export function textKeys(text: string, textSign: string, territory: string): string[] {
  const words = analyse(ownWords(text).slice(0, signedLength)).tokens.map((token) => token.text);
  const where = isTelling(text) ? [] : [territory];
  const suffix = isTelling(text) ? '' : `.${derivedId('at', territory)}`;
  return [
    `x-${derivedId('exact', words.join(' '), ...where)}`,
    ...bandKeys(textSign).map((key) => `b-${key}${suffix}`),
  ];
}
