import { describe, expect, it } from 'vitest';
import { tokenise } from '../../../../pipelines/places/tokens.js';
import { createWordTable, longestKept, openWords } from '../../../../pipelines/places/word-table.js';

const wordsOf = (text: string): string[] => tokenise(text, openWords).map(({ word }) => word);

describe('tokenise', () => {
  it('folds words and keeps signs and offsets as written', () => {
    expect(wordsOf('В Орлёнке, ул.МИРА — 15А!')).toEqual(['в', 'орленке', ',', 'ул', '.', 'мира', '—', '15а', '!']);
    const text = 'Ещё: Ростов‑на–Дону';
    const last = tokenise(text, openWords).at(-1);
    expect(last).toMatchObject({ word: 'ростов-на-дону', start: 5, end: text.length, capital: true, kind: 'word' });
  });

  it('reads over tags and entities, which count as white space', () => {
    const tokens = tokenise('дом&nbsp;5<br>Мира <3', openWords);
    expect(tokens.map(({ word }) => word)).toEqual(['дом', '5', 'мира', '<', '3']);
    expect(tokens[2]).toMatchObject({ fresh: true, spaced: true });
  });

  it('parts a word and a number that stand together by mistake', () => {
    expect(wordsOf('берёзниковской44 63Нашей 15Б М7 24/1 ж/д')).toEqual(
      'березниковской 44 63 нашей 15б м7 24/1 ж/д'.split(' '),
    );
  });

  it('takes letters of other alphabets as the text has them', () => {
    expect(wordsOf('Straße İstanbul 東京 Ўзбек')).toEqual(['straße', 'istanbul', '東', '京', 'ўзбек']);
  });
});

describe('a table of words', () => {
  it('gives the same word and gates again and asks for the gates once', () => {
    const asked: string[] = [];
    const table = createWordTable((word) => asked.push(word));
    const [first, second] = tokenise('Мира мира', table);
    expect([first?.word, second?.word, asked]).toEqual(['мира', 'мира', ['мира']]);
    expect(first?.gates).toBe(second?.gates);
  });

  it('gives a word that does not depend on the spelling that came first', () => {
    const texts = ['İzmir ΟΔΟΣ', 'izmir οδοσ'];
    for (const order of [texts, texts.toReversed()]) {
      const table = createWordTable(() => 0);
      for (const text of order) expect(tokenise(text, table).map(({ word }) => word)).toEqual(['izmir', 'οδοσ']);
    }
  });

  it('does not keep words that are longer than any name', () => {
    const asked: string[] = [];
    const table = createWordTable((word) => asked.push(word));
    const long = 'Ё'.repeat(longestKept + 1);
    expect(tokenise(`${long} ${long}`, table).map(({ word }) => word)).toEqual(
      Array(2).fill(long.toLowerCase().replaceAll('ё', 'е')),
    );
    expect(asked).toHaveLength(2);
  });

  it('goes on when more words come than it can keep', () => {
    const table = createWordTable((word) => word.length, 0, 16);
    for (let i = 0; i < 5_000; i++) {
      const word = `х${i.toString(26).replace(/./g, (digit) => 'абвгдежзиклмнопрстуфхцчшщы'[Number.parseInt(digit, 26)] ?? '')}`;
      const [token] = tokenise(word, table);
      if (token?.word !== word || token.gates !== word.length) throw new Error(`${word} became ${token?.word}`);
    }
    expect(tokenise('Мира', table)[0]).toMatchObject({ word: 'мира', gates: 4 });
  });

  it('reads Latin letters among Russian ones as their Russian twins, and leaves Latin words alone', () => {
    const table = createWordTable(() => 0);
    expect(tokenise('нa Caдовой café', table).map(({ word }) => word)).toEqual(['на', 'садовой', 'café']);
  });
});
