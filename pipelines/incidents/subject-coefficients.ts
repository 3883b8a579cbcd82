import type { JudgedWay } from './subject-nearness.js';

/**
 * Written by `npm run evaluate -- clusters-fit --write`; do not edit. Fitted on 638 pairs of invented posts that meet; order of the weights: subjectInputs in
 * subject-nearness.ts.
 */
export const subjectCoefficients: { ways: Readonly<Record<JudgedWay, number>>; weights: readonly number[] } = {
  ways: { house: -1.38, landmark: -2.831, street: -0.571, village: -2.128, name: -0.873 },
  weights: [3.119, 2.533, -0.925],
};
