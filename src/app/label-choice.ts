import { similarity } from '../../pipelines/text/minhash.js';
import { derivedId } from '../core/ids.js';
import type { Shown } from '../core/label.js';
import type { Span } from '../core/verdict.js';

/** Why a text is asked. */
export type Reason =
  /** The machine knows little of it, and it is unlike the others of the batch. */
  | 'uncertain'
  /** Drawn from what the gate let go: the only way to learn what is missed. */
  | 'random'
  /** Somebody else labelled it: a second, independent word. */
  | 'second';

/** A text that may be put to a person. */
export interface Askable {
  subject: string;
  postId: string | null;
  text: string;
  cluster: string;
  /** 0-3; 0 for texts that are not asked for their uncertainty. */
  uncertainty: number;
  /** What the machine thinks of it. */
  shown: Shown | null;
  /** Words that the verdict stands on. */
  words: readonly Span[];
  /** Unit vector of its meaning, where a model read it. */
  vector: Float32Array | null;
  /** MinHash of its words, for those without a vector. */
  signature: string;
}
export interface Asked extends Askable {
  why: Reason;
}

/** How unlike two texts are, 0 (copies) to 1 and a little above. */
export function distance(one: Askable, other: Askable): number {
  if (one.vector === null || other.vector === null) return 1 - similarity(one.signature, other.signature);
  let product = 0;
  for (let at = 0; at < one.vector.length; at++) product += (one.vector[at] as number) * (other.vector[at] as number);
  return 1 - product;
}

/**
 * The greedy k-center choice of Sener and Savarese (2018), weighted by uncertainty: first the most uncertain text, then always the one with the
 * greatest uncertainty × distance to the nearest that is chosen already. Of one cluster at most one text. Deterministic.
 * @returns at most `count`, in the order of choice
 */
export function chooseDiverse<T extends Askable>(candidates: readonly T[], count: number): T[] {
  const open = new Map(candidates.map((candidate) => [candidate, Number.POSITIVE_INFINITY]));
  const chosen: T[] = [];
  const worth = (candidate: T, nearest: number): number =>
    candidate.uncertainty * (nearest === Number.POSITIVE_INFINITY ? 1 : Math.max(0, nearest));
  while (chosen.length < count && open.size > 0) {
    let best: T | null = null;
    let most = -1;
    for (const [candidate, nearest] of open) {
      const value = worth(candidate, nearest);
      if (value > most || (value === most && best !== null && candidate.subject < best.subject)) {
        [best, most] = [candidate, value];
      }
    }
    if (best === null) break;
    chosen.push(best);
    for (const [candidate, nearest] of open) {
      if (candidate === best || candidate.cluster === best.cluster) open.delete(candidate);
      else open.set(candidate, Math.min(nearest, distance(candidate, best)));
    }
  }
  return chosen;
}

/**
 * A draw that is the same whenever it is made, so that what was asked earlier and what is asked today are one sample: by a hash of the id.
 * @param purpose independent purposes draw independently
 */
export function drawn<T extends { subject: string }>(purpose: string, all: readonly T[], count: number): T[] {
  return all
    .map((each) => ({ each, key: derivedId('draw', purpose, each.subject) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, count)
    .map(({ each }) => each);
}

export interface Shares {
  /** Of the batch drawn at random from what the gate let go, 0-1. */
  random: number;
  /** Of all texts that persons label one by one: how many two persons are to label, 0-1. */
  second: number;
}

/**
 * Puts a batch together: as many second words as the share lacks (at most half of the batch), the share drawn at random, and for the rest what
 * is uncertain and diverse. What one part lacks the uncertain ones fill up. Mixed by hash, so that nobody can tell from the place why a text is asked.
 * @param doubles texts that two persons labelled, and singles, that one did; both count for the share
 */
export function chooseBatch(
  pools: { uncertain: readonly Askable[]; random: readonly Askable[]; second: readonly Askable[] },
  count: number,
  shares: Shares,
  labelled: { singles: number; doubles: number },
): Asked[] {
  const lacking = Math.ceil(shares.second * (labelled.singles + labelled.doubles)) - labelled.doubles;
  const second = drawn('second', pools.second, Math.max(0, Math.min(lacking, Math.floor(count / 2))));
  const taken = new Set(second.map(({ subject }) => subject));
  const free = (each: Askable): boolean => !taken.has(each.subject);
  const random = drawn('random', pools.random.filter(free), Math.round(shares.random * count)).slice(
    0,
    count - second.length,
  );
  for (const { subject } of random) taken.add(subject);
  const uncertain = chooseDiverse(pools.uncertain.filter(free), count - second.length - random.length);
  const because = (why: Reason) => (each: Askable) => ({ ...each, why });
  const batch = [
    ...second.map(because('second')),
    ...random.map(because('random')),
    ...uncertain.map(because('uncertain')),
  ];
  return drawn('order', batch, batch.length);
}
