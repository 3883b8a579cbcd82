import type { Place, Territory } from '../../src/core/place.js';
import type {
  ExplainedMention,
  ExplainedTerritory,
  MentionOutcome,
  PlaceCandidate,
  PlaceExplanation,
} from '../../src/core/place-explanation.js';
import { distanceKm, nearness, pointOfHome } from './distance.js';
import { findMentions, type Mentions } from './find.js';
import type { Gazetteer, NameEntry } from './gazetteer.js';
import type { Home } from './home.js';
import { chooseSettlements, isCityRegion, pick, withHints, withShells, withTowns } from './resolve.js';
import { createScan, type Scan, type SettlementMention, type StreetMention, spanOf } from './scan.js';
import { reasonsOf, scoreOf } from './score.js';

export interface ExplainInput {
  readonly text: string;
  readonly gazetteer: Gazetteer;
  readonly home: Home;
  /** What the locator gives for the text and the home. */
  readonly place: Place;
}

const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;
const shownStreets = 20;

/**
 * Tells how a place came about: every mention with what became of it, and of each name the territories that bear it, with what spoke for
 * them. Finds and scores with the same functions as the locator; the thread of a post is not looked at.
 */
export function explainPlace({ text, gazetteer, home, place }: ExplainInput): PlaceExplanation {
  const scan = createScan(text, gazetteer, home.id);
  const found = findMentions(scan);
  const hinted = withHints(withShells(found), home, gazetteer);
  const chosen = chooseSettlements(hinted.settlements, home);
  const mentions = withTowns(hinted, chosen, home, gazetteer);
  const chain = gazetteer.chain(place.territoryId ?? '');
  const inChain = new Set(chain.map(({ id }) => id));
  const about = { scan, mentions, home, gazetteer, inChain };
  const counted = new Set(chosen);
  const list: ExplainedMention[] = [
    ...found.regions.map((area) => ofArea(about, 'region', area)),
    ...found.municipalities.map((area) => ofArea(about, 'municipality', area)),
    // A town that others stand beside does not stand beside itself.
    ...found.settlements.map((mention) =>
      counted.has(mention)
        ? ofSettlement(about, mention, true)
        : ofSettlement({ ...about, mentions: hinted }, mention, false),
    ),
    ...found.districts.map(({ name, entries, start, end }) =>
      ofArea(about, 'district', { name, territoryIds: entries.map(({ id }) => id), start, end }),
    ),
    ...found.streets.map((street) => ofStreet(about, street, place.territoryId)),
    ...[
      ...found.streets.flatMap(({ houses }) => houses),
      ...found.settlements.flatMap(({ houses = [] }) => houses),
    ].map(({ value, start, end }) => plain(about, 'house', value, start, end)),
    ...found.landmarks.map(({ name, start, end }) => plain(about, 'landmark', name, start, end)),
    ...found.hints.map(({ territories, start, end }) =>
      ofArea(about, 'hint', {
        name: spanOf(scan, start, end).text,
        territoryIds: territories.map(({ id }) => id),
        start,
        end,
      }),
    ),
  ];
  return {
    text,
    home: gazetteer.chain(home.id ?? '').map(shortOf),
    place,
    chain: chain.map(shortOf),
    mentions: list.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
  };
}

interface About {
  readonly scan: Scan;
  readonly mentions: Mentions;
  readonly home: Home;
  readonly gazetteer: Gazetteer;
  /** Ids of the territories that hold the place. */
  readonly inChain: ReadonlySet<string>;
}

function shortOf({ id, level, name, type, oktmo }: Territory): ExplainedTerritory {
  return { id, level, name, type, oktmo };
}

function plain(
  { scan }: About,
  kind: ExplainedMention['kind'],
  name: string,
  start: number,
  end: number,
): ExplainedMention {
  return {
    kind,
    name,
    span: spanOf(scan, start, end),
    outcome: 'counts',
    weight: null,
    candidates: [],
    registered: [],
  };
}

function ofArea(
  about: About,
  kind: ExplainedMention['kind'],
  area: { name: string; territoryIds: readonly string[]; start: number; end: number },
): ExplainedMention {
  const { gazetteer, inChain } = about;
  const candidates = area.territoryIds
    .flatMap((id) => gazetteer.get(id) ?? [])
    .map((territory) => candidateOf(about, territory, null, inChain.has(territory.id)))
    .sort(best);
  const won = candidates.some((candidate) => candidate.won);
  const outcome: MentionOutcome = candidates.length === 0 ? 'unknown' : won ? 'counts' : 'other';
  return { ...plain(about, kind, area.name, area.start, area.end), outcome, candidates };
}

function ofSettlement(about: About, mention: SettlementMention, isCounted: boolean): ExplainedMention {
  const { mentions, home, gazetteer } = about;
  const { node, sure } = pick(mention, mentions, home, gazetteer);
  const candidates = mention.entries
    .map((entry) => candidateOf(about, entry.territory, entry, isCounted && entry.territory === node))
    .sort(best);
  const outcome: MentionOutcome = !isCounted
    ? mention.how === 'direction'
      ? 'direction'
      : isCityRegion(mention)
        ? 'region-only'
        : 'shell'
    : mention.entries.length === 0
      ? 'unknown'
      : node === null
        ? 'not-linked'
        : sure
          ? 'counts'
          : 'doubtful';
  const name = node?.name ?? mention.name;
  return {
    ...plain(about, 'settlement', name, mention.start, mention.end),
    outcome,
    weight: mention.weight,
    candidates,
  };
}

function ofStreet(about: About, street: StreetMention, territoryId: string | null): ExplainedMention {
  const { gazetteer } = about;
  const entries = territoryId === null ? [] : gazetteer.streets(street.name, [territoryId]);
  const registered = entries.slice(0, shownStreets).map(({ title, territory, pack, number }) => ({
    title,
    territory: shortOf(territory),
    pack: pack?.meta.id ?? null,
    point: pack?.street(number).point ?? null,
    houses: street.houses.map(({ value }) => {
      const house = pack?.house(number, value) ?? null;
      return { number: value, isKnown: house !== null, point: house?.point ?? null };
    }),
  }));
  return {
    ...plain(about, 'street', street.name, street.start, street.end),
    weight: round(street.weight, 3),
    registered,
  };
}

function best(a: PlaceCandidate, b: PlaceCandidate): number {
  return Number(b.won) - Number(a.won) || b.score - a.score || b.nearness - a.nearness;
}

/** @param entry how the name stands for the territory; null where candidates are not scored */
function candidateOf(about: About, territory: Territory, entry: NameEntry | null, won: boolean): PlaceCandidate {
  const { home, gazetteer, mentions } = about;
  const from = pointOfHome(home);
  return {
    ...shortOf(territory),
    region: gazetteer.at(territory.id, 'region')?.name ?? null,
    population: territory.population,
    point: territory.point,
    distanceKm: from === null || territory.point === null ? null : round(distanceKm(from, territory.point)),
    score: entry === null ? 0 : scoreOf(entry, mentions, home, gazetteer),
    nearness: round(nearness(territory, home), 2),
    reasons: entry === null ? [] : reasonsOf(entry, mentions, home, gazetteer),
    won,
  };
}
