import { stemmer } from '@orama/stemmers/russian';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../pipelines/text/analyse.js';
import { fold } from '../../../../pipelines/text/fold.js';
import { plainStem, stem } from '../../../../pipelines/text/stem.js';
import { IRREGULAR_WORDS, STEM_EXCEPTIONS } from '../../../../pipelines/text/stem-exceptions.js';
import { wordCacheSize } from '../../../../pipelines/text/word-cache.js';
import { readVocabulary } from '../../../support/snowball.js';

const vocabulary = readVocabulary();
const stemsOf = (words: string) => new Set(words.split(' ').map((word) => stem(fold(word)))).size;

describe('stems of the reference vocabulary', () => {
  it('has 49 673 words', () => expect(vocabulary).toHaveLength(49_673));
  it('are those of the reference algorithm, letter by letter', () => {
    expect(vocabulary.filter(({ word, stem: reference }) => stemmer(word) !== reference)).toEqual([]);
  });
  it('differ from it on words of the table of exceptions alone', () => {
    const differing = vocabulary.filter(({ word, stem: reference }) => stem(word) !== reference);
    expect(differing.filter(({ word }) => !STEM_EXCEPTIONS.has(word))).toEqual([]);
  });
  it('differ without the families on irregular words alone, two in a thousand', () => {
    const differing = vocabulary.filter(({ word, stem: reference }) => plainStem(word) !== reference);
    expect(differing.filter(({ word }) => !IRREGULAR_WORDS.has(word))).toEqual([]);
    expect(differing.length).toBeLessThanOrEqual(110);
  });
  it('are the same by way of the analysis, except for drawn-out words', () => {
    const byAnalysis = vocabulary.filter(({ word }) => analyse(word).tokens[0]?.stem !== stem(word));
    expect(byAnalysis.map(({ word }) => word)).toEqual(['бррр', 'посторонннй', 'тррреклятые', 'цссс']);
  });
});

describe('the table of exceptions', () => {
  it.each([
    'люди человек людям',
    'дети ребёнок ребёнка ребята',
    'идти шёл идут',
    'прийти пришёл придут',
    'проехать проедет проехали',
    'день дня дней',
    'площадка площадок',
    'участок участка',
    'мочь могу может могли',
    'помочь помогите помогут',
    'хотеть хочу хотим',
    'жечь жгут жгли',
    'сжечь сожгли сжёг',
    'течь течёт текла тёк',
    'протечь протекло протечёт',
    'вести ведёт вёл',
    'вывезти вывезли вывез',
    'расти растёт рос',
    'зарасти заросло заросла',
    'мёрзнуть мёрзнем мёрзли',
    'замёрзнуть замёрз замёрзли',
    'пахнуть пахнет пахло',
    'дать дадут дали',
    'давать дают даёт',
    'подать подали подадут',
    'убрать уберут уберите убрали убран',
    'разобраться разберитесь разберутся',
    'закрыть закрыта закроют закрытый',
    'остаться остались остаётся',
    'лёд льда льду',
    'рубль рублей рубля',
    'огонь огня огни',
    'пёс пса псы',
    'окно окон окна',
    'стекло стёкол стекла',
    'заявка заявок',
    'колодец колодца',
    'гражданин граждане граждан',
    'щенок щенят щенки',
    'котёнок котят',
    'запись записи',
    'приём приёма приёму',
    'год лет года',
    'деньги денег',
  ])('joins %s', (words) => expect(stemsOf(words)).toBe(1));

  it.each([
    'почта почти',
    'дом домой',
    'пот потом',
    'угол уголь',
    'пена пень',
    'приём при',
    'скорая скоро',
    'гора горит',
    'вода водит',
    'место метёт',
    'сто стоит',
    'вон вонь',
    'брат брать',
    'сталь станет',
    'могила могу',
    'суд судит',
    'стекло стекать',
    'стекло стекает',
    'быт быть',
    'мат мать',
    'вид видит',
    'дата дать',
  ])('keeps %s apart', (words) => expect(stemsOf(words)).toBe(2));

  it('holds folded Russian words', () => {
    expect([...STEM_EXCEPTIONS.keys()].filter((word) => fold(word) !== word || !/^[а-я]+$/.test(word))).toEqual([]);
  });
  it('gives the stem of a form of the word, or the word itself', () => {
    const stems = new Map<string, string[]>();
    for (const [form, value] of STEM_EXCEPTIONS) stems.set(value, [...(stems.get(value) ?? []), form]);
    const strange = [...stems].filter(([value, forms]) => {
      return !forms.includes(value) && !forms.some((form) => stemmer(form) === value) && stemmer(`${value}а`) !== value;
    });
    expect(strange.map(([value, forms]) => `${value}: ${forms.join(' ')}`)).toEqual([]);
  });
});

describe('stems', () => {
  it('leave other alphabets alone', () => expect(stem('wifi')).toBe('wifi'));
  it('leave words of more than 60 letters alone', () => expect(stem('ами'.repeat(21))).toBe('ами'.repeat(21)));
});

describe('the cache of words', () => {
  it('is bounded and gives the same stems when it is full', () => {
    const letters = [...'абвгдежзиклмнопрст'];
    const words: string[] = [];
    for (let index = 0; index < 300_000; index += 1) {
      let word = '';
      for (let rest = index + 18 ** 4; rest > 0; rest = Math.floor(rest / 18)) word += letters[rest % 18];
      words.push(word);
    }
    analyse(words.join(' '));
    expect(wordCacheSize()).toBeLessThanOrEqual(131_072);
    expect(wordCacheSize()).toBeGreaterThan(100_000);
    const sample = vocabulary.filter((_, index) => index % 7 === 0).map(({ word }) => word);
    const tokens = analyse(sample.join(', ')).tokens;
    expect(tokens.filter((token) => token.stem !== stem(token.text))).toEqual([]);
    expect(tokens.map((token) => token.text).filter((text, index) => text !== fold(sample[index] ?? ''))).toEqual([]);
  });
  it('tells long words with the same ending apart', () => {
    const text = 'водоканализационного теплоканализационного водоканализационного';
    expect(analyse(text).tokens.map((token) => token.text)).toEqual(text.split(' '));
  });
});
