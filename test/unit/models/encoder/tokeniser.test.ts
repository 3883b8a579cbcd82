import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ownersOf } from '../../../../models/encoder/owners.js';
import { openTokeniser, prepareText } from '../../../../models/encoder/tokeniser.js';
import { normalisedText, normalisedWithStarts } from '../../../../pipelines/text/normalised.js';
import { readText } from '../../../../pipelines/text/read.js';

const read = (file: string) => readFileSync(file, 'utf8');
const tiny = openTokeniser(read('test/fixtures/tiny-model/shipped/tokenizer.json'), 32);
const shipped = openTokeniser(read('models/shipped/tokenizer.json'), 128);
const texts = JSON.parse(read('test/fixtures/token-ids/texts.json')) as string[];
const ids = JSON.parse(read('test/fixtures/token-ids/ids.json')) as number[][];

describe('the pieces of a text', () => {
  it('are those that the tokeniser of Python cuts, in the training as here', () => {
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.map((text) => [...shipped.ids(text)])).toEqual(ids);
  });

  it('are the same when its words are remembered', () => {
    for (const text of texts) expect(shipped.ids(text)).toEqual(shipped.ids(text));
  });

  it('end with the mark of the end, however long the text is', () => {
    const cut = tiny.ids('двор и дорога '.repeat(50));
    expect(cut).toHaveLength(32);
    expect([cut[0], cut[31]]).toEqual([0, 2]);
    expect(tiny.lengths('двор и дорога '.repeat(50))).toHaveLength(32);
    expect([...tiny.ids('')]).toEqual([0, 2]);
  });

  it('are never the marks themselves: nobody writes «</s>» into a text', () => {
    for (const text of ['</s>', 'а<s>б', '<pad> <unk>', '＜/s＞']) {
      const inner = [...shipped.ids(text)].slice(1, -1);
      expect(inner.filter((id) => id < 3)).toEqual([]);
    }
  });

  it('have lengths that add up to the prepared text', () => {
    for (const text of texts.filter((one) => shipped.ids(one).length < 128)) {
      const lengths = shipped.lengths(text);
      expect(lengths).toHaveLength(shipped.ids(text).length);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(prepareText(text).length);
    }
  });
});

describe('the words that pieces belong to', () => {
  const wordsOf = (raw: string) => {
    const { analysis } = readText(raw);
    const lengths = shipped.lengths(normalisedText(analysis));
    const prepared = prepareText(normalisedText(analysis));
    let end = 0;
    return ownersOf(analysis, lengths).map((owner, at) => {
      const piece = prepared.slice(end, end + (lengths[at] ?? 0));
      end += lengths[at] ?? 0;
      return [piece, owner < 0 ? null : analysis.tokens[owner]?.text];
    });
  };

  it('are found by what a piece covers; signs and marks belong to none', () => {
    for (const [piece, word] of wordsOf('Не вывозят мусор, с улицы Ленина № 5!')) {
      const letters = (piece ?? '').replace(/[▁,!]/g, '');
      if (letters === '') expect(word).toBeNull();
      else expect(word).toContain(letters === 'No' ? '№' : letters);
    }
  });

  it('cover every word of a text that is read whole', () => {
    for (const raw of [
      'Яма на дороге',
      'северо-западный район 🔥 горит',
      '  #НетСвета третий день',
      'й у й, ½ ставки, ﬁ',
    ]) {
      const { analysis } = readText(raw);
      const owners = new Set(ownersOf(analysis, shipped.lengths(normalisedText(analysis))));
      expect(analysis.tokens.map((_, token) => token).filter((token) => !owners.has(token))).toEqual([]);
    }
  });
});

describe('the normalised text with the beginnings of its tokens', () => {
  it.each(texts)('finds each token of «%s» where it says', (raw) => {
    const { analysis } = readText(raw);
    const { text, starts } = normalisedWithStarts(analysis);
    expect(text).toBe(normalisedText(analysis));
    analysis.tokens.forEach((token, at) => {
      expect(text.slice(starts[at], (starts[at] ?? 0) + token.text.length)).toBe(token.text);
    });
  });
});
