import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, cleanTextMapped } from '../../../../pipelines/text/normalise.js';
import { normalisedText } from '../../../../pipelines/text/normalised.js';
import { readText } from '../../../../pipelines/text/read.js';
import { anyUnits } from '../../../support/any-units.js';

/** Form of each token and the piece of the raw text that it came from. */
function pieces(raw: string): [form: string, piece: string][] {
  const { analysis, map } = readText(raw);
  return analysis.tokens.map((token) => {
    const { start, end } = map.toOriginal(token.start, token.end);
    return [token.text, raw.slice(start, end)];
  });
}

describe('tokens lead back to the raw text', () => {
  it.each<[raw: string, expected: [string, string][]]>([
    [
      '  Нет\t\tводы ',
      [
        ['нет', 'Нет'],
        ['воды', 'воды'],
      ],
    ],
    [
      '<p>Нет <b>воды</b></p>',
      [
        ['нет', 'Нет'],
        ['воды', 'воды'],
      ],
    ],
    ['во<b>ды</b>', [['воды', 'во<b>ды']]],
    [
      'Нет&nbsp;воды &amp; света',
      [
        ['нет', 'Нет'],
        ['воды', 'воды'],
        ['света', 'света'],
      ],
    ],
    [
      '&#1044;&#x43e;&#1084; 5',
      [
        ['дом', '&#1044;&#x43e;&#1084;'],
        ['5', '5'],
      ],
    ],
    ['&amp;laquo;Свет&amp;raquo;', [['свет', 'Свет']]],
    [
      'го\u00adрод спит',
      [
        ['город', 'го\u00adрод'],
        ['спит', 'спит'],
      ],
    ],
    [
      'го&shy;род\u200b спит',
      [
        ['город', 'го&shy;род'],
        ['спит', 'спит'],
      ],
    ],
    [
      'мои\u0306 дом',
      [
        ['мой', 'мои\u0306'],
        ['дом', 'дом'],
      ],
    ],
    ['\ud83dяма', [['яма', 'яма']]],
    [
      '[club1|Наш город], ответьте',
      [
        ['наш', 'Наш'],
        ['город', 'город'],
        ['ответьте', 'ответьте'],
      ],
    ],
    [
      '[id7|Анна], ответьте',
      [
        ['[имя]', '[id7|Анна]'],
        ['ответьте', 'ответьте'],
      ],
    ],
    [
      'Тел. 8 (900) 000-00-01, дом 5',
      [
        ['тел', 'Тел'],
        ['[телефон]', '8 (900) 000-00-01'],
        ['дом', 'дом'],
        ['5', '5'],
      ],
    ],
    [
      'Дом 5, кв.&nbsp;45: яма',
      [
        ['дом', 'Дом'],
        ['5', '5'],
        ['[квартира]', 'кв.&nbsp;45'],
        ['яма', 'яма'],
      ],
    ],
    [
      '#Нет<i>Воды</i> 🔥🔥',
      [
        ['нет', 'Нет'],
        ['воды', 'Воды'],
        ['огонь', '🔥🔥'],
      ],
    ],
    [
      '> нет света\nНет воды',
      [
        ['нет', 'Нет'],
        ['воды', 'воды'],
      ],
    ],
    ['<script>нет</script>вода', [['вода', 'вода']]],
    [
      'п<!-- x -->аааамагите, в0ды нет',
      [
        ['памагите', 'п<!-- x -->аааамагите'],
        ['воды', 'в0ды'],
        ['нет', 'нет'],
      ],
    ],
  ])('of %j', (raw, expected) => expect(pieces(raw)).toEqual(expected));

  const piece = fc.oneof(
    anyUnits(5),
    fc.constantFrom(
      '<p>',
      '<b>',
      '</b>',
      '<br>',
      '<',
      '>',
      '&amp;',
      '&nbsp;',
      '&lt;',
      '&#1044;',
      '&shy;',
      '[id1|Анна]',
      '[club1|',
      '|',
      ']',
      '\n',
      ' ',
      '\r\n',
      '> ',
      '\u00ad',
      '\u200b',
      '\u0301',
      'и\u0306',
      '\ud83d',
      '🔥',
      '#НетВоды',
      'слово',
      'Слово',
      'в0да',
      'дом 5',
      'кв. 45 ',
      '8 900 000-00-01',
      'Мария Петровна ',
      'тел. ',
      'a@mail.example',
      'https://vk.com/id1',
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '-',
      '\u1100\u1161',
    ),
  );
  const anyText = fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(''));

  it('whatever the text is: in order, apart, never empty', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        let last = 0;
        const { analysis, map, text, masked } = readText(raw);
        expect(text).toHaveLength(masked.length);
        for (const token of analysis.tokens) {
          const { start, end } = map.toOriginal(token.start, token.end);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(raw.length);
          last = end;
        }
      }),
      { numRuns: 500 },
    );
  });
  it('and cleaning with and without the way back gives one text', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const { text, map } = cleanTextMapped(raw);
        expect(cleanText(raw)).toBe(text);
        for (let index = 0; index < text.length; index += 1) {
          const { start, end } = map.toOriginal(index, index + 1);
          const piece = raw.slice(start, end);
          // U+0085 is a line break that trim() does not know.
          const isOwn = /^[^\s\u0085]$/.test(piece) && piece === piece.normalize('NFC');
          if (isOwn) expect(piece).toBe(text.charAt(index));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is read', () => {
  it('keeps quoted lines in the masked text and out of the analysis', () => {
    const read = readText('> нет света\nУ нас тоже');
    expect(read.masked).toBe('> нет света\nУ нас тоже');
    expect(read.analysis.tokens.map((token) => token.text)).toEqual(['у', 'нас', 'тоже']);
    expect(read.whole.tokens).toHaveLength(5);
  });
  it('is analysed once when there are no quotes', () => {
    const read = readText('Нет воды');
    expect(read.whole).toBe(read.analysis);
  });
});

describe('the normalised text', () => {
  it.each([
    ['Пооомогите!!! НЕТ cвета, ёлка «Упала»', 'помогите!!! нет света, елка «упала»'],
    ['Дом🔥горит, 🔥🔥', 'дом огонь горит, огонь'],
    ['#НетВоды #ремонт_дорог!', 'нет воды ремонт дорог!'],
    ['CAXAP и Ｂода\u00ad… №5', 'сахар и вода... №5'],
    ['Тел. 8 900 000-00-01', 'тел. [телефон]'],
    ['а-а-а, не-е-ет', 'а, нет'],
    ['', ''],
    ['…', '...'],
  ])('of «%s» is «%s»', (raw, expected) => expect(normalisedText(readText(raw).whole)).toBe(expected));
});
