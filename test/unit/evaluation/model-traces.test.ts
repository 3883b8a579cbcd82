import { describe, expect, it } from 'vitest';
import { countTraces } from '../../evaluation/support/models/traces.js';

const data = [
  'Во дворе дома третью неделю не вывозят мусор, контейнеры переполнены, бегают крысы и воняет на всю улицу',
  'Спасибо большое',
];

describe('traces of the data among committed texts', () => {
  it('are found in other case, spelling of ё and punctuation', () => {
    const again = data[0]?.toUpperCase().replace('КРЫСЫ', 'КРЫСЫ!') ?? '';
    expect(countTraces([again], data)).toEqual({ equal: 1, near: 0 });
  });
  it('are found when a word was changed', () => {
    expect(countTraces([`${data[0]} вечером`], data)).toEqual({ equal: 0, near: 1 });
  });
  it('are no texts of the same subject in other words, and no phrases that everybody says', () => {
    const other = 'Мусоровоз не был во дворе уже три недели, баки полные и пахнет, вызовите кого следует';
    expect(countTraces([other, 'Спасибо большое'], data)).toEqual({ equal: 0, near: 0 });
  });
});
