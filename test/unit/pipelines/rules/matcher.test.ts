import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Atom, Query } from '../../../../pipelines/rules/ast.js';
import { needsWord } from '../../../../pipelines/rules/ast.js';
import { compileRules } from '../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../pipelines/rules/parse.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { oracleWords } from './oracle.js';

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
const { query } = fc.letrec<{ query: Query; place: Query }>((tie) => ({
  place: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc.array(atom, { minLength: 1, maxLength: 3 }).map((items): Query => ({ kind: 'phrase', items, at })),
    fc
      .tuple(tie('place'), tie('place'), fc.boolean(), fc.integer({ min: 1, max: 4 }))
      .map(([left, right, ordered, distance]): Query => ({ kind: 'near', left, right, ordered, distance, at })),
    tie('place').map((inner): Query => ({ kind: 'neg', inner, at })),
    fc.array(tie('place'), { minLength: 1, maxLength: 3 }).map((parts): Query => ({ kind: 'or', parts, at })),
  ),
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('place'),
    fc.array(tie('query'), { minLength: 1, maxLength: 3 }).map((parts): Query => ({ kind: 'and', parts, at })),
    fc.array(tie('query'), { minLength: 1, maxLength: 3 }).map((parts): Query => ({ kind: 'or', parts, at })),
    tie('query').map((inner): Query => ({ kind: 'not', inner, at })),
    tie('query')
      .filter(needsWord)
      .map((inner): Query => ({ kind: 'sentence', inner, at })),
  ),
}));
const text = fc
  .array(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(' ', ' ', ' ', ', ', '. Дом ', '\n')), {
    maxLength: 30,
  })
  .map((pieces) => pieces.flat().join(''));

describe('the matcher', () => {
  it('agrees with the plain oracle on random rules and random posts, words included', () => {
    fc.assert(
      fc.property(
        fc.array(query.filter(needsWord), { minLength: 1, maxLength: 12 }),
        fc.array(text, { maxLength: 6 }),
        (queries, texts) => {
          const matcher = compileRules(queries.map((one, index) => ({ id: String(index), query: one, except: null })));
          for (const one of texts) {
            const analysis = analyse(one);
            const tokens = analysis.tokens.filter((token) => token.kind !== 'other');
            const expected = queries.flatMap((rule, index) => {
              const words = oracleWords(rule, analysis);
              return words ? [{ ruleId: String(index), starts: words.map((word) => tokens[word]?.start) }] : [];
            });
            const got = matcher
              .match(analysis)
              .map(({ ruleId, words }) => ({ ruleId, starts: words.map(({ start }) => start) }));
            expect(got).toEqual(expected);
          }
        },
      ),
      { numRuns: 400, seed: 7 },
    );
  });

  it('gives spans into the very text that was analysed', () => {
    const matcher = compileRules([{ id: 'a', query: parseQuery('"яма на дороге"'), except: null }]);
    const analysis = analyse('Опять — ЯМА на дороге!');
    expect(matcher.match(analysis)).toEqual([
      {
        ruleId: 'a',
        words: [
          { text: 'ЯМА', start: 8, end: 11 },
          { text: 'на', start: 12, end: 14 },
          { text: 'дороге', start: 15, end: 21 },
        ],
      },
    ]);
  });

  it('leaves a rule silent where its exception holds', () => {
    const matcher = compileRules([{ id: 'a', query: parseQuery('яма'), except: parseQuery('яблоня') }]);
    expect(matcher.match(analyse('Яма во дворе'))).toHaveLength(1);
    expect(matcher.match(analyse('Яма под яблоню'))).toHaveLength(0);
  });

  it('stays quick on a long text that repeats one word', () => {
    const matcher = compileRules([
      { id: 'a', query: parseQuery('яма NEAR/30 яма NEAR/30 дорога'), except: null },
      { id: 'b', query: parseQuery('SENT(яма -двор) & neg(яма)'), except: null },
    ]);
    const analysis = analyse('яма '.repeat(3000));
    const started = performance.now();
    expect(matcher.match(analysis)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
