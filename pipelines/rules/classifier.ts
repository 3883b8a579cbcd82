import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { KeptResults } from '../../src/core/kept.js';
import type { Classifier, Locator, TextOrigin } from '../../src/core/ports.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import type { Evidence, GroupCode, Verdict } from '../../src/core/verdict.js';
import { analyse } from '../text/analyse.js';
import type { Analysis } from '../text/tokens.js';
import { textRevision } from '../text/version.js';
import { loadKeptRules } from './kept-rules.js';
import { loadRules } from './load.js';
import type { Matcher, RuleHit } from './matcher.js';
import type { Rule, RuleContext } from './rule.js';
import { groupProbabilities, incidentProbability, type Sums, scoring, strongest, topicProbabilities } from './score.js';

export interface RuleClassifierOptions {
  /** The packs of config/rules/. */
  files: readonly ConfigFile[];
  taxonomy: Taxonomy;
  /** Knows the territories that rules may name, and which one lies in which; without it only a rule for a post's very own territory fires. */
  locator?: Pick<Locator, 'territory' | 'lineage'>;
  /** What earlier starts made of the same packs: nothing is parsed, proved and compiled again. */
  kept?: KeptResults;
  log?: { info(fields: object, message: string): void };
}

export interface GateAnswer {
  /** Worth a closer look by the classifiers. */
  pass: boolean;
  /** Ids of the rules that fire. */
  fired: string[];
  /** Probability that the text is an incident, 0-1. */
  score: number;
  /** Whether a rule speaks of danger. */
  isUrgent: boolean;
}

export interface RuleClassifier {
  classifier: Classifier;
  /** Cheap and generous: keeps whatever might be an incident, drops the bulk that surely is none. Takes a text or its analysis. */
  gate(input: string | Analysis, origin?: TextOrigin): GateAnswer;
  /** The verdict on a text that is analysed already. */
  judge(analysis: Analysis, origin?: TextOrigin): Verdict;
  /** The rules that loaded. */
  rules: readonly Rule[];
  matcher: Matcher;
  /** The packs that they come from. */
  files: readonly ConfigFile[];
  /** What is wrong in the packs; the rules concerned are left out. */
  problems: ConfigProblem[];
}

/** Below this probability the gate drops a post. Chosen for recall: docs/rules.md has the figures. */
export const gateThreshold = 0.03;

/** What the filters of rules ask of a text's origin; without the locator only the very territory is known. */
export function contextOf(
  { sourceId, sourceKind, territory, publishedAt }: TextOrigin,
  locator?: Pick<Locator, 'lineage'>,
): RuleContext {
  if (territory === undefined) return { sourceId, sourceKind, publishedAt };
  return { sourceId, sourceKind, publishedAt, territories: [territory, ...(locator?.lineage(territory) ?? [])] };
}

/** Compiles the packs once; after that everything is pure: the same text gets the same verdict, whatever stands beside it in the batch. */
export function createRuleClassifier(options: RuleClassifierOptions): RuleClassifier {
  const { files, taxonomy, locator, kept, log } = options;
  const checks = locator ? { isTerritory: (id: string) => locator.territory(id) !== null } : {};
  const { rules, matcher, problems, revision } =
    kept === undefined ? loadRules(files, taxonomy, checks) : loadKeptRules(files, taxonomy, checks, kept);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  log?.info({ rules: rules.length, problems: problems.length, revision }, 'rules loaded');

  const sum = (analysis: Analysis, fired: readonly string[]): Sums =>
    sumWeights(
      fired.map((id) => byId.get(id) as Rule),
      analysis.tokens.length,
    );

  const judge = (analysis: Analysis, origin?: TextOrigin): Verdict => {
    const hits = matcher.match(analysis, origin && contextOf(origin, locator));
    const fired = hits.map(({ ruleId }) => ruleId);
    return {
      ...judgeSums(sum(analysis, fired)),
      evidence: hits.map((hit) => evidenceOf(hit, byId.get(hit.ruleId) as Rule)),
    };
  };

  return {
    classifier: {
      revisions: { rules: revision, text: textRevision },
      classify: async (texts) =>
        texts.map((one) => ({ verdict: judge(analyse(one.text), one), model: null, vector: null, locality: null })),
    },
    gate: (input, origin) => {
      const analysis = typeof input === 'string' ? analyse(input) : input;
      const fired = matcher.firing(analysis, origin && contextOf(origin, locator));
      const sums = sum(analysis, fired);
      const speaks = sums.incident > 0 || sums.urgent > 0 || strongest(sums) > 0;
      const score = incidentProbability(sums);
      const isUrgent = sums.urgent > 0;
      return { pass: speaks && (isUrgent || score >= gateThreshold), fired, score, isUrgent };
    },
    judge,
    rules,
    matcher,
    files,
    problems,
  };
}

/** What sums of weight say of a text: the verdict without its evidence. */
export function judgeSums(sums: Sums): Omit<Verdict, 'evidence'> {
  const score = incidentProbability(sums);
  const groups = groupProbabilities(sums);
  const group = groups[0]?.group ?? null;
  const unsure = score >= scoring.unsureFrom && score < scoring.unsureTo;
  return {
    score,
    incident: score >= scoring.threshold,
    unsure,
    doubts: unsure ? ['incident'] : [],
    group,
    topic: group === null ? null : bestTopic(group, sums),
    kind: null,
    urgency: sums.urgent > 0 ? 'urgent' : 'ordinary',
    groups,
    topics: topicProbabilities(sums),
  };
}

/** Adds up the weights of the rules that fired on a text of so many words. */
export function sumWeights(fired: readonly { target: string; weight: number }[], words: number): Sums {
  const groups = new Map<GroupCode, number>();
  const topics = new Map<string, number>();
  const sums = { incident: 0, against: 0, urgent: 0 };
  for (const { target, weight } of fired) {
    if (target === 'incident') sums.incident += weight;
    else if (target === 'not-incident') sums.against += weight;
    else if (target === 'urgent') sums.urgent += weight;
    else {
      // Targets are checked when rules load.
      const dot = target.indexOf('.');
      const group = (dot === -1 ? target : target.slice(0, dot)) as GroupCode;
      groups.set(group, (groups.get(group) ?? 0) + weight);
      if (target !== group) topics.set(target, (topics.get(target) ?? 0) + weight);
    }
  }
  return { ...sums, groups, topics, words };
}

function bestTopic(group: GroupCode, sums: Sums): string | null {
  let best: string | null = null;
  let most = 0;
  for (const [topic, weight] of sums.topics) {
    if (!topic.startsWith(`${group}.`) || weight <= most) continue;
    best = topic;
    most = weight;
  }
  return best;
}

function evidenceOf(hit: RuleHit, rule: Rule): Evidence {
  return {
    engine: 'rules',
    id: rule.id,
    revision: rule.revision,
    target: rule.target,
    weight: rule.target === 'not-incident' ? -rule.weight : rule.weight,
    words: hit.words,
  };
}
