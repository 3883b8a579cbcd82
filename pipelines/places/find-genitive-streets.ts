import { isPerson } from './bare-street-signs.js';
import { readHouses } from './find-houses.js';
import { GATE } from './gates.js';
import { capitalise } from './restore.js';
import { claim, type Scan, type StreetMention, wordAt, writtenAt } from './scan.js';
import { houseLeads } from './street-shapes.js';

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
/** Nouns that streets are named after together with an adjective, in the genitive, by the ending of that adjective. */
const feminineNouns = list(
  'армии гвардии коммуны революции воли славы победы пятилетки дивизии бригады конницы молодежи кооперации правды весны',
);
const masculineNouns = list(
  'комсомола знамени октября ополчения интернационала флота казачества полка подполья союза восстания возрождения',
);
const pluralNouns = list(
  'партизан курсантов стрелков моряков зорь бойцов орлов следопытов комиссаров коммунаров летчиков мстителей ленинцев пионеров дивизий рабочих командиров добровольцев',
);
/** Nouns behind people or another noun: «Защитников Отечества», «Дружбы Народов». */
const secondNouns = list('отечества коммунизма социализма народов родины войны труда революции сопротивления');
/** All of them: what may tell a street at the word before. */
export const genitiveNouns: ReadonlySet<string> = new Set([
  ...feminineNouns,
  ...masculineNouns,
  ...pluralNouns,
  ...secondNouns,
]);

/** «Ленинского Комсомола, 34», «на Советской Армии», «Красных Партизан 5»: an adjective and a noun in the genitive; claims its tokens. */
export function findGenitiveStreet(scan: Scan, at: number, lead: number): StreetMention | null {
  const first = scan.tokens[at];
  const second = scan.tokens[at + 1];
  if (first === undefined || second === undefined || (second.gates & GATE.streetNoun) === 0) return null;
  if (second.fresh || scan.used[at + 1] === 1) return null;
  const nouns = nounsBehind(first.word);
  if (nouns === null || !nouns.has(second.word) || first.word.length < 5) return null;
  const hasHouse = readHouses(scan, at + 2) !== null;
  const isOn = houseLeads.has(wordAt(scan, lead)) && first.capital;
  if (!hasHouse && !isOn) return null;
  if (isPerson(scan, at) || (!first.capital && !second.capital && !knownPairs.test(`${first.word} ${second.word}`)))
    return null;
  claim(scan, at, at + 2);
  const name = capitalise(`${writtenAt(scan, at)} ${writtenAt(scan, at + 1)}`);
  return { name, start: at, end: at + 2, weight: hasHouse ? 0.85 : 0.8, houses: [] };
}
/** By the form of the first word, which nouns may stand behind it; null when none. */
function nounsBehind(word: string): ReadonlySet<string> | null {
  if (/ой$/.test(word)) return feminineNouns;
  if (/ого$/.test(word)) return masculineNouns;
  if (/[ыи]х$/.test(word)) return pluralNouns;
  return /(?:[оеё]в|телей)$/.test(word) || word === 'дружбы' ? secondNouns : null;
}
/** Pairs that are streets in small letters too. */
const knownPairs =
  /^(?:советской армии|красной армии|красной гвардии|молодой гвардии|парижской коммуны|октябрьской революции|ленинского комсомола|народного ополчения|красных партизан|юных ленинцев|юных пионеров)$/;
