import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../../pipelines/rules/ast.js';
import { compileRules, type Matcher } from '../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../pipelines/rules/parse.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { oracle, oraclePost } from './oracle.js';
import {
  type Dice,
  randomPost,
  randomQuery,
  randomRules,
  seededDice,
  separators,
  vocabulary,
  wideVocabulary,
} from './random-rules.js';

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
            expect(matcher.firing(analysis)).toEqual(got.map(({ ruleId }) => ruleId));
          }
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  }, 120_000);

  it('agrees with it on 10 000 random rules in one matcher, on 500 random posts (`npm run evaluate -- language` takes 10 000)', () => {
    const rolls = seededDice(20_261_125);
    const queries = randomRules(rolls, 10_000);
    const matcher = compile(queries);
    const readings = queries.map(oracle);
    let hits = 0;
    for (let count = 0; count < 500; count++) {
      const analysis = analyse(randomPost(rolls, 3, wideVocabulary));
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
    expect(hits).toBeGreaterThan(5_000);
  }, 120_000);

  it('gives spans into the very text that was analysed', () => {
    const matcher = compile([parseQuery('"яма на дороге"')]);
    const analysis = analyse('Опять — ЯМА на дороге!');
    expect(matcher.match(analysis)).toEqual([
      {
        ruleId: '0',
        words: [
          { text: 'ЯМА', start: 8, end: 11 },
          { text: 'на', start: 12, end: 14 },
          { text: 'дороге', start: 15, end: 21 },
        ],
      },
    ]);
  });

  it('gives the words that a regular expression touches', () => {
    const matcher = compile([parseQuery('re2:/ул\\. ?[а-я]+, ?\\d/')]);
    const [hit] = matcher.match(analyse('Яма: УЛ. ЁЛОЧНАЯ, 15, двор'));
    expect(hit?.words.map(({ text }) => text)).toEqual(['УЛ', 'ЁЛОЧНАЯ', '15']);
  });

  it('leaves a rule silent where its exception holds', () => {
    const matcher = compileRules([{ id: 'a', query: parseQuery('яма'), except: parseQuery('яблоня') }]);
    expect(matcher.match(analyse('Яма во дворе'))).toHaveLength(1);
    expect(matcher.match(analyse('Яма под яблоню'))).toHaveLength(0);
  });

  it('gives the same answers in any order of texts, with long ones between', () => {
    const matcher = compile(['яма NEAR/3 дорога', 'neg(вода) | #3..:день'].map((one) => parseQuery(one)));
    const texts = ['Яма на дороге', 'Нет воды третий день', '', 'яма '.repeat(500), 'дорога', 'воды нет'].map(analyse);
    const first = texts.map((one) => matcher.match(one));
    const again = [...texts].reverse().map((one) => matcher.match(one));
    expect(again.reverse()).toEqual(first);
  });
});

describe('the work of the matcher', () => {
  const steps = (query: string, text: string): number => {
    const matcher = compile([parseQuery(query)]);
    matcher.match(analyse(text));
    return matcher.steps;
  };

  it.each([
    ['яма', 'яма '],
    ['яма NEAR/30 яма NEAR/30 дорога', 'яма яма дорога. '],
    ['яма NEAR/30 яма NEAR/30 яма', 'яма '],
    ['яма NOT NEAR/30 (дорога | яма)', 'яма '],
    ['"яма яма яма яма"', 'яма '],
    ['SENT(яма -двор) & neg(яма)', 'яма не яма. '],
    ['neg(neg(яма)) | neg(яма NEAR/5 яма)', 'не яма нет '],
    ['#3..:день NEAR/10 #..5', 'пять дней три 4 дня '],
    ['"#3..:день #..5"', 'пять дней три '],
    ['re2:/я.*а/ NEAR/30 яма', 'яма '],
    ['re2:/[а-я ]+б|яма/', 'яма '],
    ['~остановка NEAR/9 (яма | дор*)', 'астановка яма дорога '],
    ['SENT(re2:/яма/ #..5)', 'яма 5. '],
  ])(
    'grows no faster than the text: %s',
    (query, piece) => {
      const short = steps(query, piece.repeat(200));
      const long = steps(query, piece.repeat(400));
      expect(long / short).toBeLessThanOrEqual(2.2);
    },
    60_000,
  );

  it('does not grow with rules whose rare word is missing', () => {
    const text = analyse('Третий день нет воды, а на дороге у школы большая яма и не горит фонарь');
    const work = (count: number): number => {
      const queries = [parseQuery('яма NEAR/5 дорога'), parseQuery('neg(вода) #3..:день')];
      for (let index = 0; index < count; index++) queries.push(parseQuery(`(дорога | вода) NEAR/5 невидаль${index}`));
      const matcher = compile(queries);
      expect(matcher.match(text)).toHaveLength(2);
      return matcher.steps;
    };
    expect(work(3_000) / work(30)).toBeLessThan(1.5);
  }, 60_000);
});
