import { finestOktmo, type Landmark, type Place, type Territory } from '../../src/core/place.js';
import type { PlaceContext } from '../../src/core/ports.js';
import type { PlaceCoefficients } from './coefficients.js';
import { confidenceOf, confidenceSigns } from './confidence.js';
import { nearness } from './distance.js';
import type { Mentions } from './find.js';
import { districtsOf } from './find-districts.js';
import { fittedCoefficients } from './fitted-coefficients.js';
import type { Gazetteer, NameEntry } from './gazetteer.js';
import { type Home, leavesHomeMunicipality } from './home.js';
import { regionGiven, saysHere, type WeighedRegion, weighRegion, withinHome } from './region.js';
import { type AreaMention, type Scan, type SettlementMention, spanOf } from './scan.js';
import { scoreOf } from './score.js';

type Evidence = Place['evidence'][number];
type Field = Evidence['field'];

/** A place with the signs that its region and its confidence follow from: what the coefficients are fitted on. */
export interface Resolved {
  readonly place: Place;
  readonly region: WeighedRegion;
  readonly confidence: readonly number[] | null;
}

/** Makes one place of the mentions of a text and of what is known of the writer. Rules and signs: docs/places.md. */
export function resolvePlace(scan: Scan, found: Mentions, home: Home, context: PlaceContext): Place {
  return resolveWithSigns(scan, found, home, context).place;
}

/**
 * As `resolvePlace`, with the signs.
 * @param decided the region that was decided on with all mentions, when `found` holds only those that fit it
 */
export function resolveWithSigns(
  scan: Scan,
  found: Mentions,
  home: Home,
  context: PlaceContext,
  coefficients: PlaceCoefficients = fittedCoefficients,
  decided: WeighedRegion | null = null,
): Resolved {
  const { gazetteer } = scan;
  const shelled = withShells(found);
  const hinted = withHints(shelled, home, gazetteer);
  const evidence: Evidence[] = [];
  const named = new Set<Field>();
  const say = (field: Field, value: string, start: number, end: number): void => {
    named.add(field);
    evidence.push({ field, value, from: 'text', span: spanOf(scan, start, end) });
  };

  const settlements = chooseSettlements(hinted.settlements, home);
  const mentions = withTowns(hinted, settlements, home, gazetteer);
  const nodes = settlements.map((mention) => pick(mention, mentions, home, gazetteer));
  for (const mention of settlements)
    say('settlement', titleOf(mention, nodes[settlements.indexOf(mention)]?.node ?? null), mention.start, mention.end);
  for (const settlement of settlements)
    for (const house of settlement.houses ?? []) say('house', house.value, house.start, house.end);
  for (const street of mentions.streets) {
    say('street', street.name, street.start, street.end);
    for (const house of street.houses) say('house', house.value, house.start, house.end);
  }
  const main = nodes.find(({ node }) => node !== null)?.node ?? null;
  const isElsewhere = main !== null && home.region !== null && regionOf(main, gazetteer)?.id !== home.region.id;

  const municipalityMention = mentions.municipalities.find(
    (area) =>
      !isElsewhere || area.territoryIds.some((id) => gazetteer.at(id, 'region')?.id === regionOf(main, gazetteer)?.id),
  );
  const likely = resolveMunicipality(municipalityMention, main, settlements.length > 0, mentions, home, gazetteer);
  const weighed =
    decided ??
    weighRegion(
      {
        mentions,
        isHinted: shelled.regions.length < mentions.regions.length,
        settlements,
        nodes,
        main,
        municipality: municipalityMention === undefined ? null : likely.node,
        home,
        saysHere: () => saysHere(scan.tokens, mentions),
        locality: context.locality ?? null,
        gazetteer,
      },
      coefficients,
    );
  const { decision } = weighed;
  if (decided === null && decision.chosen === 'home' && weighed.signs.named !== null)
    return resolveWithSigns(scan, withinHome(found, home, gazetteer), home, context, coefficients, weighed);
  // Nothing of what only the region tells is given when it is not sure enough; what the text names stays as a name.
  const isLost = decision.chosen === null && decision.probability !== null;
  const municipality = isLost ? { node: null, name: municipalityMention?.name ?? null } : likely;
  if (municipalityMention !== undefined)
    say(
      'municipality',
      municipality.name ?? municipalityMention.name,
      municipalityMention.start,
      municipalityMention.end,
    );

  const region = regionGiven(weighed, main, home);
  for (const area of mentions.regions) {
    if (region.node === null || area.territoryIds.includes(region.node.id))
      say('region', area.name, area.start, area.end);
  }

  const isHomeRegion = !isLost && (home.region === null || region.node?.id === home.region.id);
  const staysHome =
    settlements.length === 0 && isHomeRegion && !leavesHomeMunicipality(municipality, municipalityMention, home);
  let settlement = unique(settlements.map((mention, i) => titleOf(mention, nodes[i]?.node ?? null)));
  let municipalityName = municipality.name;
  const addHome = (field: 'region' | 'municipality' | 'settlement', value: string): void => {
    evidence.push({ field, value, from: home.from[field] ?? 'source', span: null });
  };
  let settlementNode = isLost ? null : main;
  if (staysHome && home.settlementName !== null) {
    settlement = [home.settlementName];
    settlementNode = home.settlement;
    addHome('settlement', home.settlementName);
  }
  if (
    municipalityName === null &&
    isHomeRegion &&
    home.municipalityName !== null &&
    (staysHome || (main === null && home.settlement === null && home.settlementName === null))
  ) {
    municipalityName = home.municipalityName;
    addHome('municipality', municipalityName);
  } else if (
    municipalityName !== null &&
    municipalityMention === undefined &&
    main === null &&
    municipality.node?.id === home.municipality?.id
  ) {
    addHome('municipality', municipalityName);
  }
  const districts = districtsOf(scan, mentions.districts, settlementNode, home);
  for (const { mention, node } of districts) say('district', node?.name ?? mention.name, mention.start, mention.end);
  for (const landmark of mentions.landmarks) say('landmark', landmark.name, landmark.start, landmark.end);
  const regionName = region.node?.name ?? region.name;
  if (regionName !== null && !named.has('region') && region.fromHome) addHome('region', regionName);

  const streets = mentions.streets;
  const houses = [
    ...settlements.flatMap(({ houses: list }) => list ?? []),
    ...streets.flatMap((street) => street.houses),
  ].map(({ value }) => value);
  const territory =
    districts.find(({ node }) => node !== null)?.node ??
    settlementNode ??
    (settlements.length > 0 || !staysHome ? municipality.node : (municipality.node ?? home.municipality)) ??
    region.node;
  const precision: Place['precision'] =
    houses.length > 0
      ? 'house'
      : streets.length > 0
        ? 'street'
        : settlement.length > 0
          ? 'settlement'
          : municipalityName !== null
            ? 'municipality'
            : regionName !== null
              ? 'region'
              : 'none';
  const regionConfidence = regionName === null ? null : decision.probability;
  const confidence = confidenceSigns({
    settlements,
    nodes,
    streets,
    houses,
    fromHome: staysHome && home.settlementName !== null,
    regionProbability: regionConfidence,
    isAway: region.node !== null && home.region !== null && region.node.id !== home.region.id,
  });
  const place: Place = {
    precision,
    territoryId: territory?.id ?? (staysHome ? (context.territory ?? null) : null),
    region: regionName,
    municipality: municipalityName,
    settlement: join(settlement),
    street: join(unique(streets.map(({ name }) => name))),
    house: join(unique(houses)),
    district: join(unique(districts.map(({ mention, node }) => node?.name ?? mention.name))),
    landmarks: uniqueLandmarks(mentions.landmarks),
    oktmo: finestOktmo(gazetteer.chain(territory?.id ?? '')),
    point: settlementNode?.point ?? null,
    pointOf: settlementNode?.point ? 'settlement' : null,
    named: fieldOrder.filter((field) => named.has(field)),
    confidence: rounded(
      confidence === null ? (regionConfidence ?? 0) : confidenceOf(confidence, coefficients.confidence),
    ),
    regionConfidence: regionConfidence === null ? null : rounded(regionConfidence),
    evidence,
  };
  return { place, region: weighed, confidence };
}

/** To three decimals. */
export const rounded = (probability: number): number => Math.round(probability * 1000) / 1000;

const fieldOrder = ['region', 'municipality', 'settlement', 'district', 'street', 'house', 'landmark'] as const;
function uniqueLandmarks(found: readonly Landmark[]): Landmark[] {
  const byName = new Map(found.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }]));
  return [...byName.values()];
}
const unique = (values: readonly string[]): string[] => [...new Set(values)];
const join = (values: readonly string[]): string | null => (values.length === 0 ? null : values.join(';'));
const regionOf = (territory: Territory | null, gazetteer: Gazetteer): Territory | null =>
  territory === null ? null : gazetteer.at(territory.id, 'region');

function titleOf(mention: SettlementMention, node: Territory | null): string {
  return node === null
    ? mention.name
    : mention.entries.some(({ territory }) => territory === node)
      ? node.name
      : mention.name;
}

/** Where something comes from or leads to («из Москвы», «в Курск») is not where the problem is. */
export function chooseSettlements(all: readonly SettlementMention[], home: Home): SettlementMention[] {
  const notShell = all.filter((mention) => !isCityRegion(mention));
  const chosen = (notShell.length > 0 ? notShell : all).filter(({ how }) => how !== 'direction');
  // «г. Рязань» beside «село Поляны»: the town is the address's outer shell when a village is named with a type word of its own.
  const villages = chosen.filter(
    (mention) => mention.how === 'typed' && mention.entries.every(({ territory }) => territory.type !== 'город'),
  );
  return villages.length > 0
    ? chosen.filter((mention) => villages.includes(mention) || isBeyondShell(mention, home))
    : [...chosen];
}

/** «г. Москва, г. Троицк»: a city that is a region is the shell of the other. */
export function isCityRegion({ how, entries }: SettlementMention): boolean {
  return (
    how !== 'direction' &&
    entries.length > 0 &&
    entries.every(({ territory }) => /^(?:40|45|67)000000001$/.test(territory.id))
  );
}

/** «Под Красноярском, в посёлке Берёзовка»: the town that a village was chosen beside tells which village of the name is meant. */
export function withTowns(
  mentions: Mentions,
  chosen: readonly SettlementMention[],
  home: Home,
  gazetteer: Gazetteer,
): Mentions {
  if (chosen.length === mentions.settlements.length) return mentions;
  const towns = mentions.settlements.filter(
    (mention) => mention.how !== 'direction' && !isCityRegion(mention) && !chosen.includes(mention),
  );
  if (towns.length === 0) return mentions;
  const regions = towns.flatMap(
    (mention) => regionOf(pick(mention, mentions, home, gazetteer).node, gazetteer)?.id ?? [],
  );
  return { ...mentions, besides: regions };
}

/** A city that is a region, named beside another settlement, tells the region. */
export function withShells(mentions: Mentions): Mentions {
  const shells = mentions.settlements.filter(isCityRegion);
  if (shells.length === 0 || shells.length === mentions.settlements.length) return mentions;
  const areas = shells.flatMap(({ entries, start, end }): AreaMention[] => {
    const id = entries[0]?.territory.parent ?? null;
    return id === null
      ? []
      : [{ level: 'region', name: entries[0]?.territory.name ?? '', territoryIds: [id], start, end }];
  });
  return { ...mentions, regions: [...mentions.regions, ...areas] };
}

/**
 * «Рязанцы жалуются на дороги»: people or things of one region name it weakly, where the text names no place itself. Against a home they
 * count only in the first words, and only when no street or landmark is told: guests from elsewhere are complained about too.
 */
export function withHints(mentions: Mentions, home: Home, gazetteer: Gazetteer): Mentions {
  const { regions, municipalities, settlements, streets, landmarks, hints } = mentions;
  const first = hints[0];
  if (first === undefined || regions.length + municipalities.length > 0) return mentions;
  if (settlements.some(({ how }) => how !== 'direction')) return mentions;
  const ids = new Set(hints.flatMap(({ territories }) => territories.map((one) => regionOf(one, gazetteer)?.id ?? '')));
  const [id = ''] = ids;
  const region = gazetteer.get(id);
  if (ids.size !== 1 || region === undefined) return mentions;
  const leaves = home.region !== null && home.region.id !== id;
  if (leaves && (first.start > 2 || streets.length + landmarks.length > 0)) return mentions;
  const { start, end } = first;
  return { ...mentions, regions: [{ level: 'region', name: region.name, territoryIds: [id], start, end }] };
}

function isBeyondShell(mention: SettlementMention, home: Home): boolean {
  return (
    mention.how === 'typed' &&
    mention.entries.every(({ territory }) => territory.type !== 'город' && territory.id !== home.settlement?.id)
  );
}

/** Chooses among territories of one name: named region or municipality, home, then the larger one. */
export function pick(
  mention: SettlementMention,
  mentions: Mentions,
  home: Home,
  gazetteer: Gazetteer,
): { node: Territory | null; sure: boolean } {
  const scored = mention.entries
    .map((entry) => ({ entry, score: scoreOf(entry, mentions, home, gazetteer) }))
    .toSorted((a, b) => b.score - a.score || nearness(b.entry.territory, home) - nearness(a.entry.territory, home));
  const best = scored[0];
  if (best === undefined) return { node: null, sure: true };
  if (
    mentions.regions.length > 0 &&
    best.score < 4 &&
    home.region?.id !== regionOf(best.entry.territory, gazetteer)?.id
  )
    return { node: null, sure: true };
  if (best.score < 3 && !isTown(mention) && contradicts(best.entry.territory, mentions, home, gazetteer))
    return { node: null, sure: true };
  const second = scored[1];
  // A village of a common name («Никольское») is not pinned to a town of that name in another region.
  const isFar =
    home.region !== null &&
    regionOf(best.entry.territory, gazetteer)?.id !== home.region.id &&
    mentions.regions.length === 0;
  if (isFar && best.score <= 0 && !isTown(mention) && !isKnownTown(best.entry)) return { node: null, sure: true };
  // Of two towns alike the one that is five times larger, or 280 km nearer, is meant.
  const lead =
    second === undefined
      ? Number.POSITIVE_INFINITY
      : nearness(best.entry.territory, home) - nearness(second.entry.territory, home);
  return { node: best.entry.territory, sure: second === undefined || second.score < best.score || lead > 0.7 };
}

/** «в Горячем Ключе … Омский район»: the municipality that the text names lies in other regions than the town. */
function contradicts(town: Territory, mentions: Mentions, home: Home, gazetteer: Gazetteer): boolean {
  const ids = mentions.municipalities.flatMap(({ territoryIds }) => territoryIds);
  const region = regionOf(town, gazetteer)?.id;
  // The home's own, which no list has.
  const isHomes = mentions.municipalities.some(({ name }) => name === home.municipalityName);
  if (ids.length === 0 && isHomes) return home.region !== null && home.region.id !== region;
  return ids.length > 0 && ids.every((id) => gazetteer.at(id, 'region')?.id !== region);
}

/** Large enough to be meant by its bare name far from it. */
function isKnownTown({ territory }: NameEntry): boolean {
  const size = territory.population ?? 0;
  return size >= 100_000 || (territory.type === 'город' && size >= 10_000);
}

function isTown(mention: SettlementMention): boolean {
  return mention.weight > 0.96;
}

function resolveMunicipality(
  mention: AreaMention | undefined,
  main: Territory | null,
  hasSettlement: boolean,
  mentions: Mentions,
  home: Home,
  gazetteer: Gazetteer,
): { node: Territory | null; name: string | null } {
  const ofMain = main === null ? null : gazetteer.at(main.id, 'municipality');
  if (mention === undefined) {
    if (ofMain !== null) return { node: ofMain, name: ofMain.name };
    // An unknown village in a channel of a district lies in that district; in a city's channel that is not said.
    const inHome =
      hasSettlement &&
      main === null &&
      home.settlementName === null &&
      mentions.regions.length === 0 &&
      home.municipality !== null;
    return inHome ? { node: home.municipality, name: home.municipality?.name ?? null } : { node: null, name: null };
  }
  const candidates = mention.territoryIds.flatMap((id) => gazetteer.get(id) ?? []);
  const node =
    candidates.find((candidate) => candidate === ofMain) ??
    candidates.find((candidate) =>
      mentions.regions.some((area) => area.territoryIds.includes(candidate.parent ?? '')),
    ) ??
    candidates.find((candidate) => candidate.parent === home.region?.id) ??
    (candidates.length === 1 && home.region === null ? candidates[0] : undefined) ??
    null;
  return { node, name: node?.name ?? mention.name };
}
