import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { numbersOf } from '../../../../pipelines/text/guards.js';
import {
  bandKeys,
  compareSignatures,
  isNearDuplicate,
  signature,
  similarity,
} from '../../../../pipelines/text/minhash.js';

const sign = (text: string) => signature(analyse(text));
const LONG =
  'Во дворе третью неделю не вывозят мусор, контейнеры переполнены, ветер разносит пакеты по детской площадке, ' +
  'управляющая компания обещает прислать машину каждый день, но никто не приезжает, помогите пожалуйста навести порядок';

describe('near-duplicates', () => {
  it('have equal signatures when only case, ё, spaces or punctuation differ', () => {
    expect(sign('Ещё раз: нет  воды, во всём доме!')).toBe(sign('еще раз нет воды во всем доме'));
  });
  it('are found with a word changed in a long text', () => {
    const result = compareSignatures(sign(LONG), sign(LONG.replace('пожалуйста', 'наконец')));
    expect(result).toMatchObject({ near: true, reason: 'similar' });
    expect(result.similarity).toBeGreaterThanOrEqual(0.8);
  });
  it('share a band key', () => {
    const keys = new Set(bandKeys(sign(LONG)));
    expect(keys.size).toBe(16);
    expect(bandKeys(sign(LONG.replace('пожалуйста', 'наконец'))).some((key) => keys.has(key))).toBe(true);
  });
  it('are not texts of different matter', () => {
    const other = sign(
      'На перекрёстке не работает светофор, водители не пропускают детей, просим поставить знак и регулировщика',
    );
    expect(compareSignatures(sign(LONG), other)).toMatchObject({ near: false, reason: 'different' });
    expect(similarity(sign(LONG), other)).toBeLessThan(0.1);
  });
  it('are not texts with another house number or street', () => {
    const text = 'На улице Садовой у дома 5 третий день нет воды и никто не отвечает';
    expect(compareSignatures(sign(text), sign(text.replace('5', '7')))).toMatchObject({
      near: false,
      reason: 'numbers-differ',
    });
    expect(compareSignatures(sign(text), sign(text.replace('Садовой', 'Лесной'))).reason).toBe('numbers-differ');
  });
  it('are never texts under five tokens', () => {
    expect(compareSignatures(sign('нет света'), sign('нет света'))).toEqual({
      near: false,
      similarity: 1,
      reason: 'too-short',
    });
    expect(bandKeys(sign('нет света'))).toEqual([]);
    expect(isNearDuplicate(sign(LONG), sign(LONG), 4, 40).reason).toBe('too-short');
  });
  it('are judged more strictly from twenty tokens on', () => {
    const text = 'соседи опять не дают спать ночью громко играет музыка прошу принять меры';
    const changed = sign(text.replace('ночью', 'вечером'));
    const result = isNearDuplicate(sign(text), changed, 13, 13);
    expect(result.similarity).toBeGreaterThan(0.6);
    expect(isNearDuplicate(sign(text), changed, 30, 30).near).toBe(result.similarity >= 0.8);
  });
  it('are reposts that were cut, or that got a heading and hash tags', () => {
    const cut = LONG.split(' ').slice(0, 20).join(' ');
    expect(compareSignatures(sign(LONG), sign(`${cut}... читать далее`)).near).toBe(true);
    const headed = `Нам пишут жители: ${LONG}. А у вас как с этим? Расскажите в комментариях, поделитесь с соседями #мусор #двор`;
    expect(compareSignatures(sign(LONG), sign(headed)).near).toBe(true);
  });
  it('are cut ones only when what was kept names the same figures', () => {
    const text = `На улице Садовой у дома 5 ${LONG}`;
    const cut = text.split(' ').slice(0, 20).join(' ');
    expect(compareSignatures(sign(text), sign(cut)).near).toBe(true);
    expect(compareSignatures(sign(text), sign(cut.replace('5', '7')))).toMatchObject({
      near: false,
      reason: 'numbers-differ',
    });
  });
  it('are no short texts of which the other is a part', () => {
    expect(compareSignatures(sign('когда дадут горячую воду'), sign(`${LONG}, когда дадут горячую воду`)).near).toBe(
      false,
    );
  });
  it('say what is wrong with a string that is no signature', () => {
    expect(() => similarity('x', sign(LONG))).toThrow('not a m1 text signature: "x"; make it again with signature()');
  });
});

describe('the guard', () => {
  it('lists figures and the names beside place words, sorted', () => {
    expect(numbersOf(analyse('В селе Лесном на ул. Мира, д. 12к2 нет воды 5-й день'))).toBe('12к2 5 лесн мир');
  });
  it('of a text without figures is empty', () => {
    expect(numbersOf(analyse('Нет воды'))).toBe('');
  });
});
