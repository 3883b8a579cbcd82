import type { JudgingSet } from '../../models/classifier.js';
import { f1Of, type Share, shareOf } from '../core/share.js';
import { type GroupCode, groupCodes } from '../core/verdict.js';
import {
  type ChangeOfVerdict,
  changeOfVerdict,
  changesOfVerdict,
  compareModels,
  type Difference,
} from './models-comparison.js';
import { type JudgedText, type ModelFigures, measureModel, type Truth } from './models-figures.js';
import type { ReadText } from './models-reader.js';

export interface GroupFigures {
  group: GroupCode;
  precision: Share;
  recall: Share;
  f1: number | null;
}

export interface ModelReport {
  revision: string;
  all: ModelFigures;
  /** By falling number of texts; sources with few texts have wide bounds. */
  sources: { source: string; figures: ModelFigures }[];
  /** Over the labelled incidents whose group is known. */
  groups: GroupFigures[];
  confusions: { truth: GroupCode; got: GroupCode; count: number }[];
  /** Of the labelled incidents, how many the n-gram gate lets through to the transformer. */
  gate: Share;
}

/** What a set says of texts that are read already. */
export function judgeTexts(set: JudgingSet, texts: readonly ReadText[]): JudgedText[] {
  return texts.map(({ id, unit, source, truth, reading }) => ({
    id,
    unit,
    source,
    truth,
    verdict: set.decide(reading),
  }));
}

/** A set ready to judge, with the share of incidents among the posts that its scores speak of. */
export interface OpenedSet {
  judging: JudgingSet;
  prevalence: number;
}

/** Measures a set on labelled texts, all together, by source and by group. */
export function evaluateModel(
  { judging: set, prevalence }: OpenedSet,
  texts: readonly ReadText[],
  rounds = 1_000,
): ModelReport {
  const judged = judgeTexts(set, texts);
  const bySource = new Map<string, JudgedText[]>();
  for (const text of judged) bySource.set(text.source, [...(bySource.get(text.source) ?? []), text]);
  const sources = [...bySource]
    .map(([source, own]) => ({ source, figures: measureModel(own, { rounds, prevalence }) }))
    .sort((a, b) => b.figures.texts - a.figures.texts || (a.source < b.source ? -1 : 1));
  const incidents = texts.filter(({ truth }) => truth.incident === true);
  return {
    revision: set.revision,
    all: measureModel(judged, { rounds, prevalence }),
    sources: sources.length > 1 ? sources : [],
    groups: groupFigures(judged),
    confusions: confusionsOf(judged),
    gate: shareOf(incidents.filter((text) => passesGate(set, text)).length, incidents.length),
  };
}

/** As the gate of the line decides; danger passes it all the same. */
function passesGate(set: JudgingSet, { reading, glance }: ReadText): boolean {
  const seen = { linear: reading.linear.incident, rules: reading.rules.score };
  if (reading.rules.urgency === 'urgent') return true;
  return set.admits(seen) && (glance === null || set.admitsGlanced({ ...seen, glance }));
}

function grouped(judged: readonly JudgedText[]): { truth: GroupCode; got: GroupCode | null }[] {
  return judged.flatMap(({ truth, verdict }) =>
    truth.group === null || truth.incident === false ? [] : [{ truth: truth.group, got: verdict.group }],
  );
}

function groupFigures(judged: readonly JudgedText[]): GroupFigures[] {
  const pairs = grouped(judged);
  return groupCodes.flatMap((group) => {
    const own = pairs.filter(({ truth }) => truth === group);
    const named = pairs.filter(({ got }) => got === group);
    if (own.length === 0 && named.length === 0) return [];
    const right = own.filter(({ got }) => got === group).length;
    const [precision, recall] = [shareOf(right, named.length), shareOf(right, own.length)];
    return [{ group, precision, recall, f1: f1Of(precision, recall) }];
  });
}

function confusionsOf(judged: readonly JudgedText[]): ModelReport['confusions'] {
  const counts = new Map<string, { truth: GroupCode; got: GroupCode; count: number }>();
  for (const { truth, got } of grouped(judged)) {
    if (got === null || got === truth) continue;
    const found = counts.get(`${truth} ${got}`) ?? { truth, got, count: 0 };
    found.count++;
    counts.set(`${truth} ${got}`, found);
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.truth + a.got < b.truth + b.got ? -1 : 1));
}

/** A text on which two sets differ. */
export interface DifferingText {
  id: string;
  source: string;
  text: string;
  change: ChangeOfVerdict;
  truth: Truth;
  a: { score: number; group: GroupCode | null };
  b: { score: number; group: GroupCode | null };
}

export interface ComparisonReport {
  a: string;
  b: string;
  texts: number;
  differences: Difference[];
  changes: Record<ChangeOfVerdict, number>;
  /** All texts that differ, by how far the scores are apart. */
  differing: DifferingText[];
}

/** Two sets on the same texts: figures with a paired bootstrap, and the texts on which they differ. */
export function compareSets(
  { judging: a }: OpenedSet,
  { judging: b }: OpenedSet,
  texts: readonly ReadText[],
  rounds = 2_000,
): ComparisonReport {
  const [left, right] = [judgeTexts(a, texts), judgeTexts(b, texts)];
  const differing = texts.flatMap(({ id, source, text, truth }, index): DifferingText[] => {
    const [one, other] = [left[index]?.verdict, right[index]?.verdict];
    const change = one && other ? changeOfVerdict(one, other) : null;
    if (!one || !other || change === null) return [];
    const short = ({ score, group }: typeof one) => ({ score, group });
    return [{ id, source, text, change, truth, a: short(one), b: short(other) }];
  });
  const count = (change: ChangeOfVerdict): number => differing.filter((each) => each.change === change).length;
  const distance = (each: DifferingText): number => Math.abs(each.a.score - each.b.score);
  differing.sort((x, y) => distance(y) - distance(x) || (x.id < y.id ? -1 : 1));
  return {
    a: a.revision,
    b: b.revision,
    texts: texts.length,
    differences: compareModels(left, right, { rounds }),
    changes: Object.fromEntries(
      changesOfVerdict.map((change) => [change, count(change)]),
    ) as ComparisonReport['changes'],
    differing,
  };
}
