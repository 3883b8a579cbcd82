import { numbersOf } from './guards.js';
import type { Analysis } from './tokens.js';

const FORMAT = 'm1';
const HASHES = 64;
/** 24 bits a hash: chance agreement of two is 6e-8, and four of them are exactly 16 characters of base64. */
const BYTES = 3;
const BANDS = 16;
const BAND_CHARACTERS = 16;
const FEWEST_TOKENS = 5;
const SHORT_TEXT_TOKENS = 20;
const SHORT_THRESHOLD = 0.7;
const LONG_THRESHOLD = 0.8;
/** A shorter text is too easily a part of another by chance. */
const FEWEST_CUT_TOKENS = 12;
const CUT_THRESHOLD = 0.4;
/** Share of the shorter text that must stand in the longer one. */
const CUT_SHARE = 0.8;
/** Texts of nearly one length are compared as wholes. */
const LARGEST_CUT = 0.9;
/** Longer guards are stored as their hash. */
const LONGEST_GUARD = 240;

export type NearReason = 'similar' | 'different' | 'numbers-differ' | 'too-short';

export interface Comparison {
  readonly near: boolean;
  /** Estimated Jaccard coefficient of the two sets of stems and stem pairs, 0-1 (standard error at most 0.0625). */
  readonly similarity: number;
  readonly reason: NearReason;
}

interface Parsed {
  readonly tokenCount: number;
  readonly hashes: string;
  readonly guard: string;
}

const SEEDS = makeSeeds();

/**
 * MinHash of an analysed text as one string, `m1:<tokens>:<64 hashes in base64url>:<figures and places>`, about 270 characters: all that
 * `compareSignatures` needs. Words and numbers count as tokens. (Broder 1997; 64 hashes, LSH 16 bands of 4 rows.)
 */
export function signature(analysis: Analysis): string {
  const words: number[] = [];
  for (const token of analysis.tokens) {
    if (token.kind === 'word' || token.kind === 'number') words.push(hashText(token.stem));
  }
  const shingles = new Set<number>(words);
  for (let index = 1; index < words.length; index += 1) {
    shingles.add(mix(Math.imul(words[index - 1] as number, 31) ^ Math.imul(words[index] as number, 0x9e3779b1)));
  }
  const bytes = Buffer.alloc(HASHES * BYTES, 0xff);
  for (let row = 0; row < HASHES && shingles.size > 0; row += 1) {
    const seed = SEEDS[row] as number;
    let lowest = 0xffffffff;
    for (const shingle of shingles) {
      const value = mix(shingle ^ seed);
      if (value < lowest) lowest = value;
    }
    // The low bits of a minimum are uniform, its high bits are nearly all zero.
    bytes.writeUIntBE(lowest & 0xffffff, row * BYTES, BYTES);
  }
  const guard = numbersOf(analysis);
  const kept = guard.length > LONGEST_GUARD ? `#${hashText(guard).toString(36)}.${guard.length}` : guard;
  return `${FORMAT}:${words.length}:${bytes.toString('base64url')}:${kept}`;
}

/** Estimated Jaccard coefficient of two signatures, 0-1. @throws RangeError on a string that is no signature */
export function similarity(a: string, b: string): number {
  return estimate(parse(a).hashes, parse(b).hashes);
}

/**
 * Sixteen keys for a lookup of candidates: two texts that share one are worth comparing (half of the pairs at Jaccard 0.5, 99 % at 0.75).
 * None for texts under five tokens, which are never merged. @throws RangeError on a string that is no signature
 */
export function bandKeys(signed: string): string[] {
  const { tokenCount, hashes } = parse(signed);
  if (tokenCount < FEWEST_TOKENS) return [];
  return Array.from({ length: BANDS }, (_, band) => {
    const rows = hashes.slice(band * BAND_CHARACTERS, (band + 1) * BAND_CHARACTERS);
    return `${band.toString(36)}.${rows}`;
  });
}

/** The figures among what guards a signature; none where the guard is stored as its hash. @throws RangeError on a string that is no signature */
export function guardNumbers(signed: string): string[] {
  return parse(signed)
    .guard.split(' ')
    .filter((part) => /^\d/.test(part));
}

/** Whether two texts are copies, by their signatures alone. @throws RangeError on a string that is no signature */
export function compareSignatures(a: string, b: string): Comparison {
  const first = parse(a);
  const second = parse(b);
  return compare(first, second, first.tokenCount, second.tokenCount);
}

/** Like `compareSignatures` with the lengths given from outside. @throws RangeError on a string that is no signature */
export function isNearDuplicate(a: string, b: string, tokenCountA: number, tokenCountB: number): Comparison {
  return compare(parse(a), parse(b), tokenCountA, tokenCountB);
}

function compare(a: Parsed, b: Parsed, tokenCountA: number, tokenCountB: number): Comparison {
  const estimated = estimate(a.hashes, b.hashes);
  const [fewer, more] = [Math.min(tokenCountA, tokenCountB), Math.max(tokenCountA, tokenCountB)];
  if (fewer < FEWEST_TOKENS) return { near: false, similarity: estimated, reason: 'too-short' };
  const guards =
    a.guard === b.guard ? 'equal' : isWithin(a.guard, b.guard) || isWithin(b.guard, a.guard) ? 'within' : 'differ';
  if (guards === 'differ') return { near: false, similarity: estimated, reason: 'numbers-differ' };
  if (isCut(estimated, fewer, more)) return { near: true, similarity: estimated, reason: 'similar' };
  if (guards === 'within') return { near: false, similarity: estimated, reason: 'numbers-differ' };
  const threshold = more < SHORT_TEXT_TOKENS ? SHORT_THRESHOLD : LONG_THRESHOLD;
  const near = estimated >= threshold;
  return { near, similarity: estimated, reason: near ? 'similar' : 'different' };
}

/**
 * Whether the shorter text stands in the longer one: a repost that was cut, or that got a heading, hash tags, a call to share. Of sets of
 * sizes m ≤ n with Jaccard coefficient J, J / (1 + J) · (m + n) are common; a text of k tokens has about 2k − 1 stems and pairs.
 */
function isCut(estimated: number, fewer: number, more: number): boolean {
  if (fewer < FEWEST_CUT_TOKENS || estimated < CUT_THRESHOLD) return false;
  const [small, large] = [2 * fewer - 1, 2 * more - 1];
  return small <= LARGEST_CUT * large && (estimated / (1 + estimated)) * (small + large) >= CUT_SHARE * small;
}

/** Whether every word of one guard stands in the other, as often; a guard that is stored as its hash is within none. */
function isWithin(guard: string, other: string): boolean {
  if (guard.startsWith('#') || other.startsWith('#')) return false;
  const rest = other.split(' ');
  return guard.split(' ').every((part) => {
    const at = rest.indexOf(part);
    if (at >= 0) rest.splice(at, 1);
    return part === '' || at >= 0;
  });
}

/** Share of equal hashes; a hash is four characters of base64. */
function estimate(a: string, b: string): number {
  let equal = 0;
  for (let from = 0; from < HASHES * 4; from += 4) {
    if (
      a.charCodeAt(from) === b.charCodeAt(from) &&
      a.charCodeAt(from + 1) === b.charCodeAt(from + 1) &&
      a.charCodeAt(from + 2) === b.charCodeAt(from + 2) &&
      a.charCodeAt(from + 3) === b.charCodeAt(from + 3)
    ) {
      equal += 1;
    }
  }
  return equal / HASHES;
}

function parse(signed: string): Parsed {
  const [format, count = '', hashes = '', ...guard] = signed.split(':');
  const tokenCount = Number(count);
  if (format !== FORMAT || !Number.isInteger(tokenCount) || hashes.length !== HASHES * 4) {
    throw new RangeError(`not a ${FORMAT} text signature: "${signed.slice(0, 40)}"; make it again with signature()`);
  }
  return { tokenCount, hashes, guard: guard.join(':') };
}

/** FNV-1a over UTF-16 units, with a final mix. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

/** The 32-bit finaliser of MurmurHash3, unsigned. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function makeSeeds(): number[] {
  return Array.from({ length: HASHES }, (_, index) => mix(Math.imul(index + 1, 0x9e3779b9)));
}
