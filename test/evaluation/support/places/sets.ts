/** A set is «developed» once anybody who changes the finder has seen its misses, and stays so; «held back» sets only measure. */
export type SetRole = 'developed' | 'held back';

export interface SetInfo {
  name: string;
  texts: 'real' | 'invented';
  role: SetRole;
}

/**
 * Every labelled set of the evaluation and its role, in the order of the page. Names say how a set began, the role what it is now: `held` and
 * `invented-held` were held back until the finder's first measured state, `held2` and `invented-held2` until its second, `held3` and
 * `invented-held3` until its third; they are developed by since.
 */
export const placeSets = [
  { name: 'invented-dev', texts: 'invented', role: 'developed' },
  { name: 'invented-held', texts: 'invented', role: 'developed' },
  { name: 'dev', texts: 'real', role: 'developed' },
  { name: 'held', texts: 'real', role: 'developed' },
  { name: 'invented-held2', texts: 'invented', role: 'developed' },
  { name: 'held2', texts: 'real', role: 'developed' },
  { name: 'invented-held3', texts: 'invented', role: 'developed' },
  { name: 'held3', texts: 'real', role: 'developed' },
  { name: 'invented-held4', texts: 'invented', role: 'held back' },
  { name: 'held4', texts: 'real', role: 'held back' },
] as const satisfies readonly SetInfo[];

export type InventedName = Extract<(typeof placeSets)[number], { texts: 'invented' }>['name'];

/** Names of the sets of real or of invented texts. */
export const realNames: readonly string[] = placeSets.filter(({ texts }) => texts === 'real').map(({ name }) => name);
export const inventedNames: readonly InventedName[] = placeSets.flatMap((set) =>
  set.texts === 'invented' ? [set.name] : [],
);

/** What the table tells of a set; a file of labels that it does not know counts as real texts held back, whose misses nobody gets to see. */
export function infoOf(name: string): SetInfo {
  return placeSets.find((set) => set.name === name) ?? { name, texts: 'real', role: 'held back' };
}
