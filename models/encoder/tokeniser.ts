import { Memo } from '../../pipelines/text/memo.js';
import { openUnigram, type UnigramVocabulary } from './unigram.js';

/** Cuts texts into the pieces of the encoder's vocabulary. */
export interface Tokeniser {
  /** Ids of a normalised text with the marks of beginning and end, `longest` at most: the end of a longer text is left out. */
  ids(text: string): Int32Array;
  /** How many units of the prepared text each piece has; the marks have none. As many numbers as `ids` gives. */
  lengths(text: string): number[];
}

/** The marks of beginning, padding and end are pieces 0 to 2 of the vocabulary. */
const BEGIN = 0;
export const PADDING = 1;
const END = 2;

/** Words remembered in each of two generations: forms that common texts use. */
const REMEMBERED_WORDS = 30_000;

/** White space as Unicode and the Python tokeniser know it; JavaScript's `\s` has U+FEFF and lacks U+0085. */
const SPACES = /[\t-\r\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const MARKS = /<(?=(?:s|\/s|pad|unk)>)/g;
const SPACE_SIGN = '▁';

/**
 * The text as it is cut into words: NFKC, runs of spaces as one «▁», one in front. Nobody can write the vocabulary's own marks («</s>») into
 * a text: their first sign is replaced by one of the same length.
 */
export function prepareText(text: string): string {
  const plain = text.normalize('NFKC').replace(SPACES, ' ').replace(MARKS, '‹');
  if (plain === '') return '';
  const signed = plain.replaceAll(' ', SPACE_SIGN);
  return signed.startsWith(SPACE_SIGN) ? signed : SPACE_SIGN + signed;
}

/** What is read of a tokenizer.json; what its normaliser does is done in `prepareText` for the whole text at once. */
interface TokeniserFile {
  model?: { type: string; vocab: UnigramVocabulary; unk_id: number };
  pre_tokenizer?: { type: string };
}

/**
 * Reads a tokenizer.json of the kind Unigram with Metaspace, whose words are cut each for itself; so the pieces of a word are remembered.
 * Gives the ids that `tokenizers` of Python gives. Throws Error when the file is of another kind.
 * @param json text of tokenizer.json
 * @param longest pieces of a text at most, the marks included
 */
export function openTokeniser(json: string, longest: number): Tokeniser {
  const { model, pre_tokenizer: words } = JSON.parse(json) as TokeniserFile;
  if (model?.type !== 'Unigram' || words?.type !== 'Metaspace')
    throw new Error('the tokeniser is not of the kind Unigram with Metaspace');
  const cut = openUnigram(model.vocab, model.unk_id);
  const remembered = new Memo(REMEMBERED_WORDS, cut);

  /** Calls `take` for each word until it answers that it has enough. */
  function eachWord(text: string, take: (word: string) => boolean): void {
    const prepared = prepareText(text);
    for (let start = 0; start < prepared.length; ) {
      const next = prepared.indexOf(SPACE_SIGN, start + 1);
      const end = next === -1 ? prepared.length : next;
      if (take(prepared.slice(start, end))) return;
      start = end;
    }
  }

  return {
    ids(text) {
      const ids = [BEGIN];
      eachWord(text, (word) => {
        for (const id of remembered.get(word).ids) ids.push(id);
        return ids.length >= longest;
      });
      if (ids.length > longest - 1) ids.length = longest - 1;
      ids.push(END);
      return Int32Array.from(ids);
    },
    lengths(text) {
      const lengths = [0];
      eachWord(text, (word) => {
        for (const length of remembered.get(word).lengths) lengths.push(length);
        return lengths.length >= longest;
      });
      if (lengths.length > longest - 1) lengths.length = longest - 1;
      lengths.push(0);
      return lengths;
    },
  };
}
