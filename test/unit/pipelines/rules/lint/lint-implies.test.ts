import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf } from '../../../../../pipelines/rules/lint-forms.js';
import { excludes, implies, isNever } from '../../../../../pipelines/rules/lint-implies.js';
import { compileRules } from '../../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../../pipelines/rules/parse.js';
import { analyse } from '../../../../../pipelines/text/analyse.js';

const form = (text: string) => formOf(parseQuery(text));

/** a, b: b holds wherever a does; the other way round it does not. */
const proper: readonly (readonly [a: string, b: string])[] = [
  ['=ямы', 'яма'],
  ['выбоина', 'выбоин*'],
  ['выбоин*', 'выбо*'],
  ['=остановка', 'остан*'],
  ['"глубокая яма"', 'яма'],
  ['"очень глубокая яма"', '"глубокая яма"'],
  ['"глубокая яма"', 'глубок* ONEAR/1 яма'],
  ['"глубокая яма"', 'яма NEAR/4 глубокая'],
  ['яма дорога', 'яма'],
  ['яма дорога', 'яма | люк'],
  ['яма', 'яма | люк'],
  ['яма NEAR/3 дорога', 'дорога NEAR/5 яма'],
  ['яма ONEAR/3 дорога', 'дорога NEAR/3 яма'],
  ['яма NEAR/3 дорога', 'SENT(яма дорога)'],
  ['яма NEAR/3 (дорога | двор)', 'яма NEAR/3 (дорога | двор | парк)'],
  ['SENT(яма дорога)', 'яма дорога'],
  ['SENT(яма -люк)', 'яма'],
  ['neg(работает)', 'работает'],
  ['neg("горячая вода")', 'neg("горяч* вода")'],
  ['яма -(люк | колодец)', 'яма -люк'],
  ['"открытый люк" -яма', 'люк -"глубокая яма"'],
  ['#3..5', '#1..9'],
  ['яма NOT NEAR/3 люк', 'яма'],
];

/** Neither holds wherever the other does, or it is not sure. */
const apart: readonly (readonly [a: string, b: string])[] = [
  ['яма', 'яма дорога'],
  ['яма | люк', 'яма'],
  ['яма NEAR/5 дорога', 'яма NEAR/3 дорога'],
  ['яма NEAR/3 дорога', 'яма ONEAR/3 дорога'],
  ['SENT(яма -люк)', '-люк яма'],
  ['человек', 'челов*'],
  ['#1..9', '#'],
  ['neg("горячая вода")', 'neg(вода)'],
];

describe('implication between queries', () => {
  it.each(proper)('«%s» implies «%s» and not the other way round', (a, b) => {
    expect(implies(form(a), form(b))).toBe(true);
    expect(implies(form(b), form(a))).toBe(false);
  });

  it.each(apart)('«%s» does not imply «%s»', (a, b) => {
    expect(implies(form(a), form(b))).toBe(false);
  });

  it.each([
    ['яма', 'люк -яма'],
    ['"глубокая яма"', 'люк -яма'],
    ['яма -люк', 'люк'],
    ['яма | люк', '-(яма | люк) двор'],
  ])('«%s» excludes «%s»', (a, b) => expect(excludes(form(a), form(b))).toBe(true));

  it.each([
    'яма -яма',
    'яма -ям*'.replace('ям*', 'яма'),
    '(яма -яма) | (люк -люк)',
    'SENT(яма -яма)',
    'яма люк -(яма люк)',
  ])('«%s» never holds', (text) => expect(isNever(form(text))).toBe(true));

  it.each(['яма -люк', 'яма | (люк -люк)', 'яма -(яма люк)'])('«%s» may hold', (text) => {
    expect(isNever(form(text))).toBe(false);
  });
});

const words = ['яма', 'дорога', 'дороги', 'люк', 'открыт', 'не', 'нет', 'вода', 'кафе-бар', '5'];
const atom = fc.constantFrom('яма', '=дорога', 'дорога', 'доро*', 'люк*', 'открыт', 'вода', 'кафе', '#3..9', '=5');
const phrase = fc.array(atom, { minLength: 2, maxLength: 3 }).map((items) => `"${items.join(' ')}"`);
const placed = fc.letrec<{ placed: string; group: string }>((tie) => ({
  placed: fc.oneof({ maxDepth: 2 }, atom, phrase, tie('group')),
  group: fc.oneof(
    fc.tuple(tie('placed'), tie('placed')).map(([a, b]) => `(${a} | ${b})`),
    fc
      .tuple(tie('placed'), fc.boolean(), fc.integer({ min: 1, max: 3 }), tie('placed'))
      .map(([a, ordered, n, b]) => `(${a} ${ordered ? 'O' : ''}NEAR/${n} ${b})`),
    tie('placed').map((a) => `neg(${a})`),
  ),
})).placed;
const query = fc.letrec<{ query: string; group: string }>((tie) => ({
  query: fc.oneof({ maxDepth: 2 }, placed, tie('group')),
  group: fc.oneof(
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a} & ${b})`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a} | ${b})`),
    fc.tuple(placed, tie('query')).map(([a, b]) => `(${a} & -${b})`),
    tie('query').map((a) => `SENT(${a})`),
  ),
})).query;
const text = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', ' ', ' ', ', ', '. ')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pieces) => pieces.flat().join(''));

describe('implication on random queries and texts', () => {
  const options = { numRuns: 1500, seed: 20260510 };

  it('is never claimed where a text speaks against it', () => {
    let claimed = 0;
    fc.assert(
      fc.property(query, query, fc.array(text, { minLength: 12, maxLength: 12 }), (a, b, texts) => {
        const [left, right] = [form(a), form(b)];
        const [isImplied, isExcluded, isDead] = [implies(left, right), excludes(left, right), isNever(left)];
        if (!isImplied && !isExcluded && !isDead) return;
        claimed++;
        const matcher = compileRules([
          { id: 'a', query: parseQuery(a), except: null },
          { id: 'b', query: parseQuery(b), except: null },
        ]);
        for (const one of texts) {
          const hits = matcher.match(analyse(one)).map(({ ruleId }) => ruleId);
          if (!hits.includes('a')) continue;
          expect(isDead, `${a} on «${one}»`).toBe(false);
          if (isImplied) expect(hits, `${a} ⇒ ${b} on «${one}»`).toContain('b');
          if (isExcluded) expect(hits, `${a} ⊥ ${b} on «${one}»`).not.toContain('b');
        }
      }),
      options,
    );
    expect(claimed).toBeGreaterThan(20);
  });

  it('holds between a query and what is weaker by the way it was made', () => {
    fc.assert(
      fc.property(query, query, (a, b) => {
        expect(implies(form(a), form(`(${a}) | (${b})`))).toBe(true);
        expect(implies(form(`(${a}) & (${b})`), form(a))).toBe(true);
      }),
      { ...options, numRuns: 300 },
    );
  });
});
