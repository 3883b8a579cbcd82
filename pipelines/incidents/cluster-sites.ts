import { derivedId } from '../../src/core/ids.js';
import type { Place } from '../../src/core/place.js';
import type { ClusterMatter, Locator } from '../../src/core/ports.js';
import { analyse } from '../text/analyse.js';
import { ownWords } from '../text/own-words.js';
import { stem } from '../text/stem.js';
import type { Analysis } from '../text/tokens.js';
import type { Located } from '../values.js';
import {
  bareAddresses,
  isNumberedName,
  isTelling,
  namedStems,
  numberedNames,
  possibleAddresses,
  possibleStems,
} from './named-words.js';
import { shortVector } from './short-vector.js';
import { impliedLandmarks, spokenHouse, spokenLandmarks } from './spoken-numbers.js';
import { subjectOf } from './subject-nearness.js';
import { toldOf } from './told.js';
import { isVague } from './topic-kin.js';

/** By what two posts may be about one thing, surest first. */
export const ways = ['house', 'landmark', 'street', 'village', 'thread', 'name', 'settlement'] as const;
export type Way = (typeof ways)[number];

/** One way in which a post can meet others: those that share the key are compared. */
export interface Site {
  way: Way;
  key: string;
  /** For people: «Садовая, 12», «школа № 62»; null for a thread. */
  place: string | null;
  /** Looked for only: the post itself does not stand under it. */
  isProbe?: boolean;
}

type Territories = Pick<Locator, 'lineage' | 'territory'>;

/** Above this a settlement is no village: the smallest towns have some thousands, the largest villages thirty. */
const villagePopulation = 10_000;
/** Up to here one clinic, one bridge, one bath house stands for the whole town. */
const smallPopulation = 100_000;
const mostHouses = 16;
const readLength = 2_000;
const likelyFrom = 0.15;
const streetType =
  /^(?:улица|проспект|переулок|бульвар|проезд|шоссе|набережная|аллея|тупик|тракт)\s+|\s+(?:улица|проспект|переулок|бульвар|проезд|шоссе|набережная|аллея|тупик|тракт)$/u;

const adjective = /(?:ая|яя|ый|ий|ой|ое|ее|ые|ие|ого|его|ых|их)$/u;
/** Parts of a town, which the locator gives as streets. */
const quarter = /^(?:микрорайон|квартал|жилмассив|поселок)$/u;

export function territoryOf(post: Pick<Located, 'place' | 'territory'>): string {
  return post.place.territoryId ?? post.territory;
}

/** The region of the place: everything that may join by its place is decided on under one lock. */
export function regionOf(post: Pick<Located, 'place' | 'territory'>, { lineage, territory }: Territories): string {
  const chain = lineage(territoryOf(post));
  return chain.find((id) => territory(id)?.level === 'region') ?? chain.at(-1) ?? territoryOf(post);
}

/**
 * The same street however it is called: «проспект Победы» and «Победы», «Ново-Садовой» and «Ново-Садовая», «Паши Савельевой» and «Савельевой».
 * Ordinals and adjectives stay: «2-я Садовая» and «Большая Садовая» are other streets.
 */
export function streetName(street: string): string {
  const folded = street.toLowerCase().replaceAll('ё', 'е').trim();
  const bare = folded.replace(streetType, '');
  const words = (bare === '' ? folded : bare).split(/\s+/);
  const telling = words.filter(
    (word, at) => at === words.length - 1 || /^\d/.test(word) || adjective.test(word) || quarter.test(word),
  );
  return wordStems(telling.join(' ')).join(' ');
}

export function wordStems(name: string): string[] {
  return name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[\s;-]+/)
    .map((word) => stem(word));
}

/** The addresses that a text names: each house with the street before it. */
export function addressesOf({ street, house, evidence }: Place): { street: string; house: string | null }[] {
  if (street === null) return [];
  const streets = street.split(';');
  if (house === null) return streets.map((name) => ({ street: name, house: null }));
  const houses = house.split(';').slice(0, mostHouses);
  const [only] = streets;
  if (streets.length === 1 && only !== undefined) return houses.map((number) => ({ street: only, house: number }));
  const named = evidence
    .filter(({ field, span }) => (field === 'street' || field === 'house') && span !== null)
    .toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  let current: string | null = null;
  const found: { street: string; house: string | null }[] = [];
  for (const { field, value } of named) {
    if (field === 'street') current = value;
    else if (current !== null && found.length < mostHouses) found.push({ street: current, house: value });
  }
  return found.length > 0 ? found : streets.map((name) => ({ street: name, house: null }));
}

/** What is read of a post: each is read once, however often it is asked. */
const readings = new WeakMap<object, Analysis>();

function readOwn(post: Pick<Located, 'text'>): Analysis {
  const known = readings.get(post) ?? analyse(ownWords(post.text).slice(0, readLength));
  readings.set(post, known);
  return known;
}

/** The addresses of a post: those that the locator found, else what looks like one. */
function addressesIn(post: Pick<Located, 'text' | 'place'>): { street: string; house: string | null }[] {
  const { place } = post;
  if (place.named.includes('street')) {
    const found = addressesOf(place);
    const [only] = found;
    if (found.length !== 1 || only === undefined || only.house !== null) return found;
    return [{ ...only, house: spokenHouse(readOwn(post), streetName(only.street).split(' ').at(-1) ?? '') }];
  }
  return place.street === null ? bareAddresses(readOwn(post), knownStems(place, false)).slice(0, mostHouses) : [];
}

/** Those that the locator found, and those whose number stands in words. */
function landmarksIn(post: Pick<Located, 'text' | 'place'>): Place['landmarks'] {
  const all = [...post.place.landmarks, ...spokenLandmarks(readOwn(post))];
  return uniqueBy(all, ({ kind, name }) => `${kind} ${name.toLowerCase()}`);
}

/** What a post tells of, as far as it is compared. */
export function matterOf(post: Pick<Located, 'text' | 'place' | 'verdict' | 'vector'>): ClusterMatter {
  const { place, verdict, vector } = post;
  const addresses = addressesIn(post);
  return {
    groups: groupsOf(verdict),
    topic: verdict.topic,
    settlement: place.settlement?.toLowerCase() ?? null,
    streets: [...new Set(addresses.map(({ street }) => streetName(street)))],
    houses: addresses.flatMap(({ street, house }) =>
      house === null ? [] : [`${streetName(street)} ${house.toLowerCase()}`],
    ),
    landmarks: landmarksIn(post).map(({ kind, name }) => `${kind} ${name.toLowerCase()}`),
    told: toldOf(readOwn(post), verdict),
    subject: subjectOf(verdict),
    vector: vector === null ? null : shortVector(vector),
  };
}

/** The group, and beside it those nearly as likely when no topic settles it. */
function groupsOf({ group, topic, groups }: Located['verdict']): string[] {
  const first = group === null ? [] : [group as string];
  if (!isVague(topic)) return first;
  const others = groups.filter(({ probability }) => probability >= likelyFrom).map((entry) => entry.group as string);
  return [...new Set([...first, ...others])];
}

/** All ways in which the post can meet others but by its words. */
export function sitesOf(post: Located, matter: ClusterMatter, territories: Territories): Site[] {
  const { place } = post;
  const region = regionOf(post, territories);
  const where = matter.settlement ?? territoryOf(post);
  const keyOf = (prefix: string, ...parts: string[]): string =>
    `${prefix}-${derivedId('site', prefix, region, ...parts)}`;
  const sites: Site[] = [];
  const addresses = addressesIn(post);
  // Several streets without a house are a crossing or a way between them: that is no place in each of the streets.
  const isCrossing = matter.streets.length > 1 && matter.houses.length === 0;
  if (isCrossing)
    sites.push({
      way: 'street',
      key: keyOf('s', where, ...matter.streets.toSorted()),
      place: place.street?.replaceAll(';', ' — ') ?? null,
    });
  for (const { street, house } of isCrossing ? [] : addresses) {
    const name = streetName(street);
    if (house !== null)
      sites.push({ way: 'house', key: keyOf('h', where, name, house.toLowerCase()), place: `${street}, ${house}` });
    sites.push({ way: 'street', key: keyOf('s', where, name), place: street });
  }
  for (const { kind, name } of landmarksIn(post))
    sites.push({ way: 'landmark', key: keyOf('l', where, kind, name.toLowerCase()), place: name });
  const kinds = new Set(matter.landmarks.map((landmark) => landmark.slice(0, landmark.indexOf(' '))));
  for (const { kind, name } of impliedLandmarks(readOwn(post), post.verdict.group))
    if (!kinds.has(kind))
      sites.push({ way: 'landmark', key: keyOf('l', where, kind, name.toLowerCase()), place: name, isProbe: true });
  if (matter.streets.length === 0 && isVillage(place, territories))
    sites.push({ way: 'village', key: keyOf('v', where), place: place.settlement });
  if (post.threadId !== null)
    sites.push({ way: 'thread', key: `t-${derivedId('thread', post.sourceId, post.threadId)}`, place: null });
  const analysis = readOwn(post);
  const isAtVillage = isVillage(place, territories);
  const known = knownStems(place, isAtVillage);
  if (matter.houses.length === 0)
    for (const { street, house } of possibleAddresses(analysis, known))
      sites.push({
        way: 'house',
        key: keyOf('h', where, streetName(street), house),
        place: `${street}, ${house}`,
        isProbe: true,
      });
  const located = [
    ...(isCrossing ? [] : matter.streets),
    ...(isAtVillage ? [wordStems(place.settlement ?? '').join(' ')] : []),
    ...place.landmarks.filter(({ kind }) => kind === 'stop').map(({ name }) => wordStems(name).join(' ')),
  ].map((name) => name.split(' ').at(-1) ?? name);
  const names = [
    ...new Set([
      ...numberedNames(analysis),
      ...matter.streets.filter(isNumberedName),
      ...namedStems(analysis, known),
      ...located.filter((word) => isTelling(word, known)),
    ]),
  ];
  for (const name of names) sites.push({ way: 'name', key: keyOf('n', name), place: name });
  for (const word of possibleStems(analysis, known))
    if (!names.includes(word)) sites.push({ way: 'name', key: keyOf('n', word), place: word, isProbe: true });
  if (isAtSmallPlace(place, territories) && matter.streets.length === 0)
    sites.push({ way: 'settlement', key: keyOf('m', where), place: place.settlement });
  return uniqueBy(sites, ({ key }) => key);
}

/**
 * A village that the text names, or that the source is at home in: there a dump or an outage is one problem. A settlement that the gazetteer
 * does not know stands under its district or region: the towns are all known.
 */
function isVillage({ settlement, territoryId, named }: Place, { territory }: Territories): boolean {
  if (settlement === null || settlement.includes(';')) return false;
  const node = territoryId === null ? null : territory(territoryId);
  const isKnown = node !== null && node.name === settlement;
  if (!isKnown) return named.includes('settlement');
  return node.type !== 'город' && (node.population ?? 0) <= villagePopulation;
}

/** A settlement so small that the same told in nearly the same sense in the same days is one thing. */
function isAtSmallPlace({ settlement, territoryId, named }: Place, { territory }: Territories): boolean {
  if (settlement === null || settlement.includes(';')) return false;
  const node = territoryId === null ? null : territory(territoryId);
  if (node === null || node.name !== settlement) return named.includes('settlement');
  return (node.population ?? 0) <= smallPopulation;
}

/** Stems that everybody here writes: they name no place within it. */
function knownStems({ settlement, municipality, region }: Place, isAtVillage: boolean): Set<string> {
  return new Set(
    [isAtVillage ? null : settlement, municipality, region].flatMap((name) => (name === null ? [] : wordStems(name))),
  );
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed();
}
