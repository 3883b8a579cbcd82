import { CASE } from './gazetteer.js';
import { longestName, type Scan, wordAt } from './scan.js';
import { isTypeWord } from './settlement-names.js';
import {
  houseWords,
  notNames,
  plainAdjectives,
  type SettlementType,
  streetType,
  units,
  villageAdjective,
} from './words.js';

/**
 * Names of villages in small letters behind their type word: «деревня малиновка», «снт ромашка», «в селе никольском», «д. малые угоны».
 * A word there is a name when its form or the gazetteer of the whole country says that villages are called so.
 */

/** What a village is said to be by an adjective behind it: «посёлок большой, а автобус один». */
const descriptive =
  /^(?:нов|стар|больш|мал|красив|светл|дальн|тих|зелен|бел|чист|мирн|удобн|хорош|дружн|весел|счастлив|родн|любим|молод|пуст|спокойн|уютн|прекрасн|богат|главн|общ|центральн|лучш|холодн|тепл|сух|темн|дачн|рабоч|закрыт|открыт|маленьк|соседн|ближн|дорог|свободн|перв|втор|последн)[а-я]{2,3}$/;

/** Adjectives in -ский of anybody and anything: «в посёлке городском», «в деревне татарской». */
const ofAnybody =
  /^(?:город|сель|дет|жен|муж|рус|татар|чуваш|деревен|сосед|дворян|обла|посел|завод|колхоз|совхоз|хозяй|граждан|жилищ|рыба|казац|христиан)[а-я]{0,4}[сц]к/;

/** Nouns that end like a village and are none: «посёлок остановка автобуса». */
const ordinaryForms =
  /(?:станов|парков|групп|голов|готов|провод|листов|страхов|столов|забастов|тренир|публик|упаков|маркир|концов|обстанов|проверк|окн|ножов|винтов|масс|сортир|дозир|коррект|команд|котиров)[оеи]?в?к[аеиу]$|^(?:окн|вин|кин|слов|прав|дерев|пив|видн|давн|одн|равн)о$/;
const villageForm = /(?:[оеё]во|[иы]но|[оеи]вка|инка|[сц]кое|ичи|ищи)$/;

/** Nouns behind «новая», «большие» that make no name: «в селе новая школа». */
const ordinaryNoun =
  /^(?:школ|дорог|дом|клуб|магазин|больниц|останов|площадк|фонар|жител|улиц|люд|машин|вод|свет|столб|мост|колод|проблем|год|врем|семь|участ|газ|труб|котельн|сад$|садик|парк|лавк|почт|фап|ферм|двор|забор|свалк|кладбищ|церк|храм|автобус|администр|глав|дач|крыш|окн|цен|тариф|асфальт|жизн|част|стройк|лин|луж|ям[аыу]?$|куч|сугроб|гряз|лед$|снег|трав|пожар|авари|бед[аы]$)/;

/** Usual names of garden partnerships that no village bears. */
const gardens = new Set(
  `ромашка березка строитель энергетик весна дубрава ветеран дружба мечта радуга родник рассвет заря восход малинка вишенка рябинка рябинушка солнышко химик
  металлург машиностроитель железнодорожник связист медик учитель авиатор автомобилист геолог нефтяник газовик текстильщик мелиоратор садовод любитель природа
  надежда урожай колос нива факел маяк луч искра прогресс импульс электрон сокол поляна полянка лужок ручеек ключик ветерок тюльпан василек ландыш сирень калина
  калинка малина смородина ягодка яблонька вишня черемуха ивушка сосна сосенка дубок дубки лесок аэрофлот буревестник спутник юбилейный юность осень осинка
  росинка росток подснежник незабудка фиалка гвоздика черешня виктория земляника клубничка лесник огородник труд мир космос орбита сатурн электрик монтажник
  приозерное лесное озерное заречное отдых здоровье сад садовый`.split(/\s+/),
);

/** Does an address or a clause end the name before the token? */
function closes(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  if (token === undefined || token.fresh) return true;
  if (token.kind === 'sign') return /^[,.:;!?)("»–—-]$/.test(token.word);
  return streetType(token.word) !== undefined || (houseWords.has(token.word) && scan.tokens[at + 1]?.kind === 'number');
}

/** Is a settlement somewhere in the country called so, in one of these cases? */
function isNameSomewhere(scan: Scan, at: number, cases: number): boolean {
  const found = longestName(scan, at);
  return (
    found !== null &&
    found.length === 1 &&
    found.entries.some((entry) => entry.territory.level === 'settlement' && (entry.cases & cases) !== 0)
  );
}

/** «в селе новая школа», «в деревне большая лужа у магазина»: what villages have rather than are called. */
export const isOrdinaryPair = (scan: Scan, at: number, type: SettlementType): boolean =>
  ordinaryNoun.test(wordAt(scan, at + 1)) ||
  (!type.nominative &&
    /(?:ая|яя|ое|ее|ый|ий)$/.test(wordAt(scan, at)) &&
    !closes(scan, at + 2) &&
    !villageForm.test(wordAt(scan, at + 1)) &&
    longestName(scan, at)?.length !== 2);

/** How many tokens from `at` are the name, in small letters, of a settlement whose type word stands before it; 0 when none are. */
export function smallNameLength(scan: Scan, at: number, type: SettlementType, isDotted: boolean): number {
  const first = scan.tokens[at];
  if (first === undefined || first.kind !== 'word' || first.capital || first.word.length < 4) return 0;
  const { word } = first;
  if (notNames.has(word) || isTypeWord(word) || !/^[а-я-]+(?:-\d)?$/.test(word)) return 0;
  if (type.name === 'СНТ') return gardenLength(scan, at);
  if (plainAdjectives.has(word) || ofAnybody.test(word) || ordinaryForms.test(word)) return 0;
  if (villageAdjective.test(word)) return isShortPair(scan, at, type, isDotted) ? 2 : 0;
  if (descriptive.test(word)) return 0;
  if (!type.nominative) {
    // «в селе никольском», «жители станицы прохладинской»
    if (/[сц]к(?:ом|ой|ого)$/.test(word)) return 1;
    return /(?:ом|ем|ой|ей)$/.test(word) && isNameSomewhere(scan, at, CASE.prepositional) ? 1 : 0;
  }
  if (type.short && !isDotted) return 0;
  if (villageForm.test(word)) return 1;
  if (!isNameSomewhere(scan, at, CASE.nominative)) return 0;
  // «пос. дубки нет воды»: nobody cuts the word short before an ordinary one.
  const isSure = type.short && !type.letter && !/(?:ый|ий|ой|ая|яя|ое|ее)$/.test(word);
  return isSure || closes(scan, at + 1) ? 1 : 0;
}

/** «д. малые угоны,», «с. новые ключи ул. …»: two words of one number, closed, where the type word is cut short. */
function isShortPair(scan: Scan, at: number, type: SettlementType, isDotted: boolean): boolean {
  const second = scan.tokens[at + 1];
  if (!type.short || !isDotted || second === undefined || second.kind !== 'word' || second.fresh) return false;
  if (second.word.length < 3 || notNames.has(second.word) || isTypeWord(second.word) || ordinaryNoun.test(second.word))
    return false;
  const isPlural = /(?:ие|ые)$/.test(wordAt(scan, at)) && /[иы]$/.test(second.word);
  return (isPlural || villageForm.test(second.word)) && closes(scan, at + 2);
}

/** «снт ромашка», «снт весна 2» */
function gardenLength(scan: Scan, at: number): number {
  const { word = '' } = scan.tokens[at] ?? {};
  // «снт «лесная поляна»»
  if (/^["«“]$/.test(wordAt(scan, at - 1)))
    for (const length of [1, 2, 3]) if (/^["»”]$/.test(wordAt(scan, at + length))) return length;
  const base = word.replace(/-\d$/, '');
  const isName =
    gardens.has(base) ||
    /(?:тель|[а-я]{3}ник|лог|ист|щик|вод|ушка|инка|енка|[а-я]{4}ец)$/.test(base) ||
    (villageForm.test(word) && !ordinaryForms.test(word)) ||
    (!descriptive.test(word) && isNameSomewhere(scan, at, CASE.nominative) && closes(scan, at + 1));
  return isName ? 1 + gardenNumber(scan, at + 1) : 0;
}

/** 1 where the number of a garden partnership stands at the token: «Весна 2», but not «Весна 2 участка»; «Весна-2» is one word. */
export function gardenNumber(scan: Scan, at: number): number {
  const token = scan.tokens[at];
  const next = scan.tokens[at + 1];
  if (token === undefined || token.fresh || !/^[1-9]$/.test(token.word)) return 0;
  if (next === undefined || next.fresh || next.kind === 'sign') return closes(scan, at + 1) ? 1 : 0;
  return next.kind === 'word' &&
    !units.has(next.word) &&
    !/^(?:участ|дом|ули|стол|калит|ворот|квартал|лини|алле)/.test(next.word)
    ? 1
    : 0;
}
