import type { GroupCode, Urgency } from '../../src/core/verdict.js';
import { groupCodes } from '../../src/core/verdict.js';
import { groupInputs, groupProbabilities, incidentInputs, incidentLogit, topicLogits } from '../decide.js';
import type { Decision } from '../decision.js';
import { plainDecision } from '../decision.js';
import { type Kind, kinds, rounded, type Signals, sigmoid } from '../signals.js';
import { calibrationError } from './calibration.js';
import { lossAndSlope } from './loss.js';
import { minimise } from './minimise.js';
import { keeping, sureFrom } from './thresholds.js';

/** One text with its labels; what is null was not asked. */
export interface DecisionSample {
  /** Texts of one near-duplicate cluster share it: they are left out together. */
  cluster: string;
  signals: Signals;
  incident: number | null;
  /** How much the text counts among incidents or among the rest; the two sides are balanced afterwards. */
  incidentWeight: number;
  group: GroupCode | null;
  groupWeight: number;
  topic: string | null;
  kind: Kind | null;
  urgency: Urgency | null;
}

export interface DecisionOptions {
  /** What the fit is pulled towards; `plainDecision` without it. */
  prior?: Decision;
  /** Strength of the pull. */
  pull?: number;
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
  prevalence: 0.02,
  recall: 0.95,
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
 * for itself. Incidents and the rest weigh the same in the fit; the stated prevalence shifts the score afterwards.
 */
export function fitDecision(
  samples: readonly DecisionSample[],
  topics: readonly string[],
  options: DecisionOptions = {},
): DecisionFit {
  const settings = { ...decisionFitDefaults, ...options };
  const prior = options.prior ?? plainDecision;
  const fitted = coefficients(samples, topics, prior, settings);
  const names = [...new Set(samples.map(({ cluster }) => cluster))].sort();
  const foldOf = new Map(names.map((name, index) => [name, index % settings.folds]));
  const decisions = Array.from({ length: settings.folds }, (_, fold) =>
    coefficients(
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

  const grouped = samples.flatMap((sample) => {
    if (sample.group === null) return [];
    const chances = groupProbabilities(left(sample), sample.signals);
    const best = bestOf(chances);
    return [{ best, probability: rounded(chances[best] as number), right: groupCodes[best] === sample.group }];
  });
  const thresholds = groupCodes.map((_, index) =>
    sureFrom(
      grouped.filter(({ best }) => best === index),
      settings.precision,
    ),
  );
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
    group: { ...fitted.group, thresholds },
    gate: prior.gate,
  };
  const share = (hits: number, of: number): number | null => (of === 0 ? null : Math.round((hits / of) * 1e4) / 1e4);
  const sure = grouped.filter(({ best, probability }) => {
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
      groupCalibrationError: Math.round(calibrationError(grouped) * 1e4) / 1e4,
      groupCoverage: share(sure.length, grouped.length),
      groupPrecisionCovered: share(sure.filter(({ right }) => right).length, sure.length),
    },
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

function coefficients(
  samples: readonly DecisionSample[],
  topics: readonly string[],
  prior: Decision,
  settings: { pull: number; prevalence: number },
): Decision {
  return {
    ...prior,
    incident: { ...prior.incident, ...fitIncident(samples, prior, settings.pull), prevalence: settings.prevalence },
    group: { ...prior.group, ...fitGroup(samples, prior, settings.pull) },
    topic: { ...prior.topic, ...fitTopic(samples, topics, prior, settings.pull) },
    kind: fitKind(samples, prior, settings.pull),
    urgent: { ...prior.urgent, ...fitUrgent(samples, prior, settings.pull) },
  };
}

/** Minimises a loss over a few named numbers, pulled towards their prior values. */
function fitFew(
  start: readonly number[],
  pulls: readonly number[],
  loss: (x: Float64Array, gradient: Float64Array) => number,
): Float64Array {
  return minimise(
    (x, gradient) => {
      gradient.fill(0);
      let value = loss(x, gradient);
      x.forEach((one, index) => {
        const moved = one - (start[index] as number);
        const pull = pulls[index] as number;
        value += 0.5 * pull * moved * moved;
        gradient[index] = (gradient[index] as number) + pull * moved;
      });
      return value;
    },
    Float64Array.from(start),
    { iterations: 300, tolerance: 1e-5 },
  ).x;
}

function fitIncident(samples: readonly DecisionSample[], { incident }: Decision, pull: number) {
  const asked = samples.filter((one) => one.incident !== null && one.incidentWeight > 0);
  const inputs = asked.map(({ signals }) => incidentInputs(signals));
  const side = (yes: boolean): number =>
    asked.reduce((sum, one) => sum + ((one.incident as number) > 0.5 === yes ? one.incidentWeight : 0), 0);
  const both = side(true) + side(false);
  const factor = [both / 2 / Math.max(1e-9, side(false)), both / 2 / Math.max(1e-9, side(true))];
  const logits = new Float64Array(1);
  const target = new Float64Array(1);
  const start = [incident.bias, incident.transformer, incident.linear, incident.rules, incident.length];
  const x = fitFew(start, [0.1 * pull, pull, pull, pull, pull], (values, gradient) => {
    let loss = 0;
    asked.forEach((one, at) => {
      const input = inputs[at] as readonly number[];
      logits[0] = values[0] as number;
      input.forEach((value, index) => {
        logits[0] = (logits[0] as number) + value * (values[index + 1] as number);
      });
      target[0] = one.incident as number;
      const weight = one.incidentWeight * (factor[(one.incident as number) > 0.5 ? 1 : 0] as number);
      loss += weight * lossAndSlope(logits, target);
      const slope = weight * (logits[0] as number);
      gradient[0] = (gradient[0] as number) + slope;
      input.forEach((value, index) => {
        gradient[index + 1] = (gradient[index + 1] as number) + slope * value;
      });
    });
    return loss;
  });
  const [bias, transformer, linear, rules, length] = x as unknown as [number, number, number, number, number];
  return { bias, transformer, linear, rules, length };
}

function fitGroup(samples: readonly DecisionSample[], { group }: Decision, pull: number) {
  const count = groupCodes.length;
  const asked = samples.filter((one) => one.group !== null && one.groupWeight > 0);
  const inputs = asked.map(({ signals }) => groupInputs(signals));
  const targets = asked.map((one) => {
    const target = new Float64Array(count);
    target[groupCodes.indexOf(one.group as GroupCode)] = 1;
    return target;
  });
  const logits = new Float64Array(count);
  const sums = new Float64Array(count);
  const start = [group.transformer, group.linear, group.rules, ...group.scale, ...group.bias];
  // The common coefficients are told by all texts; a group's own scale and bias move only as far as its texts insist.
  const pulls = [pull, pull, pull, ...group.scale.map(() => 20 * pull), ...group.bias.map(() => 2 * pull)];
  const x = fitFew(start, pulls, (values, gradient) => {
    let loss = 0;
    asked.forEach((one, at) => {
      const [transformer, linear, rules] = inputs[at] as [Float64Array, Float64Array, Float64Array];
      for (let index = 0; index < count; index += 1) {
        const sum =
          (values[0] as number) * (transformer[index] as number) +
          (values[1] as number) * (linear[index] as number) +
          (values[2] as number) * (rules[index] as number);
        sums[index] = sum;
        logits[index] = (values[3 + index] as number) * sum + (values[3 + count + index] as number);
      }
      loss += one.groupWeight * lossAndSlope(logits, targets[at] as Float64Array);
      for (let index = 0; index < count; index += 1) {
        const slope = one.groupWeight * (logits[index] as number);
        const scaled = slope * (values[3 + index] as number);
        gradient[0] = (gradient[0] as number) + scaled * (transformer[index] as number);
        gradient[1] = (gradient[1] as number) + scaled * (linear[index] as number);
        gradient[2] = (gradient[2] as number) + scaled * (rules[index] as number);
        gradient[3 + index] = (gradient[3 + index] as number) + slope * (sums[index] as number);
        gradient[3 + count + index] = (gradient[3 + count + index] as number) + slope;
      }
    });
    return loss;
  });
  const [transformer, linear, rules] = x as unknown as [number, number, number];
  return {
    transformer,
    linear,
    rules,
    scale: Array.from(x.subarray(3, 3 + count)),
    bias: Array.from(x.subarray(3 + count)),
  };
}

function fitTopic(samples: readonly DecisionSample[], topics: readonly string[], { topic }: Decision, pull: number) {
  const asked = samples.flatMap((one) => {
    const at = one.topic === null ? -1 : topics.indexOf(one.topic);
    if (at === -1 || one.signals.topic.length === 0) return [];
    const group = `${(one.topic as string).split('.')[0]}.`;
    const inside = topics.flatMap((id, index) => (id.startsWith(group) ? [index] : []));
    const target = new Float64Array(inside.length);
    target[inside.indexOf(at)] = 1;
    return [{ inside, target, signals: one.signals }];
  });
  const x = fitFew([topic.scale, topic.rules], [5 * pull, 2 * pull], (values, gradient) => {
    let loss = 0;
    for (const { inside, target, signals } of asked) {
      const logits = topicLogits({ scale: values[0] as number, rules: values[1] as number }, signals, topics, inside);
      loss += lossAndSlope(logits, target);
      inside.forEach((index, at) => {
        const slope = logits[at] as number;
        gradient[0] = (gradient[0] as number) + slope * (signals.topic[index] as number);
        if (topics[index] === signals.rules.topic) gradient[1] = (gradient[1] as number) + slope;
      });
    }
    return loss;
  });
  return { scale: x[0] as number, rules: x[1] as number };
}

function fitKind(samples: readonly DecisionSample[], { kind }: Decision, pull: number): Decision['kind'] {
  const asked = samples.filter((one) => one.kind !== null);
  const x = fitFew([kind.scale, ...kind.bias], [5 * pull, pull, pull, pull], (values, gradient) => {
    let loss = 0;
    for (const { signals, kind: wanted } of asked) {
      const logits = signals.kind.map((logit, index) => (values[0] as number) * logit + (values[index + 1] as number));
      const target = new Float64Array(kinds.length);
      target[kinds.indexOf(wanted as Kind)] = 1;
      loss += lossAndSlope(logits, target);
      logits.forEach((slope, index) => {
        gradient[0] = (gradient[0] as number) + slope * (signals.kind[index] as number);
        gradient[index + 1] = (gradient[index + 1] as number) + slope;
      });
    }
    return loss;
  });
  return { scale: x[0] as number, bias: Array.from(x.subarray(1)) };
}

function fitUrgent(samples: readonly DecisionSample[], { urgent }: Decision, pull: number) {
  const asked = samples.filter((one) => one.urgency !== null);
  const logits = new Float64Array(1);
  const target = new Float64Array(1);
  const x = fitFew([urgent.scale, urgent.bias], [5 * pull, pull], (values, gradient) => {
    let loss = 0;
    for (const { signals, urgency } of asked) {
      logits[0] = (values[0] as number) * signals.urgent + (values[1] as number);
      target[0] = urgency === 'urgent' ? 1 : 0;
      loss += lossAndSlope(logits, target);
      gradient[0] = (gradient[0] as number) + (logits[0] as number) * signals.urgent;
      gradient[1] = (gradient[1] as number) + (logits[0] as number);
    }
    return loss;
  });
  return { scale: x[0] as number, bias: x[1] as number };
}

function bestOf(chances: Float64Array): number {
  let best = 0;
  for (let index = 1; index < chances.length; index += 1)
    if ((chances[index] as number) > (chances[best] as number)) best = index;
  return best;
}
