import { isPlaceWord } from './mask-name-context.js';

/** What single words tell about being a name. All words in small letters. */

const PATRONYMIC_WORD =
  /^[а-яё]*(?:(?:[ое]в|ёв|ьев)ич(?:а|у|ем|е|и)?|(?:[ое]в|ёв)н(?:а|ы|е|у|ой|ою)|(?:ь|к|м|т|в)ич(?:а|у|ом|ем|е)?|(?:ич|инич)н(?:а|ы|е|у|ой|ою))$/u;
const SURE_PATRONYMIC =
  /^[а-яё]{2,}(?:[оеё]вич(?:а|у|ем|е)?|[оеё]вн(?:а|ы|е|у|ой)|(?:иль|кузьм|лук|фом|никит|савв)ич(?:а|у|ом|ем|е|н[аыеу]|ной)?)$/u;
const SURNAME =
  /(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ою|ы|ых)?|[сц]к(?:ий|ая|ого|ому|им|ом|ой|ую)|(?:енко|ук|юк|чук|щук|ян|яна|янц|их|ых|дзе|швили|ич|ман|ерг|штейн))$/u;
const SURE_SURNAME = /.{2}(?:ов|ев|ёв|ин|ын|енко|[сц]кий)(?:а|у|ым|е|ой|ого|ому)?$/u;
const MAN_SURNAME = /(?:ов|ев|ёв|ин|ын|[сц]кий)$/u;
const WOMAN_SURNAME = /(?:ова|ева|ёва|ина|ына|[сц]кая|(?:ов|ев|ин|ын)ой)$/u;
const OBLIQUE_SURNAME = /(?:у|ым|им|ою|ой|ого|ому|ую|[ое]м|[нвк]е)$/u;
/** Common surnames without an ending of their own. */
const BARE_SURNAMES = new Set(
  'ким цой пак тен хан шульц шмидт мельник коваль кравец бондарь швец гончар ткач белоус кушнир гайдай мороз король шевчук'.split(
    ' ',
  ),
);
/** Capitalised at the beginning of a sentence or by courtesy, and never a name. */
const NOT_NAMES = new Set(
  (
    'уважаемый уважаемая уважаемые здравствуйте добрый доброе спасибо благодарю благодарим просим прошу помогите глава главе главы мэр мэру ' +
    'губернатор губернатору директор директору господин госпожа депутат депутату начальник начальнику врач доктор жители жильцы житель ' +
    'жительница администрация коллектив команда редакция председатель совет дирекция управляющая тсж департамент министерство ваш ваша ваши ' +
    'группа сотрудники родители мама папа все весь не но на по за да нет он она они мы вы я ты и в с у к о из от до при про наш наша наши это этот эта вот статья закон дом улица город область россия россии район ' +
    'семья дорогой дорогая многоуважаемый привет вчера сегодня завтра когда если так как что где почему наверное помощник пенсионер пенсионеры ' +
    'инициативная соседи собственники автор ред прим рождения главврач главврача заведующая заведующий один машина причина половина картина ' +
    'магазин готов здоров калина гранта приора нива лесная'
  ).split(' '),
);

export function isNotName(word: string): boolean {
  return NOT_NAMES.has(word) || isPlaceWord(word);
}

export function isPatronymic(word: string): boolean {
  return PATRONYMIC_WORD.test(word) && !isNotName(word);
}

/** An ending that nothing but patronymics has: enough for a name in small letters. */
export function isSurePatronymic(word: string): boolean {
  return SURE_PATRONYMIC.test(word);
}

/** Of a double surname one half is enough («Соколова-Белая»). */
export function isSurname(word: string): boolean {
  if (isNotName(word)) return false;
  if (SURNAME.test(word) || BARE_SURNAMES.has(word)) return true;
  const hyphen = word.indexOf('-');
  return hyphen > 0 && SURNAME.test(word.slice(0, hyphen));
}

/** The commonest endings of surnames, at least two letters before them. */
export function isSureSurname(word: string): boolean {
  return SURE_SURNAME.test(word) && !isNotName(word);
}

/** A surname that can be no nominative: «Слава Украине» and «Роман Толстого» are no names. */
export function isObliqueSurname(word: string): boolean {
  return OBLIQUE_SURNAME.test(word);
}

export function isManSurname(word: string): boolean {
  return MAN_SURNAME.test(word);
}

export function isWomanSurname(word: string): boolean {
  return WOMAN_SURNAME.test(word);
}
