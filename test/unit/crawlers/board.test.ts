import { describe, expect, it } from 'vitest';
import { boardCount, filesOf, lastOf, listLinks, pageOfPages, topicPaging } from '../../../crawlers/parse/board.js';
import { lineOf, textOf } from '../../../crawlers/parse/text.js';
import { byClass, parseTree } from '../../../crawlers/parse/tree.js';

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
  const topic = { url: 'http://example.org/t', rel: 'thread' as const, changedAt: null };

  it('are read forwards', () => {
    expect(listLinks([topic], pages(1, 2, 3, 18), 2)).toEqual([
      topic,
      { url: 'http://example.org/p3', rel: 'older', changedAt: null },
    ]);
    expect(listLinks([topic], pages(1, 2), 2)).toEqual([topic]);
  });

  it('are none where nothing is listed', () => expect(listLinks([], pages(1, 2), 1)).toEqual([]));
});

describe('the place of a page among its pages', () => {
  it.each([
    ['<b>Страница 2 из 5</b>', { current: 2, total: 5 }],
    ['<i>x</i> Page 10 of 12', { current: 10, total: 12 }],
    ['<b>2</b> из 5', null],
  ])('of %s is %j', (html, place) => expect(pageOfPages([parseTree(html)])).toEqual(place));
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

describe('files of a post', () => {
  const filesIn = (html: string) => filesOf(parseTree(html), /f=(\d+)/);

  it('are counted once, by the name that a link says', () => {
    expect(filesIn('<a href="?f=1"><img alt="Вложение" src="pdf.gif"></a> <a href="?f=1">ответ.pdf</a>')).toEqual([
      { type: 'document', alt: 'ответ.pdf' },
    ]);
    expect(filesIn('<a href="?f=2"><img alt="" src="t.jpg"></a> <a href="?f=2">двор.jpg</a>')).toEqual([
      { type: 'photo', alt: 'двор.jpg' },
    ]);
  });

  it('keep the name of the preview where a link says none', () => {
    expect(filesIn('<a href="?f=3"><img alt="двор.jpg" src="t.jpg"></a> <a href="?f=3">Открыть</a>')).toEqual([
      { type: 'photo', alt: 'двор.jpg' },
    ]);
  });
});

describe('words of a post', () => {
  it('keep the lines of preformatted text, within a quotation too', () => {
    expect(textOf(parseTree('<p>Список:</p><pre>раз\nдва  три\n</pre><p>Всё</p>'))).toBe(
      'Список:\n\nраз\nдва три\n\nВсё',
    );
    expect(textOf(parseTree('<blockquote><pre><code>раз\nдва</code></pre></blockquote>'))).toBe('> раз\n> два');
    expect(lineOf(parseTree('<pre>раз\nдва</pre>'))).toBe('раз два');
  });

  it('are parted where a block that is no words stood between them', () => {
    const tree = parseTree('Чисто.<div class="head">Код: выделить</div><code>заявка</code>');
    expect(textOf(tree, { skip: byClass('head') })).toBe('Чисто.\nзаявка');
  });
});
