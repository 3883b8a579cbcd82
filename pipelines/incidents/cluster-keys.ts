import { derivedId } from '../../src/core/ids.js';
import { analyse } from '../text/analyse.js';
import { bandKeys, signature } from '../text/minhash.js';
import { ownWords } from '../text/own-words.js';

/** Signatures are made over the same length of text everywhere, so that they can be made again from what an incident keeps. */
const signedLength = 2_000;

export function textSignature(text: string): string {
  return signature(analyse(ownWords(text).slice(0, signedLength)));
}

/** Key under which word-for-word copies meet, whatever their case, spacing and punctuation. */
export function exactKey(text: string): string {
  const words = analyse(ownWords(text).slice(0, signedLength)).tokens.map((token) => token.text);
  return `x-${derivedId('exact', words.join(' '))}`;
}

/** Keys of which two similar texts share at least one with high probability. */
export function nearKeys(textSign: string): string[] {
  return bandKeys(textSign).map((key) => `b-${key}`);
}
