/**
 * IEEE 754 binary16 with rounding to nearest, ties to even, as in numpy's `astype(float16)`. Node 20 has no Float16Array. What the encoder
 * gives is rounded to it at once, so that all that follows works on exactly the numbers that a post keeps.
 */

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The 16 bits nearest to a number; beyond 65 504 an infinity. A number that is no float32 is rounded to one first. */
export function halfBits(value: number): number {
  floats[0] = value;
  const word = bits[0] as number;
  const sign = (word >>> 16) & 0x8000;
  const exponent = (word >>> 23) & 0xff;
  const mantissa = word & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  const shifted = exponent - 112;
  if (shifted >= 31) return sign | 0x7c00;
  if (shifted <= 0) {
    if (shifted < -10) return sign;
    return sign | roundedShift(mantissa | 0x800000, 14 - shifted);
  }
  // A mantissa that overflows carries into the exponent, as it should.
  return sign | ((shifted << 10) + roundedShift(mantissa, 13));
}

function roundedShift(value: number, by: number): number {
  const kept = value >>> by;
  const rest = value & ((1 << by) - 1);
  const half = 1 << (by - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

/** The number that 16 bits stand for. */
export function halfValue(half: number): number {
  const sign = (half & 0x8000) === 0 ? 1 : -1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** A new array with every number rounded to binary16. */
export function roundToHalf(values: Float32Array): Float32Array {
  return values.map((value) => halfValue(halfBits(value)));
}

/** Numbers as base64 of little-endian binary16, two bytes each: the form in which a post keeps them. */
export function encodeHalf(values: Float32Array): string {
  const bytes = Buffer.allocUnsafe(2 * values.length);
  values.forEach((value, at) => {
    bytes.writeUInt16LE(halfBits(value), 2 * at);
  });
  return bytes.toString('base64');
}

/**
 * Reads what `encodeHalf` wrote.
 * @throws RangeError when it does not hold `length` numbers
 */
export function decodeHalf(base64: string, length: number): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 2 * length) throw new RangeError(`${bytes.length} bytes are not ${length} numbers of two bytes`);
  return Float32Array.from({ length }, (_, at) => halfValue(bytes.readUInt16LE(2 * at)));
}
