import type { GroupCode, Urgency } from '../src/core/verdict.js';
import { groupCodes } from '../src/core/verdict.js';
import type { Decision } from './decision.js';
import { clip, type Kind, kinds, logitOf, logSoftmax, rounded, type Signals, sigmoid, softmax } from './signals.js';

/** The verdict without its reasons. */
export interface Decided {
  /** Probability of an incident among posts of the decision's prevalence. */
  score: number;
  incident: boolean;
  unsure: boolean;
  /** Why a person must look: whether it is an incident at all, or which group. */
  doubts: ('incident' | 'group')[];
  group: GroupCode | null;
  groups: { group: GroupCode; probability: number }[];
  topics: { topic: string; probability: number }[];
  topic: string | null;
  /** Null of what is no incident beyond doubt. */
  kind: Kind | null;
  urgency: Urgency;
}

/** Logits count up to here: no reader alone may outshout the others. */
const INCIDENT_LIMIT = 10;
const RULES_LIMIT = 6;
/** Length counts up to so many words. */
const LONGEST = 120;
/** Least probability that the rules leave to a group they do not name. */
const LEAST_RULES = 1e-3;
const MOST_GROUPS = 5;
const MOST_TOPICS = 6;
const LEAST_SHOWN = 0.01;

/** The numbers that the incident's coefficients multiply: transformer, linear, rules, length. */
export function incidentInputs(signals: Signals): [number, number, number, number] {
  return [
    clip(signals.incident, INCIDENT_LIMIT),
    clip(signals.linear.incident, INCIDENT_LIMIT),
    logitOf(signals.rules.score, RULES_LIMIT),
    Math.log2(1 + Math.min(signals.words, LONGEST)),
  ];
}

/** Log-odds of an incident in the decision's world. */
export function incidentLogit({ incident }: Decision, signals: Signals): number {
  const [transformer, linear, rules, length] = incidentInputs(signals);
  return (
    incident.bias +
    incident.transformer * transformer +
    incident.linear * linear +
    incident.rules * rules +
    incident.length * length +
    Math.log(incident.prevalence / (1 - incident.prevalence))
  );
}

/** What the gate goes by: n-grams and rules, which cost microseconds. Pure. */
export function gateLogit({ gate }: Pick<Decision, 'gate'>, linearIncident: number, rulesScore: number): number {
  return linearIncident + gate.rules * logitOf(rulesScore, RULES_LIMIT);
}

/**
 * What the gate goes by in its second look, with the logit of its small encoder. Pure.
 * @param glance the weights, `decision.gate.glance`
 */
export function glanceLogit(
  { glance, linear, rules }: NonNullable<Decision['gate']['glance']>,
  seen: { glance: number; linear: number; rules: number },
): number {
  return (
    glance * clip(seen.glance, INCIDENT_LIMIT) +
    linear * clip(seen.linear, INCIDENT_LIMIT) +
    rules * logitOf(seen.rules, RULES_LIMIT)
  );
}

/** Log-probabilities of the groups by reader: transformer, linear, rules. */
export function groupInputs(signals: Signals): [Float64Array, Float64Array, Float64Array] {
  return [logSoftmax(signals.group), logSoftmax(signals.linear.groups), rulesLogs(signals.rules.groups)];
}

function rulesLogs(groups: Signals['rules']['groups']): Float64Array {
  let rest = 1;
  for (const { probability } of groups) rest -= probability;
  const even = Math.max(LEAST_RULES, rest / groupCodes.length);
  const out = new Float64Array(groupCodes.length).fill(even);
  for (const { group, probability } of groups) {
    const index = groupCodes.indexOf(group);
    out[index] = (out[index] as number) + probability;
  }
  return out.map(Math.log);
}

/** What the readers count for a group, in its logit before the group's scale: transformer, linear, rules. */
export function readerWeights(
  { transformer, linear, rules, own }: Pick<Decision['group'], 'transformer' | 'linear' | 'rules' | 'own'>,
  index: number,
): [number, number, number] {
  if (own === undefined) return [transformer, linear, rules];
  return [
    transformer + (own.transformer[index] as number),
    linear + (own.linear[index] as number),
    rules + (own.rules[index] as number),
  ];
}

/** Logits of the groups, in the order of `groupCodes`. */
export function groupLogits({ group }: Decision, signals: Signals): Float64Array {
  const [transformer, linear, rules] = groupInputs(signals);
  const logits = new Float64Array(groupCodes.length);
  for (let index = 0; index < logits.length; index += 1) {
    const [a, b, c] = readerWeights(group, index);
    const sum = a * (transformer[index] as number) + b * (linear[index] as number) + c * (rules[index] as number);
    logits[index] = (group.scale[index] as number) * sum + (group.bias[index] as number);
  }
  return logits;
}

/**
 * One verdict out of what the readers say. Pure plain arithmetic in a fixed order: the same signals give the same verdict everywhere.
 * @param topics ids in the order of `signals.topic`
 */
export function decide(decision: Decision, signals: Signals, topics: readonly string[]): Decided {
  const score = rounded(sigmoid(incidentLogit(decision, signals)));
  const { threshold, unsureFrom, unsureTo } = decision.incident;
  const incident = score >= threshold;
  const inDoubt = score >= unsureFrom && score < unsureTo;

  const probabilities = softmax(groupLogits(decision, signals));
  const groups = groupCodes
    .map((group, index) => ({ group, index, probability: rounded(probabilities[index] as number) }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index);
  const best = groups[0] as (typeof groups)[number];
  const least = decision.group.thresholds[best.index] ?? null;

  const doubts: Decided['doubts'] = [];
  if (inDoubt) doubts.push('incident');
  if ((incident || inDoubt) && (least === null || best.probability < least)) doubts.push('group');
  const shown = groups
    .slice(0, MOST_GROUPS)
    .filter(({ probability }) => probability >= LEAST_SHOWN)
    .map(({ group, probability }) => ({ group, probability }));
  return {
    score,
    incident,
    unsure: doubts.length > 0,
    doubts,
    group: best.group,
    groups: shown,
    topics: topicsOf(decision, signals, topics, shown),
    topic: topicOf(decision, signals, topics, best.group),
    kind: incident || inDoubt ? kindOf(decision, signals) : null,
    urgency: isUrgent(decision, signals) ? 'urgent' : 'ordinary',
  };
}

/** The likeliest topic of the group; the rules' own one counts as a vote, and alone where no topic is likely enough. */
export function topicOf(
  { topic }: Decision,
  signals: Signals,
  topics: readonly string[],
  group: GroupCode,
): string | null {
  const own = signals.rules.topic?.startsWith(`${group}.`) ? signals.rules.topic : null;
  const inside = insideOf(topics, group);
  if (inside.length === 0 || signals.topic.length === 0) return own;
  const chances = softmax(topicLogits(topic, signals, topics, inside));
  let best = 0;
  chances.forEach((chance, index) => {
    if (chance > (chances[best] as number)) best = index;
  });
  return rounded(chances[best] as number) >= topic.least ? (topics[inside[best] as number] as string) : own;
}

/** The likeliest topics of the groups that are shown: the chance of the group times that of the topic within it. */
function topicsOf(
  { topic }: Decision,
  signals: Signals,
  topics: readonly string[],
  groups: Decided['groups'],
): Decided['topics'] {
  if (signals.topic.length === 0) return [];
  return groups
    .flatMap(({ group, probability }) => {
      const inside = insideOf(topics, group);
      const chances = softmax(topicLogits(topic, signals, topics, inside));
      return inside.map((index, at) => ({
        topic: topics[index] as string,
        probability: rounded(probability * (chances[at] as number)),
      }));
    })
    .filter(({ probability }) => probability >= LEAST_SHOWN)
    .sort((a, b) => b.probability - a.probability || (a.topic < b.topic ? -1 : 1))
    .slice(0, MOST_TOPICS);
}

function insideOf(topics: readonly string[], group: GroupCode): number[] {
  return topics.flatMap((id, index) => (id.startsWith(`${group}.`) ? [index] : []));
}

/** Logits of the topics with these indices. */
export function topicLogits(
  topic: Pick<Decision['topic'], 'scale' | 'rules'>,
  signals: Pick<Signals, 'topic' | 'rules'>,
  topics: readonly string[],
  inside: readonly number[],
): Float64Array {
  return Float64Array.from(
    inside,
    (index) =>
      topic.scale * (signals.topic[index] as number) + (topics[index] === signals.rules.topic ? topic.rules : 0),
  );
}

function kindOf({ kind }: Decision, signals: Signals): Kind {
  let best = 0;
  const logit = (index: number): number => kind.scale * (signals.kind[index] as number) + (kind.bias[index] as number);
  for (let index = 1; index < kinds.length; index += 1) if (logit(index) > logit(best)) best = index;
  return kinds[best] as Kind;
}

function isUrgent({ urgent }: Decision, signals: Signals): boolean {
  if (signals.rules.urgency === 'urgent') return true;
  return rounded(sigmoid(urgent.scale * signals.urgent + urgent.bias)) >= urgent.threshold;
}
