import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deletionNeighbours } from '../../../../pipelines/text/typo.js';
import { isWithinOneEdit } from '../../../../src/core/one-edit.js';

/** Optimal string alignment distance by the full table. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, row) =>
    Array.from({ length: b.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row += 1) {
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + cost);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, at(row - 2, column - 2) + 1);
      }
      (rows[row] as number[])[column] = least;
    }
  }
  return at(a.length, b.length);
}

const word = fc.string({ unit: fc.constantFrom('а', 'б', 'в'), maxLength: 7 });

describe('one edit', () => {
  it.each([
    ['водопровод', 'водопровд'],
    ['асфальт', 'асвальт'],
    ['электричество', 'электричетсво'],
    ['площадка', 'площаддка'],
    ['тротуар', 'тротуар'],
  ])('%s and %s are near', (a, b) => expect(isWithinOneEdit(a, b)).toBe(true));
  it.each([
    ['асфальт', 'асвалт'],
    ['тротуар', 'торторуа'],
    ['абв', 'вба'],
  ])('%s and %s are not', (a, b) => expect(isWithinOneEdit(a, b)).toBe(false));
  it('agrees with the full table of distances', () => {
    fc.assert(
      fc.property(word, word, (a, b) => isWithinOneEdit(a, b) === distance(a, b) <= 1),
      { numRuns: 5_000 },
    );
  });
  it('always leaves a common neighbour by deletion', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        fc.pre(distance(a, b) <= 1);
        const others = new Set(deletionNeighbours(b));
        return deletionNeighbours(a).some((neighbour) => others.has(neighbour));
      }),
      { numRuns: 1_000 },
    );
  });
  it('has each neighbour once', () => {
    expect(deletionNeighbours('касса')).toEqual(['касса', 'асса', 'ксса', 'каса', 'касс']);
    expect(new Set(deletionNeighbours('ооо')).size).toBe(deletionNeighbours('ооо').length);
  });
});
