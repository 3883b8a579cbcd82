import { ngramFeatures } from '../linear/features.js';
import type { Subject } from './subject.js';

/** Kinds of sparse features; each counts as a whole as much as its share says, however many of them a text has. */
export const blocks = ['words', 'runs', 'numbers', 'place', 'form', 'rules'] as const;
export type Block = (typeof blocks)[number];

/** Blocks of few features are of the length that they usually have, not stretched: that nothing is named should not bind two texts together. */
const usual: Readonly<Partial<Record<Block, number>>> = { place: 2, form: 2 };

/** Features are hashed into so many buckets, so that the words themselves are in no file. */
const buckets = 2 ** 20;

/** Buckets of a text by block, one entry for each time a feature is there, with the token that brought it (-1: none did). */
export type RawFeatures = Readonly<Record<Block, { bucket: Int32Array; token: Int32Array }>>;

/** Sparse features of a subject, not weighed yet. Pure. */
export function rawFeatures({ analysis, verdict, place, form }: Subject): RawFeatures {
  const { stem, pair, run, stemToken, pairToken, runToken } = ngramFeatures(analysis);
  return {
    words: {
      bucket: Int32Array.from([...stem, ...pair], fold),
      token: Int32Array.from([...stemToken, ...pairToken]),
    },
    runs: { bucket: run.map(fold), token: runToken },
    numbers: numbersOf(analysis),
    place: named([
      `precision ${place.precision}`,
      ...(['region', 'municipality', 'settlement', 'district', 'street'] as const).flatMap((field) =>
        (place.named.includes(field) ? (place[field]?.split(';') ?? []) : []).map((value) => `${field} ${value}`),
      ),
      ...(place.municipality === null ? [] : [`in ${place.municipality}`]),
    ]),
    form: named((form ?? []).map((mark) => `form ${mark}`)),
    rules: named(verdict.evidence.flatMap(({ engine, id }) => (engine === 'rules' ? [`rule ${id}`] : []))),
  };
}

/** Figures as they are, alone and with the word before: routes, schools and houses are known by them, which the n-grams leave out. */
function numbersOf({ tokens }: Subject['analysis']): RawFeatures['numbers'] {
  const found = tokens.flatMap(({ kind, text }, token) => {
    if (kind !== 'number') return [];
    const before = tokens[token - 1]?.stem ?? '';
    return [
      { name: `number ${text}`, token },
      { name: `number ${before} ${text}`, token },
    ];
  });
  return {
    bucket: Int32Array.from(found, ({ name }) => hashName(name)),
    token: Int32Array.from(found, ({ token }) => token),
  };
}

function named(names: readonly string[]): RawFeatures['place'] {
  return { bucket: Int32Array.from(names, hashName), token: new Int32Array(names.length).fill(-1) };
}

function fold(hash: number): number {
  return (hash ^ (hash >>> 20)) & (buckets - 1);
}

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return fold(Math.imul(hash ^ (hash >>> 15), 0x85ebca6b));
}

/** The features that a model knows: bucket by column, and how much each counts. */
export interface Columns {
  readonly bucket: Int32Array;
  /** Logarithm of how rare each is, plus 1. */
  readonly rarity: Float32Array;
  /** Column of a bucket. */
  readonly of: ReadonlyMap<number, number>;
}

export function makeColumns(bucket: Int32Array, rarity: Float32Array): Columns {
  return { bucket, rarity, of: new Map(Array.from(bucket, (each, column) => [each, column])) };
}

/**
 * The features that texts of at least two clusters have, in the order of their buckets: what only one text says is nobody's business and
 * tells nothing.
 */
export function chooseColumns(rows: readonly RawFeatures[], clusters: Int32Array): Columns {
  const lastCluster = new Map<number, number>();
  const isShared = new Set<number>();
  const texts = new Map<number, number>();
  rows.forEach((row, index) => {
    const cluster = clusters[index] as number;
    const seen = new Set<number>();
    for (const block of blocks) for (const bucket of row[block].bucket) seen.add(bucket);
    for (const bucket of seen) {
      texts.set(bucket, (texts.get(bucket) ?? 0) + 1);
      const last = lastCluster.get(bucket);
      if (last !== undefined && last !== cluster) isShared.add(bucket);
      lastCluster.set(bucket, cluster);
    }
  });
  const bucket = Int32Array.from(isShared).sort();
  const rarity = Float32Array.from(
    bucket,
    (each) => 1 + Math.log((1 + rows.length) / (1 + (texts.get(each) as number))),
  );
  return makeColumns(bucket, rarity);
}

/** Weighed features of one text: columns and their values, and for explanations the share of each token in them. */
export interface SparseRow {
  readonly column: Int32Array;
  readonly value: Float64Array;
}
export type Shares = Readonly<Partial<Record<Block, number>>>;

/**
 * Known features of a text, by block (1 + log of how often) × rarity, each block of the length that is the root of its share.
 * @param onFeature told of each occurrence: token or -1, column, and its part of the column's value
 */
export function weigh(
  raw: RawFeatures,
  columns: Columns,
  shares: Shares,
  onFeature?: (token: number, column: number, value: number) => void,
): SparseRow {
  const sums = new Map<number, number>();
  for (const block of blocks) {
    const share = shares[block] ?? 0;
    if (share === 0) continue;
    const { bucket, token } = raw[block];
    const counts = new Map<number, number>();
    for (const each of bucket) {
      const column = columns.of.get(each);
      if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    const fixed = usual[block];
    const worth = (column: number, count: number): number =>
      fixed === undefined ? (1 + Math.log(count)) * (columns.rarity[column] as number) : 1;
    let square = 0;
    for (const [column, count] of counts) square += worth(column, count) ** 2;
    if (square === 0) continue;
    if (fixed !== undefined) square = fixed;
    const scale = Math.sqrt(share / square);
    for (const [column, count] of counts) sums.set(column, (sums.get(column) ?? 0) + scale * worth(column, count));
    if (onFeature === undefined) continue;
    bucket.forEach((each, index) => {
      const column = columns.of.get(each);
      if (column === undefined) return;
      const count = counts.get(column) as number;
      onFeature(token[index] as number, column, (scale * worth(column, count)) / count);
    });
  }
  return { column: Int32Array.from(sums.keys()), value: Float64Array.from(sums.values()) };
}
