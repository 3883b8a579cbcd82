import { blended, type Standing } from './blend.js';
import { makeDense } from './dense.js';
import { rawFeatures, weigh } from './features.js';
import { type Bodies, optionsOf, type Part, priorOf } from './fit.js';
import { createNameFinder } from './names.js';
import type { Subject } from './subject.js';

/** What a token adds to the score of a body. */
export interface TokenPart {
  readonly token: number;
  readonly weight: number;
}

/** A fitted part, ready to be asked. Pure. */
export interface PartScorer {
  /** Probability of each body, in their order. */
  probabilities(subject: Subject): number[];
  /** What each token adds to the score of a body, the greatest first; only what speaks for it. */
  partsOf(subject: Subject, body: number): TokenPart[];
}

/** @param shares of the training texts for bodies that have weights, 0 for the others */
export function createPartScorer(part: Part, bodies: Bodies, thin: readonly string[]): PartScorer {
  const { columns, weights, blend, usesEncoder, topics, mean, anchors } = part;
  const { shares, ...dense } = optionsOf(usesEncoder);
  const maker = makeDense({ topics, mean, anchors, ...dense });
  const finder = createNameFinder(bodies.names);
  const outputs = bodies.names.length;
  const all = bodies.texts.reduce((sum, texts) => sum + texts, 0);
  const base = bodies.names.map((name, body) => (thin.includes(name) ? 0 : (bodies.texts[body] as number) / all));
  const priors = bodies.texts.map((texts) => priorOf(texts, all));
  return {
    probabilities(subject) {
      const scores = Float64Array.from(base);
      const add = (column: number, value: number): void => {
        for (let output = 0; output < outputs; output += 1)
          scores[output] = (scores[output] as number) + value * (weights[column * outputs + output] as number);
      };
      const { column, value } = weigh(rawFeatures(subject), columns, shares);
      column.forEach((each, index) => {
        add(each, value[index] as number);
      });
      maker.of(subject).forEach((each, index) => {
        add(columns.bucket.length + index, each);
      });
      const inText = finder.inText(subject.analysis);
      const inPlace = finder.inPlace(subject.place);
      return blended(
        blend,
        Array.from(
          scores,
          (score, body): Standing => ({
            score,
            prior: priors[body] as number,
            inText: inText[body] === true,
            inPlace: inPlace[body] === true,
          }),
        ),
      );
    },
    partsOf(subject, body) {
      const sums = new Map<number, number>();
      weigh(rawFeatures(subject), columns, shares, (token, column, value) => {
        if (token === -1) return;
        sums.set(token, (sums.get(token) ?? 0) + value * (weights[column * outputs + body] as number));
      });
      return [...sums]
        .map(([token, weight]) => ({ token, weight }))
        .filter(({ weight }) => weight > 0)
        .toSorted((a, b) => b.weight - a.weight || a.token - b.token);
    },
  };
}
