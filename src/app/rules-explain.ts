import { contextOf, createRuleClassifier, sumWeights } from '../../pipelines/rules/classifier.js';
import { createExplainer, type Explained, type RuleExplanation } from '../../pipelines/rules/explain.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import { type ScoreTerm, scoreTerms } from '../../pipelines/rules/score.js';
import { type Lack, type NearMiss, nearMisses, shortfall } from '../../pipelines/rules/shortfall.js';
import { writeQuery } from '../../pipelines/rules/write-query.js';
import type { Locator, TextOrigin } from '../core/ports.js';
import type { Span, Verdict } from '../core/verdict.js';
import { type RuleText, readRuleText } from './rules-text.js';
import { findRule, type Workbench } from './rules-workbench.js';

/** A rule beside what it did on a text. All spans are of the text as it was given. */
export interface RuleNote {
  id: string;
  target: string;
  weight: number;
  file: string;
  line: number;
  query: string;
  except: string | null;
  /** Words on which it fired, or that speak for it. */
  words: Span[];
}
export interface NearMissNote extends RuleNote {
  /** What keeps it from firing. */
  lacks: Lack[];
}

export interface TextExplanation {
  text: string;
  /** What the rules see: cleaned, personal data masked. */
  seen: string;
  verdict: Omit<Verdict, 'evidence'>;
  /** Log-odds of an incident, summand by summand; the score is 1 / (1 + e^-sum). */
  terms: (ScoreTerm & { adds: number })[];
  odds: number;
  fired: RuleNote[];
  /** Rules that almost fired, the nearest first. */
  almost: NearMissNote[];
}

export interface RuleOnText extends NearMissNote {
  text: string;
  fires: boolean;
  tree: { query: Explained; except: Explained | null };
}

/** Where and when a post was written, as far as filters of rules are to be tried; what is left out lets them pass. */
export interface Origin extends TextOrigin {
  /** Knows what the territory lies in. */
  locator?: Pick<Locator, 'territory' | 'lineage'>;
}

/** Why the shipped rules decide as they do on this text. Rules that fail an example of their own take no part, as in the line. */
export function explainText(workbench: Workbench, raw: string, origin: Origin = {}): TextExplanation {
  const text = readRuleText(raw);
  const place = origin.locator ? { locator: origin.locator } : {};
  const classifier = createRuleClassifier({ files: workbench.files, taxonomy: workbench.taxonomy, ...place });
  const byId = new Map(classifier.rules.map((rule) => [rule.id, rule]));
  const { evidence, ...verdict } = classifier.judge(text.analysis, origin);
  const fired = evidence.map(({ id, words }) => ({ rule: byId.get(id) as Rule, words }));
  const sums = sumWeights(
    fired.map(({ rule }) => rule),
    text.analysis.tokens.length,
  );
  const terms = scoreTerms(sums).map((term) => ({ ...term, adds: term.value * term.times }));
  const explanations = createExplainer(classifier.rules).explain(text.analysis, {
    context: contextOf(origin, origin.locator),
  });
  return {
    text: raw,
    seen: text.analysis.text,
    verdict,
    terms,
    odds: terms.reduce((sum, { adds }) => sum + adds, 0),
    fired: fired.map(({ rule, words }) => noteOf(rule, words, text)),
    almost: nearMisses(explanations).map((miss) => missOf(byId.get(miss.ruleId) as Rule, miss, text)),
  };
}

/**
 * One rule on one text, in full; also a rule that fails an example of its own.
 * @throws AppError E_INPUT_INVALID when there is no such rule.
 */
export function explainRule(workbench: Workbench, raw: string, id: string, origin: Origin = {}): RuleOnText {
  const rule = findRule(workbench, id);
  const text = readRuleText(raw);
  const [explained] = createExplainer([rule]).explain(text.analysis, {
    only: id,
    context: contextOf(origin, origin.locator),
  });
  const { fires, query, except } = explained as RuleExplanation;
  return {
    ...missOf(rule, shortfall(explained as RuleExplanation), text),
    text: raw,
    fires,
    tree: { query: treeOf(query, text), except: except && treeOf(except, text) },
  };
}

function noteOf(rule: Rule, words: readonly Span[], text: RuleText): RuleNote {
  const { id, target, weight, file, line, query, except } = rule;
  return {
    id,
    target,
    weight,
    file,
    line,
    query: writeQuery(query),
    except: except && writeQuery(except),
    words: text.toRaw(words),
  };
}

function missOf(rule: Rule, { lacks, words }: NearMiss, text: RuleText): NearMissNote {
  return {
    ...noteOf(rule, words, text),
    lacks: lacks.map((lack) => ({ ...lack, words: text.toRaw(lack.words) })),
  };
}

function treeOf(part: Explained, text: RuleText): Explained {
  return { ...part, words: text.toRaw(part.words), parts: part.parts.map((each) => treeOf(each, text)) };
}
