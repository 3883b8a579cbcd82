/**
 * The vector of a post in 8 bits a number, 512 characters in place of 1 024: marks of joining are many and live in Redis. A cosine of two such
 * vectors is off by less than 0.01.
 */
import { decodeHalf, vectorWidth } from '../../src/core/float16.js';

/** @param vector as a post keeps it: base64 of 384 numbers of 16 bits @throws RangeError when it is none */
export function shortVector(vector: string): string {
  const numbers = decodeHalf(vector, vectorWidth);
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 0 : 127 / largest;
  return Buffer.from(Int8Array.from(numbers, (value) => Math.round(value * scale)).buffer).toString('base64');
}

/** Cosine of two short vectors, -1 to 1; 0 when one of them is zero. */
export function shortCosine(one: string, other: string): number {
  const [a, b] = [bytesOf(one), bytesOf(other)];
  let [product, lengthA, lengthB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] as number, b[at] as number];
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return lengthA === 0 || lengthB === 0 ? 0 : product / Math.sqrt(lengthA * lengthB);
}

function bytesOf(base64: string): Int8Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
