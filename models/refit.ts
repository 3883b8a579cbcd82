import { type GroupCode, groupCodes, type Urgency } from '../src/core/verdict.js';
import type { Reading } from './classifier.js';
import type { Decision } from './decision.js';
import { chooseHead, type HeadChoice, type HeadRow } from './fit/choose-head.js';
import { type DecisionSample, fitDecision } from './fit/decision.js';
import { type Matrix, openHeads, packHead, pooledWidth } from './heads.js';
import { type HeadName, type ModelSet, sealSet } from './model-set.js';
import { type Kind, kinds } from './signals.js';

/** A text as the models read it, with what people said of it; null where nobody was asked. */
export interface Lesson {
  /** What it is left out with when the decision is set. */
  unit: string;
  reading: Reading;
  truth: {
    incident: boolean | null;
    group: GroupCode | null;
    /** Groups that are also defensible. */
    alt: readonly GroupCode[];
    topic: string | null;
    kind: Kind | null;
    urgency: Urgency | null;
  };
}

/** What became of one head, for people. */
export interface HeadNews {
  head: HeadName;
  /** Labels that it was fitted on. */
  labels: number;
  /** Mean loss on labels that it was not fitted on; null when there were too few to fit. */
  before: number | null;
  after: number | null;
  isFitted: boolean;
}

/** What the groups that are also defensible are worth together, beside the group itself. */
const altShare = 0.3;
/** Labels of a head, in the parts that fit and that check together, below which it stays; a topic's are those of its group. */
const fewest = { kind: 100, urgent: 100, topic: 60, check: 10 };

type Targets = (truth: Lesson['truth']) => Float64Array | null;

/**
 * Fits the heads that have enough labels, each from the head of the set given. Deterministic; the order of the lessons changes nothing but the
 * last digits.
 * @param wanted whether incident and group have enough labels
 */
export function refitHeads(
  base: ModelSet,
  { fit, check }: { fit: readonly Lesson[]; check: readonly Lesson[] },
  wanted: { incident: boolean; group: boolean },
): { heads: ModelSet['heads']; news: HeadNews[] } {
  const { matrices } = openHeads(base.heads, base.topics.length);
  const fitted: Record<HeadName, Matrix> = { ...matrices };
  const news: HeadNews[] = [];
  const learn = (head: Exclude<HeadName, 'topic'>, isWanted: boolean, targets: Targets): void => {
    const [rows, checked] = [rowsOf(fit, targets), rowsOf(check, targets)];
    const choice =
      isWanted && checked.length >= fewest.check && rows.length > 0 ? chooseHead(matrices[head], rows, checked) : null;
    if (choice !== null) fitted[head] = choice.matrix;
    news.push(newsOf(head, rows.length, choice));
  };
  learn('incident', wanted.incident, ({ incident }) => (incident === null ? null : Float64Array.of(Number(incident))));
  learn('group', wanted.group, groupTarget);
  const all = [...fit, ...check];
  learn('kind', all.filter(({ truth }) => truth.kind !== null).length >= fewest.kind, ({ kind }) =>
    kind === null ? null : oneHot(kinds.indexOf(kind), kinds.length),
  );
  learn('urgent', all.filter(({ truth }) => truth.urgency !== null).length >= fewest.urgent, ({ urgency }) =>
    urgency === null ? null : Float64Array.of(Number(urgency === 'urgent')),
  );
  const topic = refitTopics(base.topics, matrices.topic, fit, check);
  fitted.topic = topic.matrix;
  news.push(topic.news);
  const heads = {
    incident: packHead(fitted.incident),
    group: packHead(fitted.group),
    topic: packHead(fitted.topic),
    kind: packHead(fitted.kind),
    urgent: packHead(fitted.urgent),
  };
  return { heads, news };
}

function newsOf(head: HeadName, labels: number, choice: HeadChoice | null): HeadNews {
  return {
    head,
    labels,
    before: choice?.before ?? null,
    after: choice?.after ?? null,
    isFitted: choice !== null && choice.pull !== null,
  };
}

/** Rows of what people answered. «Yes» and «no» weigh the same together, as the head means log-odds in an even world. */
function rowsOf(lessons: readonly Lesson[], targets: Targets): HeadRow[] {
  const rows = lessons.flatMap(({ reading, truth }): HeadRow[] => {
    const target = targets(truth);
    return target === null ? [] : [{ pooled: reading.pooled, target, weight: 1 }];
  });
  if (rows[0]?.target.length !== 1) return rows;
  const yes = rows.filter(({ target }) => target[0] === 1).length;
  const no = rows.length - yes;
  if (yes === 0 || no === 0) return rows;
  return rows.map((row) => ({ ...row, weight: rows.length / (2 * (row.target[0] === 1 ? yes : no)) }));
}

function groupTarget({ incident, group, alt }: Lesson['truth']): Float64Array | null {
  if (incident === false || group === null) return null;
  const target = oneHot(groupCodes.indexOf(group), groupCodes.length);
  if (alt.length === 0) return target;
  target[groupCodes.indexOf(group)] = 1 - altShare;
  for (const each of alt) {
    const at = groupCodes.indexOf(each);
    target[at] = (target[at] as number) + altShare / alt.length;
  }
  return target;
}

function oneHot(at: number, length: number): Float64Array {
  const target = new Float64Array(length);
  target[at] = 1;
  return target;
}

/** Topics compete inside their group alone, as they do in the decision: a softmax a group is twenty times cheaper than one over all. */
function refitTopics(
  topics: readonly string[],
  prior: Matrix,
  fit: readonly Lesson[],
  check: readonly Lesson[],
): { matrix: Matrix; news: HeadNews } {
  const matrix: Matrix = { weight: prior.weight.slice(), bias: prior.bias.slice() };
  const sum = { labels: 0, checked: 0, before: 0, after: 0, isFitted: false };
  for (const group of groupCodes) {
    const inside = topics.flatMap((id, at) => (id.startsWith(`${group}.`) ? [at] : []));
    const targets: Targets = ({ topic }) => {
      const at = topic === null ? -1 : inside.indexOf(topics.indexOf(topic));
      return at === -1 ? null : oneHot(at, inside.length);
    };
    const [rows, checked] = [rowsOf(fit, targets), rowsOf(check, targets)];
    if (inside.length < 2 || rows.length + checked.length < fewest.topic || checked.length < fewest.check) continue;
    const choice = chooseHead(part(prior, inside), rows, checked);
    sum.labels += rows.length;
    sum.checked += checked.length;
    sum.before += choice.before * checked.length;
    sum.after += choice.after * checked.length;
    sum.isFitted ||= choice.pull !== null;
    inside.forEach((at, place) => {
      matrix.weight.set(
        choice.matrix.weight.subarray(place * pooledWidth, (place + 1) * pooledWidth),
        at * pooledWidth,
      );
      matrix.bias[at] = choice.matrix.bias[place] as number;
    });
  }
  const { labels, checked, before, after, isFitted } = sum;
  const news: HeadNews = {
    head: 'topic',
    labels,
    before: checked === 0 ? null : before / checked,
    after: checked === 0 ? null : after / checked,
    isFitted,
  };
  return { matrix, news };
}

function part({ weight, bias }: Matrix, outputs: readonly number[]): Matrix {
  const rows = new Float32Array(outputs.length * pooledWidth);
  outputs.forEach((at, place) => {
    rows.set(weight.subarray(at * pooledWidth, (at + 1) * pooledWidth), place * pooledWidth);
  });
  return { weight: rows, bias: Float32Array.from(outputs, (at) => bias[at] as number) };
}

/** Labels of a side, or of a group, from which on thresholds are set anew: fewer cannot prove a precision of 0.95. */
const fewestForThresholds = { side: 150, group: 80 };

/**
 * Sets the last layer over new heads, drawn to that of the set given. What has too few labels keeps its thresholds, and what was not to be
 * fitted all that it has.
 */
export function refitDecision(
  base: ModelSet,
  heads: ModelSet['heads'],
  lessons: readonly Lesson[],
  wanted: { incident: boolean; group: boolean },
): { decision: Decision; told: string[]; figures: Record<string, number | null> } {
  const old = base.decision;
  const opened = openHeads(heads, base.topics.length);
  const samples = lessons.map(({ unit, reading, truth }): DecisionSample => {
    const { pooled, linear, rules, words } = reading;
    return {
      cluster: unit,
      signals: { ...opened.logits(pooled), linear, rules, words },
      incident: truth.incident === null || !wanted.incident ? null : Number(truth.incident),
      incidentWeight: 1,
      group: wanted.group && truth.incident !== false ? truth.group : null,
      groupWeight: 1,
      topic: truth.topic,
      kind: truth.kind,
      urgency: truth.urgency,
    };
  });
  const { decision, figures } = fitDecision(samples, base.topics, { prior: old, prevalence: old.incident.prevalence });
  const side = (incident: boolean): number => lessons.filter(({ truth }) => truth.incident === incident).length;
  const isSet = wanted.incident && Math.min(side(true), side(false)) >= fewestForThresholds.side;
  const { threshold, unsureFrom, unsureTo } = old.incident;
  const known = groupCodes.map(
    (group) => lessons.filter(({ truth }) => truth.group === group).length >= fewestForThresholds.group,
  );
  const thresholds = groupCodes.map(
    (_group, at) => (wanted.group && known[at] ? decision.group.thresholds[at] : old.group.thresholds[at]) ?? null,
  );
  const anew = known.filter((each) => each && wanted.group).length;
  return {
    decision: {
      ...decision,
      incident: !wanted.incident
        ? old.incident
        : isSet
          ? decision.incident
          : { ...decision.incident, threshold, unsureFrom, unsureTo },
      group: wanted.group ? { ...decision.group, thresholds } : old.group,
      gate: old.gate,
    },
    told: [
      isSet
        ? 'thresholds of «incident»: set anew'
        : `thresholds of «incident»: stay, setting them takes ${fewestForThresholds.side} incidents and as many others among the labels put aside`,
      `thresholds of the groups: ${anew === 0 ? 'stay' : `${anew} set anew, ${groupCodes.length - anew} stay`} (one takes ${fewestForThresholds.group} labels put aside)`,
    ],
    figures,
  };
}

/** A set fitted anew, with what became of its parts in sentences. */
export function refitSet(
  base: ModelSet,
  parts: { fit: readonly Lesson[]; calibrate: readonly Lesson[] },
  wanted: { incident: boolean; group: boolean },
): { set: ModelSet; told: string[] } {
  const { heads, news } = refitHeads(base, { fit: parts.fit, check: parts.calibrate }, wanted);
  const { decision, told, figures } = refitDecision(base, heads, parts.calibrate, wanted);
  const { revision, format: _format, provenance, ...rest } = base;
  const counts = Object.fromEntries(news.map(({ head, labels }) => [head, labels]));
  const set = sealSet({ ...rest, heads, decision, provenance: { ...provenance, base: revision, counts, figures } });
  return { set, told: [...news.map(tell), ...told] };
}

const names: Readonly<Record<HeadName, string>> = {
  incident: 'incident or not',
  group: 'group',
  topic: 'topic',
  kind: 'kind',
  urgent: 'urgency',
};

function tell({ head, labels, before, after, isFitted }: HeadNews): string {
  const name = `${names[head]}:`;
  if (before === null || after === null) return `${name} stays as it is, ${labels} labels are too few to fit it`;
  if (!isFitted) return `${name} stays as it is, nothing that ${labels} labels teach is better on labels put aside`;
  return `${name} fitted to ${labels} labels (loss on labels put aside ${before.toFixed(3)} → ${after.toFixed(3)})`;
}
