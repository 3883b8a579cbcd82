import { describe, expect, it } from 'vitest';
import { readExecutors, writeExecutors } from '../../../../models/executors/file.js';
import { createSuggester } from '../../../../models/executors/suggester.js';
import { homeRegionOf, type TaughtSubject, trainExecutors } from '../../../../models/executors/train.js';
import { readText } from '../../../../pipelines/text/read.js';
import { encodeHalf } from '../../../../src/core/float16.js';
import { seededRandom } from '../../../../src/core/seeded-random.js';
import { inventedLessons, inventedRows, inventedSubject } from '../../../support/invented-executors.js';

const rows = inventedRows(25);
const fitted = trainExecutors(inventedLessons(rows), 'Приозёрная область');
const written = writeExecutors(fitted, null);
const model = readExecutors('folder', written.model, written.weights);
const suggester = createSuggester(model, null);

const suggest = (raw: string) => {
  const { verdict, place } = inventedSubject(raw);
  return suggester.suggest({ text: readText(raw).text, raw, verdict, place, pooled: null });
};

describe('a model of executors', () => {
  it('names the body that heard of such things, on texts that it has not seen', () => {
    const others = inventedRows(10, 2);
    const right = others.filter(({ text, executor }) => suggest(text).ranked[0]?.executorName === executor);
    expect(right.length).toBeGreaterThan(0.9 * others.length);
  });

  it('ranks at most five bodies, whose probabilities fall and add up to one at most', () => {
    const { ranked } = suggest('Во дворе разбит асфальт и глубокие ямы');
    expect(ranked.length).toBe(4);
    const probabilities = ranked.map(({ probability }) => probability);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
    expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(1.001);
  });

  it('says which words spoke for the first, in the text’s own offsets', () => {
    const raw = 'Просим, снова ямы возле школы';
    const { words } = suggest(raw);
    expect(words[0]).toMatchObject({ text: 'ямы', start: raw.indexOf('ямы') });
    for (const { text, start, end } of words) expect(raw.slice(start, end)).toBe(text);
  });

  it('names nobody where nothing speaks for anybody, but still ranks', () => {
    const { executorName, ranked, sureFrom } = suggest('Ура');
    expect(ranked[0]?.probability).toBeLessThan(0.7);
    expect(executorName === null).toBe((ranked[0]?.probability ?? 0) < sureFrom);
    expect(ranked.length).toBe(4);
  });

  it('hears a body named that it has hardly any texts of', () => {
    const lessons = inventedLessons([
      ...rows,
      { id: 'x', text: 'Крыльцо у клуба провалилось', executor: 'Администрация Ухтомского района', source: 'invented' },
    ]);
    const known = writeExecutors(trainExecutors(lessons, null), null);
    const other = createSuggester(readExecutors('folder', known.model, known.weights), null);
    const raw = 'Пишу из Ухтомского района, неделю нет ответа';
    const { verdict, place } = inventedSubject(raw);
    const { ranked } = other.suggest({ text: raw, raw, verdict, place, pooled: null });
    const rank = (name: string): number => ranked.findIndex(({ executorName }) => executorName === name);
    expect(trainExecutors(lessons, null).thin).toEqual(['Администрация Ухтомского района']);
    expect(rank('Администрация Ухтомского района')).not.toBe(-1);
  });

  it('is the same to the byte for the same lessons', () => {
    const again = writeExecutors(trainExecutors(inventedLessons(rows), 'Приозёрная область'), null);
    expect(again.model).toBe(written.model);
    expect(again.weights.equals(written.weights)).toBe(true);
  });

  it('knows nothing of words that only one text says', () => {
    const secret = 'безобразников';
    const lessons = inventedLessons(
      rows.map((row, at) => (at === 0 ? { ...row, text: `${row.text} ${secret}` } : row)),
    );
    const told = createSuggester(
      (({ model: one, weights }) => readExecutors('folder', one, weights))(
        writeExecutors(trainExecutors(lessons, null), null),
      ),
      null,
    );
    const { verdict, place } = inventedSubject(secret);
    const { words } = told.suggest({ text: secret, raw: secret, verdict, place, pooled: null });
    expect(words.length).toBeLessThanOrEqual(1);
    expect(written.model).not.toContain('фонари');
    expect(written.weights.includes(Buffer.from('фонари'))).toBe(false);
  });

  it('carries figures of texts left out of the fit', () => {
    const { sureness } = model.plain;
    expect(sureness.texts).toBe(rows.length);
    expect(sureness.first).toBeGreaterThan(0.9);
    expect(sureness.firstThree).toBeGreaterThanOrEqual(sureness.first);
    expect(sureness.calibrationError).toBeLessThan(0.15);
  });

  it('learns from nothing and from one body alone with a refusal', () => {
    expect(() => trainExecutors([], null)).toThrow(/too few to learn from: give at least 30 texts/);
    const one = inventedLessons(rows.map((row) => ({ ...row, executor: 'Горсвет Заречья' })));
    expect(() => trainExecutors(one, null)).toThrow(/of 1 body with two different texts/);
  });
});

describe('a model of executors with an encoder', () => {
  const random = seededRandom(3);
  const state = (executor: string): Float32Array =>
    Float32Array.from({ length: 384 }, (_, at) => (at === executor.length ? 2 : 0) + 0.1 * (random() - 0.5));
  const lessons = rows.map(({ text, executor }): TaughtSubject => {
    const pooled = state(executor);
    return { executor, plain: inventedSubject(text), full: inventedSubject(text, pooled) };
  });
  const both = writeExecutors(trainExecutors(lessons, null), 'encoder-1');
  const opened = readExecutors('folder', both.model, both.weights);
  const { verdict, place } = inventedSubject('Ура');
  const subject = { text: 'Ура', raw: 'Ура', verdict, place, pooled: encodeHalf(state('Дорожный комитет')) };

  it('goes by its states', () => {
    const suggested = createSuggester(opened, 'encoder-1');
    expect(suggested.usesEncoder).toBe(true);
    expect(suggested.suggest(subject).ranked[0]?.executorName).toBe('Дорожный комитет');
  });

  it('answers without it where rules decide alone or another encoder runs', () => {
    expect(createSuggester(opened, null).usesEncoder).toBe(false);
    expect(createSuggester(opened, 'encoder-2').usesEncoder).toBe(false);
  });
});

describe('the files of a trained folder', () => {
  it('are refused when altered, cut or foreign, with name and remedy', () => {
    const altered = Buffer.from(written.weights);
    altered[100] = (altered[100] as number) ^ 1;
    const refused = (text: string, weights: Buffer): string => {
      try {
        readExecutors('folder', text, weights);
        return 'opened';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refused(written.model, altered)).toMatch(/folder\/executors.bin cannot be used: it was altered/);
    expect(refused(written.model, written.weights.subarray(9))).toMatch(/it has \d+ bytes instead of \d+/);
    expect(refused('{}', written.weights)).toMatch(/executors.json cannot be used: it is no model of executors/);
    expect(refused('nothing', written.weights)).toMatch(
      /it is no JSON; make the folder again with «otklik executors train»/,
    );
    expect(refused(written.model.replace('Приозёрная', 'Лесная'), written.weights)).toMatch(/it was altered after/);
  });
});

describe('the region that texts are at home in', () => {
  it('is the one that most of those which name one are of', () => {
    expect(homeRegionOf(['А', 'А', 'А', 'А', 'Б', null])).toBe('А');
    expect(homeRegionOf(['А', 'Б', null])).toBeNull();
    expect(homeRegionOf(['А', ...Array.from({ length: 99 }, () => null)])).toBeNull();
    expect(homeRegionOf([])).toBeNull();
  });
});
