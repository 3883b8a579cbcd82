export interface CalibrationBin {
  from: number;
  to: number;
  texts: number;
  /** Means of what was said and of what was so. */
  said: number;
  right: number;
}

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

/** Bins with texts in them, and the expected calibration error over them: mean distance of said and right, weighted by texts. */
export function calibrationOf(confidences: readonly { said: number; isRight: boolean }[]): {
  bins: CalibrationBin[];
  error: number | null;
} {
  const bins = edges.slice(0, -1).flatMap((from, at): CalibrationBin[] => {
    const to = edges[at + 1] ?? 1;
    const inside = confidences.filter(({ said }) => said >= from && (said < to || to === 1));
    if (inside.length === 0) return [];
    const said = inside.reduce((sum, each) => sum + each.said, 0) / inside.length;
    const right = inside.filter(({ isRight }) => isRight).length / inside.length;
    return [{ from, to, texts: inside.length, said, right }];
  });
  const error = bins.reduce((sum, { texts, said, right }) => sum + texts * Math.abs(said - right), 0);
  return { bins, error: confidences.length === 0 ? null : error / confidences.length };
}
