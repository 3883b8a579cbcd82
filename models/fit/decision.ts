import type { GroupCode, Urgency } from '../../src/core/verdict.js';
import { groupCodes } from '../../src/core/verdict.js';
import { groupLogits, incidentLogit, topicLogits } from '../decide.js';
import type { Decision } from '../decision.js';
import { plainDecision } from '../decision.js';
import { type Kind, kinds, rounded, type Signals, sigmoid, softmax } from '../signals.js';
import { calibrationError } from './calibration.js';
import { fitCoefficients } from './last-layer.js';
import { fitSharpness, sharpened } from './sharpness.js';
import { groupThresholds, keeping } from './thresholds.js';

/** One text with its labels; what is null was not asked. */
export interface DecisionSample {
  /** Texts of one near-duplicate cluster share it: they are left out together. */
  cluster: string;
  signals: Signals;
  incident: number | null;
  /** How much the text counts among incidents or among the rest; the two sides are balanced afterwards. */
  incidentWeight: number;
  group: GroupCode | null;
  /** Groups that are defensible too: routed there, a text is not routed wrongly. */
  alt?: readonly GroupCode[];
  groupWeight: number;
  /** Written for training, not found: such texts do not say how sure one may be of a group. */
  isInvented?: boolean;
  topic: string | null;
  kind: Kind | null;
  urgency: Urgency | null;
}

export interface DecisionOptions {
  /** What the fit is pulled towards; `plainDecision` without it. */
  prior?: Decision;
  /** Strength of the pull. */
  pull?: number;
  /** The same for what each group adds to the readers' weights, and for its scale and bias: they move only as far as many texts insist. */
  ownPull?: number;
  scalePull?: number;
  biasPull?: number;
  prevalence?: number;
  /** Share of incidents that the threshold must keep, and that «no» and «unsure» together must keep. */
  recall?: number;
  recallWithDoubt?: number;
  /** Least precision of what goes on without a person. */
  precision?: number;
  folds?: number;
}
export const decisionFitDefaults = {
  pull: 1,
  ownPull: 10,
  scalePull: 200,
  biasPull: 10,
  prevalence: 0.02,
  recall: 0.93,
  recallWithDoubt: 0.98,
  precision: 0.95,
  folds: 5,
} as const;

export interface DecisionFit {
  decision: Decision;
  /** Each text decided by a fit that did not see its cluster. */
  figures: Record<string, number | null>;
}

/**
 * Fits the last layer: coefficients by regularised logistic regression, thresholds on probabilities of cross-fitting, so that no text vouches
 * for itself. Incidents and the rest weigh the same in the fit; the stated prevalence shifts the score afterwards. The groups' probabilities are
 * made as sharp as texts that were found, not invented, bear out.
 */
export function fitDecision(
  samples: readonly DecisionSample[],
  topics: readonly string[],
  options: DecisionOptions = {},
): DecisionFit {
  const settings = { ...decisionFitDefaults, ...options };
  const prior = options.prior ?? plainDecision;
  const fitted = fitCoefficients(samples, topics, prior, settings);
  const names = [...new Set(samples.map(({ cluster }) => cluster))].sort();
  const foldOf = new Map(names.map((name, index) => [name, index % settings.folds]));
  const decisions = Array.from({ length: settings.folds }, (_, fold) =>
    fitCoefficients(
      samples.filter(({ cluster }) => foldOf.get(cluster) !== fold),
      topics,
      prior,
      settings,
    ),
  );
  const left = (sample: DecisionSample): Decision => decisions[foldOf.get(sample.cluster) as number] as Decision;

  const scored = samples
    .filter(({ incident }) => incident !== null)
    .map((sample) => ({ sample, score: rounded(sigmoid(incidentLogit(left(sample), sample.signals))) }));
  const yes = scored.filter(({ sample }) => (sample.incident as number) > 0.5);
  const no = scored.filter(({ sample }) => (sample.incident as number) <= 0.5);

  const chosen = samples.flatMap((sample) => {
    if (sample.group === null) return [];
    const logits = groupLogits(left(sample), sample.signals);
    const best = bestOf(logits);
    const code = groupCodes[best] as GroupCode;
    const right = code === sample.group;
    const defensible = right || (sample.alt ?? []).includes(code);
    const isFound = sample.isInvented !== true;
    const weight = isFound ? sample.groupWeight : 0;
    return [{ fold: foldOf.get(sample.cluster), logits, best, right, defensible, isFound, weight }];
  });
  // How sharp probabilities may be is judged by texts that were left out, and for each text without its own fold.
  const sharpness = decisions.map((_, fold) => fitSharpness(chosen.filter((one) => one.fold !== fold)));
  const grouped = chosen.map(({ fold, logits, ...one }) => {
    const chances = softmax(logits.map((logit) => (sharpness[fold as number] as number) * logit));
    return { ...one, probability: rounded(chances[one.best] as number) };
  });
  const found = grouped.filter(({ isFound }) => isFound);
  const routed = grouped.map((one) => ({ ...one, right: one.defensible }));
  const thresholds = groupThresholds(routed, groupCodes.length, settings.precision);
  const threshold = keeping(
    yes.map(({ score }) => score),
    settings.recall,
  );
  const unsureFrom = Math.min(
    threshold,
    keeping(
      yes.map(({ score }) => score),
      settings.recallWithDoubt,
    ),
  );
  const decision: Decision = {
    ...fitted,
    incident: {
      ...fitted.incident,
      threshold,
      unsureFrom,
      unsureTo: sureIncident(yes, no, settings.prevalence, settings.precision, threshold),
    },
    group: { ...sharpened(fitted.group, fitSharpness(chosen)), thresholds },
    gate: prior.gate,
  };
  const share = (hits: number, of: number): number | null => (of === 0 ? null : Math.round((hits / of) * 1e4) / 1e4);
  const sure = routed.filter(({ best, probability }) => {
    const least = thresholds[best];
    return least !== null && least !== undefined && probability >= least;
  });
  return {
    decision,
    figures: {
      incidents: yes.length,
      others: no.length,
      recall: share(yes.filter(({ score }) => score >= threshold).length, yes.length),
      falseAlarms: share(no.filter(({ score }) => score >= threshold).length, no.length),
      groupAccuracy: share(grouped.filter(({ right }) => right).length, grouped.length),
      groupAccuracyFound: share(found.filter(({ right }) => right).length, found.length),
      groupCalibrationError: Math.round(calibrationError(found) * 1e4) / 1e4,
      groupCoverage: share(sure.length, grouped.length),
      groupPrecisionCovered: share(sure.filter(({ right }) => right).length, sure.length),
      ...smallFigures(samples, topics, left),
    },
  };
}

/** Shares of right topics (the group given), kinds and urgent ones found. */
function smallFigures(
  samples: readonly DecisionSample[],
  topics: readonly string[],
  left: (sample: DecisionSample) => Decision,
): Record<string, number | null> {
  const share = (name: string, right: readonly boolean[]): Record<string, number | null> => ({
    [name]: right.length === 0 ? null : Math.round((right.filter((one) => one).length / right.length) * 1e4) / 1e4,
  });
  const named = samples.flatMap((sample) => {
    const group = sample.topic === null ? null : `${sample.topic.split('.')[0]}.`;
    const inside = group === null ? [] : topics.flatMap((id, index) => (id.startsWith(group) ? [index] : []));
    if (inside.length === 0 || sample.signals.topic.length === 0) return [];
    const logits = topicLogits(left(sample).topic, sample.signals, topics, inside);
    return [topics[inside[bestOf(logits)] as number] === sample.topic];
  });
  const kindsRight = samples.flatMap((sample) => {
    if (sample.kind === null) return [];
    const { scale, bias } = left(sample).kind;
    return [kinds[bestOf(sample.signals.kind.map((one, at) => scale * one + (bias[at] as number)))] === sample.kind];
  });
  const urgentFound = samples.flatMap((sample) => {
    if (sample.urgency !== 'urgent') return [];
    const { scale, bias, threshold } = left(sample).urgent;
    const byModel = sigmoid(scale * sample.signals.urgent + bias) >= threshold;
    return [byModel || sample.signals.rules.urgency === 'urgent'];
  });
  return {
    ...share('topicAccuracy', named),
    ...share('kindAccuracy', kindsRight),
    ...share('urgentRecall', urgentFound),
  };
}

/** Lowest score at or above the threshold at which the estimated precision at the prevalence is enough; 1.0001 when none is. */
function sureIncident(
  yes: readonly { score: number }[],
  no: readonly { score: number; sample: DecisionSample }[],
  prevalence: number,
  precision: number,
  threshold: number,
): number {
  const total = no.reduce((sum, { sample }) => sum + sample.incidentWeight, 0);
  const candidates = [...new Set([...yes, ...no].map(({ score }) => score))].filter((score) => score >= threshold);
  for (const candidate of candidates.sort((a, b) => a - b)) {
    const found = yes.filter(({ score }) => score >= candidate).length / Math.max(1, yes.length);
    const alarms = no.reduce((sum, { score, sample }) => sum + (score >= candidate ? sample.incidentWeight : 0), 0);
    const rate = alarms / Math.max(1e-9, total);
    if (prevalence * found >= precision * (prevalence * found + (1 - prevalence) * rate)) return candidate;
  }
  return 1.0001;
}

function bestOf(chances: Float64Array): number {
  let best = 0;
  for (let index = 1; index < chances.length; index += 1)
    if ((chances[index] as number) > (chances[best] as number)) best = index;
  return best;
}
