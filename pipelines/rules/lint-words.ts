import { stem } from '../text/stem.js';

/** Words that nearly every longer Russian text has, whatever it is about. */
const everywhere = new Set(
  (
    'и в во не на с со что я он она оно они а но то как так у по к ко за из от до о об для же бы ли при или если когда где чтобы это этот эта эти ' +
    'тот та те весь все все вся свой мой твой наш ваш их его ее мы вы ты меня мне нас нам вас вам тебя тебе себя кто что какой который уже еще ' +
    'только даже очень был была было были быть будет будут есть нет да там тут здесь сейчас потом тогда можно надо нужно мочь может могу ' +
    'сказать говорить знать человек люди год день время раз дело один два три самый такой другой первый новый хороший большой тоже после перед ' +
    'через под над без про между где куда почему зачем потому поэтому просто вообще всегда никогда больше более менее очень спасибо'
  ).split(' '),
);
const everywhereStems = new Set([...everywhere].map(stem));

/** True for the stem of a word that nearly every longer text has. */
export function isStemEverywhere(wordStem: string): boolean {
  return everywhereStems.has(wordStem);
}

/** True for a form, folded, that nearly every longer text has. */
export function isFormEverywhere(form: string): boolean {
  return everywhere.has(form);
}

/**
 * Different words that share a stem, each with forms that tell it: first the one that queries ask for, then frequent words that it meets.
 * Found by listing the forms that meet in running texts.
 */
const merged: readonly (readonly string[])[] = [
  ['дорога дороги дороге дорогу дорогам дорогах', 'дорогой дорогая дорогие дорого дорогое'],
  ['прием', 'при'],
  ['скорая скорую', 'скоро скорее'],
  ['могила могилы могиле могилу', 'могу мог'],
  ['смог смога', 'смогу смог'],
  ['музей музея музеи музее', 'муза музу'],
  ['запах', 'запись'],
  ['рубить рубят рубили', 'руб'],
  ['ряд ряды ряда', 'рядом'],
  ['среда среды среду средой', 'среди'],
  ['вонь вони вонью', 'вон'],
  ['право права прав праве', 'правило правила правил'],
  ['банк банка банку банке', 'банки банкой'],
  ['поле поля полей', 'пол пола полу'],
  ['гора горы гору горе', 'горит горят'],
  ['часть части частью', 'часто'],
  ['дать дал дали', 'дата даты дату'],
  ['посол послы', 'после'],
  ['лечить лечат лечит', 'лечь'],
  ['лето лета летом', 'летит летят'],
  ['цель цели целью', 'целый целая целом'],
  ['метр метры метров метра', 'метро'],
  ['семья семьи семье семью', 'семь семена'],
  ['тонна тонн тонны', 'тонуть тонем'],
  ['колея колеи колею', 'кол колено'],
  ['парк парка парке', 'паркуется паркуются'],
  ['белье белья', 'белый белая белые'],
  ['режим режима', 'реже'],
  ['любить любит любят', 'любой любые'],
  ['пустить пустите', 'пусть пусто'],
  ['хотеть хотим хотят', 'хотя хоть'],
  ['меню', 'меня менее'],
  ['надо', 'над надеюсь'],
  ['радио', 'рад ради'],
  ['еда еды еду', 'едят едим'],
  ['пес', 'песен'],
  ['зал зала зале', 'залить залило'],
  ['сво', 'свой свои свою'],
];

interface Family {
  word: string;
  forms: string[];
  /** What queries ask for; the others are met by mistake. */
  isAsked: boolean;
}

const families = new Map<string, Family[]>();
for (const group of merged) {
  for (const [index, words] of group.entries()) {
    const forms = words.split(' ');
    const [word = ''] = forms;
    for (const form of forms) {
      const list = families.get(stem(form)) ?? [];
      families.set(stem(form), list);
      const family = list.find((one) => one.word === word);
      if (family) family.forms.push(form);
      else list.push({ word, forms: [form], isAsked: index === 0 });
    }
  }
}

/**
 * Frequent other words that a query word meets by its stem: «дорогой» for `дорога`. Empty when none is known. `word` is folded
 * (lower case, «е» as «е»).
 */
export function foreignWords(word: string): string[] {
  const known = families.get(stem(word)) ?? [];
  const own = known.find((family) => family.forms.includes(word));
  if (!own?.isAsked) return [];
  return known.filter((family) => !family.isAsked).flatMap((family) => family.forms.slice(0, 2));
}
