import { expect, it } from 'vitest';
import { ownWords } from '../../../../pipelines/text/own-words.js';

it('leaves what the author says and keeps every offset', () => {
  const text = '> Во дворе нет света\n> третий день\nСочувствую соседям > всем';
  const own = ownWords(text);
  expect(own.trim()).toBe('Сочувствую соседям > всем');
  expect(own).toHaveLength(text.length);
  expect(own.indexOf('Сочувствую')).toBe(text.indexOf('Сочувствую'));
});
