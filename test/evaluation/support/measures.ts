/** Shares with their bounds, and what a classifier into groups is measured by. */

export interface Pair {
  truth: string;
  answer: string | null;
}
export interface GroupRow {
  group: string;
  texts: number;
  answers: number;
  both: number;
}

/** Share of the rows that pass, three decimals. */
export function share<T>(rows: readonly T[], test: (row: T) => boolean): string {
  return rows.length === 0 ? '–' : (rows.filter(test).length / rows.length).toFixed(3);
}

/** A share with its 95 % Wilson score bounds (Wilson 1927): «0.92 (0.90-0.94)». */
export function wilson(hits: number, of: number, digits = 2): string {
  if (of === 0) return '–';
  const z = 1.96;
  const rate = hits / of;
  const middle = rate + (z * z) / (2 * of);
  const spread = z * Math.sqrt((rate * (1 - rate)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  // At 0 and 1 the bound is that number but for rounding, which would print «-0.000».
  const low = Math.max(0, (middle - spread) / scale);
  const high = Math.min(1, (middle + spread) / scale);
  return `${rate.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}

/** One row per group that occurs as truth, most frequent first. */
export function groupTable(pairs: readonly Pair[]): GroupRow[] {
  return [...new Set(pairs.map(({ truth }) => truth))]
    .map((group) => ({
      group,
      texts: pairs.filter(({ truth }) => truth === group).length,
      answers: pairs.filter(({ answer }) => answer === group).length,
      both: pairs.filter(({ truth, answer }) => truth === group && answer === group).length,
    }))
    .sort((a, b) => b.texts - a.texts);
}

export function f1({ texts, answers, both }: GroupRow): number {
  return (2 * both) / (texts + answers);
}

/** Mean F1 over the groups that occur as truth. */
export function macroF1(pairs: readonly Pair[]): number {
  const rows = groupTable(pairs);
  return rows.reduce((sum, row) => sum + f1(row), 0) / rows.length;
}
