import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARKS, type MaskKind } from '../../../../pipelines/text/marks.js';
import { maskPersonalData } from '../../../../pipelines/text/mask.js';

function corpus(name: string): { text: string; masked?: string }[] {
  const lines = readFileSync(new URL(name, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as { text: string; masked?: string });
}

const positive = corpus('mask-positive.jsonl');
const negative = corpus('mask-negative.jsonl');

describe('masking', () => {
  it('replaces the personal data of every positive case and nothing else', () => {
    const wrong = positive.filter((entry) => maskPersonalData(entry.text).text !== entry.masked);
    expect(wrong.map((entry) => `${entry.text} => ${maskPersonalData(entry.text).text}`)).toEqual([]);
  });
  it('leaves every negative case as it is', () => {
    const wrong = negative.filter((entry) => maskPersonalData(entry.text).text !== entry.text);
    expect(wrong.map((entry) => `${entry.text} => ${maskPersonalData(entry.text).text}`)).toEqual([]);
  });
  it('is tried on at least 150 cases of each kind', () => {
    expect(positive.length).toBeGreaterThanOrEqual(150);
    expect(negative.length).toBeGreaterThanOrEqual(150);
  });
  it('counts what it replaced', () => {
    const { text, counts } = maskPersonalData('Мария Петровна, кв. 45, тел. 11-22-33, 11-22-34, а дом 5 чужой');
    expect(text).toBe('[имя], [квартира], тел. [телефон], [телефон], а дом 5 чужой');
    expect(counts).toMatchObject({ name: 1, flat: 1, phone: 2, mail: 0, card: 0 });
  });
  it('counts as many pieces as there are marks', () => {
    for (const { text } of positive) {
      const masked = maskPersonalData(text);
      for (const kind of Object.keys(MARKS) as MaskKind[]) {
        expect(masked.text.split(MARKS[kind]).length - 1).toBe(masked.counts[kind]);
      }
    }
  });
  it('changes nothing in a masked text', () => {
    const piece = fc.oneof(
      fc.constantFrom(...positive.map((entry) => entry.text), ...negative.map((entry) => entry.text)),
      fc.constantFrom(' ', '\n', ', ', '', '8 912 ', '000-00-01', 'кв.', ' тел. ', 'Иванов ', '[имя', ']', '[телефон]'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const once = maskPersonalData(pieces.join(''));
        const twice = maskPersonalData(once.text);
        expect(twice.text).toBe(once.text);
        expect(Object.values(twice.counts).every((count) => count === 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
