import type { PlaceCoefficients } from './coefficients.js';

/**
 * Written by `npm run evaluate -- places-fit --write`; do not edit. Fitted on 650 texts with a labelled region and 595 texts with a
 * labelled settlement, street or house; order of the numbers: homeSignNames and namedSignNames in region.ts, confidenceSignNames in confidence.ts.
 */
export const fittedCoefficients: PlaceCoefficients = {
  region: {
    withModel: {
      home: [3.73, 1.012, 0.55, -0.356, 0.933, 3.378, -5],
      named: [6.388, 0.925, 0.321, -0.403, -0.083, 0.21, -5, -0.406, -0.22, 0.485, 0.441, 1.314],
      threshold: 0.5,
    },
    withoutModel: {
      home: [3.175, 0, 1.882, 0.451, -0.294, 4.167, -5],
      named: [6.161, 1.119, 0.362, -0.248, -0.136, -0.187, -5, -0.317, -0.132, 0.328, 0, 1.686],
      threshold: 0.5,
    },
  },
  confidence: [
    1.051, -0.071, 1.206, -2.414, -0.603, 1.895, -0.983, -2, -0.718, 2.632, -0.189, 0.137, -0.91, 1.119, 2.28, 0.21,
    0.688, 1.6,
  ],
};
