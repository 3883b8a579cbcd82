import { type Scan, wordAt } from './scan.js';
import { isNamingNoun } from './street-shapes.js';
import type { StreetType } from './words.js';

/** What is said of streets and of hardly anything else: it tells a bare «Чкалова» or «Садовая» to be one. */

/** What is done to a street: «почистят Чкалова», «перекопали Ленина». */
const roadWork =
  /^(?:(?:по|рас|до|вы|про|об)?чист(?:ит|ят|ил|или|ите|ят)|(?:по|рас|про)?чищ(?:а|у)|(?:за|от)?(?:асфальтир|ремонтир)|(?:пере|рас|вс|ис)коп(?:а|к)|(?:пере|рас|вз)ры(?:ли|ть|ва)|перекры|перекро|посып|подмет|освети|затопил|подтопил|залатайте|латают)/;
const filler = /^(?:уже|наконец|наконец-то|всю|опять|снова|ли|бы|же|сегодня|завтра|вчера|хоть|только|когда)$/;

/** «Советскую асфальтируют»: the work stands behind the name. */
export const isWork = (scan: Scan, at: number): boolean =>
  roadWork.test(wordAt(scan, at)) && scan.tokens[at]?.fresh === false;

/** Is the name after `lead` what work is done on? */
export function isWorkedOn(scan: Scan, lead: number): boolean {
  let at = lead;
  for (let steps = 0; steps < 2 && filler.test(wordAt(scan, at)); steps++) at--;
  return roadWork.test(wordAt(scan, at)) && !scan.tokens[at + 1]?.fresh;
}

const roadState =
  /^(?:чищен|нечищен|почищен|расчищен|прочищен|убран|неубран|завален|замете|занесен|перекры|перекопан|раскопан|разры|разбит|затоплен|подтоплен|залит|освещен|парализован|обледен)[а-я]*$/;
const lacking = /^(?:света|воды|отопления|освещения|газа|тепла|электричества|фонарей|тротуаров?|асфальта)$/;
const fullOf = /^(?:ямах|снегу|снеге|лужах|льду|грязи|мусоре|яме|колдобинах|сугробах|воде)$/;

/** Does what stands at `end` say something of a street: «не чищена», «вся в ямах», «без света»? */
export function saysOfStreet(scan: Scan, end: number): boolean {
  let at = end;
  if (scan.tokens[at]?.fresh) return false;
  if (wordAt(scan, at) === ',' && wordAt(scan, at + 1) === 'вся') at++;
  while (/^(?:не|вся|опять|снова|уже|полностью|почти|совсем|до|сих|пор|так|и)$/.test(wordAt(scan, at)) && at - end < 4)
    at++;
  const word = wordAt(scan, at);
  if (roadState.test(word)) return true;
  // «Ленина стоит намертво», «Щорса стоит, пробка»
  if (word === 'стоит') return /^(?:мертво|намертво|колом|,|с)$/.test(wordAt(scan, at + 1));
  if (word === 'без') return lacking.test(wordAt(scan, at + 1));
  if (word === 'в' || word === 'во') return fullOf.test(wordAt(scan, at + 1));
  return false;
}

/** «Садовая: нет света», «Садовая, без воды» behind the name. */
export function announcesLack(scan: Scan, end: number): boolean {
  if (!/^[:,-]$/.test(wordAt(scan, end))) return false;
  return /^(?:нет|без|не|опять|снова)$/.test(wordAt(scan, end + 1)) || lacking.test(wordAt(scan, end + 2));
}

/** «кто с Комсомольской», «кто-нибудь с Ленина»: whose street it is. */
export function asksNeighbours(scan: Scan, lead: number, end: number): boolean {
  return (
    /^(?:с|со)$/.test(wordAt(scan, lead)) &&
    (/^(?:кто|кто-нибудь|кто-то|соседи|ребята)$/.test(wordAt(scan, lead - 1)) ||
      // «мы с Ленина портрет сняли»
      (/^(?:я|мы)$/.test(wordAt(scan, lead - 1)) && /^(?:[,.;:!?]|)$/.test(wordAt(scan, end))))
  );
}

/** «от Ленина до Мира не чищено»: roads are spoken of behind the stretch. */
export function speaksOfRoads(scan: Scan, from: number): boolean {
  for (let at = from; at < from + 6; at++) {
    const word = wordAt(scan, at);
    if (/^[.!?]$/.test(word)) return false;
    if (
      /^(?:чист|чищ|убир|убра|ям[аыу]?$|дорог|пробк|снег|каш[аи]$|каток|лед$|освещ|темно|фонар|тротуар|асфальт|ремонт|перекр|пешком|не$)/.test(
        word,
      ) &&
      word !== 'не'
    )
      return true;
    if (word === 'не' && /^(?:чищ|убра|проех|пройти|горят|горит|освещ)/.test(wordAt(scan, at + 1))) return true;
  }
  return false;
}

/** Adjectives that streets share with so much else that in small letters or with a sign behind them they tell none. */
export const vagueAdjectives =
  /^(?:нов|красн|центральн|рабоч|северн|южн|восточн|западн|мирн|зелен|тих|светл|ясн|летн|весенн|осенн|верхн|дальн|ближн|золот|серебрян|счастлив|народн|спортивн|строительн|набережн|горн|гражданск|ключев|цветн|звездн|лунн|космическ|дружн|просторн|революционн|промышленн|энергетическ|радужн|речн|дорожн|коммунальн|клубн|янтарн|студенческ|университетск|театральн|музейн|выставочн|новогодн|уральск|сибирск|московск|курск|рижск|дворцов|академическ|инженерн|базарн|рыночн|волжск|донск|крымск|кавказск|минск|берлинск|варшавск|пражск|киевск|казачь|болотн|шахтн|майск|июльск)/;

/** Groups of people that hardly anybody speaks of but in the name of a street. */
export const streetCrowds: ReadonlySet<string> = new Set(
  `новоселов космонавтов текстильщиков машиностроителей челюскинцев папанинцев стахановцев коммунаров красногвардейцев молодогвардейцев краснодонцев
  декабристов бакинцев первопроходцев авиастроителей судостроителей станкостроителей кораблестроителей металлистов автомобилистов энтузиастов`.split(
    /\s+/,
  ),
);

/**
 * «улица перелёта.», «ул. рассвета темно»: a noun in small letters, where the type word is cut short or a sign closes the name; «на улице …» tells what
 * is outside.
 */
export function isNamedByNoun(scan: Scan, from: number, at: number, type: StreetType): boolean {
  if (type.name !== 'улица' || !isNamingNoun(wordAt(scan, at))) return false;
  const typeAt = wordAt(scan, from - 1) === '.' ? from - 2 : from - 1;
  const before = wordAt(scan, typeAt - 1);
  if (before === 'на' || before === 'в') return false;
  const next = scan.tokens[at + 1];
  return type.short || next === undefined || next.fresh || /^[,.:;)]$/.test(next.word);
}
