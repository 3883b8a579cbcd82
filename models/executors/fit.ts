import type { Anchors } from './anchors.js';
import { type Blend, type BlendCase, blended, fitBlend, type Standing } from './blend.js';
import { anchorsOf, makeDense, meanState, topicsOf } from './dense.js';
import { type Columns, chooseColumns, rawFeatures, type Shares, weigh } from './features.js';
import { createNameFinder } from './names.js';
import { fitRidge, gram, type Point } from './ridge.js';
import type { Subject } from './subject.js';
import { type Sureness, sureness } from './sureness.js';

/** One way of suggesting: with the encoder's state, or without. */
export interface Part {
  readonly usesEncoder: boolean;
  readonly topics: readonly string[];
  readonly mean: Float32Array | null;
  readonly anchors: Anchors;
  readonly columns: Columns;
  /** By column, sparse ones first, then dense ones, and body. */
  readonly weights: Float64Array;
  readonly blend: Blend;
  readonly sureness: Sureness;
}

/** What is fixed for all parts. */
export interface Bodies {
  /** Names in the order of code points. */
  readonly names: readonly string[];
  /** Texts of each. */
  readonly texts: readonly number[];
}

/** Of each body's share of the texts half a text is taken for granted. */
const grantedTexts = 0.5;
/** Strength of the pull of all weights to 0. */
const pull = 1.4;

export const partOptions = {
  encoder: {
    shares: { words: 0.6, runs: 0.2, numbers: 0.1, place: 0.3, form: 0.1, rules: 0.2 },
    stateShare: 0.4,
    aboutShare: 0,
    nearShare: 1.5,
  },
  plain: {
    shares: { words: 0.9, runs: 0.5, numbers: 0.1, place: 0.3, form: 0.1, rules: 0.3 },
    stateShare: 0,
    aboutShare: 0.5,
    nearShare: 0.3,
  },
} as const satisfies Record<string, { shares: Shares; stateShare: number; aboutShare: number; nearShare: number }>;

/** Options of a part by whether it uses the encoder. */
export function optionsOf(usesEncoder: boolean): {
  shares: Shares;
  stateShare: number;
  aboutShare: number;
  nearShare: number;
} {
  return usesEncoder ? partOptions.encoder : partOptions.plain;
}

export interface PartRows {
  readonly subjects: readonly Subject[];
  /** Index of the body of each. */
  readonly bodyOf: Int32Array;
  /** Cluster of near duplicates of each. */
  readonly clusters: Int32Array;
}

/** Logarithm of the share of a body with so many of all texts. */
export function priorOf(texts: number, all: number): number {
  return Math.log((texts + grantedTexts) / Math.max(1, all));
}

/**
 * Fits one part: ridge regression of the bodies on words, place, form and what the encoder makes of a text; then the blend of its scores with
 * names and priors, and how sure the best must be, both on what the regression says of each text without the text and its near duplicates.
 * Bodies of one cluster only get no weights: nothing in the files may be about one text. Deterministic.
 */
export function fitPart(rows: PartRows, bodies: Bodies, usesEncoder: boolean, say: (line: string) => void): Part {
  const { subjects, clusters } = rows;
  const { shares, ...dense } = optionsOf(usesEncoder);
  const raw = subjects.map((subject) => rawFeatures(subject));
  const columns = chooseColumns(raw, clusters);
  const topics = topicsOf(subjects);
  const mean = usesEncoder ? meanState(subjects) : null;
  const anchors = anchorsOf({ topics, mean }, subjects);
  const maker = makeDense({ topics, mean, anchors, ...dense });
  const points = subjects.map(
    (subject, row): Point => ({
      sparse: weigh(raw[row] as (typeof raw)[number], columns, shares),
      dense: maker.of(subject),
    }),
  );
  const outputs = bodies.names.length;
  const targets = targetsOf(rows, outputs);
  say(`${anchors.count} kinds of texts, ${columns.bucket.length} features of words and places`);
  const { alpha, leftOut } = fitRidge(gram(points, columns.bucket.length), targets.centred, clusters, {
    outputs,
    pull,
  });
  const cases = leftOutCases(rows, bodies, leftOut, targets.share);
  const blend = fitBlend(cases);
  return {
    usesEncoder,
    topics,
    mean,
    anchors,
    columns,
    weights: weightsOf(points, alpha, columns.bucket.length, maker.width, outputs),
    blend,
    sureness: sureness(cases.map(({ standings, right }) => ({ probabilities: blended(blend, standings), right }))),
  };
}

/** What is asked of the regression: 1 for a text's body, less the body's share; nothing of bodies of one cluster. */
function targetsOf({ bodyOf, clusters }: PartRows, outputs: number): { centred: Float64Array; share: Float64Array } {
  const clustersOf = Array.from({ length: outputs }, () => new Set<number>());
  bodyOf.forEach((body, row) => {
    clustersOf[body]?.add(clusters[row] as number);
  });
  const share = new Float64Array(outputs);
  for (const body of bodyOf)
    if ((clustersOf[body]?.size ?? 0) > 1) share[body] = (share[body] as number) + 1 / bodyOf.length;
  const centred = new Float64Array(bodyOf.length * outputs);
  bodyOf.forEach((body, row) => {
    for (let output = 0; output < outputs; output += 1) {
      const isAsked = output === body && (clustersOf[body]?.size ?? 0) > 1;
      centred[row * outputs + output] = (isAsked ? 1 : 0) - (share[output] as number);
    }
  });
  return { centred, share };
}

/** How the bodies stand for each text when it and its near duplicates are left out, of scores and priors alike. */
function leftOutCases(rows: PartRows, bodies: Bodies, leftOut: Float64Array, share: Float64Array): BlendCase[] {
  const { subjects, bodyOf, clusters } = rows;
  const outputs = bodies.names.length;
  const finder = createNameFinder(bodies.names);
  const members = new Map<number, number[]>();
  clusters.forEach((cluster, row) => {
    members.set(cluster, [...(members.get(cluster) ?? []), row]);
  });
  return subjects.map(({ analysis, place }, row) => {
    const own = members.get(clusters[row] as number) ?? [];
    const inText = finder.inText(analysis);
    const inPlace = finder.inPlace(place);
    const standings = bodies.texts.map((texts, body): Standing => {
      const others = texts - own.filter((each) => bodyOf[each] === body).length;
      return {
        score: (share[body] as number) + (leftOut[row * outputs + body] as number),
        prior: priorOf(others, subjects.length - own.length),
        inText: inText[body] === true,
        inPlace: inPlace[body] === true,
      };
    });
    // A cluster counts as one text: a stock sentence, left out as a whole, would else set how sure the rest may be.
    return { standings, right: bodyOf[row] as number, weight: 1 / own.length };
  });
}

/** Weights of the features: the sum of the rows that have them. */
function weightsOf(
  points: readonly Point[],
  alpha: Float64Array,
  columns: number,
  width: number,
  outputs: number,
): Float64Array {
  const weights = new Float64Array((columns + width) * outputs);
  points.forEach(({ sparse, dense }, row) => {
    const add = (column: number, value: number): void => {
      for (let output = 0; output < outputs; output += 1)
        weights[column * outputs + output] =
          (weights[column * outputs + output] as number) + value * (alpha[row * outputs + output] as number);
    };
    sparse.column.forEach((column, index) => {
      add(column, sparse.value[index] as number);
    });
    dense.forEach((value, index) => {
      add(columns + index, value);
    });
  });
  return weights;
}
