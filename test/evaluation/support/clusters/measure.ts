import { boundsOf, resamples } from '../../../../src/app/resampling.js';
import type { Outcome } from './line.js';
import { asRaw, type InventedPost, type PostPair, pairsOf } from './posts.js';

/** A pair with what became of it. */
export interface JudgedPair extends PostPair {
  isJoined: boolean;
}

export interface Judged {
  posts: readonly InventedPost[];
  pairs: readonly JudgedPair[];
  /** Pairs of posts of different scenes that were joined all the same. */
  across: readonly [InventedPost, InventedPost][];
  /** Posts that the classifier let go: no incident, by its word. */
  letGo: readonly InventedPost[];
  outcomeOf(post: InventedPost): Outcome | undefined;
}

export interface KindRow {
  kind: string;
  isOne: boolean;
  pairs: number;
  joined: number;
}

/** Holds what the stages made of the posts against the truth. */
export function judge(posts: readonly InventedPost[], outcomes: ReadonlyMap<string, Outcome>): Judged {
  const outcomeOf = (post: InventedPost): Outcome | undefined => outcomes.get(asRaw(post).id);
  const incidentOf = (post: InventedPost): string | null => outcomeOf(post)?.post?.incidentId ?? null;
  const areJoined = (one: InventedPost, other: InventedPost): boolean =>
    incidentOf(one) !== null && incidentOf(one) === incidentOf(other);
  const across = posts.flatMap((other, index) =>
    posts
      .slice(0, index)
      .filter((one) => one.scene !== other.scene && areJoined(one, other))
      .map((one): [InventedPost, InventedPost] => [one, other]),
  );
  return {
    posts,
    pairs: pairsOf(posts).map((pair) => ({ ...pair, isJoined: areJoined(pair.one, pair.other) })),
    across,
    letGo: posts.filter((post) => incidentOf(post) === null),
    outcomeOf,
  };
}

/** One row for each kind of pair, those of one problem first. */
export function kindRows({ pairs }: Judged): KindRow[] {
  const rows = new Map<string, KindRow>();
  for (const { kind, isOne, isJoined } of pairs) {
    const key = `${isOne} ${kind}`;
    const row = rows.get(key) ?? { kind, isOne, pairs: 0, joined: 0 };
    rows.set(key, { ...row, pairs: row.pairs + 1, joined: row.joined + (isJoined ? 1 : 0) });
  }
  return [...rows.values()].sort((a, b) => Number(b.isOne) - Number(a.isOne) || b.pairs - a.pairs);
}

export interface Share {
  hits: number;
  of: number;
  /** Bounds of 95 %, percentiles of a bootstrap that draws scenes: pairs of one scene go together. */
  low: number;
  high: number;
}

export function precisionOf(judged: Judged): Share {
  return share(judged, (pairs, across) => [count(pairs, true), count(pairs, true) + count(pairs, false) + across]);
}

export function recallOf(judged: Judged): Share {
  return share(judged, (pairs) => [count(pairs, true), pairs.filter(({ isOne }) => isOne).length]);
}

/** The same among the pairs of which the classifier let none go: what joining alone misses. */
export function recallOfJoining(judged: Judged): Share {
  const gone = new Set(judged.letGo);
  const pairs = judged.pairs.filter(({ one, other }) => !gone.has(one) && !gone.has(other));
  return recallOf({ ...judged, pairs });
}

function count(pairs: readonly JudgedPair[], isOne: boolean): number {
  return pairs.filter((pair) => pair.isJoined && pair.isOne === isOne).length;
}

const rounds = 2_000;

function share(judged: Judged, of: (pairs: readonly JudgedPair[], across: number) => [number, number]): Share {
  const scenes = [...new Set(judged.posts.map((post) => post.scene))].map((scene) => {
    const across = judged.across.filter(([, other]) => other.scene === scene).length;
    return of(
      judged.pairs.filter(({ one }) => one.scene === scene),
      across,
    );
  });
  const sum = (weights: ArrayLike<number>): { hits: number; of: number } => {
    const total = { hits: 0, of: 0 };
    scenes.forEach(([hits, all], at) => {
      total.hits += hits * (weights[at] ?? 0);
      total.of += all * (weights[at] ?? 0);
    });
    return total;
  };
  const drawn = [...mapped(resamples(scenes.length, rounds, 7), sum)].map(({ hits, of: all }) =>
    all === 0 ? null : hits / all,
  );
  const bounds = boundsOf(drawn);
  return { ...sum(scenes.map(() => 1)), low: bounds?.low ?? 0, high: bounds?.high ?? 1 };
}

function* mapped<T, R>(items: Iterable<T>, map: (item: T) => R): Generator<R> {
  for (const item of items) yield map(item);
}
