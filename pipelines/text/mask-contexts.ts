/** Words that stand before numbers; each pattern is tried on the text just before a number, up to its end. */

/** How far back a word is looked for, UTF-16 units. */
export const LOOK_AROUND = 40;

const ACCOUNT_WORDS = [
  'сч[её]т\\p{L}*|л\\/с|л\\/сч|л\\.\\s?с|лс|елс|лиц\\.?\\s?сч\\p{L}*|р\\/с|р\\/сч|к\\/с|карточк\\p{L}*|полис\\p{L}*|омс|абонента|плательщика',
  'заявк\\p{L}*|заявлени\\p{L}*|обращени\\p{L}*|заказ\\p{L}*|инцидент\\p{L}*|тикет\\p{L}*|талон\\p{L}*|брон[иь]|промокод\\p{L}*',
  'договор\\p{L}*|контракт\\p{L}*|закупк\\p{L}*|тендер\\p{L}*|лот|икз|извещени\\p{L}*|лицензи\\p{L}*|сертификат\\p{L}*|удостоверени\\p{L}*',
  'трек\\p{L}*|рпо|шпи|накладн\\p{L}*|отправлени\\p{L}*|посылк\\p{L}*|чек\\p{L}*|штрих-?код\\p{L}*|код\\p{L}*|артикул\\p{L}*|арт|товар\\p{L}*',
  'уин|кадастр\\p{L}*|огрн(?:ип)?|окпо|октмо|окато|кбк|бик|кпп|qr|id|айди|реестров\\p{L}*|регистрационн\\p{L}*|рег|птс|стс|vin|куси?п',
  'квитанци\\p{L}*|постановлени\\p{L}*|распоряжени\\p{L}*|протокол\\p{L}*|входящ\\p{L}*|исх\\p{L}*|вх|вход|письм\\p{L}*|акт\\p{L}{0,2}|дел[оауе]|приказ\\p{L}*|закон\\p{L}*',
  'инв\\p{L}*|серийн\\p{L}*|заводск\\p{L}*|зав|s\\/n|imei|модел\\p{L}*|прибор\\p{L}*|показани\\p{L}*|опор[аы]|вод[аыуе]|хвс|гвс',
];
/** A number that stands after one of these is an account, an order, a document or a reading, not a telephone or a card. */
const ACCOUNT = new RegExp(
  `(?:^|[^\\p{L}])(?:${ACCOUNT_WORDS.join('|')})\\.?(?:[\\s-]+(?:номер\\p{L}*|на|под|товар\\p{L}*|уч[её]та|абонента|плательщика|n))?[\\s:.,№#N()-]*$`,
  'iu',
);
/** «билет № …»: what bears a number after «№» is a thing, unless it is a telephone or a card. */
const NUMBERED = /(\p{L}+)\.?\s*№\s*$/u;
const OWN_NUMBER =
  /^(?:тел|т|моб|сот|звон|позвон|перезвон|карт|мой|мо[её]м|наш|его|е[её]|их|ваш|номер|связ|ватсап|вотсап|вайбер|на|по|снилс|инн)/iu;
const CALL_WORD =
  'тел(?:\\.|ефон\\p{L}*)?|т\\.(?!\\s?[дпкч])|т\\/ф|моб(?:\\.|ильн\\p{L}*)?|сот(?:\\.|ов\\p{L}*)?|звон\\p{L}*|дозвон\\p{L}*|позвон\\p{L}*|перезвон\\p{L}*|созвон\\p{L}*|факс\\p{L}*|диспетчер\\p{L}*|' +
  'аварийк\\p{L}*|аварийн\\p{L}*|мчс|домашн\\p{L}*|ватсап\\p{L}*|вотсап\\p{L}*|воцап\\p{L}*|whats?app|вайбер\\p{L}*|viber|при[её]мн\\p{L}*|регистратур\\p{L}*|вахт\\p{L}*|набира\\p{L}*|наберите|по номеру|☎️?|📞|📱|\\[телефон\\]';
const CALL = new RegExp(`(?:^|[^\\p{L}])(?:${CALL_WORD})[^\\d\\n!?]{0,22}$`, 'iu');
const CALLED = /(?:^|[^\p{L}])(?:по|до|пере|со)?звон\p{L}*[^\d\n!?]{0,22}$/iu;
const UNITS =
  /^\s?(?:руб|р\.|р(?!\p{L})|₽|тыс|млн|млрд|коп|км|кг|шт|кв\.?\s?м|м(?!\p{L})|кВт|куб|гкал|чел|человек|раз(?!\p{L})|подпис|жител|%)/iu;

export function isAccount(before: string): boolean {
  if (ACCOUNT.test(before)) return true;
  const numbered = before.includes('№') ? NUMBERED.exec(before) : null;
  return numbered !== null && !OWN_NUMBER.test(numbered[1] ?? '');
}

/** True after «тел.», «звоните», «диспетчер» and the like. */
export function isCalled(before: string): boolean {
  return CALL.test(before);
}

/** True after a verb of calling, where a date or a number of times may follow as well as a telephone. */
export function isVerbOfCalling(before: string): boolean {
  return CALLED.test(before);
}

export function isQuantity(after: string): boolean {
  return UNITS.test(after);
}

export function textBefore(text: string, index: number, length = LOOK_AROUND): string {
  return text.slice(Math.max(0, index - length), index);
}

export function textAfter(text: string, index: number): string {
  return text.slice(index, index + LOOK_AROUND);
}

/** The match of a sticky pattern at an index. */
export function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** All matches of a global pattern. Unlike `matchAll` it makes no new pattern for every text. */
export function matchesOf(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (match === null) return NONE;
  const matches: RegExpExecArray[] = [];
  for (; match !== null; match = pattern.exec(text)) matches.push(match);
  return matches;
}

const NONE: readonly RegExpExecArray[] = [];
