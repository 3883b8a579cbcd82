/**
 * Whether two words are equal or one edit apart: a letter put in, left out or replaced, or two neighbours changed (optimal string
 * alignment distance at most 1). Units are UTF-16 code units; linear in the length.
 */
export function isWithinOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const difference = long.length - short.length;
  if (difference > 1) return false;
  let from = 0;
  while (from < short.length && short.charCodeAt(from) === long.charCodeAt(from)) from += 1;
  if (difference === 1) return isEqualFrom(short, from, long, from + 1);
  if (from >= short.length - 1) return true;
  if (isEqualFrom(short, from + 1, long, from + 1)) return true;
  const areSwapped =
    short.charCodeAt(from) === long.charCodeAt(from + 1) && short.charCodeAt(from + 1) === long.charCodeAt(from);
  return areSwapped && isEqualFrom(short, from + 2, long, from + 2);
}

function isEqualFrom(a: string, fromA: number, b: string, fromB: number): boolean {
  if (a.length - fromA !== b.length - fromB) return false;
  for (let offset = 0; fromA + offset < a.length; offset += 1) {
    if (a.charCodeAt(fromA + offset) !== b.charCodeAt(fromB + offset)) return false;
  }
  return true;
}
