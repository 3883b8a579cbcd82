import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../pipelines/text/normalise.js';

describe('clean text', () => {
  it('has line breaks for <br> and paragraphs and no other tags', () => {
    expect(cleanText('<p>Нет <b>воды</b></p><p>Дом 5<br/>Ждём</p>')).toBe('Нет воды\n\nДом 5\nЖдём');
  });
  it('has entities read, also when they were escaped twice', () => {
    expect(cleanText('ООО &quot;Свет&quot; &amp;amp; Ко&nbsp;&amp;laquo;Дом&amp;raquo; &#1044;&#x430;')).toBe(
      'ООО "Свет" & Ко «Дом» Да',
    );
    expect(cleanText('Нет&lt;br&gt;света')).toBe('Нет\nсвета');
  });
  it('has no scripts, styles or comments', () => {
    expect(cleanText('До<script>var a = "<b>";</script><!-- <p> -->после<style>p{}</style>')).toBe('Допосле');
  });
  it('keeps signs that are no tags', () => {
    expect(cleanText('a < b, <3 и 5 > 4 R&D ?a=1&b=2')).toBe('a < b, <3 и 5 > 4 R&D ?a=1&b=2');
  });
  it('hides people and keeps words in VK mentions', () => {
    expect(cleanText('[id123|Анна Иванова], [club1|Наш город]: ответ')).toBe('[имя], Наш город: ответ');
  });
  it('has no invisible characters, lone surrogates or control characters and й in one piece', () => {
    expect(cleanText('го\u00adрод\u200b \ud83dмои\u0306\u0000 дом')).toBe('город мой дом');
  });
  it('has single spaces and at most two empty lines', () => {
    expect(cleanText('  а\t\u00a0 б \r\n\r\n\n\n\nв ')).toBe('а б\n\n\nв');
  });
  it('is readable whatever the text was', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.constantFrom(
        '<p>',
        '<',
        '>',
        '&amp;',
        '&lt;',
        'br',
        '[id1|',
        '|',
        ']',
        '\n',
        ' ',
        '<script>',
        '&',
        'amp;',
        '\ud83d',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const clean = cleanText(pieces.join(''));
        expect(/\p{Cs}/u.test(clean)).toBe(false);
        expect(clean).not.toMatch(/^\s|\s$|\n{4}|\r/);
      }),
      { numRuns: 500 },
    );
  });
});
