import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../../../pipelines/rules/matcher.js';
import { parseQuery } from '../../../../../pipelines/rules/parse.js';
import { suggest, type TopicText } from '../../../../../pipelines/rules/suggest.js';
import { logOdds, wilson } from '../../../../../pipelines/rules/suggest-odds.js';
import { termsOf } from '../../../../../pipelines/rules/suggest-terms.js';
import { analyse } from '../../../../../pipelines/text/analyse.js';
import { seededRandom } from '../../../../../src/core/seeded-random.js';

const chatter = 'кофе море песня собака отпуск котлета гитара шарф закат билет телефон ёлка подарок чемодан'.split(' ');

/** Invented talk; `planted` goes into the middle of it. */
function talk(random: () => number, planted = ''): string {
  const pick = (): string => chatter[Math.floor(random() * chatter.length)] ?? '';
  return `Вчера ${pick()} и ${pick()} ${planted} потом снова ${pick()}.`;
}

function textsOf(entries: readonly [text: string, label: TopicText['label']][], query = 'свет'): TopicText[] {
  const matcher = compileRules([{ id: 'r', query: parseQuery(query), except: null }]);
  return entries.map(([text, label]) => {
    const analysis = analyse(text);
    return { analysis, label, caught: matcher.match(analysis).length > 0 };
  });
}

function repeat(
  count: number,
  make: (index: number) => string,
  label: TopicText['label'],
): [string, TopicText['label']][] {
  return Array.from({ length: count }, (_, index) => [make(index), label]);
}

describe('suggestions with labels', () => {
  const random = seededRandom(7);
  const corpus = textsOf([
    ...repeat(30, () => talk(random, 'нет света'), 'topic'),
    ...repeat(14, () => talk(random, 'сгорел трансформатор'), 'topic'),
    ...repeat(9, () => talk(random, 'гудит старая подстанция'), 'topic'),
    ...repeat(400, () => talk(random), 'other'),
    ...repeat(12, () => talk(random, 'свет рампы'), 'other'),
    ...repeat(3, () => talk(random, 'трансформатор игрушечный'), 'other'),
  ]);

  it('put the planted words first, with what they win and catch wrongly', async () => {
    const { by, topic, caught, terms, line } = await suggest(() => corpus, { limit: 10 });
    expect([by, topic, caught]).toEqual(['labels', 53, 30]);
    const words = terms.map(({ query }) => query);
    const planted = /сгорел|трансформатор|гудит|старая|подстанция/;
    expect(words.slice(0, 4).filter((word) => !planted.test(word))).toEqual([]);
    const transformer = terms.find(({ stems }) => stems.some((stem) => stem.startsWith('трансформатор')));
    expect(transformer).toMatchObject({ won: 14 });
    expect(transformer?.z).toBeGreaterThan(1.96);
    expect(transformer?.precision?.low).toBeLessThan(transformer?.precision?.share ?? 0);
    expect(line?.won).toBe(23);
    expect(() => parseQuery(line?.query ?? '')).not.toThrow();
    for (const word of chatter) expect(words).not.toContain(word);
  });

  it('leave out what the rules catch already', async () => {
    const { terms } = await suggest(() => corpus, { limit: 50 });
    expect(terms.flatMap(({ stems }) => stems)).not.toContain('свет');
  });

  it('name exclusions that silence false alarms and cost no hit', async () => {
    const { exclusions, exceptLine, falseAlarms } = await suggest(() => corpus, { limit: 10 });
    expect(falseAlarms).toBe(12);
    expect(exclusions[0]).toMatchObject({ silenced: 12, lost: 0 });
    expect(exclusions[0]?.query).toContain('рампы');
    expect(exclusions[0]?.z).toBeLessThan(0);
    expect(exceptLine).toContain('рампы');
  });

  it('find words that stand near each other, when neither tells anything alone', async () => {
    const near = textsOf([
      ...repeat(
        12,
        (index) => talk(random, index % 2 === 0 ? 'провод снова искрит' : 'искрит какой-то провод'),
        'topic',
      ),
      ...repeat(200, () => talk(random, 'провод'), 'other'),
      ...repeat(200, () => talk(random, 'искрит'), 'other'),
    ]);
    const { terms } = await suggest(() => near, { limit: 5 });
    expect(terms[0]).toMatchObject({ kind: 'near', won: 12, alarms: 0 });
    expect(terms[0]?.query).toMatch(/искрит NEAR\/4 провод|провод NEAR\/4 искрит/);
  });
});

describe('suggestions without labels', () => {
  it('compare what the rules catch with the rest, and count new texts', async () => {
    const random = seededRandom(11);
    const corpus = textsOf([
      ...repeat(30, (index) => talk(random, index % 2 === 0 ? 'нет света и напряжения' : 'свет моргает'), 'unknown'),
      ...repeat(6, () => talk(random, 'напряжения совсем мало'), 'unknown'),
      ...repeat(300, () => talk(random), 'unknown'),
    ]);
    const { by, terms } = await suggest(() => corpus, { limit: 5 });
    expect(by).toBe('rules');
    expect(terms[0]).toMatchObject({ won: 6, alarms: null, precision: null, support: 15 });
    expect(terms[0]?.query).toContain('напряжения');
  });

  it('suggest nothing when nothing stands out', async () => {
    const random = seededRandom(13);
    const { terms, line } = await suggest(() => textsOf(repeat(200, () => talk(random), 'unknown')), { limit: 5 });
    expect([terms, line]).toEqual([[], null]);
  });
});

describe('the numbers behind', () => {
  it('log-odds are antisymmetric, near zero for equal shares, and surer with more texts', () => {
    expect(logOdds(50, 1000, 50, 1000).z).toBeCloseTo(0);
    const [one, other] = [logOdds(40, 1000, 5, 1000), logOdds(5, 1000, 40, 1000)];
    expect(one.z).toBeCloseTo(-other.z);
    expect(logOdds(400, 10_000, 50, 10_000).z).toBeGreaterThan(one.z);
  });

  it('Wilson bounds stay between 0 and 1 and hold the known values', () => {
    const { share, low, high } = wilson(8, 10);
    expect([share, low, high].map((value) => value.toFixed(3))).toEqual(['0.800', '0.490', '0.943']);
    expect(wilson(0, 0)).toEqual({ share: 0, low: 0, high: 1 });
    expect(wilson(5, 5).high).toBe(1);
  });

  it('terms are words, neighbours and pairs of a sentence; words that every text has tell nothing alone', () => {
    const keys = [...termsOf(analyse('Это моргает уличный свет. Кошка')).keys()];
    expect(keys).toContain('word моргает'.replace('моргает', analyse('моргает').tokens[0]?.stem ?? ''));
    expect(keys.some((key) => key.startsWith('word эт'))).toBe(false);
    expect(keys.filter((key) => key.includes('кошк'))).toEqual(['word кошк']);
    expect(keys.filter((key) => key.startsWith('near '))).toHaveLength(3);
  });
});
