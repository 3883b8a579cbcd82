import { attachHouses, houseAfterSettlement } from './attach-houses.js';
import { findAddressStreets } from './find-address-streets.js';
import { findMunicipality, findRegion } from './find-areas.js';
import { findBareStreet } from './find-bare-streets.js';
import { findBareDistrict, findDistrict, promoteDistricts } from './find-districts.js';
import { findIntersections } from './find-intersections.js';
import { findLandmarks } from './find-landmarks.js';
import { withoutLettered } from './find-lettered-houses.js';
import { namedInFull } from './find-masculine-streets.js';
import { findNumberedStreet } from './find-numbered-streets.js';
import { findBareSettlement } from './find-settlements.js';
import { findFurtherStreets, findStreetLists } from './find-street-lists.js';
import { findTypedStreets } from './find-streets.js';
import { findTypedSettlements } from './find-typed-settlements.js';
import { findListedVillages, findVillageByForm } from './find-villages.js';
import { GATE } from './gates.js';
import { CASE } from './gazetteer.js';
import { findHint } from './hints.js';
import type {
  AreaMention,
  DistrictMention,
  HintMention,
  LandmarkMention,
  Scan,
  SettlementMention,
  StreetMention,
} from './scan.js';
import { wordAt } from './scan.js';
import { isNear } from './settlement-names.js';
import type { Token } from './tokens.js';

export interface Mentions {
  readonly regions: readonly AreaMention[];
  readonly municipalities: readonly AreaMention[];
  readonly settlements: readonly SettlementMention[];
  readonly streets: readonly StreetMention[];
  /** Parts of towns; which town is for the resolver to say. */
  readonly districts: readonly DistrictMention[];
  readonly landmarks: readonly LandmarkMention[];
  readonly hints: readonly HintMention[];
  /** Ids of the regions of towns that are only named beside the place; the resolver tells them. */
  readonly besides?: readonly string[];
}

/** Of a text that names nothing. */
export const noMentions: Mentions = {
  regions: [],
  municipalities: [],
  settlements: [],
  streets: [],
  districts: [],
  landmarks: [],
  hints: [],
};

/**
 * Finds all places that the text names; {@link noMentions} itself where there are none. Mentions with a type word of their own go first, since they are sure; names without one get
 * what is left. Each token serves one mention.
 */
export function findMentions(scan: Scan): Mentions {
  const regions: AreaMention[] = [];
  const municipalities: AreaMention[] = [];
  const settlements: SettlementMention[] = [];
  const streets: StreetMention[] = [];
  const districts: DistrictMention[] = [];
  const landmarks: LandmarkMention[] = [];
  const hints: HintMention[] = [];
  const { tokens, used } = scan;
  for (let at = 0; at < tokens.length; at++) {
    const { gates } = tokens[at] as Token;
    if ((gates & (GATE.typed | GATE.name)) === 0 || used[at] === 1) continue;
    const isTyped = (gates & GATE.typed) !== 0;
    if (isTyped) {
      const landmark = findLandmarks(scan, at);
      if (landmark.length > 0) {
        landmarks.push(...landmark);
        continue;
      }
      const settlement = findTypedSettlements(scan, at);
      if (settlement.length > 0) {
        settlements.push(...settlement);
        continue;
      }
      const found = findTypedStreets(scan, at);
      if (found.length > 0) {
        streets.push(...found);
        continue;
      }
    }
    const region = findRegion(scan, at);
    if (region !== null) {
      regions.push(region);
      for (const id of region.territoryIds) scan.near.add(id);
      continue;
    }
    if (!isTyped) continue;
    const municipality = findMunicipality(scan, at);
    if (municipality !== null) {
      const town = homeTownOf(scan, municipality);
      if (town === null) municipalities.push(municipality);
      else settlements.push(town);
      continue;
    }
    const district = findDistrict(scan, at);
    if (district !== null) districts.push(district);
  }
  for (let at = 0; at < tokens.length; at++) {
    const { kind, gates } = tokens[at] as Token;
    if (kind === 'sign' || used[at] === 1) continue;
    const street =
      kind === 'number' ? findNumberedStreet(scan, at) : mayBeStreet(tokens, at) ? findBareStreet(scan, at) : null;
    if (street !== null) {
      streets.push(street);
      continue;
    }
    if (kind !== 'word') continue;
    const settlement =
      ((gates & GATE.name) === 0 ? null : findBareSettlement(scan, at)) ??
      (mayBeVillage(tokens, at) ? findVillageByForm(scan, at) : null);
    if (settlement !== null) {
      settlements.push(settlement);
      continue;
    }
    const hint = (gates & GATE.kin) === 0 ? null : findHint(scan, at);
    if (hint !== null) hints.push(hint);
  }
  const places = settlements.length + municipalities.length + regions.length + districts.length;
  const isNothing = places + streets.length + landmarks.length + hints.length === 0;
  const listed = isNothing ? findStreetLists(scan) : [];
  if (isNothing && listed.length === 0) {
    const district = findBareDistricts(scan, settlements);
    return district.length === 0 ? noMentions : { ...noMentions, districts: district };
  }
  streets.push(
    ...findAddressStreets(
      scan,
      [...settlements, ...municipalities, ...regions, ...districts].map(({ end }) => end),
    ),
  );
  streets.push(...(isNothing ? listed : findStreetLists(scan)));
  streets.push(...findFurtherStreets(scan, streets));
  for (const village of findListedVillages(scan, [...municipalities, ...regions], streets)) settlements.push(village);
  districts.push(...findBareDistricts(scan, settlements));
  attachHouses(scan, streets);
  if (streets.length === 0) {
    for (const settlement of settlements) {
      const houses = settlement.how === 'typed' ? houseAfterSettlement(scan, settlement.end) : null;
      if (houses !== null) settlement.houses = houses.list;
    }
  }
  settlements.sort((a, b) => a.start - b.start);
  streets.sort((a, b) => a.start - b.start);
  landmarks.push(...findIntersections(scan, streets));
  landmarks.sort((a, b) => a.start - b.start);
  const promoted = promoteDistricts(scan, districts, regions, settlements.length > 0);
  municipalities.push(...promoted.municipalities);
  return {
    regions,
    municipalities,
    settlements: takeOnlyWay(scan, preferOurs(scan, leaveTales(scan, settlements, streets))),
    streets: streets.length < 2 ? streets : namedInFull(withoutLettered(streets)),
    districts: promoted.districts,
    landmarks,
    hints,
  };
}

/**
 * «трагедии в Люберцах и Балашихе», «были в Сочи, а у нас на Полевой грязь»: where the home town is known and a street is told, a bare town of
 * another region that stands away from all streets is a tale or a comparison.
 */
function leaveTales(
  scan: Scan,
  settlements: readonly SettlementMention[],
  streets: readonly StreetMention[],
): readonly SettlementMention[] {
  const { homeId, gazetteer } = scan;
  if (homeId === null || streets.length === 0 || gazetteer.at(homeId, 'settlement') === null) return settlements;
  return settlements.map((one) => {
    const isBeside = streets.some(
      ({ start, end }) => !isParted(scan, Math.min(end, one.end), Math.max(start, one.start)),
    );
    const isTold = one.how === 'typed' || isBeside || one.entries.some((entry) => isNear(scan, entry));
    return isTold ? one : { ...one, how: 'direction' };
  });
}

/**
 * «Когда пустят автобус до Седельниково?» in a channel of a whole region or district: the one village of it that a way leads to is what the text is about,
 * where it tells no other place. Ways to towns lead everywhere.
 */
function takeOnlyWay(scan: Scan, settlements: readonly SettlementMention[]): readonly SettlementMention[] {
  const [only, ...others] = settlements;
  const { homeId, gazetteer } = scan;
  if (only?.how !== 'direction' || others.length > 0 || homeId === null) return settlements;
  if (gazetteer.at(homeId, 'settlement') !== null || !/^(?:до|на|к|ко)$/.test(wordAt(scan, only.start - 1)))
    return settlements;
  const isVillage =
    only.entries.some((entry) => isNear(scan, entry)) &&
    only.entries.every(({ territory }) => territory.type !== 'город');
  return isVillage ? [{ ...only, how: 'bare' }] : settlements;
}

/** Does a sentence or line end between these tokens? */
function isParted(scan: Scan, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (scan.tokens[at]?.fresh || /^[.!?…]$/.test(wordAt(scan, at))) return true;
  return false;
}

/** «на территории городского округа Троицк» written there: the home town, whose district other regions have too. */
function homeTownOf(scan: Scan, { name, start, end }: AreaMention): SettlementMention | null {
  const { homeId, gazetteer } = scan;
  const home = homeId === null ? null : gazetteer.at(homeId, 'settlement');
  if (home === null || name !== `городской округ ${home.name}` || gazetteer.at(home.id, 'municipality') !== null)
    return null;
  const entry = { territory: home, cases: CASE.nominative, alias: false, kind: 'name' as const };
  return { name: home.name, entries: [entry], start, end, weight: 0.9, how: 'typed' };
}

function findBareDistricts(scan: Scan, towns: readonly SettlementMention[]): DistrictMention[] {
  const { tokens, used } = scan;
  const found: DistrictMention[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { capital, gates } = tokens[at] as Token;
    if (!capital || (gates & GATE.name) === 0 || used[at] === 1) continue;
    const district = findBareDistrict(scan, at, towns);
    if (district !== null) found.push(district);
  }
  return found;
}

/** By its form, as the first word of a cut name («нар. ополчения»), or with a capital by the words beside it. */
function mayBeStreet(tokens: readonly Token[], at: number): boolean {
  const { gates, capital } = tokens[at] as Token;
  if ((gates & (GATE.streetForm | GATE.listedStreet)) !== 0) return true;
  const next = tokens[at + 1];
  // «Романенко 16»
  if (capital && next?.kind === 'number') return true;
  if (next !== undefined && (isStop(next) || (capital && (next.gates & GATE.streetNoun) !== 0))) return true;
  return capital && at > 0 && (gatesBefore(tokens, at) & GATE.streetLead) !== 0;
}

/** The kind is looked at first: to compare two strings that differ takes longer. */
const isStop = ({ kind, word }: Token): boolean => kind === 'sign' && word === '.';

function mayBeVillage(tokens: readonly Token[], at: number): boolean {
  const { capital, gates } = tokens[at] as Token;
  // In small letters only the form of a village tells one.
  return (
    at > 0 && (capital || (gates & GATE.streetForm) !== 0) && ((tokens[at - 1] as Token).gates & GATE.villageLead) !== 0
  );
}

/** Gates of the word before, also across a colon or point: «по адресу: Пучковка», «д. В-52». */
function gatesBefore(tokens: readonly Token[], at: number): number {
  const before = tokens[at - 1] as Token;
  if (before.kind !== 'sign' || at < 2) return before.gates;
  return before.word === ':' || before.word === '.' ? (tokens[at - 2] as Token).gates : before.gates;
}

/** «были в Сочи, а у нас в Рязани грязь»: beside «у нас в …» a bare town is some other place. */
function preferOurs(scan: Scan, settlements: readonly SettlementMention[]): readonly SettlementMention[] {
  const isOurs = ({ start }: SettlementMention): boolean =>
    wordAt(scan, start - 2) === 'нас' && wordAt(scan, start - 3) === 'у' && /^(?:в|во)$/.test(wordAt(scan, start - 1));
  if (settlements.length < 2 || !settlements.some(isOurs)) return settlements;
  return settlements.map((one) => (one.how === 'typed' || isOurs(one) ? one : { ...one, how: 'direction' }));
}
