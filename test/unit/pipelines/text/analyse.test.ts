import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { emojiAt } from '../../../../pipelines/text/emoji.js';
import { fold, foldSign } from '../../../../pipelines/text/fold.js';
import { anyUnits } from '../../../support/any-units.js';

const texts = (text: string) => analyse(text).tokens.map((token) => token.text);
const stems = (text: string) => analyse(text).tokens.map((token) => token.stem);
const kinds = (text: string) => analyse(text).tokens.map((token) => token.kind);
/** The tokens of each sentence joined by a space. */
function sentences(text: string): string[] {
  const out: string[] = [];
  for (const token of analyse(text).tokens) {
    out[token.sentence] = out[token.sentence] === undefined ? token.text : `${out[token.sentence]} ${token.text}`;
  }
  return out;
}

describe('tokens', () => {
  it('are words in lower case with ё as е', () => {
    expect(texts('Ещё раз: НЕТ воды!')).toEqual(['еще', 'раз', 'нет', 'воды']);
  });
  it('have Latin look-alikes and digits inside Russian words corrected', () => {
    expect(texts('HEт cвета, в0да 0тключена, cнeг')).toEqual(['нет', 'света', 'вода', 'отключена', 'снег']);
  });
  it('leave Latin words alone', () => {
    expect(texts('wi-fi в MAX и covid19')).toEqual(['wi-fi', 'в', 'max', 'и', 'covid19']);
  });
  it('have three and more equal letters as one', () => {
    expect(texts('пааамагите, нууу, ООО «Свет», длинный')).toEqual(['памагите', 'ну', 'ооо', 'свет', 'длинный']);
  });
  it('keep the negation', () => {
    expect(texts('не работает')).toEqual(['не', 'работает']);
  });
  it('keep a hyphenated word whole with its parts within reach', () => {
    const [token] = analyse('Жилищно-коммунальные').tokens;
    expect(token?.text).toBe('жилищно-коммунальные');
    expect(token?.parts?.map((part) => [part.text, part.start, part.end])).toEqual([
      ['жилищно', 0, 7],
      ['коммунальные', 8, 20],
    ]);
  });
  it('keep house numbers, fractions, dates, times and phones whole', () => {
    const text = '12к2 15А 7/1 12.05.2024 12:30 8-800-555-35-35 +79120000000';
    expect(texts(text)).toEqual(['12к2', '15а', '7/1', '12.05.2024', '12:30', '8-800-555-35-35', '+79120000000']);
    expect(new Set(kinds(text))).toEqual(new Set(['number']));
  });
  it('split a list of houses at commas', () => {
    expect(texts('дома 5,7,9')).toEqual(['дома', '5', '7', '9']);
  });
  it('split a word and a number written together', () => {
    expect(texts('кв45 дом3корпус2 5этаж №7')).toEqual(['кв', '45', 'дом', '3корпус2', '5', 'этаж', '№', '7']);
  });
  it('share a stem between an ordinal and its figure, and between 15-а and 15а', () => {
    expect(stems('5-го 5й 5 15-а 15а')).toEqual(['5', '5', '5', '15а', '15а']);
  });
  it('keep links, addresses, names with @ and marks whole as other', () => {
    const text = 'https://vk.com/wall-1_2?x=1, a.b@mail.example @gorod_1 [номер авто] №';
    expect(texts(text)).toEqual(['https://vk.com/wall-1_2?x=1', 'a.b@mail.example', '@gorod_1', '[номер авто]', '№']);
    expect(new Set(kinds(text))).toEqual(new Set(['other']));
  });
  it('read words through stress marks and soft hyphens', () => {
    expect(texts('за\u0301мок го\u00adрод и\u0306од')).toEqual(['замок', 'город', 'йод']);
  });
});

describe('sentences', () => {
  it('end at . ! ? … and at a line break', () => {
    expect(sentences('Нет воды. Когда дадут?! Ждём… Сутки\nДом 5')).toEqual([
      'нет воды',
      'когда дадут',
      'ждем',
      'сутки',
      'дом 5',
    ]);
  });
  it('do not end at abbreviations, initials or inside numbers', () => {
    expect(analyse('На ул. Мира, д. 5, кв. 7 в г. Новом и пр-т. Победы 3.5 м у А. Б. Соколова и т.д.').sentences).toBe(
      1,
    );
  });
  it('end at a full stop without a space when a new sentence begins', () => {
    expect(sentences('Света нет.Помогите')).toEqual(['света нет', 'помогите']);
  });
  it('are none in an empty text', () => {
    expect(analyse(' … ')).toEqual({ text: ' … ', tokens: [], sentences: 0 });
  });
});

describe('any text at all', () => {
  const pieces = fc.array(
    fc.oneof(
      anyUnits(6),
      fc.constantFrom(
        'кв45',
        'в0да',
        '-',
        '.',
        ' ',
        '\n',
        'ёЁ',
        'ооо',
        'HET',
        'a',
        '[телефон]',
        '5-го',
        '+7',
        '№',
        '\u0301',
        '\u00ad',
      ),
      fc.constantFrom(
        '#НетВоды',
        '🔥',
        'длинннный',
        'а-а-а',
        'CAXAP',
        '4истить',
        '_',
        '#',
        'Googlе',
        '\ufe0f',
        'но',
        '(',
        ', ',
      ),
      fc.constantFrom('http://', 'x.ru/', '@', '12к2', '\ud83d', '😀', 'İ', 'ǅ', 'ﬁ', '㎏', 'ё', '0', '3'),
    ),
    { maxLength: 30 },
  );
  const anyText = pieces.map((parts) => parts.join(''));

  it('gives ordered offsets inside the text and tokens that equal the fold of their piece', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let last = 0;
        let sentence = 0;
        let clause = 0;
        const result = analyse(text);
        for (const token of result.tokens) {
          expect(token.start).toBeGreaterThanOrEqual(last);
          expect(token.end).toBeGreaterThan(token.start);
          expect(token.end).toBeLessThanOrEqual(text.length);
          const piece = text.slice(token.start, token.end);
          if (token.kind === 'emoji')
            expect(emojiAt(text, token.start)).toMatchObject({ name: token.text, end: token.end });
          else expect(token.kind === 'other' ? foldSign(piece) : fold(piece)).toBe(token.text);
          expect(token.sentence - sentence === 0 || token.sentence - sentence === 1).toBe(true);
          expect(token.clause - clause === 0 || token.clause - clause === 1).toBe(true);
          if (token.sentence > sentence) expect(token.clause).toBeGreaterThan(clause);
          clause = token.clause;
          sentence = token.sentence;
          last = token.end;
        }
        expect(result.sentences).toBe(result.tokens.length === 0 ? 0 : sentence + 1);
      }),
      { numRuns: 1_000 },
    );
  });
  it('is folded once and for all', () => {
    fc.assert(
      fc.property(anyText, (text) => fold(fold(text)) === fold(text)),
      { numRuns: 1_000, examples: [['3оооно']] },
    );
  });
});
