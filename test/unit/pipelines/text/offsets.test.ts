import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, chainMaps, type Edit, mapEdits, unchanged } from '../../../../pipelines/text/offsets.js';

const edits = (text: string, ...pairs: [string, string][]): Edit[] => {
  let from = 0;
  return pairs.map(([old, replacement]) => {
    const start = text.indexOf(old, from);
    from = start + old.length;
    return { start, end: from, text: replacement };
  });
};

describe('offsets of an edited text', () => {
  it('lead back over longer, shorter and vanished pieces', () => {
    const text = 'a&amp;b <i>слово</i> 8 900 000-00-00 конец';
    const list = edits(text, ['&amp;', '&'], ['<i>', ''], ['</i>', ''], ['8 900 000-00-00', '[телефон]']);
    const edited = applyEdits(text, list);
    expect(edited).toBe('a&b слово [телефон] конец');
    const map = mapEdits(list);
    const original = (piece: string) => {
      const start = edited.indexOf(piece);
      const found = map.toOriginal(start, start + piece.length);
      return text.slice(found.start, found.end);
    };
    expect(original('слово')).toBe('слово');
    expect(original('a&b')).toBe('a&amp;b');
    expect(original('телефон')).toBe('8 900 000-00-00');
    expect(original('конец')).toBe('конец');
    expect(original('a')).toBe('a');
    expect(map.toOriginal(0, 0)).toEqual({ start: 0, end: 0 });
  });

  it('cover a vanished piece inside the stretch, and none at its edges', () => {
    const text = 'во\u00adда';
    const map = mapEdits([{ start: 2, end: 3, text: '' }]);
    expect(map.toOriginal(0, 4)).toEqual({ start: 0, end: text.length });
    expect(map.toOriginal(0, 2)).toEqual({ start: 0, end: 2 });
    expect(map.toOriginal(2, 4)).toEqual({ start: 3, end: 5 });
  });

  it('find untouched pieces again after any edits, step after step', () => {
    const step = fc.array(fc.tuple(fc.nat(5), fc.nat(4), fc.string({ maxLength: 6 })), { maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), step, step, (text, first, second) => {
        const make = (source: string, pieces: [number, number, string][]): Edit[] => {
          const list: Edit[] = [];
          let at = 0;
          for (const [gap, length, replacement] of pieces) {
            const start = at + gap + 1;
            if (start + length > source.length) break;
            list.push({ start, end: start + length, text: replacement });
            at = start + length;
          }
          return list;
        };
        const one = make(text, first);
        const middle = applyEdits(text, one);
        const two = make(middle, second);
        const last = applyEdits(middle, two);
        const map = chainMaps(mapEdits(one), mapEdits(two));
        const touched = (index: number): boolean => {
          let shift = 0;
          for (const edit of two) {
            const start = edit.start + shift;
            if (index >= start && index < start + edit.text.length) return true;
            shift += edit.text.length - (edit.end - edit.start);
          }
          const inMiddle = mapEdits(two).toOriginal(index, index + 1).start;
          shift = 0;
          for (const edit of one) {
            const start = edit.start + shift;
            if (inMiddle >= start && inMiddle < start + edit.text.length) return true;
            shift += edit.text.length - (edit.end - edit.start);
          }
          return false;
        };
        for (let index = 0; index < last.length; index += 1) {
          const { start, end } = map.toOriginal(index, index + 1);
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          if (!touched(index)) expect(text.slice(start, end)).toBe(last[index]);
        }
      }),
    );
  });

  it('are the same without edits', () => {
    expect(mapEdits([])).toBe(unchanged);
    expect(chainMaps(unchanged, mapEdits([]))).toBe(unchanged);
  });
});
