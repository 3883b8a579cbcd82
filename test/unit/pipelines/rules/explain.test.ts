import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExplainer, type Explained, type RuleExplanation } from '../../../../pipelines/rules/explain.js';
import { compileRules } from '../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../pipelines/rules/parse.js';
import { nearMisses, shortfall } from '../../../../pipelines/rules/shortfall.js';
import { writeQuery } from '../../../../pipelines/rules/write-query.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { type Dice, randomQuery, separators, vocabulary } from './random-rules.js';

/** Rolls that fast-check chooses, so that it can shrink rules. */
const query = fc
  .infiniteStream(fc.nat(10_000))
  .map((stream): Dice => ({ roll: (sides) => (stream.next().value as number) % sides }))
  .map((dice) => randomQuery(dice));
const text = fc
  .array(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(...separators)), { maxLength: 20 })
  .map((pieces) => pieces.flat().join(''));

function explainOne(written: string, words: string, except?: string): RuleExplanation {
  const rule = { id: 'a', query: parseQuery(written), except: except === undefined ? null : parseQuery(except) };
  return createExplainer([rule]).explain(analyse(words), { only: 'a' })[0] as RuleExplanation;
}

/** What the rule lacks, as short text: «part reason [words]». */
function lacking(written: string, words: string, except?: string): string[] {
  return shortfall(explainOne(written, words, except)).lacks.map(({ query: part, reason, words: spans }) => {
    const distance = reason.kind === 'too-far' ? ` ${reason.distance} of ${reason.allowed}` : '';
    return `${part}: ${reason.kind}${distance} [${spans.map((span) => span.text).join(' ')}]`;
  });
}

describe('an explanation', () => {
  it('says «fires» exactly when the matcher fires, and names the same words, on random rules and texts', {
    timeout: 120_000,
  }, () => {
    const rule = fc.record({ query, except: fc.option(query, { freq: 2 }) });
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 8 }), fc.array(text, { maxLength: 5 }), (drawn, texts) => {
        const rules = drawn.map((one, index) => ({ ...one, id: String(index) }));
        const matcher = compileRules(rules);
        const explainer = createExplainer(rules);
        for (const one of texts) {
          const analysis = analyse(one);
          const fired = explainer.explain(analysis).filter(({ fires }) => fires);
          expect(fired.map((each) => ({ ruleId: each.ruleId, words: each.query.words }))).toEqual(
            matcher.match(analysis),
          );
          for (const { id } of rules) {
            const [alone] = explainer.explain(analysis, { only: id });
            expect(alone?.fires).toBe(matcher.fires(id, analysis));
          }
        }
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it('has a reason in every part that fails by itself, and none in a part that holds', { timeout: 120_000 }, () => {
    const check = (part: Explained): void => {
      if (part.holds) expect(part.reason).toBeNull();
      else if (part.reason === null) expect(part.parts.some(({ holds }) => !holds)).toBe(true);
      part.parts.forEach(check);
    };
    fc.assert(
      fc.property(query, text, (one, words) => {
        const [explained] = createExplainer([{ id: 'a', query: one, except: null }]).explain(analyse(words), {
          only: 'a',
        });
        check((explained as RuleExplanation).query);
        const { lacks } = shortfall(explained as RuleExplanation);
        expect(lacks.length === 0).toBe(explained?.fires);
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  it.each([
    ['яма дорога', 'Глубокая яма', ['дорога: missing []']],
    ['яма NEAR/3 дорога', 'Яма тут, а там уже и дорога', ['яма NEAR/3 дорога: too-far 6 of 3 [Яма дорога]']],
    ['яма NEAR/9 дорога', 'Яма. Дорога.', ['яма NEAR/9 дорога: other-sentence [Яма Дорога]']],
    ['дорога ONEAR/3 яма', 'Яма на дороге', ['дорога ONEAR/3 яма: wrong-order [Яма дороге]']],
    ['яма NOT NEAR/3 дорога', 'Яма на дороге', ['яма NOT NEAR/3 дорога: too-near [Яма дороге]']],
    ['яма NOT NEAR/3 дорога', 'Дорога', ['яма: missing []']],
    ['~остановка', 'Астановки', []],
    ['#3..:день', 'Два дня', ['#3..:день: missing []']],
    ['re2:/ям[аы]/ дорога', 'Ямы', ['дорога: missing []']],
    ['яма NEAR/3 яма', 'Одна яма', ['яма NEAR/3 яма: same-words [яма]']],
    ['"детская площадка"', 'Площадка детская', ['"детская площадка": apart [детская Площадка]']],
    ['"детская площадка"', 'Новая площадка', ['"детская площадка": missing [площадка]']],
    ['neg(работать)', 'Лифт работает', ['neg(работать): not-denied [работает]']],
    ['SENT(яма дорога)', 'Яма. Дорога.', ['SENT(яма дорога): other-sentence [Яма Дорога]']],
    ['яма -двор', 'Яма во дворе', ['-двор: present [дворе]']],
    ['яма | дорога & свет', 'На дороге', ['свет: missing []']],
    ['вода (горячая | холодная) дом', 'Вода горячая', ['дом: missing []']],
    ['вода (горячая | холодная)', 'Вода', ['горячая | холодная: missing []']],
  ])('of %s on «%s» says what is lacking', (written, words, expected) => {
    expect(lacking(written, words)).toEqual(expected);
  });

  it('names the exception that held, with its words', () => {
    expect(lacking('яма', 'Яма под яблоню', 'яблоня | груша')).toEqual(['яблоня | груша: excepted [яблоню]']);
  });

  it('names the filter that keeps a rule from a post', () => {
    const rule = { id: 'a', query: parseQuery('яма'), except: null, sources: ['vk'], validTo: '2026-01-31' };
    const context = { sourceId: 'forum', sourceKind: 'phpbb', publishedAt: '2026-02-01T00:00:00.000Z' };
    const [explained] = createExplainer([rule]).explain(analyse('Яма'), { context });
    expect(explained).toMatchObject({ fires: false, query: { holds: true }, filtered: ['source', 'date'] });
    expect(shortfall(explained as RuleExplanation).lacks.map(({ reason }) => reason)).toEqual([
      { kind: 'filtered', by: 'source' },
      { kind: 'filtered', by: 'date' },
    ]);
    const [everywhere] = createExplainer([rule]).explain(analyse('Яма'));
    expect(everywhere?.fires).toBe(true);
  });

  it('shows a sentence query on the sentence that holds', () => {
    const { query: top } = explainOne('SENT(яма -двор)', 'Двор чистый. Яма на дороге.');
    expect(top).toMatchObject({ holds: true, parts: [{ kind: 'and', holds: true, parts: [{}, { holds: true }] }] });
  });

  it('lists the rules that almost fired, the nearest first', () => {
    const rules = [
      { id: 'far', query: parseQuery('яма дорога свет'), except: null },
      { id: 'one-word', query: parseQuery('яма дорога'), except: null },
      { id: 'place', query: parseQuery('яма NEAR/2 двор'), except: null },
      { id: 'fires', query: parseQuery('яма'), except: null },
      { id: 'strange', query: parseQuery('снег'), except: null },
    ];
    const misses = nearMisses(createExplainer(rules).explain(analyse('Яма тут, а там уже двор')));
    expect(misses.map(({ ruleId, distance }) => [ruleId, distance])).toEqual([
      ['place', 0.5],
      ['one-word', 1],
    ]);
  });

  it('ends on a text of one word repeated', { timeout: 120_000 }, () => {
    const one = explainOne('(яма NEAR/2 яма NEAR/2 дорога) | SENT(яма дорога)', 'яма '.repeat(2_000));
    expect(one.fires).toBe(false);
  });
});

describe('a written query', () => {
  const shape = (one: unknown): unknown =>
    JSON.parse(JSON.stringify(one, (key, value) => (key === 'at' ? undefined : value)));
  /** Groups of groups of one kind are one group to the parser. */
  const written = (source: string): string => writeQuery(parseQuery(source));

  it.each([
    'яма | выбоина',
    'яма дорога -двор',
    '(яма | выбоина) NEAR/3 дорога ONEAR/2 "новый =дом #"',
    'яма NEAR/3 (дорога NEAR/2 двор)',
    'SENT(яма -(двор | "парк культуры")) neg(свет | вода) #3..10',
    'освещ* =дома #',
    '~остановка #0..10 #5',
    '#3..:день #..2:час #3..10:м² #:рубль',
    'яма NOT NEAR/3 (дорога | двор) NOT ONEAR/2 снег',
    're2:/до[мр]\\/а{2}/ яма',
  ])('is what was parsed: %s', (source) => expect(written(source)).toBe(source));

  it('parses into the same query again, whatever it is', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(query, (one) => {
        const once = parseQuery(writeQuery(one));
        expect(shape(parseQuery(writeQuery(once)))).toEqual(shape(once));
      }),
      { numRuns: 300, seed: 13 },
    );
  });
});
