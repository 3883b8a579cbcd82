import { adjectiveNominative, agrees, capitalise, isWomansSurname } from './restore.js';
import { anyAdjective, counted, jubilee, months } from './street-numbers.js';
import { isCommonAdjective, surname } from './street-shapes.js';
import { type StreetType, womenOfStreets } from './words.js';

/** «1-ого» before a masculine name → «1-й», «2-ой» before a feminine one → «2-я», «7 Мервинский» → «7-й»: as registers write it. */
export function ordinalFor(word: string, type: StreetType): string {
  const digits = /^\d+/.exec(word)?.[0] ?? word;
  return `${digits}-${type.gender === 'f' ? 'я' : type.gender === 'n' ? 'е' : 'й'}`;
}

/**
 * The name as the address register would write it: nominative, «улица» left out, other types kept on the side where they belong
 * («Московское шоссе», «проспект Победы»).
 */
export function streetTitle(words: readonly string[], type: StreetType): string {
  const restored = restoreWords(words, type);
  const name = capitalise(restored.join(' '));
  if (type.name === 'улица') return name;
  const last = restored.at(-1) ?? '';
  const isAdjective =
    type.name !== 'микрорайон' &&
    type.name !== 'квартал' &&
    type.name !== 'жилмассив' &&
    restored.length <= 2 &&
    agrees(last, type.gender) &&
    (type.gender === 'f' ? /(?:ая|яя)$/i : /(?:ый|ий|ой|ое|ее)$/i).test(last) &&
    !womenOfStreets.has(last.toLowerCase());
  return isAdjective ? `${name} ${type.name}` : `${type.name} ${name}`;
}

function restoreWords(words: readonly string[], type: StreetType): string[] {
  const folded = words.map((word) => word.toLowerCase().replaceAll('ё', 'е'));
  const last = folded.at(-1) ?? '';
  const first = folded[0] ?? '';
  if (
    /^\d/.test(first) &&
    words.length >= 2 &&
    !counted.test(folded[1] ?? '') &&
    !months.test(last) &&
    folded[1] !== 'лет' &&
    !jubilee.test(first) &&
    type.gender !== 'n' &&
    anyAdjective.test(last)
  ) {
    if (type.gender === 'm' && /(?:ой|ый|ий)$/.test(last)) return [ordinalFor(first, type), ...words.slice(1)];
    if (type.gender === 'm')
      return [ordinalFor(first, type), ...words.slice(1, -1), adjectiveNominative(words.at(-1) ?? '', 'm')];
    return [ordinalFor(first, type), ...words.slice(1, -1), adjectiveNominative(words.at(-1) ?? '', 'f')];
  }
  // «1ая Коноплянка»
  if (words.length === 2 && /^\d{1,2}-?[а-я]{1,3}$/.test(first) && !counted.test(last) && !months.test(last)) {
    const rest = restoreWords(words.slice(1), type);
    return [ordinalFor(first, type), ...rest];
  }
  if (words.length === 1 || /^\d/.test(first)) {
    const word = words.at(-1) ?? '';
    if (type.gender === 'f' ? isWomansSurname(last) : womenOfStreets.has(last)) return [...words];
    // «улица Лепешинской»: beside a nominative in full an adjective would be one too.
    if (type.gender === 'f' && type.nominative && !type.short && /[сц]кой$/.test(last) && !isCommonAdjective(last))
      return [...words];
    if (type.gender === 'f' && /(?:ой|ей|ую|юю)$/.test(last) && last.length > 4)
      return [...words.slice(0, -1), adjectiveNominative(word, 'f')];
    if (type.gender === 'f' && !type.nominative && /[вшт]?ке$/.test(last))
      return [...words.slice(0, -1), word.replace(/е$/i, 'а')];
    if (type.gender === 'm' && /(?:ом|ему|ому|ым|им)$/.test(last) && !type.nominative && last.length > 4)
      return [...words.slice(0, -1), adjectiveNominative(word, 'm')];
    // «в мкр Юбилейном»: an abbreviation hides the case, the adjective tells it.
    if (type.gender === 'm' && type.short && /(?:н|ов|ев|[сц]к|л)ом$/.test(last) && last.length > 6)
      return [...words.slice(0, -1), adjectiveNominative(word, 'm')];
    if (type.gender === 'm' && type.genitive && /(?:ого|его)$/.test(last) && !/[сц]кого$/.test(last))
      return [...words.slice(0, -1), adjectiveNominative(word, 'm')];
    return [...words];
  }
  // «на улице Старой Слободе», «по улице Красной Горке»: both words are declined.
  if (
    words.length === 2 &&
    type.gender === 'f' &&
    /(?:ой|ей)$/.test(first) &&
    !type.nominative &&
    /(?:е|у)$/.test(last) &&
    !womenOfStreets.has(first)
  ) {
    return [adjectiveNominative(words[0] ?? '', 'f'), (words[1] ?? '').replace(/[еу]$/i, 'а')];
  }
  // «по улице Большой Садовой»
  if (
    words.length === 2 &&
    type.gender === 'f' &&
    /^(?:мал|больш|стар|нов|верхн|нижн)(?:ой|ей)$/.test(first) &&
    /(?:[сц]к|н|в)(?:ой|ей)$/.test(last) &&
    !womenOfStreets.has(last)
  )
    return words.map((word) => adjectiveNominative(word, 'f'));
  // «по улице Малой Гагарина»
  if (words.length === 2 && type.gender === 'f' && /^(?:мал|больш|стар|нов)ой$/.test(first) && surname.test(last))
    return [adjectiveNominative(words[0] ?? '', 'f'), words[1] ?? ''];
  return [...words];
}
