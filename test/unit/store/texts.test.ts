import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/store/russian-analyzer.js';
import { numberPrefix, parseSearchText } from '../../../src/store/search-text.js';
import { copy, serialize } from '../../../src/store/serialize.js';

describe('the stored form of a document', () => {
  it('is its JSON, byte for byte, for all well-formed values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        expect(serialize(value)).toBe(JSON.stringify(value));
      }),
    );
  });
  it('holds no half surrogate pair, in values or keys', () => {
    const mended = { '\ufffdключ': ['\ufffd', { a: 'x\ufffd', b: '👍' }] };
    expect(copy({ '\udfffключ': ['\ud800', { a: 'x\udc00', b: '👍' }] })).toEqual(mended);
  });
  it('leaves a text alone that only looks like an escaped half pair', () => {
    expect(copy({ text: 'путь C:\\ud800 и \\\\udfff' })).toEqual({ text: 'путь C:\\ud800 и \\\\udfff' });
  });
});

describe('search words', () => {
  it('are split into words and phrases', () => {
    expect(parseSearchText('яма "не работает" у «старой школы» — “три дня” !')).toEqual({
      words: ['яма', 'у'],
      phrases: ['не работает', 'старой школы', 'три дня'],
    });
  });
  it('bear any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { words, phrases } = parseSearchText(text);
        for (const part of [...words, ...phrases]) expect(part).toMatch(/[\p{L}\p{N}]/u);
      }),
    );
  });
  it.each([
    ['7k3qx2', '7K3QX2'],
    ['ИН-7', '7'],
    ['ин-7K3', '7K3'],
    ['112', '112'],
    ['12', null],
    ['дорога', null],
    ['7K3QX2Z', null],
    ['ИН-', null],
  ])('«%s» begins the number %s', (word, prefix) => {
    expect(numberPrefix(word)).toBe(prefix);
  });
});

describe('the analyser in memory', () => {
  it('points at the words in the text', () => {
    const text = 'Ёлки, дом 5А: не горят!';
    const tokens = analyze(text);
    expect(tokens.map(({ term }) => term)).toEqual(['елк', 'дом', '5а', 'не', 'гор']);
    expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['Ёлки', 'дом', '5А', 'не', 'горят']);
  });
  it('ends in time on any input', () => {
    for (const text of ['а'.repeat(200_000), 'а.'.repeat(100_000), '1,'.repeat(100_000), '_'.repeat(200_000)]) {
      expect(analyze(text).length).toBeLessThan(200_001);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => analyze(text).every(({ start, end }) => start < end)),
    );
  });
});
