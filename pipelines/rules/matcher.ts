import type { Span } from '../../src/core/verdict.js';
import type { Analysis, Token } from '../text/tokens.js';
import type { Query } from './ast.js';
import { type CompiledRule, type CompiledRules, compileRuleSet } from './compiled-rules.js';
import { evaluate } from './evaluate.js';
import { holds, isPossible } from './holds.js';
import { isFor, type RuleContext, type RuleFilter } from './rule.js';
import { Scene } from './scene.js';
import type { Occurrence } from './stretch-terms.js';
import { WaitingRoom } from './waiting.js';

/** What the matcher needs of a rule. */
export interface MatchableRule extends RuleFilter {
  id: string;
  query: Query;
  /** The rule does not fire on texts where this holds. */
  except: Query | null;
}

/** A rule that fired and the words it fired on; offsets into the analysed text, in order. */
export interface RuleHit {
  ruleId: string;
  words: Span[];
}

/** Told when the work on a rule begins, and with null when it ends: for measuring what each rule costs. */
export type RuleMeter = (ruleId: string | null) => void;

export interface Matcher {
  /** Number of rules inside. */
  readonly size: number;
  /** Work done since the rules were compiled, in passes of inner loops: a cost that does not depend on the machine. */
  readonly steps: number;
  /**
   * The rules that fire on the text, in the order in which they were given. Pure: same text and context, same hits. Filters of
   * territory, source and date that the context cannot answer let their rule pass.
   */
  match(analysis: Analysis, context?: RuleContext, meter?: RuleMeter): RuleHit[];
  /** The ids of the rules that `match` would give, without the words: cheaper, for the gate and for comparisons. */
  firing(analysis: Analysis, context?: RuleContext): string[];
  /** Whether this one rule fires on the text; false for an unknown id. */
  fires(ruleId: string, analysis: Analysis, context?: RuleContext): boolean;
}

/**
 * Compiles all rules into one matcher. Each rule waits under its rarest required words, so the cost of a text hardly depends on the number
 * of rules. The matcher fills one scene over and over: it must not be asked while it answers.
 */
export function compileRules(rules: readonly MatchableRule[]): Matcher {
  return openMatcher(compileRuleSet(rules));
}

/** The matcher of rules that are compiled; each set is for one matcher. */
export function openMatcher({ rules: compiled, vocabulary, waiting: places }: CompiledRules): Matcher {
  const waiting = new WaitingRoom(places);
  const scene = new Scene(vocabulary);
  const byId = new Map(compiled.map((rule) => [rule.id, rule]));

  const isSilent = (rule: CompiledRule, context: RuleContext | undefined): boolean =>
    (context !== undefined && rule.filter !== null && !isFor(rule.filter, context)) ||
    (rule.except !== null && isPossible(rule.except, scene) && holds(rule.except, scene));

  const isFiring = (rule: CompiledRule, context: RuleContext | undefined): boolean =>
    isPossible(rule.query, scene) && holds(rule.query, scene) && !isSilent(rule, context);

  const match = (analysis: Analysis, context?: RuleContext, meter?: RuleMeter): RuleHit[] => {
    scene.fill(analysis);
    const hits: RuleHit[] = [];
    for (const index of waiting.wokenBy(scene)) {
      const rule = compiled[index] as CompiledRule;
      meter?.(rule.id);
      if (!isFiring(rule, context)) continue;
      const found = evaluate(rule.query, scene, 0, scene.tokens.length);
      if (found) hits.push({ ruleId: rule.id, words: spansOf(found, scene) });
    }
    meter?.(null);
    return hits;
  };
  const firing = (analysis: Analysis, context?: RuleContext): string[] => {
    scene.fill(analysis);
    const ids: string[] = [];
    for (const index of waiting.wokenBy(scene)) {
      const rule = compiled[index] as CompiledRule;
      if (isFiring(rule, context)) ids.push(rule.id);
    }
    return ids;
  };
  const fires = (ruleId: string, analysis: Analysis, context?: RuleContext): boolean => {
    const rule = byId.get(ruleId);
    if (rule === undefined) return false;
    scene.fill(analysis);
    return isFiring(rule, context);
  };
  return {
    size: compiled.length,
    get steps() {
      return scene.steps;
    },
    match,
    firing,
    fires,
  };
}

/** The words of all occurrences, each once, in order. */
export function spansOf(found: readonly Occurrence[], scene: Scene): Span[] {
  const words = new Set<number>();
  for (const occurrence of found) for (const index of occurrence.words) words.add(index);
  const sorted = words.size === 1 ? [...words] : [...words].sort((a, b) => a - b);
  return sorted.map((index) => {
    const { start, end } = scene.tokens[index] as Token;
    return { text: scene.text.slice(start, end), start, end };
  });
}
