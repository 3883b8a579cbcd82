import { z } from 'zod';
import { groupCodes } from '../src/core/verdict.js';
import { kinds } from './signals.js';

const number = z.number();
const perGroup = z.array(number).length(groupCodes.length);

/** The last layer: how the readers' logits become one verdict. Everything is a plain number that a person can look at. */
export const decisionSchema = z.strictObject({
  incident: z.strictObject({
    /** Log-odds in a world in which every second text is an incident. */
    bias: number,
    transformer: number,
    linear: number,
    rules: number,
    /** Per doubling of the words. */
    length: number,
    /** Share of incidents among the posts for which `score` is meant: it is a probability there. */
    prevalence: number.gt(0).lt(1),
    /** From this score on a text is an incident. */
    threshold: number.min(0).max(1),
    /** Between these two a person decides whether it is one. */
    unsureFrom: number.min(0).max(1),
    unsureTo: number.min(0).max(1.0001),
  }),
  group: z.strictObject({
    transformer: number,
    linear: number,
    rules: number,
    /** What each group adds to these three: some readers know some groups better. Sets of before have none, which adds nothing. */
    own: z.strictObject({ transformer: perGroup, linear: perGroup, rules: perGroup }).optional(),
    scale: perGroup,
    bias: perGroup,
    /** Least probability with which each group is routed without a person; null: never. */
    thresholds: z.array(number.nullable()).length(groupCodes.length),
  }),
  topic: z.strictObject({
    scale: number,
    /** What the rules' own topic is worth, in logits. */
    rules: number,
    /** Below this probability inside its group no topic is named but the rules'. */
    least: number,
  }),
  kind: z.strictObject({ scale: number, bias: z.array(number).length(kinds.length) }),
  urgent: z.strictObject({ scale: number, bias: number, threshold: number }),
  gate: z.strictObject({
    /** What the rules' log-odds of an incident count beside the n-gram model's. */
    rules: number,
    /** Least sum of the two with which a text is looked at closer. */
    threshold: number,
    /** How the small encoder's logit is weighed with both for what came so far; absent where there is no small encoder. */
    glance: z.strictObject({ glance: number, linear: number, rules: number, threshold: number }).optional(),
  }),
});
export type Decision = z.infer<typeof decisionSchema>;

/** Before anything was learnt: the readers about equally trusted, nothing routed without a person. The prior of every first fit. */
export const plainDecision: Decision = {
  incident: {
    bias: 0,
    transformer: 0.5,
    linear: 0.4,
    rules: 0.3,
    length: 0,
    prevalence: 0.02,
    threshold: 0.5,
    unsureFrom: 0.1,
    unsureTo: 0.9,
  },
  group: {
    transformer: 0.6,
    linear: 0.6,
    rules: 0.4,
    scale: groupCodes.map(() => 1),
    bias: groupCodes.map(() => 0),
    thresholds: groupCodes.map(() => null),
  },
  topic: { scale: 1, rules: 1, least: 0.3 },
  kind: { scale: 1, bias: [0, 0, 0] },
  // Urgent errs on the side of haste: a look too early costs less than one too late.
  urgent: { scale: 1, bias: 0, threshold: 0.3 },
  gate: { rules: 0.3, threshold: -4 },
};
