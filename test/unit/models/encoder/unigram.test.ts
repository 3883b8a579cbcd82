import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openUnigram, type UnigramVocabulary } from '../../../../models/encoder/unigram.js';

const description = JSON.parse(readFileSync('models/shipped/tokenizer.json', 'utf8')) as {
  model: { vocab: UnigramVocabulary; unk_id: number };
};
const library = new Tokenizer({ ...description, normalizer: null, added_tokens: [] }, {});
const cut = openUnigram(description.model.vocab, description.model.unk_id);

const byLibrary = (word: string) => {
  const { ids, tokens } = library.encode(word, { add_special_tokens: false });
  return { ids, lengths: tokens.map((piece: string) => piece.length) };
};

describe('the cutter of a Unigram vocabulary', () => {
  const letters = [...'абвгдежзийклмнопрстуфхцчшщъыьэюяaeiostr0123456789.,!?-()«»😀🔥漢字ไ\u0301ё'];
  const syllables = description.model.vocab.slice(4, 4000).map(([piece]) => piece.replaceAll('▁', ''));

  it('cuts as the library of transformers.js does, whatever the word', () => {
    const part = fc.oneof(fc.constantFrom(...letters), fc.constantFrom(...syllables));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const word = `▁${parts.join('')}`;
        expect(cut(word)).toEqual(byLibrary(word));
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('makes one piece of letters that stand side by side in no piece', () => {
    const vocabulary: UnigramVocabulary = [
      ['<unk>', 0],
      ['я', -1],
      ['ям', -2],
      ['а', -1],
    ];
    expect(openUnigram(vocabulary, 0)('яма')).toEqual({ ids: [2, 3], lengths: [2, 1] });
    expect(openUnigram(vocabulary, 0)('я😀ъя')).toEqual({ ids: [1, 0, 1], lengths: [1, 3, 1] });
    expect(openUnigram(vocabulary, 0)('')).toEqual({ ids: [], lengths: [] });
  });

  it('refuses a vocabulary in which a piece stands twice', () => {
    const vocabulary: UnigramVocabulary = [
      ['<unk>', 0],
      ['я', -1],
      ['я', -2],
    ];
    expect(() => openUnigram(vocabulary, 0)).toThrow('stands twice');
  });
});
