import type { PlaceCoefficients } from './coefficients.js';

/**
 * Written by `npm run evaluate -- places-fit --write`; do not edit. Fitted on 650 texts with a labelled region and 593 texts with a
 * labelled settlement, street or house; order of the numbers: homeSignNames and namedSignNames in region.ts, confidenceSignNames in confidence.ts.
 */
export const fittedCoefficients: PlaceCoefficients = {
  region: {
    withModel: {
      home: [3.982, 1.125, 0.76, -0.545, 1.583, 3.397, -5],
      named: [6.629, 0.857, 0.284, -0.53, -0.12, 0.385, -5, -0.446, -0.298, 0.636, 0.556, 1.52],
      threshold: 0.5,
    },
    withoutModel: {
      home: [3.159, 0, 2.163, 0.458, 0.231, 4.178, -5],
      named: [6.232, 1.076, 0.348, -0.322, -0.187, -0.041, -5, -0.325, -0.151, 0.356, 0, 1.869],
      threshold: 0.5,
    },
  },
  confidence: [
    1.766, -0.044, 0.276, -0.457, 0.095, 0.2, -0.074, -2, -0.001, 0.263, -0.102, 0.212, 0.017, 0.094, 0.319, 0.04,
    0.257, 0.17,
  ],
};
