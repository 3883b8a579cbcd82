/** Where people's names stand in a text: name and patronymic, surname with initials, signatures. Streets and schools named after people are no personal data. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const CAP = '[А-ЯЁ][а-яё]+';
const PATRONYMIC =
  '[А-ЯЁ][а-яё]*(?:(?:ов|ев|ёв|ьев)ич(?:а|у|ем|е|и)?|(?:ов|ев|ёв)н(?:а|ы|е|у|ой|ою)|(?:ь|к|м|т|в)ич(?:а|у|ом|ем|е)?|(?:ич|инич)н(?:а|ы|е|у|ой|ою))';
const EDGE = '(?<![\\p{L}\\d-])';
const END = '(?![\\p{L}\\d])';

const FULL_NAME = new RegExp(
  `${EDGE}(?:(${CAP}(?:-${CAP})?)\\s)?(${CAP}(?:-${CAP})?)\\s(${PATRONYMIC})${END}(?:\\s(${CAP}(?:-${CAP})?)${END})?`,
  'gu',
);
const BEFORE_INITIALS = new RegExp(`${EDGE}(${CAP}(?:-${CAP})?)\\s{0,2}[А-ЯЁ]\\.\\s?[А-ЯЁ]\\.(?!\\s?[А-ЯЁ]\\.)`, 'gu');
const AFTER_INITIALS = new RegExp(`${EDGE}[А-ЯЁ]\\.\\s?[А-ЯЁ]\\.\\s?(${CAP}(?:-${CAP})?)${END}`, 'gu');
const SIGNATURE = new RegExp(
  `${EDGE}(?:[Сс]\\s+(?:глубоким\\s+|большим\\s+)?уважением|[Сс]\\sув\\.|[Пп]одпись|[Мм]еня\\sзовут|[Мм]о[её]\\sимя)[\\s,:.–—-]{1,5}((?:${CAP}|[А-ЯЁ]\\.)(?:-${CAP})?(?:\\s(?:${CAP}|[А-ЯЁ]\\.)(?:-${CAP})?){0,2})${END}`,
  'gu',
);
const VK_PERSON = /[[*@]id\d{1,12}\s?(?:\|[^[\]|\n]{1,80}\]|\([^()\n]{1,80}\))/gu;

const SURNAME =
  /(?:(?:ов|ев|ёв|ин|ын)(?:а|у|ым|е|ой|ою|ы|ых)?|[сц]к(?:ий|ая|ого|ому|им|ом|ой|ую)|(?:енко|ук|юк|чук|щук|ян|яна|янц|их|ых|дзе|швили|ич|ман|ерг|штейн))$/u;
/** Capitalised at the beginning of a sentence or by courtesy, and never a name. */
const NOT_NAMES = new Set(
  (
    'уважаемый уважаемая уважаемые здравствуйте добрый доброе спасибо благодарю благодарим просим прошу помогите глава главе главы мэр мэру ' +
    'губернатор губернатору директор директору господин госпожа депутат депутату начальник начальнику врач доктор жители жильцы житель ' +
    'жительница администрация коллектив команда редакция председатель совет дирекция управляющая тсж департамент министерство ваш ваша ваши ' +
    'группа сотрудники родители мама папа все весь не но на по за да нет он она они мы вы я ты и в с у к о из от до при про наш наша наши это этот эта вот статья закон дом улица город область россия россии район ' +
    'семья дорогой дорогая многоуважаемый привет вчера сегодня завтра когда если так как что где почему наверное помощник пенсионер пенсионеры ' +
    'инициативная соседи собственники автор ред прим'
  ).split(' '),
);

const PLACE_WORD =
  '(?:улиц\\p{L}*|ул|проспект\\p{L}*|пр-?к?т\\p{L}*|пр|переул\\p{L}*|пер|площад\\p{L}*|пл|бульвар\\p{L}*|б-р|бул|набережн\\p{L}*|наб|проезд\\p{L}*|' +
  'тупик\\p{L}*|шоссе|школ\\p{L}*|сош|гимнази\\p{L}*|лице[йяюем]\\p{L}*|памятник\\p{L}*|монумент\\p{L}*|бюст\\p{L}*|мемориал\\p{L}*|музе\\p{L}*|' +
  'библиотек\\p{L}*|театр\\p{L}*|парк\\p{L}*|сквер\\p{L}*|больниц\\p{L}*|поликлиник\\p{L}*|имени|им|сад\\p{L}*|стадион\\p{L}*|дворц\\p{L}*|дворец|' +
  'станци\\p{L}*|дом-музе\\p{L}*|филармони\\p{L}*|институт\\p{L}*|университет\\p{L}*|колледж\\p{L}*|академи[яию]|фонд\\p{L}*|микрорайон\\p{L}*|мкр)';
const IS_PLACE_WORD = new RegExp(`^${PLACE_WORD}$`, 'iu');
const TITLE =
  '(?:академик|геро|маршал|генерал|советск|союз|росси|поэт|писател|космонавт|художник|композитор|профессор|капитан|лейтенант|л[её]тчик|адмирал|' +
  'полковник|майор|сержант|рядов|врач|хирург|учен|конструктор|партизан|народн|артист|святого|князя|№)\\p{L}*';
const NAMED_AFTER = new RegExp(
  `(?<![\\p{L}-])${PLACE_WORD}\\.?(?:\\s*№?\\s?\\d{1,4})?(?:\\s+(?:имени|им)\\.?)?(?:\\s+${TITLE}){0,4}\\s*[«"„“(]?\\s*$`,
  'iu',
);
/** A person is named by the post held there: «директор школы Петрова Анна Ивановна». */
const HELD_POST =
  /(?:директор|завуч|учител|заведующ|главврач|врач|воспитател|сотрудни|начальник|руководител|преподавател|председател|охранник|тренер|ректор|декан)\p{L}*\s+(?:\p{L}+\s+)?\p{L}+\.?(?:\s*№?\s?\d{1,4})?\s*$/iu;
const LOOK_BACK = 90;

/** Spans of people's names, in no order; they may overlap. */
export function findNames(text: string): Span[] {
  const spans: Span[] = [];
  const add = (start: number, end: number) => {
    if (end > start && !isNamedAfter(text, start)) spans.push({ start, end });
  };
  for (const match of text.matchAll(FULL_NAME)) {
    const [whole, before, first = '', patronymic = '', after] = match;
    if (isNotName(first) || isNotName(patronymic)) continue;
    const isSurnameBefore = before !== undefined && isSurname(before);
    const isSurnameAfter = after !== undefined && isSurname(after);
    const start = match.index + (before !== undefined && !isSurnameBefore ? before.length + 1 : 0);
    const cut = after !== undefined && (!isSurnameAfter || isSurnameBefore) ? after.length + 1 : 0;
    add(start, match.index + whole.length - cut);
  }
  for (const pattern of [BEFORE_INITIALS, AFTER_INITIALS]) {
    for (const match of text.matchAll(pattern)) {
      if (!isNotName(match[1] ?? '')) add(match.index, match.index + match[0].length);
    }
  }
  for (const match of text.matchAll(SIGNATURE)) {
    const name = match[1] ?? '';
    if (name.split(/[\s-]/).some(isNotName)) continue;
    const start = match.index + match[0].length - name.length;
    spans.push({ start, end: start + name.length });
  }
  for (const match of text.matchAll(VK_PERSON)) spans.push({ start: match.index, end: match.index + match[0].length });
  return spans;
}

function isNotName(word: string): boolean {
  return NOT_NAMES.has(word.toLowerCase()) || IS_PLACE_WORD.test(word);
}

function isSurname(word: string): boolean {
  return !isNotName(word) && SURNAME.test(word);
}

function isNamedAfter(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  return NAMED_AFTER.test(before) && !HELD_POST.test(before);
}
