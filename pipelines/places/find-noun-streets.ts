import { decline } from './decline.js';
import { readHouses } from './find-houses.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { claim, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
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

/** «на Красном Пути», «вдоль Старой Слободы», «Красный Путь, 9»: an adjective and a noun, both declined; claims its tokens. */
export function findNounStreet(scan: Scan, at: number, lead: number): StreetMention | null {
  const second = scan.tokens[at + 1];
  if (second === undefined || second.kind !== 'word' || second.fresh || scan.used[at + 1] === 1) return null;
  const noun = streetNouns.get(second.word);
  const first = wordAt(scan, at);
  if (
    noun === undefined ||
    !adjective.test(first) ||
    plainAdjectives.has(first) ||
    /^(?:горяч|прям|телефонн|кредитн)/.test(first)
  )
    return null;
  if (!second.capital && !/^(?:красн|стар|зелен|светл)/.test(first)) return null;
  if (!leads.has(wordAt(scan, lead)) && readHouses(scan, at + 2) === null) return null;
  claim(scan, at, at + 2);
  const name = capitalise(`${adjectiveNominative(writtenAt(scan, at), noun.gender)} ${noun.nominative}`);
  return { name, start: at, end: at + 2, weight: 0.8, houses: [] };
}
