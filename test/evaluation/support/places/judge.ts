import type { LandmarkKind, Place } from '../../../../src/core/place.js';
import type { PlaceField, PlaceLabel } from './labels.js';

/** A value that was given, in the spellings it may count by; one only, except where another program leaves a choice open. */
export type GivenValue = readonly string[];
export interface GivenPlace {
  values: Readonly<Record<PlaceField, readonly GivenValue[]>>;
  /** Which of them the text is said to name itself. */
  named: ReadonlySet<string>;
  landmarks: readonly { kind: LandmarkKind; name: string }[];
  confidence: number | null;
}

/** `open`: only what may be given or left out; `none`: nothing to find and nothing given. */
export type Outcome = 'right' | 'wrong' | 'missed' | 'invented' | 'open' | 'none';

/** What the product's place says, as it is judged. */
export function givenBy(place: Place): GivenPlace {
  const of = (field: PlaceField): GivenValue[] =>
    (place[field] ?? '')
      .split(';')
      .filter(Boolean)
      .map((one) => [one]);
  const values = {
    settlement: of('settlement'),
    street: of('street'),
    house: of('house'),
    region: of('region'),
    municipality: of('municipality'),
    district: of('district'),
  };
  return { values, named: new Set(place.named), landmarks: place.landmarks, confidence: place.confidence };
}

interface Reading {
  required: Set<string>;
  optional: Set<string>;
}

/** The ways to read a label that are equally right; one that is empty for a field without a value. */
export function readingsOf(field: PlaceField, value: string | null | undefined): Reading[] {
  return (value ?? '').split(' ~ ').map((reading) => {
    const items = reading.split(';').filter(Boolean);
    return {
      required: new Set(items.filter((item) => !item.endsWith('?')).map((item) => fold(field, item))),
      optional: new Set(items.filter((item) => item.endsWith('?')).map((item) => fold(field, item.slice(0, -1)))),
    };
  });
}

export function judge(field: PlaceField, label: string | null | undefined, given: readonly GivenValue[]): Outcome {
  const readings = readingsOf(field, label);
  const folded = given.map((value) => value.map((spelling) => fold(field, spelling)));
  const isToFind = readings.every(({ required }) => required.size > 0);
  const fits = readings.some(
    ({ required, optional }) =>
      [...required].every((item) => folded.some((value) => value.includes(item))) &&
      folded.every((value) => value.some((spelling) => required.has(spelling) || optional.has(spelling))),
  );
  if (fits) return isToFind ? 'right' : given.length > 0 ? 'open' : 'none';
  if (given.length === 0) return 'missed';
  return isToFind ? 'wrong' : 'invented';
}

/** Nothing given contradicts the label, though some of it may be missing. */
export function isAllowed(field: PlaceField, label: string | null | undefined, given: readonly GivenValue[]): boolean {
  const readings = readingsOf(field, label);
  return readings.some(({ required, optional }) =>
    given.every((value) => value.some((one) => required.has(fold(field, one)) || optional.has(fold(field, one)))),
  );
}

const finestFirst = ['house', 'street', 'settlement', 'municipality', 'region'] as const;
const hangsOn: Readonly<Record<(typeof finestFirst)[number], readonly PlaceField[]>> = {
  house: ['house', 'street', 'settlement', 'region'],
  street: ['street', 'settlement', 'region'],
  settlement: ['settlement', 'region'],
  municipality: ['municipality', 'region'],
  region: ['region'],
};

/**
 * Whether the finest level given is wrong: its value, or one of those that it hangs on (a right street in a wrong town is a wrong pin). Null when
 * nothing is given. Region and municipality of a finer level count only where the label knows them.
 */
export function isWrongPin(label: PlaceLabel, { values }: GivenPlace): boolean | null {
  const finest = finestFirst.find((field) => values[field].length > 0);
  if (finest === undefined) return null;
  return hangsOn[finest].some((field) => {
    const isUnknown = label[field] == null && (field === 'municipality' || (field === 'region' && finest !== 'region'));
    return !isUnknown && !isAllowed(field, label[field], values[field]);
  });
}

/** Whether all that is given of settlement, street and house is right, which is what `confidence` speaks of; null when none is given. */
export function isRightThroughout(label: PlaceLabel, { values }: GivenPlace): boolean | null {
  const spoken = (['settlement', 'street', 'house'] as const).filter((field) => values[field].length > 0);
  return spoken.length === 0 ? null : spoken.every((field) => isAllowed(field, label[field], values[field]));
}

/** What a landmark is told by: its kind's own words, the sign of a number and the order do not matter. */
export function landmarkKey({ kind, name }: { kind: LandmarkKind; name: string }): string {
  const words = ordinals(simple(name)).match(/\d+[а-я]?(?![а-я])|[а-яa-z]+/gu) ?? [];
  const own = words.filter((word) => !kindWords[kind].test(word)).sort();
  return `${kind}:${own.join(' ')}`;
}
const kindWords: Readonly<Record<LandmarkKind, RegExp>> = {
  school: /^(?:(?:средн|общеобразовательн)(?:яя|ая)|школа|гимназия|лицей|сош|мбоу)$/u,
  kindergarten: /^(?:детский|сад|детсад|садик|мбдоу)$/u,
  clinic: /^(?:детская|городская|поликлиника|гкп)$/u,
  hospital: /^(?:детская|городская|больница|гкб)$/u,
  stop: /^остановка$/u,
  route: /^(?:маршрут|автобус|троллейбус|трамвай|маршрутка)$/u,
  'road-km': /^(?:трасса|дорога|км|километр|я|й)$/u,
  intersection: /^(?:перекресток|улица|ул|и)$/u,
  other: /^$/u,
};

function fold(field: PlaceField, value: string): string {
  const plain = simple(value);
  if (field === 'house') return plain.replace(/[\s.№]/g, '');
  return ordinals(plain)
    .replace(/(?:^|\s)(?:улица|ул\.?)(?=\s|$)/gu, ' ')
    .replace(/\.(?=\S)/g, '. ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** «1-й», «1-ый» and «1» are one. */
function ordinals(plain: string): string {
  return plain.replace(/(\d+)\s?-?\s?(?:ый|ий|ой|ая|ое|го|й|я|е|х)(?![а-я])/gu, '$1');
}

function simple(value: string): string {
  return value
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[«»"'№]/g, '')
    .replace(/[–—]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
