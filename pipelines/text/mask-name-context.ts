import { firstName, GENITIVE } from './mask-first-names.js';

const PLACE_WORD =
  '(?:улиц\\p{L}*|ул|проспект\\p{L}*|пр-?к?т\\p{L}*|пр|переул\\p{L}*|пер|площад\\p{L}*|пл|бульвар\\p{L}*|б-р|бул|набережн\\p{L}*|наб|проезд\\p{L}*|' +
  'тупик\\p{L}*|шоссе|спуск\\p{L}*|алле[яюией]\\p{L}*|остановк\\p{L}*|школ\\p{L}*|сош|гимнази\\p{L}*|лице[йяюем]\\p{L}*|памятник\\p{L}*|монумент\\p{L}*|бюст\\p{L}*|мемориал\\p{L}*|музе\\p{L}*|' +
  'библиотек\\p{L}*|театр\\p{L}*|парк\\p{L}*|сквер\\p{L}*|рощ[аиуе]\\p{L}*|больниц\\p{L}*|поликлиник\\p{L}*|имени|им|сад\\p{L}*|стадион\\p{L}*|дворц\\p{L}*|дворец|дк|' +
  'станци\\p{L}*|дом-музе\\p{L}*|филармони\\p{L}*|институт\\p{L}*|университет\\p{L}*|колледж\\p{L}*|академи[яию]|фонд\\p{L}*|микрорайон\\p{L}*|мкр|храм\\p{L}*|церк[оов]\\p{L}*|' +
  'собор\\p{L}*|часовн\\p{L}*|икон\\p{L}*|мощ\\p{L}*|монастыр\\p{L}*|кубк\\p{L}*|кубок|турнир\\p{L}*|мост\\p{L}*|село|деревн\\p{L}*|пос[её]л\\p{L}*|хутор\\p{L}*)';
const IS_PLACE_WORD = new RegExp(`^${PLACE_WORD}$`, 'iu');
const TITLE =
  '(?:академик|геро|маршал|генерал|советск|союз|росси|поэт|писател|космонавт|художник|композитор|профессор|капитан|лейтенант|л[её]тчик|адмирал|' +
  'полковник|майор|сержант|рядов|врач|хирург|учен|конструктор|партизан|народн|артист|свят|князя|№)\\p{L}*';
const NAMED_AFTER = new RegExp(
  `(?:^|[^\\p{L}-])${PLACE_WORD}\\.?(?:\\s*№?\\s?\\d{1,4})?(?:\\s+(?:имени|им)\\.?)?(?:\\s+${TITLE}){0,4}\\s*[«"„“(]?\\s*$`,
  'iu',
);
/** A person is named by the post held there: «директор школы Петрова Анна Ивановна». */
const HELD_POST =
  /(?:директор|завуч|учител|заведующ|главврач|врач|воспитател|сотрудни|начальник|руководител|преподавател|председател|охранник|тренер|ректор|декан|сторож|настоятел)\p{L}*\s+(?:\p{L}+\s+)?\p{L}+\.?(?:\s*№?\s?\d{1,4})?\s*$/iu;
/** «улицы Гагарина, Юрия Смирнова и …»: names in a row after a street word. */
const ROW_OF_STREETS =
  /(?:^|[^\p{L}])(?:улиц\p{L}*|ул\.?|проспект\p{L}*|переул\p{L}*)(?:\s+[А-ЯЁ][\p{L}-]+){1,3}(?:,\s[А-ЯЁ][\p{L}-]+(?:\s[А-ЯЁ][\p{L}-]+)?)*(?:,|\sи|\sдо)\s$/u;
const HOUSE_AFTER = /^,?\s?(?:д\.?\s?|дом\p{L}{0,2}\s)?(?:№\s?)?\d/u;
const STREET_AFTER = /^\s(?:улиц|проспект|переул|площад|бульвар|наб|сквер|парк)/iu;
const TOWARDS = /(?:^|[^\p{L}])(?:на|по|до|вдоль|возле|около|через)\s$/iu;
const LOOK_BACK = 90;

/**
 * People whose names streets, parks and plays bear all over the country, as first name and surname without their endings. They stay,
 * unless a patronymic makes a person of today of them.
 */
const NAMESAKES = new Set(
  (
    'юри:гагарин карл:маркс роз:люксембург зо:космодемьянск максим:горьк степан:разин дмитри:донск александр:невск емельян:пугачев ' +
    'иван:сусанин богдан:хмельницк павлик:морозов олег:кошев лиз:чайкин александр:матросов никола:островск павл:корчагин павел:корчагин ' +
    'тарас:шевченк льв:толст лев:толст серге:есенин александр:пушкин михаил:лермонтов никола:некрасов антон:чехов фридрих:энгельс ' +
    'клар:цеткин софь:перовск андре:желябов серге:киров михаил:калинин михаил:фрунзе валери:чкалов герман:титов алексе:леонов ' +
    'сергей:корол серге:королев дмитри:менделеев михаил:ломоносов александр:суворов михаил:кутузов георги:жуков константин:рокоссовск ' +
    'василь:чапаев васили:чапаев никола:щорс владимир:маяковск владимир:высоцк виктор:цо иль:муромец александр:попов никола:рубцов ' +
    'владимир:ленин дарь:помпеев серге:лазо феликс:дзержинск яков:свердлов иван:франк лес:украинк марин:раск марин:цветаев ' +
    'валентин:терешков мари:магдалин анн:каренин анн:ахматов васили:шукшин михаил:шолохов иван:тургенев афанаси:фет федор:достоевск'
  ).split(' '),
);

export function isPlaceWord(word: string): boolean {
  return IS_PLACE_WORD.test(word);
}

/** True when the name at `start` is a street's, a school's, a monument's: a word for one stands before it. */
export function isNamedAfter(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  return (NAMED_AFTER.test(before) && !HELD_POST.test(before)) || ROW_OF_STREETS.test(before);
}

/** True when a first name and a surname stand for a street without the word: «на Юрия Гагарина», «Анны Лесной, 12». */
export function isBareStreet(text: string, end: number, first: string, surname: string): boolean {
  if (NAMESAKES.has(`${stemOf(first)}:${surnameStem(surname)}`)) return true;
  // «на Героев Хасана»: the heroes of a place or a battle.
  if (surname === 'героев' && ((firstName(first) ?? 0) & GENITIVE) !== 0) return true;
  const after = text.slice(end, end + 20);
  return ((firstName(first) ?? 0) & GENITIVE) !== 0 && (HOUSE_AFTER.test(after) || STREET_AFTER.test(after));
}

/** «на С. Разина», «М. Горького, 12»: an initial before the name of a street. */
export function isInitialOfStreet(text: string, start: number, end: number, surname: string): boolean {
  const initial = (text[start] ?? '').toLowerCase();
  const stem = surnameStem(surname);
  for (const namesake of NAMESAKES) if (namesake[0] === initial && namesake.endsWith(`:${stem}`)) return true;
  return (
    /^,?\s?(?:д\.?\s?|дом\s)?\d/u.test(text.slice(end, end + 8)) ||
    TOWARDS.test(text.slice(Math.max(0, start - 10), start))
  );
}

function stemOf(first: string): string {
  return first.replaceAll('ё', 'е').replace(/(?:ом|ем|ой|ей|ию|[аяыиуюейь])$/u, '');
}

function surnameStem(surname: string): string {
  return surname
    .replaceAll('ё', 'е')
    .replace(/(?:ого|его|ому|ему|ыми|ой|ый|ий|ая|ую|ым|им|ом|ем|ы|а|у|е|я|ю|й|и)$/u, '');
}
