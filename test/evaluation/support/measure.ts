/** What came out of a yes-no decision against the truth. */
export interface Counts {
  hits: number;
  falseAlarms: number;
  missed: number;
}

export function countDecisions<T>(rows: readonly T[], said: (row: T) => boolean, truth: (row: T) => boolean): Counts {
  const counts = { hits: 0, falseAlarms: 0, missed: 0 };
  for (const row of rows) {
    if (said(row)) counts[truth(row) ? 'hits' : 'falseAlarms']++;
    else if (truth(row)) counts.missed++;
  }
  return counts;
}

/** Share of the alarms that are right; NaN without any alarm. */
export const precision = ({ hits, falseAlarms }: Counts): number => hits / (hits + falseAlarms);
/** Share of the incidents that were found; NaN without any incident. */
export const recall = ({ hits, missed }: Counts): number => hits / (hits + missed);

/** Precision and recall over all pairs of rows: together in the answer against together in the truth. */
export function comparePairs<T>(rows: readonly T[], answer: (row: T) => string, truth: (row: T) => string): Counts {
  const counts = { hits: 0, falseAlarms: 0, missed: 0 };
  for (let left = 0; left < rows.length; left++) {
    for (let right = left + 1; right < rows.length; right++) {
      const [a, b] = [rows[left] as T, rows[right] as T];
      const isJoined = answer(a) === answer(b);
      const isOne = truth(a) === truth(b);
      if (isJoined && isOne) counts.hits++;
      else if (isJoined) counts.falseAlarms++;
      else if (isOne) counts.missed++;
    }
  }
  return counts;
}

/** «0.873 (131 of 150)». */
export function share<T>(rows: readonly T[], test: (row: T) => boolean): string {
  const yes = rows.filter(test).length;
  return rows.length === 0 ? '– (0 of 0)' : `${(yes / rows.length).toFixed(3)} (${yes} of ${rows.length})`;
}

/** 95 % Wilson interval of a share. */
export function wilson(yes: number, all: number): [number, number] {
  if (all === 0) return [0, 1];
  const z2 = 1.96 ** 2;
  const p = yes / all;
  const middle = p + z2 / (2 * all);
  const half = 1.96 * Math.sqrt((p * (1 - p) + z2 / (4 * all)) / all);
  return [(middle - half) / (1 + z2 / all), (middle + half) / (1 + z2 / all)];
}
