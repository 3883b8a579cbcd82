import { type Scan, wordAt, writtenAt } from './scan.js';
import { notNames, type StreetType, secondWords, units } from './words.js';

export const months = /^(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)$/;
export const anyAdjective = /(?:ая|яя|ой|ей|ый|ий|ое|ее|ого|его|ом|ем|ому|ему|ым|им|ых|их|ые|ие|ую|юю)$/;
export const ordinal = /^\d{1,3}-?(?:[яйеи]|ая|ой|ый|ий|го|ого|му|ому|м|ом|ым|им|х|ых|ю|ую|ей|ые)?$/;
/** «40-летия», «40летия» before «Победы», «Октября». */
export const jubilee = /^\d{2,3}-?лет(?:и[яею])?$/;
/** What a number inside a name counts: «Бойцов 9 Дивизии», «5 Армии», «22 Партсъезда». */
export const counted =
  /^(?:дивизи[ия]|арми[ия]|партсъезда|съезда|пятилетки|бригады|полка|гвардейской|бакинских|рабочего|рабочей|интернационала|кавдивизии|стрелковой|ударной|воздушной|минометной)$/;

/** What anniversaries are of: «50 лет ВЛКСМ». */
export const jubileeWords = /^(?:октября|победы|влксм|ссср|комсомола|пионерии|рлкс|советской|октябрьской)$/;

export interface StreetName {
  readonly words: readonly string[];
  /** Position of the token after the name. */
  readonly end: number;
}

/** «8 Марта», «50 лет Октября», «26 Бакинских комиссаров», «1-я» (then the name goes on), «мкр 9». */
export function readNumbered(scan: Scan, at: number, type: StreetType): StreetName | null {
  const number = wordAt(scan, at);
  // «3 я Первомайская»
  const next = isTornOrdinal(scan, at) ? scan.tokens[at + 2] : scan.tokens[at + 1];
  if (next !== scan.tokens[at + 1])
    return next?.capital || (type.short && anyAdjective.test(next?.word ?? ''))
      ? { words: [`${number}-${wordAt(scan, at + 1)}`], end: at + 2 }
      : null;
  if (jubilee.test(number)) {
    // «50-лет Октября» is written with a blank, «50-летия Октября» with a dash.
    const years = /лет$/.test(number)
      ? number.replace(/^(\d+)-?лет$/, '$1 лет')
      : number.replace(/^(\d+)-?/, '$1-').replace(/[ею]$/, 'я');
    const words = [years];
    let end = at + 1;
    while (words.length < 4 && isJubileeWord(scan, end)) {
      words.push(writtenAt(scan, end));
      end++;
    }
    return words.length > 1 ? { words, end } : null;
  }
  if (/^1[89]\d\d$/.test(number) && next?.word === 'года') return { words: [number, 'года'], end: at + 2 };
  if (type.name === 'микрорайон' && /^\d{1,2}[абв]$/.test(number))
    return { words: [number.toUpperCase()], end: at + 1 };
  if (!ordinal.test(number)) return null;
  if (next !== undefined && !next.fresh && next.kind === 'word') {
    if (counted.test(next.word) && !/\D/.test(number)) return readCounted(scan, at);
    if (months.test(next.word)) return { words: [number, writtenAt(scan, at + 1)], end: at + 2 };
    if (next.word === 'лет') {
      const words = [number, 'лет'];
      let end = at + 2;
      while (
        words.length < 4 &&
        (scan.tokens[end]?.capital ||
          secondWords.has(wordAt(scan, end)) ||
          /^(?:советской|октябрьской)$/.test(wordAt(scan, end))) &&
        scan.tokens[end]?.kind === 'word'
      ) {
        words.push(writtenAt(scan, end));
        end++;
      }
      return words.length > 2 ? { words, end } : null;
    }
    if (/\D/.test(number) || next.capital || (type.short && anyAdjective.test(next.word) && !notNames.has(next.word)))
      return { words: [number], end: at + 1 };
  }
  // «в нашем микрорайоне 8 многоквартирных домов»
  if (
    next?.kind === 'word' &&
    !next.fresh &&
    !next.capital &&
    (/[а-я]{4}(?:ых|их)$/.test(next.word) || units.has(next.word))
  )
    return null;
  return (type.name === 'микрорайон' || type.name === 'квартал') && /^\d/.test(number)
    ? { words: [number], end: at + 1 }
    : null;
}

/** «3 я Первомайская», «1 й Садовый»: a blank stands inside the ordinal. */
export function isTornOrdinal(scan: Scan, at: number): boolean {
  const ending = scan.tokens[at + 1];
  return (
    ending !== undefined &&
    !ending.fresh &&
    !ending.capital &&
    /^(?:я|й|ая|ой|ый|ю|ую)$/.test(ending.word) &&
    /^\d{1,2}$/.test(wordAt(scan, at)) &&
    anyAdjective.test(wordAt(scan, at + 2)) &&
    scan.tokens[at + 2]?.fresh === false
  );
}

function isJubileeWord(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  return (
    token?.kind === 'word' &&
    !token.fresh &&
    !notNames.has(token.word) &&
    (token.capital || secondWords.has(token.word) || /^(?:советской|октябрьской)$/.test(token.word))
  );
}

/** «5 Армии», «26 Бакинских Комиссаров», «9 Гвардейской Дивизии» from the number on. */
export function readCounted(scan: Scan, at: number): StreetName {
  const words = [wordAt(scan, at), writtenAt(scan, at + 1)];
  let end = at + 2;
  while (
    words.length < 4 &&
    /(?:ой|их)$/.test(words.at(-1) ?? '') &&
    (isJubileeWord(scan, end) || counted.test(wordAt(scan, end)))
  ) {
    words.push(writtenAt(scan, end));
    end++;
  }
  return { words, end };
}
