import { foldName } from '../../../pipelines/places/fold.js';
import type { AddressQuery, GeocodedPoint } from '../../core/geocoder.js';
import type { Point } from '../../core/place.js';

/** One hit of a geocoder, whatever its API. */
export interface GeocoderHit {
  readonly pointOf: GeocodedPoint['pointOf'];
  readonly point: Point;
  readonly street: string | null;
  readonly house: string | null;
  /** Names of what it lies in, and its own for a settlement. */
  readonly within: readonly string[];
  readonly licence: string;
}

const streetTypes = new Set(
  'улица проспект переулок бульвар проезд шоссе набережная площадь аллея тупик микрорайон квартал линия'.split(' '),
);
const finest = { house: 0, street: 1, settlement: 2 } as const;

const wordsOf = (name: string): string[] =>
  foldName(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** «проспект Ленина» → type «проспект», words «ленина»; without a type it is an «улица», as the finder writes names. */
function partsOf(street: string): { type: string; words: string[] } {
  const words = wordsOf(street);
  const type = words.find((word) => streetTypes.has(word)) ?? 'улица';
  return { type, words: words.filter((word) => word !== type) };
}

/** Same name: the same words, or a surname to which the register has a first name («Энгельса», «Фридриха Энгельса»). */
function isSameStreet(asked: readonly string[], found: readonly string[]): boolean {
  const [last, foundLast] = [asked.at(-1), found.at(-1)];
  if (last === undefined || last !== foundLast) return asked.toSorted().join(' ') === found.toSorted().join(' ');
  if (asked.length === found.length) return asked.join(' ') === found.join(' ');
  // «Малая Красная» is another street than «Красная».
  return asked.length === 1 && found.length <= 3 && !/(?:ая|яя|ий|ый|ой)$/.test(last) && !/\d/.test(last);
}

/** «24 корп. 1», «24к1» and «24 К1» are one house. */
function foldHouse(house: string): string {
  return house
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/корпус|корп/g, 'к')
    .replace(/строение|стр/g, 'с')
    .replace(/литера|лит/g, '')
    .replace(/[\s.,«»"-]/g, '');
}

function isInBox({ lat, lon }: Point, box: AddressQuery['box']): boolean {
  return box === null || (lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3]);
}

/**
 * The hit that answers the question, or null: a geocoder gives the nearest thing it knows, and a wrong pin is worse than none. The hit must
 * lie in the settlement and the box, its street must bear the same name, its house the same number; several streets of one name
 * and another type than asked for are no answer.
 */
export function chooseHit(hits: readonly GeocoderHit[], query: AddressQuery): GeocodedPoint | null {
  const settlement = wordsOf(query.settlement);
  const inside = hits.filter(
    (hit) =>
      isInBox(hit.point, query.box) &&
      hit.within.some((name) => {
        const words = wordsOf(name);
        return settlement.every((word) => words.includes(word));
      }),
  );
  const as = (hit: GeocoderHit | undefined, pointOf: GeocodedPoint['pointOf']): GeocodedPoint | null =>
    hit === undefined ? null : { point: hit.point, pointOf, licence: hit.licence };
  if (query.street === null) {
    return as(
      inside.find((hit) => hit.pointOf === 'settlement'),
      'settlement',
    );
  }
  const asked = partsOf(query.street);
  const named = inside.flatMap((hit) => {
    const found = hit.street === null ? null : partsOf(hit.street);
    return found !== null && isSameStreet(asked.words, found.words)
      ? [{ hit, name: [found.type, ...found.words].join(' '), type: found.type }]
      : [];
  });
  const ofType = named.filter(({ type }) => type === asked.type);
  const isOne = new Set(named.map(({ name }) => name)).size === 1;
  const chosen = ofType.length > 0 ? ofType : isOne && asked.type === 'улица' ? named : [];
  const ranked = chosen.map(({ hit }) => hit).toSorted((a, b) => finest[a.pointOf] - finest[b.pointOf]);
  if (query.house !== null) {
    const house = foldHouse(query.house);
    const exact = ranked.find((hit) => hit.house !== null && foldHouse(hit.house) === house);
    if (exact !== undefined) return as(exact, 'house');
  }
  return as(
    ranked.find((hit) => hit.pointOf === 'street'),
    'street',
  );
}
