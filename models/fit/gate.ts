import { gateLogit, glanceLogit } from '../decide.js';
import type { Decision } from '../decision.js';
import { sigmoid } from '../signals.js';
import { fitHead } from './head.js';
import { keeping } from './thresholds.js';

/** What the gate sees of a text, and what became of it in the end. */
export interface GateSample {
  /** Logits of the small encoder (null where there is none) and of the n-gram model; probability by the rules. */
  seen: { glance: number | null; linear: number; rules: number };
  /** Danger passes whatever else is said. */
  isUrgent: boolean;
  /** How far the whole is from accepting the text, in log-odds: at 0 and above it does. */
  beyond: number;
  /** Whether the gate must keep it: an incident that the whole accepts. */
  isWanted: boolean;
  /** How much it counts among what must be kept. */
  weight: number;
  /** Whether the weights are fitted to it too; the thresholds look at all. */
  isTaught: boolean;
}

export interface GateOptions {
  /** Share of what must be kept that the first look keeps, and that both keep together. */
  firstKeeps: number;
  keeps: number;
}

/**
 * Sets the gate so that it keeps the stated share of what the whole accepts. The weights of the second look are those of a logistic regression
 * that foretells from small encoder, n-grams and rules whether the whole accepts the text; of the thresholds the lowest that keep enough.
 * @param gate weight of the rules in the first look
 */
export function fitGate(
  samples: readonly GateSample[],
  gate: Pick<Decision['gate'], 'rules'>,
  { firstKeeps, keeps }: GateOptions,
): Decision['gate'] {
  const wanted = samples.filter(({ isWanted }) => isWanted);
  const isGlanced = samples.every(({ seen }) => seen.glance !== null);
  const first = (one: GateSample): number =>
    one.isUrgent
      ? Number.POSITIVE_INFINITY
      : gateLogit({ gate: { ...gate, threshold: 0 } }, one.seen.linear, one.seen.rules);
  const threshold = lowest(wanted, first, isGlanced ? firstKeeps : keeps);
  if (!isGlanced) return { ...gate, threshold };

  const weights = fitWeights(samples.filter(({ isTaught }) => isTaught));
  const both = (one: GateSample): number => {
    if (one.isUrgent) return Number.POSITIVE_INFINITY;
    return first(one) < threshold ? Number.NEGATIVE_INFINITY : glanceLogit({ ...weights, threshold: 0 }, seenOf(one));
  };
  return { ...gate, threshold, glance: { ...weights, threshold: lowest(wanted, both, keeps) } };
}

/** Whether a text passes both looks. */
export function passesGate(gate: Decision['gate'], one: Pick<GateSample, 'seen' | 'isUrgent'>): boolean {
  if (one.isUrgent) return true;
  if (gateLogit({ gate }, one.seen.linear, one.seen.rules) < gate.threshold) return false;
  return gate.glance === undefined || glanceLogit(gate.glance, seenOf(one)) >= gate.glance.threshold;
}

function seenOf({ seen }: Pick<GateSample, 'seen'>): { glance: number; linear: number; rules: number } {
  return { ...seen, glance: seen.glance ?? 0 };
}

/** The threshold that keeps the share; +10 at most, so that it stays a number when all that is wanted is urgent. */
function lowest(wanted: readonly GateSample[], score: (one: GateSample) => number, share: number): number {
  const scores = wanted.flatMap((one) => Array.from({ length: one.weight }, () => score(one)));
  return Math.min(10, keeping(scores, share));
}

function fitWeights(samples: readonly GateSample[]): { glance: number; linear: number; rules: number } {
  const even = { linear: 0, rules: 0 };
  const inputs = samples.flatMap((one) => {
    const seen = seenOf(one);
    // Each input by itself, as it is weighed: within its limits.
    return [
      glanceLogit({ glance: 1, ...even, threshold: 0 }, seen),
      glanceLogit({ glance: 0, linear: 1, rules: 0, threshold: 0 }, seen),
      glanceLogit({ glance: 0, linear: 0, rules: 1, threshold: 0 }, seen),
    ];
  });
  const prior = { weight: Float32Array.of(1, 0.5, 0.2), bias: new Float32Array(1) };
  const targets = samples.map(({ beyond }) => Float64Array.of(sigmoid(beyond)));
  const accepted = samples.filter(({ beyond }) => beyond >= 0).length;
  const side = (isAccepted: boolean): number => Math.max(1, isAccepted ? accepted : samples.length - accepted);
  const weights = samples.map(({ beyond }) => samples.length / 2 / side(beyond >= 0));
  const { weight } = fitHead({ pooled: Float32Array.from(inputs), targets, weights }, prior, { pull: 1 });
  const [glance, linear, rules] = weight as unknown as [number, number, number];
  return { glance, linear, rules };
}
