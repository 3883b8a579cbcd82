/**
 * How near in meaning two vectors are. The vectors of posts are of unit length up to the rounding to 16 bits; what is asked for may be of any.
 */

/**
 * Cosine from which two posts are taken to be about the same problem and are shown as similar; null: all of the nearest are shown. Set it
 * from `npm run evaluate -- nearness` with the model that is shipped.
 */
export const sameProblemFrom: number | null = null;

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
