import { describe, expect, it } from 'vitest';
import { loadAnswers } from '../../../../pipelines/answers/load.js';
import { maskPersonalData } from '../../../../pipelines/text/mask.js';
import { loadAnswersConfig } from '../../../../src/config/answer-files.js';
import { draftKinds } from '../../../../src/core/answer-draft.js';
import { formatProblem } from '../../../../src/core/config-file.js';
import { configFile } from '../places/config-files.js';

const shipped = loadAnswersConfig('config');
const load = (...texts: string[]) =>
  loadAnswers(
    texts.map((text, index) => configFile(`config/answers/${index}.yaml`, text)),
    shipped.taxonomy,
  );
const told = (...texts: string[]) => load(...texts).problems.map(formatProblem);
/** One template with these lines added; its text stands in the fourth line. */
const one = (text: string, more = '') =>
  `templates:\n  - id: one\n    name: Первый\n    kind: solved\n    text: ${JSON.stringify(text)}\n${more}`;

describe('templates of answers', () => {
  it('are read with their conditions and gaps', () => {
    const { templates, problems } = load(
      one('Вопрос {номер} решён: {что сделано}.', '    groups: [roads]\n    ask: [что сделано]\n'),
    );
    expect(problems).toEqual([]);
    expect(templates).toEqual([
      {
        id: 'one',
        name: 'Первый',
        kind: 'solved',
        groups: ['roads'],
        ask: ['что сделано'],
        text: 'Вопрос {номер} решён: {что сделано}.',
      },
    ]);
  });

  it.each([
    [
      'a misspelt variable',
      one('Ответим не позже {сррок} обязательно'),
      ':5',
      'there is no variable {сррок}: write {срок}',
    ],
    ['a variable that is none', one('Здравствуйте, {имя автора}, отвечаем'), ':5', 'under ask if a person fills it'],
    ['an empty name', one('Здравствуйте, {}, отвечаем вам сразу'), ':5', 'there is no variable {}'],
    ['a loose brace', one('Ответим не позже {срок, обязательно'), ':5', 'without its partner'],
    ['an unknown group', one('Отвечаем на ваш вопрос {номер}', '    groups: [potholes]\n'), ':6', 'use one of roads,'],
    ['an unknown topic', one('Отвечаем на ваш вопрос {номер}', '    topics: [roads.pits]\n'), ':6', 'taxonomy.yaml'],
    [
      'a topic outside its groups',
      one('Отвечаем на ваш вопрос {номер}', '    groups: [housing]\n    topics: [roads.potholes]\n'),
      ':7',
      'leave out groups',
    ],
    ['a gap that is not there', one('Отвечаем на ваш вопрос {номер}', '    ask: [что]\n'), ':6', 'stand in the text'],
    ['a gap that fills itself', one('Отвечаем на ваш вопрос {номер}', '    ask: [номер]\n'), ':6', 'by itself'],
    ['an unknown kind', one('Отвечаем на ваш вопрос {номер}').replace('solved', 'done'), ':4', 'kind'],
    ['an unknown key', one('Отвечаем на ваш вопрос {номер}', '    group: roads\n'), ':2', 'group'],
    ['a text of nothing', one('Да.'), ':5', '20 characters'],
    ['an unknown key of the file', 'answers: []\n', ':1', 'use templates'],
    ['a list instead of a mapping', '- id: one\n', ':1', 'write a mapping'],
    ['no list', 'templates: one\n', ':1', 'must be a list'],
  ])('say of %s where and what to do, and leave it out', (_what, text, line, words) => {
    const problems = told(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`config/answers/0.yaml${line}`);
    expect(problems[0]).toContain(words);
    expect(load(text).templates).toEqual([]);
  });

  it('keep the first of two with one id', () => {
    const { templates, problems } = load(one('Отвечаем на вопрос {номер}.'), one('Отвечаем на вопрос {номер} снова.'));
    expect(templates.map(({ text }) => text)).toEqual(['Отвечаем на вопрос {номер}.']);
    expect(problems.map(formatProblem)[0]).toContain('config/answers/1.yaml:2');
  });

  it('may be none', () => expect(load('')).toEqual({ templates: [], problems: [] }));
});

describe('the shipped templates', () => {
  const { templates, problems } = loadAnswers(shipped.files, shipped.taxonomy);

  it('are all usable, and each kind has one for everything', () => {
    expect([...shipped.problems, ...problems].map(formatProblem)).toEqual([]);
    for (const kind of draftKinds)
      expect(templates.some((each) => each.kind === kind && !each.groups && !each.topics && !each.nature)).toBe(true);
    expect(templates.length).toBeGreaterThan(20);
  });

  it('hold no data of persons', () => {
    for (const { text } of templates) expect(maskPersonalData(text).text).toBe(text);
  });
});
