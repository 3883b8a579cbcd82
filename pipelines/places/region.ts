import type { Territory } from '../../src/core/place.js';
import type { PlaceCoefficients, RegionCoefficients } from './coefficients.js';
import type { Mentions } from './find.js';
import type { Gazetteer } from './gazetteer.js';
import type { Home } from './home.js';
import type { SettlementMention } from './scan.js';
import { flag, logOdds, weigh } from './signs.js';
import type { Token } from './tokens.js';

/** What speaks for the home region, in the order of the coefficients. */
export const homeSignNames = [
  'bias',
  'locality',
  'street or landmark told',
  'village that no list knows',
  'somewhere else named in passing',
  '«у нас», «наш», «тут» beside a region that is not home',
  'two towns alike, none at home',
] as const;
/** What speaks for the region that the text names, in the order of the coefficients. */
export const namedSignNames = [
  'bias',
  'region or municipality named',
  'settlement with its type word',
  'settlement after a preposition',
  'bare settlement',
  'only people or things of it',
  'two towns alike',
  'further regions named',
  'it is home',
  'it is not home',
  'not home, locality',
  'not home, street told or home named too',
] as const;

/** The candidates of one text: null where there is none. Utilities are weighed against «neither», which has 0. */
export interface RegionSigns {
  readonly home: readonly number[] | null;
  readonly named: readonly number[] | null;
  /** The region named is home's: `home` is null then, `named` holds all. */
  readonly isSame: boolean;
}
export interface RegionDecision {
  readonly chosen: 'home' | 'named' | null;
  /** Of the likelier candidate, whether chosen or not; null without one. */
  readonly probability: number | null;
}

export interface RegionFacts {
  readonly mentions: Mentions;
  /** The region stands for people or things of it only. */
  readonly isHinted: boolean;
  readonly settlements: readonly SettlementMention[];
  readonly nodes: readonly { node: Territory | null; sure: boolean }[];
  /** The settlement that the place lies in, and the municipality that the text names. */
  readonly main: Territory | null;
  readonly municipality: Territory | null;
  readonly home: Home;
  /** «у нас», «наш», «тут»: the writer speaks of where they are. Asked for only beside a region that is not home. */
  readonly saysHere: () => boolean;
  /** As PlaceContext.locality. */
  readonly locality: number | null;
  readonly gazetteer: Gazetteer;
}

/** What a writer calls the place where they are, and those who live there. */
const hereWords = new Set(
  'нас нам нами наш наша наше наши нашего нашей нашему нашем нашу наших нашим мы тут здесь сюда отсюда домой'.split(
    ' ',
  ),
);
/** A word for where the writer is; «у нас в Москве» says that it is there. */
export function saysHere(tokens: readonly Token[], { settlements }: Pick<Mentions, 'settlements'>): boolean {
  return tokens.some(
    ({ word }, at) => hereWords.has(word) && !settlements.some(({ start }) => start > at && start - at <= 2),
  );
}

const regionId = (id: string, gazetteer: Gazetteer): string | undefined => gazetteer.at(id, 'region')?.id;

/** The region that the text names: by a place in it, by a municipality, or outright. */
function regionNamed({ mentions, main, municipality, home, gazetteer }: RegionFacts): Territory | null {
  const within = main ?? municipality;
  const known = within === null ? null : gazetteer.at(within.id, 'region');
  if (known !== null) return known;
  if (mentions.regions.length === 0) return gazetteer.get(mentions.besides?.[0] ?? '') ?? null;
  const ids = mentions.regions.flatMap((area) => area.territoryIds);
  // The home region wins among several: «в Курской области, как в Москве».
  if (home.region !== null && ids.includes(home.region.id)) return home.region;
  return gazetteer.get(ids[0] ?? '') ?? null;
}

/** Reads the signs off what was found in the text. */
function regionSigns(facts: RegionFacts, named: Territory | null): RegionSigns {
  const { mentions, settlements, nodes, home, gazetteer } = facts;
  // Within ±4; 0 where nothing is known.
  const locality = facts.locality === null ? 0 : logOdds(facts.locality, 0.018, 0.982);
  const hasStreet = mentions.streets.length + mentions.landmarks.length > 0;
  const isSame = named !== null && named.id === home.region?.id;
  const passing = mentions.settlements.some(
    (mention) =>
      mention.how === 'direction' &&
      mention.entries.length > 0 &&
      mention.entries.every(({ territory }) => regionId(territory.id, gazetteer) !== home.region?.id),
  );
  const elsewhere =
    passing ||
    mentions.hints.some(({ territories }) =>
      territories.every(({ id }) => regionId(id, gazetteer) !== home.region?.id),
    );
  const isDoubtful = nodes.some(({ sure }) => !sure);
  const hasUnknown = settlements.some((_, at) => (nodes[at]?.node ?? null) === null);
  const ofHome =
    home.regionName === null || isSame
      ? null
      : [
          1,
          locality,
          flag(hasStreet),
          flag(hasUnknown),
          flag(elsewhere),
          flag(named !== null && facts.saysHere()),
          flag(named !== null && isDoubtful),
        ];
  if (named === null) return { home: ofHome, named: null, isSame };
  const telling = settlements.filter((_, at) => (nodes[at]?.node ?? null) !== null);
  const isArea = mentions.municipalities.length > 0 || (mentions.regions.length > 0 && !facts.isHinted);
  const how = (kind: SettlementMention['how']): number => flag(telling.some((mention) => mention.how === kind));
  const regions = regionsNamed(facts);
  const isAway = home.regionName !== null && !isSame;
  return {
    home: ofHome,
    isSame,
    named: [
      1,
      flag(isArea),
      how('typed'),
      how('locative'),
      how('bare'),
      flag(!isArea && telling.length === 0),
      flag(isDoubtful),
      Math.min(2, Math.max(0, regions.size - 1)),
      flag(isSame),
      flag(isAway),
      isAway ? locality : 0,
      flag(isAway && (hasStreet || (home.region !== null && regions.has(home.region.id)))),
    ],
  };
}

function regionsNamed({ mentions, nodes, gazetteer }: RegionFacts): Set<string> {
  const ids = new Set<string>();
  const add = (id: string | undefined): void => {
    if (id !== undefined) ids.add(id);
  };
  for (const { node } of nodes) if (node !== null) add(regionId(node.id, gazetteer));
  for (const area of mentions.regions) if (area.territoryIds.length === 1) add(area.territoryIds[0]);
  return ids;
}

/** Probabilities of the two candidates by their signs: a softmax over home, named and neither. */
export function regionOdds(
  { home, named }: RegionSigns,
  weights: Pick<RegionCoefficients, 'home' | 'named'>,
): { home: number; named: number } {
  const ofHome = home === null ? 0 : Math.exp(weigh(home, weights.home));
  const ofNamed = named === null ? 0 : Math.exp(weigh(named, weights.named));
  const total = 1 + ofHome + ofNamed;
  return { home: ofHome / total, named: ofNamed / total };
}

/** The likelier of home and the region named, or neither where it is not likely enough. */
export function decideRegion(signs: RegionSigns, coefficients: RegionCoefficients): RegionDecision {
  if (signs.home === null && signs.named === null) return { chosen: null, probability: null };
  const odds = regionOdds(signs, coefficients);
  const probability = Math.max(odds.home, odds.named);
  if (probability < coefficients.threshold) return { chosen: null, probability };
  return { chosen: odds.named >= odds.home ? 'named' : 'home', probability };
}

/** What is known of a text's region: the region it names, what speaks for it and for home, and what was decided. */
export interface WeighedRegion {
  readonly named: Territory | null;
  readonly signs: RegionSigns;
  readonly decision: RegionDecision;
}

/** Weighs the region named against home. */
export function weighRegion(facts: RegionFacts, { region }: PlaceCoefficients): WeighedRegion {
  const named = regionNamed(facts);
  const signs = regionSigns(facts, named);
  return {
    named,
    signs,
    decision: decideRegion(signs, facts.locality === null ? region.withoutModel : region.withModel),
  };
}

/** The region decided on, as it is given; `fromHome` when the text does not tell it by a settlement or by itself. */
export function regionGiven(
  { named, decision: { chosen } }: WeighedRegion,
  main: Territory | null,
  home: Home,
): { node: Territory | null; name: string | null; fromHome: boolean } {
  if (chosen === 'named' && named !== null)
    return { node: named, name: named.name, fromHome: main === null && named.id === home.region?.id };
  if (chosen === 'home') return { node: home.region, name: home.regionName, fromHome: true };
  return { node: null, name: null, fromHome: false };
}

/** The mentions without those that lie outside of the home region: the text is about home and names them in passing. */
export function withinHome(mentions: Mentions, home: Home, gazetteer: Gazetteer): Mentions {
  const lies = (ids: readonly string[]): boolean => ids.some((id) => regionId(id, gazetteer) === home.region?.id);
  return {
    ...mentions,
    regions: mentions.regions.filter(({ territoryIds }) => lies(territoryIds)),
    municipalities: mentions.municipalities.filter(({ territoryIds }) => lies(territoryIds)),
    settlements: mentions.settlements.filter(
      ({ entries }) => entries.length === 0 || lies(entries.map(({ territory }) => territory.id)),
    ),
    hints: [],
  };
}
