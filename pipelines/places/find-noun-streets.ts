import { decline } from './decline.js';
import { readHouses } from './find-houses.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, longestName, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { anyAdjective } from './street-numbers.js';
import { type Gender, plainAdjectives } from './words.js';

/** Nouns that streets are named with beside an adjective, by all their forms: «пути» → «путь». */
export const streetNouns = new Map<string, { nominative: string; gender: Gender }>();
for (const noun of [
  'горка',
  'слобода',
  'поляна',
  'заря',
  'роща',
  'звезда',
  'сосна',
  'мельница',
  'гора',
  'линия',
  'речка',
  'пристань',
]) {
  for (const form of decline(noun).flat()) streetNouns.set(form, { nominative: noun, gender: 'f' });
}
for (const form of ['путь', 'пути', 'путем', 'путю']) streetNouns.set(form, { nominative: 'путь', gender: 'm' });
for (const form of decline('маяк').flat()) streetNouns.set(form, { nominative: 'маяк', gender: 'm' });

const leads = new Set([
  'на',
  'по',
  'вдоль',
  'с',
  'со',
  'до',
  'от',
  'около',
  'возле',
  'у',
  'адресу',
  'адрес',
  'угол',
  'углу',
]);
const adjective = /^[а-я]{3,}(?:ая|яя|ой|ей|ую|юю|ый|ий|ого|его|ом|ем|ому|ему|ым|им)$/;

/** «Нижняя Дуброва 21-А»: any noun in the nominative beside one of the usual adjectives, both with capitals, before a house. */
function nounBeforeHouse(scan: Scan, at: number): { nominative: string; gender: Gender } | undefined {
  const second = scan.tokens[at + 1];
  if (second === undefined || !second.capital || second.word.length < 4 || anyAdjective.test(second.word)) return;
  if (!/^(?:верхн|нижн|средн|дальн|стар|нов|мал|больш|красн|зелен|бел)(?:ая|яя)$/.test(wordAt(scan, at))) return;
  if (!/[^аеиоуыэюя]а$/.test(second.word) || readHouses(scan, at + 2) === null || longestName(scan, at)?.length === 2)
    return;
  return { nominative: writtenAt(scan, at + 1), gender: 'f' };
}

/** «на Красном Пути», «вдоль Старой Слободы», «Красный Путь, 9»: an adjective and a noun, both declined; claims its tokens. */
export function findNounStreet(scan: Scan, at: number, lead: number): StreetMention | null {
  const second = scan.tokens[at + 1];
  if (second === undefined || second.kind !== 'word' || second.fresh || scan.used[at + 1] === 1) return null;
  const first = wordAt(scan, at);
  const noun = streetNouns.get(second.word) ?? nounBeforeHouse(scan, at);
  if (
    noun === undefined ||
    !adjective.test(first) ||
    (plainAdjectives.has(first) && streetNouns.has(second.word)) ||
    /^(?:горяч|прям|телефонн|кредитн)/.test(first)
  )
    return null;
  if (!second.capital && !/^(?:красн|стар|зелен|светл)/.test(first)) return null;
  if (!leads.has(wordAt(scan, lead)) && readHouses(scan, at + 2) === null) return null;
  claim(scan, at, at + 2);
  const name = capitalise(`${adjectiveNominative(writtenAt(scan, at), noun.gender)} ${noun.nominative}`);
  return { name, start: at, end: at + 2, weight: 0.8, houses: [] };
}
