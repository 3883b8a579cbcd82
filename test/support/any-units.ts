import fc from 'fast-check';

/** Strings of any UTF-16 units, lone surrogates among them. */
export function anyUnits(maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.nat({ max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units));
}
