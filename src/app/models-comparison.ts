import { columnsOf, countFigures, type JudgedText, unitNumbers } from './models-figures.js';
import { type Bounds, boundsOf, resamples, twoSidedP } from './resampling.js';

/** How much the second of two models differs from the first in one figure. */
export interface Difference extends Partial<Bounds> {
  name: 'precision' | 'recall' | 'f1' | 'falseAlarms' | 'group' | 'macroF1' | 'coverage';
  a: number | null;
  b: number | null;
  /** b − a; null when one of them is unknown. */
  difference: number | null;
  /** Two-sided, of «no difference». */
  p: number | null;
}

const names = ['precision', 'recall', 'f1', 'falseAlarms', 'group', 'macroF1', 'coverage'] as const;

/**
 * Paired bootstrap: the same units are drawn for both models, so that what is hard for both does not blur the difference (Koehn, 2004).
 * @param a, b the same texts with the verdicts of either model
 */
export function compareModels(
  a: readonly JudgedText[],
  b: readonly JudgedText[],
  { rounds = 2_000, seed = 1 }: { rounds?: number; seed?: number } = {},
): Difference[] {
  const units = unitNumbers(a);
  const [left, right] = [columnsOf(a, units), columnsOf(b, units)];
  const drawn = new Map(names.map((name) => [name, [] as (number | null)[]]));
  const valuesOf = (columns: typeof left, sample?: Uint16Array): Record<(typeof names)[number], number | null> => {
    const { hits, of, value } = countFigures(columns, sample);
    const share = (name: keyof typeof of): number | null => (of[name] === 0 ? null : hits[name] / of[name]);
    return {
      precision: share('precision'),
      recall: share('recall'),
      f1: value.f1,
      falseAlarms: share('falseAlarms'),
      group: share('group'),
      macroF1: value.macroF1,
      coverage: share('coverage'),
    };
  };
  const minus = (first: number | null, second: number | null): number | null =>
    first === null || second === null ? null : second - first;
  for (const sample of resamples(units.size, a.length === 0 ? 0 : rounds, seed)) {
    const [one, other] = [valuesOf(left, sample), valuesOf(right, sample)];
    for (const name of names) drawn.get(name)?.push(minus(one[name], other[name]));
  }
  const [one, other] = [valuesOf(left), valuesOf(right)];
  return names.map((name) => {
    const differences = drawn.get(name) ?? [];
    return {
      name,
      a: one[name],
      b: other[name],
      difference: minus(one[name], other[name]),
      ...boundsOf(differences),
      p: twoSidedP(differences),
    };
  });
}

/** How the verdicts of two models on one text differ; null when they do not. */
export type ChangeOfVerdict = 'incident won' | 'incident lost' | 'other group' | 'other doubt';
export const changesOfVerdict: readonly ChangeOfVerdict[] = [
  'incident won',
  'incident lost',
  'other group',
  'other doubt',
];

export function changeOfVerdict(
  a: { incident: boolean; unsure: boolean; group: string | null },
  b: { incident: boolean; unsure: boolean; group: string | null },
): ChangeOfVerdict | null {
  if (a.incident !== b.incident) return b.incident ? 'incident won' : 'incident lost';
  // The group of what is no incident concerns nobody.
  if (a.incident && a.group !== b.group) return 'other group';
  return a.unsure === b.unsure ? null : 'other doubt';
}
