import { f1Of, type Share, shareOf } from '../../src/core/share.js';
import type { GroupCode, Verdict } from '../../src/core/verdict.js';

/** What a person said of a text; null where nobody said anything. */
export interface Label {
  incident: boolean | null;
  group: GroupCode | null;
  /** Topic id of config/taxonomy.yaml. */
  topic: string | null;
  /** Groups that are also defensible. */
  alt: readonly GroupCode[];
}

/** One labelled text, and what the rules said of it. */
export interface JudgedText {
  id: string;
  label: Label;
  verdict: Pick<Verdict, 'incident' | 'group' | 'topic'>;
  /** Ids of the rules that fired. */
  fired: readonly string[];
}

export interface Figures {
  /** Rule, topic or group. */
  name: string;
  /** Texts on which it fired, or that were called so, labelled or not. */
  fired: number;
  /** Of the labelled texts among them, how many are right. */
  precision: Share;
  /** Of the texts that are so labelled, how many were found. */
  recall: Share;
  f1: number | null;
}

export interface Confusion {
  truth: string;
  got: string;
  count: number;
  /** How many of them are defensible by `alt`. */
  defensible: number;
  /** The first few. */
  ids: string[];
}

export interface Evaluation {
  texts: number;
  labelled: { incident: number; group: number; topic: number };
  detection: Figures & {
    /** Of the texts that are no incidents, how many were called one. */
    falseAlarms: Share;
  };
  /** Over the texts with a group: called so, and called so or defensibly. Whether they were called incidents does not matter. */
  grouping: { right: Share; defensible: Share };
  groups: Figures[];
  topics: Figures[];
  rules: (Figures & { target: string })[];
  /** By groups, then by topics; the most frequent first. */
  confusions: Confusion[];
  /** Rules that fired on no text. */
  silent: string[];
}

export interface EvaluatedRule {
  id: string;
  target: string;
  weight: number;
}

interface Tally {
  fired: number;
  judged: number;
  right: number;
  support: number;
  found: number;
}

const sampleIds = 5;
const emptyTally = (): Tally => ({ fired: 0, judged: 0, right: 0, support: 0, found: 0 });

/** Adds up what rules say of labelled texts; takes texts one by one, keeps sums only. */
export function createEvaluation(rules: readonly EvaluatedRule[]): {
  add(text: JudgedText): void;
  report(): Evaluation;
} {
  const byRule = new Map(rules.map((rule) => [rule.id, { rule, tally: emptyTally() }]));
  const targets = [...new Set(rules.map(({ target }) => target))];
  /** How many texts are labelled with each target: what a rule could have found. */
  const supports = new Map<string, number>();
  const byGroup = new Map<string, Tally>();
  const byTopic = new Map<string, Tally>();
  const confusions = new Map<string, Confusion>();
  const detection = emptyTally();
  const labelled = { incident: 0, group: 0, topic: 0 };
  const grouping = { right: 0, defensible: 0 };
  let texts = 0;
  let ordinary = 0;
  let alarms = 0;

  const confuse = (truth: string, got: string, isDefensible: boolean, id: string): void => {
    const key = `${truth} → ${got}`;
    const known = confusions.get(key) ?? { truth, got, count: 0, defensible: 0, ids: [] };
    confusions.set(key, known);
    known.count++;
    if (isDefensible) known.defensible++;
    if (known.ids.length < sampleIds) known.ids.push(id);
  };
  const count = (tallies: Map<string, Tally>, truth: string, got: string | null): void => {
    const wanted = tallyOf(tallies, truth);
    wanted.support++;
    if (got === truth) wanted.found++;
    if (got === null) return;
    const called = tallyOf(tallies, got);
    called.fired++;
    called.judged++;
    if (got === truth) called.right++;
  };

  return {
    add({ id, label, verdict, fired }) {
      texts++;
      if (verdict.incident) detection.fired++;
      if (label.incident !== null) {
        labelled.incident++;
        if (verdict.incident) detection.judged++;
        if (label.incident) {
          detection.support++;
          if (verdict.incident) detection.right++;
        } else {
          ordinary++;
          if (verdict.incident) alarms++;
        }
      }
      if (label.group !== null) {
        labelled.group++;
        const isRight = verdict.group === label.group;
        const isDefensible = verdict.group !== null && label.alt.includes(verdict.group);
        if (isRight) grouping.right++;
        if (isRight || isDefensible) grouping.defensible++;
        if (!isRight) confuse(label.group, verdict.group ?? 'none', isDefensible, id);
        count(byGroup, label.group, verdict.group);
      }
      if (label.topic !== null) {
        labelled.topic++;
        if (verdict.topic !== label.topic) confuse(label.topic, verdict.topic ?? 'none', false, id);
        count(byTopic, label.topic, verdict.topic);
      }
      for (const target of targets)
        if (isSo(target, label) === true) supports.set(target, (supports.get(target) ?? 0) + 1);
      for (const ruleId of fired) {
        const entry = byRule.get(ruleId);
        if (!entry) continue;
        const { rule, tally } = entry;
        tally.fired++;
        const so = isSo(rule.target, label);
        if (so === null) continue;
        tally.judged++;
        const isRight = rule.weight < 0 ? !so && !isAlso(rule.target, label) : so || isAlso(rule.target, label);
        if (isRight) tally.right++;
        if (so) tally.found++;
      }
    },
    report() {
      detection.found = detection.right;
      const named = (tallies: Map<string, Tally>): Figures[] =>
        [...tallies].map(([name, tally]) => figuresOf(name, tally)).sort((a, b) => b.recall.of - a.recall.of);
      const ruleFigures = [...byRule.values()].map(({ rule, tally }) => {
        // A rule that speaks against something is not there to find it.
        const support = rule.weight < 0 ? 0 : (supports.get(rule.target) ?? 0);
        const found = rule.weight < 0 ? 0 : tally.found;
        return { ...figuresOf(rule.id, { ...tally, support, found }), target: rule.target };
      });
      return {
        texts,
        labelled,
        detection: { ...figuresOf('incident', detection), falseAlarms: shareOf(alarms, ordinary) },
        grouping: {
          right: shareOf(grouping.right, labelled.group),
          defensible: shareOf(grouping.defensible, labelled.group),
        },
        groups: named(byGroup),
        topics: named(byTopic),
        rules: ruleFigures,
        confusions: [...confusions.values()].sort((a, b) => b.count - a.count || (a.truth < b.truth ? -1 : 1)),
        silent: ruleFigures.filter(({ fired }) => fired === 0).map(({ name }) => name),
      };
    },
  };
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name) ?? emptyTally();
  tallies.set(name, known);
  return known;
}

/**
 * Whether a text is what a rule speaks of; null when its label does not say. What is no incident is of no group; where a label has a
 * group but no topic, a rule for a topic is measured by its group.
 */
function isSo(target: string, { incident, group, topic }: Label): boolean | null {
  if (target === 'urgent') return null;
  if (target === 'incident') return incident;
  if (target === 'not-incident') return incident === null ? null : !incident;
  if (incident === false) return false;
  if (target.includes('.') && topic !== null) return topic === target;
  return group === null ? null : group === target.split('.', 1)[0];
}

/** Whether it is also defensible to file the text under the target's group. */
function isAlso(target: string, { incident, alt }: Label): boolean {
  return incident !== false && alt.some((group) => group === target.split('.', 1)[0]);
}

function figuresOf(name: string, { fired, judged, right, support, found }: Tally): Figures {
  const precision = shareOf(right, judged);
  const recall = shareOf(found, support);
  return { name, fired, precision, recall, f1: f1Of(precision, recall) };
}
