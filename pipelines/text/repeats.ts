import { classOf, DIGIT } from './chars.js';

/** Words that mean something as they are: ООО, and one Latin letter repeated (www, III, xxx). */
const KEPT = /^(?:ооо|([a-z])\1+)$/;

/** Units behind a run that are looked at; keeps the work linear in the length of a word. */
const LOOK_AHEAD = 60;

/** Pieces of words with the double letter that belongs there; `^`: at the beginning of the word only. */
const DOUBLED = groupByPair(
  'суббот ^введ ^ввод ^ввел ^ввес ^ввоз поддерж поддел наддув дрожж вожж жужж ^жже сожже подожже беззащит беззакон аккур аккум аккаунт ' +
    'оккуп аллерг аллея аллей аллеи аллею аллее балл коллег коллек коллед иллюм иллюз милли металл кристалл апелля троллей параллел ' +
    'галлон вилла сумм комму комме программ грамм иммун симметр ванн тонн тоннел колонн антенн анна анне теннис аннул инновац осенн ' +
    'весенн утренн внутренн ранни раннее ранняя искренн вообщ кооп коорд соотв ^сообщ ^сооруж зоопарк зоомаг групп грипп аппар аппет ' +
    'аппл оппоз террит терро террас коррек корруп корресп ирригац касс масс класс трасс пресс процесс прогресс стресс агресс компресс ' +
    'комисс миссия профессор професси шоссе бассейн пассаж ^расс ^росси русск ^восс ^исс ^бесс дискусс кросс пессим рессор ссор ссыл ' +
    'ассорт ассоц ассист искусств ^отт аттест аттракц коттедж брутто нетто вакуум эффект диффуз суффикс пицц перееха переезд переед',
);
/** Endings before which «нн» is the rule («длинный», «временно», «данность») when a vowel stands before it. */
const AFTER_DOUBLE_N = /^(?:ы[йехм]|ыми|ая|ую|ое|ого|ому|ой|ом|о|а|ы|ост)/;
/** What stands before a single «н» in spite of the rule: «единый», «зелёный», «песчаный». */
const BEFORE_SINGLE_N =
  /(?:^ю|еди|пья|зеле|румя|рва|ране|серебря|песча|кожа|льня|багря|гости|вороне|соле|студе|пряе|смышле|руби|беле|жаре|варе)$/;
const VOWEL_BEFORE = /[аеияоу]$/;

/**
 * The word with runs of three and more equal letters as the one or two that belong there: «пааамагите» → «памагите», «длинннный» →
 * «длинный», «кааасса» → «касса». Two only where the list of doubled pieces or the rule of «нн» says so; endings need no care, since
 * stems drop them («аварииии» and «аварии» share «авар»).
 */
export function collapseRepeats(word: string): string {
  let out = '';
  let from = 0;
  for (let index = 0; index < word.length; ) {
    const code = word.charCodeAt(index);
    let end = index + 1;
    while (end < word.length && word.charCodeAt(end) === code) end += 1;
    if (end - index >= 3 && classOf(code) !== DIGIT && (code < 0xd800 || code > 0xdfff)) {
      if (KEPT.test(word)) return word;
      out += word.slice(from, index + 1);
      if (isDouble(out, word.charAt(index), shorten(word.slice(end, end + LOOK_AHEAD)))) out += word.charAt(index);
      from = end;
    }
    index = end;
  }
  return from === 0 ? word : out + word.slice(from);
}

/** Whether the letter that ends `left` is doubled before `right`. */
function isDouble(left: string, letter: string, right: string): boolean {
  if (letter === 'н' && AFTER_DOUBLE_N.test(right)) {
    const before = left.slice(0, -1);
    if (VOWEL_BEFORE.test(before) && !BEFORE_SINGLE_N.test(before)) return true;
  }
  const word = left + letter + right;
  const pair = left.length - 1;
  return (DOUBLED.get(letter) ?? []).some(({ piece, at, first }) => {
    const start = pair - at;
    return start >= 0 && (!first || start === 0) && word.startsWith(piece, start);
  });
}

/** Equal letters from three on as one. */
function shorten(text: string): string {
  return text.replace(/(\p{L})\1{2,}/gu, '$1');
}

interface Piece {
  readonly piece: string;
  /** Where the pair stands in the piece. */
  readonly at: number;
  readonly first: boolean;
}

function groupByPair(list: string): ReadonlyMap<string, readonly Piece[]> {
  const groups = new Map<string, Piece[]>();
  for (const entry of list.split(' ')) {
    const piece = entry.replace('^', '');
    const pair = /(.)\1/.exec(piece);
    if (pair === null) throw new RangeError(`"${entry}" has no double letter`);
    const letter = pair[1] as string;
    const group = groups.get(letter) ?? [];
    group.push({ piece, at: pair.index, first: entry.startsWith('^') });
    groups.set(letter, group);
  }
  return groups;
}

const DRAWN = /(\p{L})(?:(?:-\1){2,}|(?:-\1)+(?![\p{L}\p{M}\p{Nd}]))/gu;
const STUTTER = /(?<![\p{L}\p{M}\p{Nd}-])(\p{L})-(?=\1)/gu;

/** A word drawn out with hyphens, in lower case: «а-а-а» → «а», «не-е-ет» → «нет», «да-а» → «да», «о-очень» → «очень». */
export function mendDrawn(text: string): string {
  let mended = text;
  for (;;) {
    const next = mended.replace(DRAWN, '$1').replace(STUTTER, '');
    if (next === mended) return mended;
    mended = next;
  }
}
