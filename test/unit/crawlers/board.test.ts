import { describe, expect, it } from 'vitest';
import { boardCount, boardPaging, lastOf, topicPaging } from '../../../crawlers/parse/board.js';

const pages = (...numbers: number[]) => new Map(numbers.map((number) => [number, `http://example.org/p${number}`]));

describe('pages of a topic', () => {
  it('are read backwards from the last one', () => {
    expect(topicPaging(pages(1, 2, 9, 11, 12), 10)).toEqual([
      { url: 'http://example.org/p9', rel: 'older', changedAt: null },
      { url: 'http://example.org/p12', rel: 'thread', changedAt: null },
    ]);
    expect(topicPaging(pages(1, 11), 12).map(({ url }) => url)).toEqual(['http://example.org/p11']);
    expect(topicPaging(pages(), 1)).toEqual([]);
  });

  it('end at the last that a list shows', () => {
    expect(lastOf(pages(2, 3), 'http://example.org/t')).toBe('http://example.org/p3');
    expect(lastOf(pages(), 'http://example.org/t')).toBe('http://example.org/t');
  });
});

describe('pages of a list of topics', () => {
  it('are read forwards', () => {
    expect(boardPaging(pages(1, 2, 3, 18), 2)).toEqual([
      { url: 'http://example.org/p3', rel: 'older', changedAt: null },
    ]);
    expect(boardPaging(pages(1, 2), 2)).toEqual([]);
  });
});

describe('numbers as boards print them', () => {
  it.each([
    ['1,204', 1_204],
    ['1.204', 1_204],
    ['1 204', 1_204],
    ['Ответов: 23', 23],
    ['12K', 12_000],
    ['1.2K', 1_200],
    ['0', 0],
    ['-', null],
    ['', null],
  ])('«%s» is %s', (text, count) => expect(boardCount(text)).toBe(count));
});
