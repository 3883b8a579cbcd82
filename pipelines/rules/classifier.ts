import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { Classifier } from '../../src/core/ports.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import { type Evidence, type GroupCode, groupCodeSchema, type Verdict } from '../../src/core/verdict.js';
import { analyse } from '../text/analyse.js';
import type { Analysis } from '../text/tokens.js';
import { textRevision } from '../text/version.js';
import { loadRules } from './load.js';
import type { RuleHit } from './matcher.js';
import type { Rule } from './rule.js';
import { groupProbabilities, incidentProbability, type Sums, scoring, strongest } from './score.js';

export interface RuleClassifierOptions {
  /** The packs of config/rules/. */
  files: readonly ConfigFile[];
  taxonomy: Taxonomy;
  log?: { info(fields: object, message: string): void };
}

export interface GateAnswer {
  /** Worth a closer look by the classifiers. */
  pass: boolean;
  hits: RuleHit[];
}

export interface RuleClassifier {
  classifier: Classifier;
  /** Cheap and generous: keeps whatever might be an incident, drops the bulk that surely is none. Takes a text or its analysis. */
  gate(input: string | Analysis): GateAnswer;
  /** The verdict on a text that is analysed already. */
  judge(analysis: Analysis): Verdict;
  /** The rules that loaded. */
  rules: readonly Rule[];
  /** The packs that they come from. */
  files: readonly ConfigFile[];
  /** What is wrong in the packs; the rules concerned are left out. */
  problems: ConfigProblem[];
}

/** Below this probability the gate drops a post. Chosen for recall: docs/rules.md has the figures. */
export const gateThreshold = 0.05;

/** Compiles the packs once; after that everything is pure: the same text gets the same verdict, whatever stands beside it in the batch. */
export function createRuleClassifier({ files, taxonomy, log }: RuleClassifierOptions): RuleClassifier {
  const { rules, matcher, problems, revision } = loadRules(files, taxonomy);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  log?.info({ rules: rules.length, problems: problems.length, revision }, 'rules loaded');

  const sum = (analysis: Analysis, hits: readonly RuleHit[]): Sums => {
    const groups = new Map<GroupCode, number>();
    const topics = new Map<string, number>();
    const sums = { incident: 0, against: 0, urgent: 0 };
    for (const { ruleId } of hits) {
      const { target, weight } = byId.get(ruleId) as Rule;
      if (target === 'incident') sums.incident += weight;
      else if (target === 'not-incident') sums.against += weight;
      else if (target === 'urgent') sums.urgent += weight;
      else {
        const group = groupCodeSchema.parse(target.split('.', 1)[0]);
        groups.set(group, (groups.get(group) ?? 0) + weight);
        if (target !== group) topics.set(target, (topics.get(target) ?? 0) + weight);
      }
    }
    return { ...sums, groups, topics, words: analysis.tokens.length };
  };

  const judge = (analysis: Analysis): Verdict => {
    const hits = matcher.match(analysis);
    const sums = sum(analysis, hits);
    const score = incidentProbability(sums);
    const groups = groupProbabilities(sums);
    const group = groups[0]?.group ?? null;
    return {
      score,
      incident: score >= scoring.threshold,
      unsure: score >= scoring.unsureFrom && score < scoring.unsureTo,
      group,
      topic: group === null ? null : bestTopic(group, sums),
      urgency: sums.urgent > 0 ? 'urgent' : 'ordinary',
      groups,
      evidence: hits.map((hit) => evidenceOf(hit, byId.get(hit.ruleId) as Rule)),
    };
  };

  return {
    classifier: {
      revisions: { rules: revision, text: textRevision },
      classify: async (texts) => texts.map(({ text }) => judge(analyse(text))),
    },
    gate: (input) => {
      const analysis = typeof input === 'string' ? analyse(input) : input;
      const hits = matcher.match(analysis);
      const sums = sum(analysis, hits);
      const speaks = sums.incident > 0 || sums.urgent > 0 || strongest(sums) > 0;
      return { pass: speaks && (sums.urgent > 0 || incidentProbability(sums) >= gateThreshold), hits };
    },
    judge,
    rules,
    files,
    problems,
  };
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
