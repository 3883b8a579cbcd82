import type { Territory } from '../../src/core/place.js';
import type { Home } from './home.js';
import { adjectiveNominative, capitalise } from './restore.js';
import {
  type AreaMention,
  claim,
  type DistrictMention,
  isFree,
  longestName,
  type Scan,
  type SettlementMention,
  wordAt,
  writtenAt,
} from './scan.js';
import { districtNoun, districtWords, plainAdjectives } from './words.js';

/** Districts inside many cities: without such a municipality near home they say nothing of one. */
export const cityDistricts: ReadonlySet<string> = new Set(
  `ленинский советский октябрьский кировский центральный железнодорожный заводской индустриальный дзержинский свердловский мотовилихинский
  орджоникидзевский сеймский московский первомайский пролетарский фрунзенский промышленный калининский куйбышевский сормовский автозаводский
  красноармейский левобережный правобережный ленинградский северный южный западный восточный петроградский приморский выборгский невский адмиралтейский
  василеостровский нижегородский канавинский приокский верх-исетский чкаловский вахитовский авиастроительный курчатовский тракторозаводский металлургический
  ворошиловский краснооктябрьский тракторозаводской ломоносовский исакогорский соломбальский майская привокзальный зареченский`.split(
    /\s+/,
  ),
);

export const okrugWords = new Set(['округ', 'округа', 'округе', 'округу', 'округом', 'ао']);
const middleWord = /^(?:административн|городск|внутригородск)(?:ый|ой|ого|ом|ому|ым)$/;
const adjectiveEnding = /(?:[сц]к(?:ий|ого|ому|им|ом|ой)|[нвл](?:ый|ой|ого|ому|ым|ом))$/;

/** «Ленинский район», «в Советском округе», «Кировского административного округа» at the word for district; claims its tokens. */
export function findDistrict(scan: Scan, at: number): DistrictMention | null {
  const word = wordAt(scan, at);
  const isOkrug = okrugWords.has(word);
  if (!isOkrug && (!districtWords.has(word) || districtNoun(word) !== 'район')) return null;
  const hasMiddle = middleWord.test(wordAt(scan, at - 1));
  const before = hasMiddle ? at - 2 : at - 1;
  const isBefore = fits(scan, before) && scan.tokens[before + 1]?.fresh !== true;
  const place = isBefore ? before : at + 1;
  if (!isBefore && scan.tokens[place]?.capital && !scan.tokens[place]?.fresh) {
    const named = longestName(scan, place);
    const parts = named?.entries.flatMap(({ territory }) => (territory.level === 'district' ? [territory] : [])) ?? [];
    const first = parts[0];
    // «район Арбат»
    if (named !== null && first !== undefined && isFree(scan, at, place + named.length)) {
      claim(scan, at, place + named.length);
      return { name: first.name, typed: true, entries: parts, start: at, end: place + named.length };
    }
  }
  if (
    !isBefore &&
    (scan.tokens[place]?.fresh ||
      !scan.tokens[place]?.capital ||
      !fits(scan, place) ||
      !sameCase(word, wordAt(scan, place)))
  )
    return null;
  const adjective = adjectiveNominative(wordAt(scan, place), 'm');
  const name = `${capitalise(adjectiveNominative(writtenAt(scan, place), 'm'))} ${isOkrug ? 'округ' : 'район'}`;
  const entries = [
    ...scan.gazetteer.named('district', name),
    ...scan.gazetteer.named('district', adjectiveNominative(writtenAt(scan, place), 'm')),
  ];
  if (entries.length === 0 && !cityDistricts.has(adjective)) return null;
  if (!scan.tokens[place]?.capital && !scan.loud && !/[сц]к/.test(adjective)) return null;
  const start = Math.min(place, at);
  const end = Math.max(place, at) + 1;
  claim(scan, start, end);
  return { name, typed: true, entries, start, end };
}

/** «район Курский», «районе Курском», but not «в районе Драматического театра». */
export function sameCase(district: string, word: string): boolean {
  if (district.includes('-')) return /(?:ий|ый|ого|ом|ому)$/.test(word);
  if (district.endsWith('а')) return /ого$/.test(word);
  if (district.endsWith('е')) return /ом$/.test(word);
  if (district.endsWith('у')) return /ому$/.test(word);
  return /(?:ий|ый)$/.test(word);
}

function fits(scan: Scan, place: number): boolean {
  const token = scan.tokens[place];
  if (token === undefined || token.kind !== 'word' || scan.used[place] === 1) return false;
  return adjectiveEnding.test(token.word) && !plainAdjectives.has(token.word);
}

/** A part of the home town, or of a town that the text names, by its bare name: «на Уралмаше», «в Мотовилихе»; claims its tokens. */
export function findBareDistrict(scan: Scan, at: number, towns: readonly SettlementMention[]): DistrictMention | null {
  const before = wordAt(scan, at - 1);
  if (before !== 'в' && before !== 'на' && before !== 'во' && before !== 'по') return null;
  const found = scan.tokens[at]?.capital ? longestName(scan, at) : null;
  if (found === null || !isFree(scan, at, at + found.length)) return null;
  const { gazetteer, homeId } = scan;
  const home = homeId === null ? null : gazetteer.at(homeId, 'settlement');
  const entries = found.entries
    .map(({ territory }) => territory)
    .filter(
      (territory) =>
        territory.level === 'district' &&
        gazetteer
          .chain(territory.id)
          .some(
            (node) =>
              node.id === home?.id || towns.some((town) => town.entries.some((entry) => entry.territory === node)),
          ),
    );
  const first = entries[0];
  if (first === undefined) return null;
  claim(scan, at, at + found.length);
  return { name: first.name, typed: false, entries, start: at, end: at + found.length };
}

/**
 * «Курская область, Советский район»: with no town named, a district of this name that the named region has as a municipality is that
 * municipality. What is left may be a part of a town.
 */
export function promoteDistricts(
  scan: Scan,
  districts: readonly DistrictMention[],
  regions: readonly AreaMention[],
  hasSettlement: boolean,
): { districts: DistrictMention[]; municipalities: AreaMention[] } {
  const municipalities: AreaMention[] = [];
  const ids = new Set(regions.flatMap(({ territoryIds }) => territoryIds));
  const left = districts.filter(({ name, start, end }) => {
    if (hasSettlement || ids.size === 0) return true;
    const inRegion = scan.gazetteer
      .named('municipality', name)
      .filter(({ parent }) => parent !== null && ids.has(parent));
    if (inRegion.length === 0) return true;
    municipalities.push({ level: 'municipality', name, territoryIds: inRegion.map(({ id }) => id), start, end });
    return false;
  });
  return { districts: left, municipalities };
}

/**
 * Which of the districts lie in the town that the text is about: those that the gazetteer knows there, and for a town whose districts no
 * list holds, any. A village has none.
 */
export function districtsOf(
  scan: Scan,
  found: readonly DistrictMention[],
  town: Territory | null,
  home: Home,
): { mention: DistrictMention; node: Territory | null }[] {
  const { gazetteer } = scan;
  if (town === null || (town.type !== 'город' && town.id !== home.settlement?.id)) return [];
  return found.flatMap((mention) => {
    const node =
      mention.entries.find(({ id }) => gazetteer.chain(id).some(({ id: above }) => above === town.id)) ?? null;
    return node === null && !mention.typed ? [] : [{ mention, node }];
  });
}
