import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../../pipelines/rules/ast.js';
import { compileRules, type Matcher } from '../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../pipelines/rules/parse.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { oracle, oraclePost } from './oracle.js';
import { type Dice, randomPost, randomQuery, seededDice, separators, vocabulary } from './random-rules.js';

const compile = (queries: readonly Query[]): Matcher =>
  compileRules(queries.map((query, index) => ({ id: String(index), query, except: null })));

/** Rolls that fast-check chooses, so that it can shrink rules. */
const dice = fc.infiniteStream(fc.nat(10_000)).map(
  (stream): Dice => ({
    roll: (sides) => (stream.next().value as number) % sides,
  }),
);
const text = fc
  .array(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(...separators)), { maxLength: 20 })
  .map((pieces) => pieces.flat().join(''));

describe('the matcher', () => {
  it('agrees with the plain oracle on random rules and random posts, words included', () => {
    fc.assert(
      fc.property(
        fc.array(
          dice.map((one) => randomQuery(one)),
          { minLength: 1, maxLength: 8 },
        ),
        fc.array(text, { maxLength: 5 }),
        (queries, texts) => {
          const matcher = compile(queries);
          const readings = queries.map(oracle);
          for (const one of texts) {
            const analysis = analyse(one);
            const post = oraclePost(analysis);
            const expected = readings.flatMap((reading, index) => {
              const words = reading(post);
              return words ? [{ ruleId: String(index), starts: words.map((word) => post.tokens[word]?.start) }] : [];
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

  it('agrees with it on 10 000 random rules in one matcher and 10 000 random posts', () => {
    const rolls = seededDice(20_261_125);
    const queries = Array.from({ length: 10_000 }, () => randomQuery(rolls, 2));
    const matcher = compile(queries);
    const readings = queries.map(oracle);
    let hits = 0;
    for (let count = 0; count < 10_000; count++) {
      const analysis = analyse(randomPost(rolls, 4));
      const post = oraclePost(analysis);
      const expected: string[] = [];
      for (let index = 0; index < readings.length; index++) {
        const words = readings[index]?.(post);
        if (words) expected.push(`${index} ${words.map((word) => post.tokens[word]?.start).join(' ')}`);
      }
      const got = matcher
        .match(analysis)
        .map(({ ruleId, words }) => `${ruleId} ${words.map(({ start }) => start).join(' ')}`);
      if (got.join('\n') !== expected.join('\n'))
        expect({ text: analysis.text, hits: got }).toEqual({ text: analysis.text, hits: expected });
      hits += got.length;
    }
    expect(hits).toBeGreaterThan(10_000);
  }, 120_000);
});
