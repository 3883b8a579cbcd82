import { Memo } from '../../pipelines/text/memo.js';
import type { Analysis, Token } from '../../pipelines/text/tokens.js';

/**
 * Hashed n-grams of a text in three blocks: stems, pairs of neighbouring stems in one sentence, and runs of 3-5 characters inside words.
 * Each feature is a bucket of 2^bits; two features may share one, which costs little and keeps the words themselves out of the file.
 */
export const blocks = ['stem', 'pair', 'run'] as const;
export type Block = (typeof blocks)[number];

/** How many features a block counts beside its own, so that a text of two words does not speak as loudly as one of twenty. */
export const blockOffset = 3;

const SHORTEST_RUN = 3;
const LONGEST_RUN = 5;
/** Letters of a word of which runs are taken: more are hardly ever a word. */
const LONGEST_WORD = 40;
const REMEMBERED_WORDS = 20_000;

/** What one word brings, with full 32-bit hashes; the buckets are their low bits. */
export interface WordFeatures {
  readonly stem: number;
  /** Different runs of the word, in order of their first place. */
  readonly runs: Int32Array;
}

/** Features of a text, one entry for each time a feature is there. */
export interface Features {
  /** Hashes by block, in the order of the text. */
  readonly stem: Int32Array;
  readonly pair: Int32Array;
  readonly run: Int32Array;
  /** Index in `analysis.tokens` of the word that each stem and each run belongs to; of a pair that of its second word. */
  readonly stemToken: Int32Array;
  readonly pairToken: Int32Array;
  readonly runToken: Int32Array;
}

/**
 * FNV-1a (Fowler, Noll, Vo) over UTF-16 units, two bytes a step, from a seed of its own for each block, finished with the mixer of
 * MurmurHash3 (Appleby): the low bits alone would be uneven.
 */
function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}
function finish(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
const STEM_SEED = 0x811c9dc5 | 0;
const RUN_SEED = 0x2f0b4c47;
const EDGE = 0x5f;

function stemHash(stem: string): number {
  let hash = STEM_SEED;
  for (let index = 0; index < stem.length; index += 1) hash = step(hash, stem.charCodeAt(index));
  return finish(hash);
}

/** Hash of two neighbours, which are not the same when swapped. */
export function pairHash(first: number, second: number): number {
  return finish(Math.imul(first, 31) ^ Math.imul(second, 0x9e3779b1));
}

function runHashes(word: string): Int32Array {
  const length = Math.min(word.length, LONGEST_WORD);
  const units = new Int32Array(length + 2).fill(EDGE);
  for (let index = 0; index < length; index += 1) units[index + 1] = word.charCodeAt(index);
  const hashes = new Set<number>();
  for (let start = 0; start + SHORTEST_RUN <= units.length; start += 1) {
    let hash = RUN_SEED;
    for (let size = 1; size <= LONGEST_RUN && start + size <= units.length; size += 1) {
      hash = step(hash, units[start + size - 1] as number);
      if (size >= SHORTEST_RUN) hashes.add(finish(hash));
    }
  }
  return Int32Array.from(hashes);
}

/** Hashes of one word of the text engine, made anew. */
export function makeWordFeatures(kind: Token['kind'], text: string, stem: string): WordFeatures {
  if (kind === 'word') return { stem: stemHash(stem), runs: runHashes(text) };
  return { stem: stemHash(kind === 'number' ? numberShape(text) : otherShape(stem)), runs: new Int32Array(0) };
}

/** House numbers, sums and dates say what they are by their shape alone; the figures themselves must not be learnt. */
function numberShape(text: string): string {
  return text.replace(/\d+/g, (digits) => (digits.length < 3 ? '0' : digits.length < 5 ? '000' : '00000'));
}
/** Marks such as «[телефон]» and short signs are kept; links, addresses and @names are one feature each. */
function otherShape(stem: string): string {
  if (stem.startsWith('@')) return '@';
  return stem.length > 16 ? '…' : stem;
}

const words = new Memo<WordFeatures>(REMEMBERED_WORDS, (key) => {
  const end = key.indexOf('\u0000');
  return makeWordFeatures('word', key.slice(0, end), key.slice(end + 1));
});
const numbers = new Memo<WordFeatures>(1_000, (text) => makeWordFeatures('number', text, text));
const others = new Memo<WordFeatures>(1_000, (stem) => makeWordFeatures('other', stem, stem));

/** Hashes of one token; the same words come again and again, so they are remembered. */
export function wordFeatures({ kind, text, stem }: Token): WordFeatures {
  if (kind === 'word') return words.get(`${text}\u0000${stem}`);
  return kind === 'number' ? numbers.get(text) : others.get(stem);
}

/** All n-gram features of a text. Pure: the same analysis gives the same hashes on every machine. */
export function ngramFeatures({ tokens }: Analysis): Features {
  const each = tokens.map(wordFeatures);
  const runs = each.reduce((sum, word) => sum + word.runs.length, 0);
  const stem = new Int32Array(each.length);
  const run = new Int32Array(runs);
  const runToken = new Int32Array(runs);
  const pair: number[] = [];
  const pairToken: number[] = [];
  let at = 0;
  each.forEach((word, index) => {
    stem[index] = word.stem;
    run.set(word.runs, at);
    runToken.fill(index, at, at + word.runs.length);
    at += word.runs.length;
    if (index > 0 && tokens[index]?.sentence === tokens[index - 1]?.sentence) {
      pair.push(pairHash((each[index - 1] as WordFeatures).stem, word.stem));
      pairToken.push(index);
    }
  });
  return {
    stem,
    pair: Int32Array.from(pair),
    run,
    stemToken: Int32Array.from(each, (_, index) => index),
    pairToken: Int32Array.from(pairToken),
    runToken,
  };
}

/** What each feature of a block of so many counts: blocks of any size have a length of about one. */
export function blockScale(count: number): number {
  return 1 / Math.sqrt(count + blockOffset);
}
