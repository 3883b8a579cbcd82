import type { Post } from './post.js';

/**
 * How near in meaning two vectors are. The vectors of posts are of unit length up to the rounding to 16 bits; what is asked for may be of any.
 */

/**
 * Cosine from which posts are shown as similar. By `npm run evaluate -- nearness` with the shipped encoder: three quarters of the invented pairs about one problem
 * lie above it, and 1 % of those about different problems. Another encoder needs another.
 */
export const sameProblemFrom = 0.39;

/** Cosine of two vectors of one length, -1 to 1; NaN when one of them is zero. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let at = 0; at < a.length; at++) {
    const x = a[at] as number;
    const y = b[at] as number;
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return Math.max(-1, Math.min(1, product / Math.sqrt(lengthA * lengthB)));
}

/** The mean of some vectors, made unit length: what several posts mean together. Null when there are none or they cancel out. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array | null {
  const [first] = vectors;
  if (first === undefined) return null;
  const sum = new Float64Array(first.length);
  for (const vector of vectors)
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + (vector[at] as number);
  const length = Math.hypot(...sum);
  return length === 0 ? null : Float32Array.from(sum, (value) => value / length);
}

/** Which posts near to a vector are wanted (PostStore.nearest). */
export interface NearestOptions<F extends keyof Post = keyof Post> {
  /** At most so many posts, 1-1000. */
  k: number;
  /** Written at or after / before, ISO; a post without a date counts by when it was read. */
  since?: string;
  until?: string;
  /** Posts that are not wanted. */
  excludeIds?: readonly string[];
  /** Nor those of this incident. */
  excludeIncident?: string;
  /**
   * Only posts about a place in one of these territories; where no place is known, of a source at home there. Those below them count only
   * when they are listed too.
   */
  territory?: readonly string[];
  /** Only posts that are part of an incident. */
  onlyIncidents?: boolean;
  /** The fields wanted; without it all. */
  fields?: readonly F[];
}

/** A post with how near it is. */
export interface NearPost<P> {
  post: P;
  /** Cosine between the vectors, -1 to 1. */
  similarity: number;
}

/** An incident with how near it is. */
export interface NearIncident {
  id: string;
  similarity: number;
}

/** What a text means, as a vector that may be held against those of posts. */
export interface TextVectors {
  /**
   * Reads the text as the line reads a post.
   * @returns 384 numbers of length 1
   * @throws AppError E_MODEL_OFF where no model runs; the message says what to do
   */
  vectorOf(text: string): Promise<Float32Array>;
}
