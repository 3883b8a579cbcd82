import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARKS, type MaskKind } from '../../../../pipelines/text/marks.js';
import { maskPersonalData } from '../../../../pipelines/text/mask.js';
import { applyEdits, mapEdits } from '../../../../pipelines/text/offsets.js';

function corpus(name: string): { text: string; masked?: string }[] {
  const lines = readFileSync(new URL(name, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as { text: string; masked?: string });
}

const positive = corpus('mask-positive.jsonl');
const negative = corpus('mask-negative.jsonl');
const kinds = Object.keys(MARKS) as MaskKind[];

/** Texts of pieces that belong and do not belong together, and of anything at all. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...positive.map((entry) => entry.text), ...negative.map((entry) => entry.text)),
      fc.constantFrom(' ', '\n', ', ', '', '8 912 ', '000-00-01', 'кв.', ' тел. ', 'Иванов ', '[имя', ']', '[телефон]'),
      fc.constantFrom('8️⃣', '９', '\u200b', '\u00ad', 'восемь девятьсот ', 'А123', 'ВС', '+', '(', '@', 'д. 5-12', 'И.'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));

describe('masking', () => {
  it('replaces the personal data of every positive case and nothing else', () => {
    const wrong = positive.filter((entry) => maskPersonalData(entry.text).text !== entry.masked);
    expect(wrong.map((entry) => `${entry.text} => ${maskPersonalData(entry.text).text}`)).toEqual([]);
  });
  it('leaves every negative case as it is', () => {
    const wrong = negative.filter((entry) => maskPersonalData(entry.text).text !== entry.text);
    expect(wrong.map((entry) => `${entry.text} => ${maskPersonalData(entry.text).text}`)).toEqual([]);
  });
  it('is tried on at least 400 different cases of each side and on every kind', () => {
    for (const entries of [positive, negative]) {
      expect(new Set(entries.map((entry) => entry.text)).size).toBe(entries.length);
      expect(entries.length).toBeGreaterThanOrEqual(400);
    }
    const tried = kinds.filter((kind) => positive.filter((entry) => entry.masked?.includes(MARKS[kind])).length >= 10);
    expect(tried).toEqual(kinds);
  });
  it('counts what it replaced', () => {
    const { text, counts } = maskPersonalData('Мария Петровна, кв. 45, тел. 11-22-33, 11-22-34, а дом 5 чужой');
    expect(text).toBe('[имя], [квартира], тел. [телефон], [телефон], а дом 5 чужой');
    expect(counts).toMatchObject({ name: 1, flat: 1, phone: 2, mail: 0, card: 0 });
  });
  it('counts as many pieces as there are marks', () => {
    for (const { text } of positive) {
      const masked = maskPersonalData(text);
      for (const kind of kinds) expect(masked.text.split(MARKS[kind]).length - 1).toBe(masked.counts[kind]);
    }
  });
  it('says what it replaced in terms of the text given', () => {
    const given = 'Звоните 8️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣ или Марии Петровне в кв. 5';
    const { text, edits } = maskPersonalData(given);
    expect(edits.map((edit) => [given.slice(edit.start, edit.end), edit.text])).toEqual([
      ['8️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣', '[телефон]'],
      ['Марии Петровне', '[имя]'],
      ['кв. 5', '[квартира]'],
    ]);
    const map = mapEdits(edits);
    const at = text.indexOf('[имя]');
    const original = map.toOriginal(at, at + '[имя]'.length);
    expect(given.slice(original.start, original.end)).toBe('Марии Петровне');
  });
  it('makes of the text given, by its edits, the masked text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const masked = maskPersonalData(text);
        expect(applyEdits(text, masked.edits)).toBe(masked.text);
        masked.edits.forEach((edit, index) => {
          expect(edit.start).toBeGreaterThanOrEqual(masked.edits[index - 1]?.end ?? 0);
          expect(edit.end).toBeGreaterThan(edit.start);
        });
        const total = Object.values(masked.counts).reduce((sum, count) => sum + count, 0);
        expect(masked.edits.length).toBe(total);
      }),
      { numRuns: 500 },
    );
  });
  it('changes nothing in a masked text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = maskPersonalData(text);
        const twice = maskPersonalData(once.text);
        expect(twice.text).toBe(once.text);
        expect(twice.edits).toEqual([]);
        expect(Object.values(twice.counts).every((count) => count === 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
  it('never masks a mark', () => {
    const marks = Object.values(MARKS);
    fc.assert(
      fc.property(anyText, fc.constantFrom(...marks), anyText, (before, mark, after) => {
        const { edits } = maskPersonalData(before + mark + after);
        const [start, end] = [before.length, before.length + mark.length];
        expect(edits.filter((edit) => edit.start < end && edit.end > start)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
