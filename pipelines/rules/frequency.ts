import { stem } from '../text/stem.js';

/** How many of a thousand posts have a word, roughly, for choosing the rarest word of a rule; only the order of size matters. */
const tiers: readonly [perThousand: number, words: string][] = [
  [600, 'и в не на'],
  [350, 'что с по а у как это все но за к из'],
  [
    200,
    'я мы вы он она они так же то от есть уже нет до для бы был или если когда только меня нас вас их его этот который мой наш',
  ],
  [
    120,
    'где тут там кто ещё без под при об о ни да ну вот можно нужно надо очень даже почему сколько ли со во себя свой такой один другой ' +
      'весь самый мочь сделать делать знать сказать говорить хотеть быть стать год день человек люди время дом город',
  ],
  [
    60,
    'просить прошу вопрос ответ улица двор дорога вода работать работа дети ребёнок машина область район место школа деньги жить житель ' +
      'почта сегодня завтра вчера сейчас снова опять больше меньше потом здесь через после перед между над про раз два три новый хороший ' +
      'большой последний первый пожалуйста спасибо здравствуйте добрый уважаемый просьба проблема ситуация принять мера убрать ходить идти',
  ],
  [
    25,
    'снег мусор автобус остановка подъезд квартира крыша свет отопление тепло газ холод горячий холодный врач поликлиника больница сад ' +
      'садик администрация компания управляющий ремонт яма асфальт тротуар фонарь площадка парк собака магазин рубль месяц неделя час ' +
      'маршрут водитель транспорт детский пенсия пособие труба подвал лифт дворник контейнер вывоз вывозить писать звонить обращаться ' +
      'решить решение срок дать взять стоять ехать ездить проехать невозможно нельзя плохой ужасный дерево территория закон документ',
  ],
];
const numberLike = /^\d+$/;
/** A word that stands in no tier. */
const rare = 2;

const byStem = new Map<string, number>();
for (const [perThousand, words] of tiers)
  for (const word of words.split(' ')) {
    const key = stem(word.replaceAll('ё', 'е'));
    if (!byStem.has(key)) byStem.set(key, perThousand);
  }

/** Of a thousand posts, those with any form of the word. */
export function stemFrequency(wordStem: string): number {
  return byStem.get(wordStem) ?? (numberLike.test(wordStem) ? 10 : rare);
}

/** Of a thousand posts, those with a word that begins so: the shorter the beginning, the more. */
export function prefixFrequency(prefix: string): number {
  let sum = prefix.length <= 3 ? 40 : prefix.length === 4 ? 15 : prefix.length === 5 ? 6 : 3;
  for (const [known, perThousand] of byStem) if (known.startsWith(prefix)) sum += perThousand;
  return sum;
}

/** The like of things that are no single words. */
export const otherFrequencies = { figure: 300, worded: 200, quantity: 60, regex: 1_000_000 } as const;
