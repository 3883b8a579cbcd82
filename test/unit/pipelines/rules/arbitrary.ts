/** Random queries and texts over a small vocabulary, so that they meet often. */
import fc from 'fast-check';
import { type Atom, needsWord, type Query } from '../../../../pipelines/rules/ast.js';

const at = { line: 1, column: 1 };
const vocabulary =
  'дорога дороги яма ямы не нет свет света работает горит двор во вода воды пять 5 12 без только-только снег'.split(
    ' ',
  );

const atom: fc.Arbitrary<Atom> = fc.oneof(
  fc.constantFrom(...vocabulary).map((word): Atom => ({ kind: 'word', word, at })),
  fc.constantFrom(...vocabulary).map((word): Atom => ({ kind: 'exact', word, at })),
  fc.constantFrom('дор', 'раб', 'све', 'вод').map((prefix): Atom => ({ kind: 'prefix', prefix, at })),
  fc.constantFrom(0, 3, 6).map((from): Atom => ({ kind: 'number', from, to: from + 6, at })),
);
const { query: anyQuery } = fc.letrec<{ query: Query; place: Query }>((tie) => ({
  place: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc.array(atom, { minLength: 1, maxLength: 3 }).map((items): Query => ({ kind: 'phrase', items, at })),
    fc
      .tuple(tie('place'), tie('place'), fc.boolean(), fc.integer({ min: 1, max: 4 }))
      .map(([left, right, ordered, distance]): Query => ({ kind: 'near', left, right, ordered, distance, at })),
    tie('place').map((inner): Query => ({ kind: 'neg', inner, at })),
    fc.array(tie('place'), { minLength: 2, maxLength: 3 }).map((parts): Query => ({ kind: 'or', parts, at })),
  ),
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('place'),
    fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((parts): Query => ({ kind: 'and', parts, at })),
    fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((parts): Query => ({ kind: 'or', parts, at })),
    tie('query').map((inner): Query => ({ kind: 'not', inner, at })),
    tie('query')
      .filter(needsWord)
      .map((inner): Query => ({ kind: 'sentence', inner, at })),
  ),
}));

/** Queries that a rule may have. */
export const query = anyQuery.filter(needsWord);

export const text = fc
  .array(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(' ', ' ', ' ', ', ', '. Дом ', '\n')), {
    maxLength: 30,
  })
  .map((pieces) => pieces.flat().join(''));
