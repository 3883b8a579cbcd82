/** The line of a value, 1-based, and those of what is in it: by keys of a mapping, or by places in a list. Plain JSON. */
export type LineTree = number | [line: number, inner: { [key: string]: LineTree } | LineTree[]];

/** The line of the value at the path; the nearest parent's line when it is missing. */
export function lineIn(tree: LineTree, path: readonly PropertyKey[]): number {
  let at = tree;
  for (const key of path) {
    if (typeof at === 'number') return at;
    const inner: LineTree | undefined = innerOf(at[1], key);
    if (inner === undefined) return at[0];
    at = inner;
  }
  return typeof at === 'number' ? at : at[0];
}

function innerOf(inner: { [key: string]: LineTree } | LineTree[], key: PropertyKey): LineTree | undefined {
  if (Array.isArray(inner)) return typeof key === 'number' ? inner[key] : undefined;
  return Object.hasOwn(inner, String(key)) ? inner[String(key)] : undefined;
}
