import type { Territory } from '../../src/core/place.js';
import { cityDistricts, sameCase } from './find-districts.js';
import { CASE } from './gazetteer.js';
import { adjectiveNominative, capitalise } from './restore.js';
import { type AreaMention, claim, longestName, type Scan, wordAt, writtenAt } from './scan.js';
import { directionPrepositions, districtNoun, districtWords, otherDistrictNouns, plainAdjectives } from './words.js';

/** Region named at the token: «в Курской области», «Пермский край», «Чувашия», «ХМАО»; claims its tokens. */
export function findRegion(scan: Scan, at: number): AreaMention | null {
  const found = longestName(scan, at);
  if (found === null) return null;
  const regions = found.entries.filter((entry) => entry.territory.level === 'region');
  const region = regions[0];
  if (region === undefined) return null;
  // «Алтай» and «Крым» are villages too, «Москва» is a town first.
  if (found.entries.some(({ territory }) => territory.level === 'settlement' && territory.type === 'город'))
    return null;
  const token = scan.tokens[at];
  const last = scan.tokens[at + found.length - 1];
  if (token === undefined || last === undefined) return null;
  if (found.length === 1) {
    if (!token.capital && !scan.loud) return null;
    // «Алтай», «Крым» as a name of something else («ООО "Алтай"») is no region.
    if (/^["«“]$/.test(wordAt(scan, at - 1))) return null;
    if ((region.cases & ~CASE.nominative) === 0 && /^[а-я]+$/.test(token.word) && wordAt(scan, at + 1) === '-')
      return null;
  }
  claim(scan, at, at + found.length);
  return {
    level: 'region',
    name: region.territory.name,
    territoryIds: regions.map((entry) => entry.territory.id),
    start: at,
    end: at + found.length,
  };
}

/** Municipality named at the token, which is «район», «улус» in some form or «городской округ» / «г.о.»; claims its tokens. */
export function findMunicipality(scan: Scan, at: number): AreaMention | null {
  const word = wordAt(scan, at);
  if (districtWords.has(word)) return districtAt(scan, at);
  if (/^окру(?:г|га|ге|гу|гом)$/.test(word) && /^(?:городск|муниципальн)/.test(wordAt(scan, at - 1)))
    return okrugAt(scan, at);
  if (word === 'г' && wordAt(scan, at + 1) === '.' && /^о$/.test(wordAt(scan, at + 2))) {
    const name = wordAt(scan, at + 3) === '.' ? at + 4 : at + 3;
    return townAfter(scan, at, name);
  }
  return null;
}

function districtAt(scan: Scan, at: number): AreaMention | null {
  for (const [place, start, end] of [
    [at - 1, at - 1, at + 1],
    [at + 1, at, at + 2],
  ] as const) {
    const token = scan.tokens[place];
    if (token === undefined || token.kind !== 'word' || scan.used[place] === 1) continue;
    if (
      place > at &&
      (token.fresh || !token.capital || !(sameCase(wordAt(scan, at), token.word) && /[сц]к/.test(token.word)))
    )
      continue;
    if (place < at && scan.tokens[at]?.fresh) continue;
    if (!/(?:[сц]к(?:ий|ого|ому|им|ом|ой)|[нвлр](?:ый|ой|ого|ому|ым|ом))$/.test(token.word)) continue;
    if (plainAdjectives.has(token.word)) continue;
    if (!token.capital && !/[сц]к(?:ий|ого|ому|им|ом)$/.test(token.word)) continue;
    let from = start;
    let name = capitalise(adjectiveNominative(writtenAt(scan, place), 'm'));
    // «Русско- Полянского района»: the first half was torn off by a blank.
    if (place < at && wordAt(scan, place - 1) === '-' && scan.tokens[place - 2]?.kind === 'word') {
      name = `${capitalise(writtenAt(scan, place - 2))}-${name}`;
      from = place - 2;
    }
    const noun = districtNoun(wordAt(scan, at));
    const mention = named(scan, name, noun, from, end);
    // «Намский улус»: the word itself tells that it is none of a city's.
    if (mention.territoryIds.length === 0 && noun === 'район') {
      if (cityDistricts.has(name.toLowerCase()) || (!token.capital && !scan.loud)) return null;
      if (/(?:ный|вый|лый|рый|ной)$/i.test(name)) return null;
    }
    claim(scan, from, end);
    return mention;
  }
  return null;
}

/** Municipalities of this name, those of the home region alone if it has one; a city's own districts are left out. */
function named(scan: Scan, adjective: string, noun: string, start: number, end: number): AreaMention {
  const { gazetteer, homeId } = scan;
  const name = `${adjective} ${noun}`;
  const all = gazetteer.named('municipality', name);
  const home = homeId === null ? null : gazetteer.at(homeId, 'region');
  const isNear = ({ parent }: Territory): boolean => home !== null && parent === home.id;
  const listed = all.filter(isNear);
  // «Вилюйский район» at home, where the list has «Вилюйский улус».
  const near =
    listed.length > 0 || home === null
      ? listed
      : otherDistrictNouns(noun).flatMap((other) =>
          gazetteer.named('municipality', `${adjective} ${other}`).filter(isNear),
        );
  const isCommon = cityDistricts.has(adjective.toLowerCase());
  const chosen = near.length > 0 ? near : isCommon ? [] : all;
  return { level: 'municipality', name: chosen[0]?.name ?? name, territoryIds: chosen.map(({ id }) => id), start, end };
}

/** «Лысьвенский городской округ», «городской округ Троицк». */
function okrugAt(scan: Scan, at: number): AreaMention | null {
  const before = scan.tokens[at - 2];
  const kind = adjectiveNominative(wordAt(scan, at - 1), 'm');
  if (before?.capital && /(?:ск|цк)(?:ий|ого|ому|им|ом)$/.test(before.word) && scan.used[at - 2] === 0) {
    const name = `${capitalise(adjectiveNominative(writtenAt(scan, at - 2), 'm'))} ${kind} округ`;
    const found = scan.gazetteer.named('municipality', name);
    claim(scan, at - 2, at + 1);
    return { level: 'municipality', name, territoryIds: found.map(({ id }) => id), start: at - 2, end: at + 1 };
  }
  return townAfter(scan, at - 1, at + 1);
}

function townAfter(scan: Scan, start: number, at: number): AreaMention | null {
  const found = longestName(scan, at);
  const towns = found?.entries.filter((entry) => entry.territory.level === 'settlement') ?? [];
  const town = towns[0];
  if (found === null || town === undefined || directionPrepositions.has(wordAt(scan, at))) return null;
  const ids = towns.flatMap((entry) => {
    const municipality = scan.gazetteer.at(entry.territory.id, 'municipality');
    return municipality === null ? [] : [municipality.id];
  });
  claim(scan, start, at + found.length);
  return {
    level: 'municipality',
    name: `городской округ ${town.territory.name}`,
    territoryIds: ids,
    start,
    end: at + found.length,
  };
}
