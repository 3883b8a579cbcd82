import type { Span } from '../../src/core/verdict.js';
import type { Analysis, Token } from '../text/tokens.js';
import type { Query } from './ast.js';
import { anchorsOf, collectTerms, compileQuery, type Node } from './compile.js';
import { evaluate, isPossible, type Occurrence, type Scene } from './evaluate.js';
import { isFor, type RuleContext, type RuleFilter } from './rule.js';
import { ruleTokens, type TermId, TermTable } from './terms.js';

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

export interface Matcher {
  /** Number of rules inside. */
  readonly size: number;
  /**
   * The rules that fire on the text, in the order in which they were given. Pure: same text and context, same hits. Filters of
   * territory, source and date that the context cannot answer let their rule pass.
   */
  match(analysis: Analysis, context?: RuleContext): RuleHit[];
  /** Whether this one rule fires on the text; false for an unknown id. */
  fires(ruleId: string, analysis: Analysis, context?: RuleContext): boolean;
}

interface CompiledRule {
  id: string;
  /** Null for a rule that is for all posts. */
  filter: RuleFilter | null;
  query: Node;
  except: Node | null;
}

/**
 * Compiles all rules into one matcher. Each rule waits under its rarest required words (how many rules ask for a word stands for how
 * common it is), so the cost of a text hardly depends on the number of rules.
 */
export function compileRules(rules: readonly MatchableRule[]): Matcher {
  const terms = new TermTable();
  const compiled: CompiledRule[] = rules.map((rule) => ({
    id: rule.id,
    filter: rule.territories || rule.sources || rule.validFrom || rule.validTo ? rule : null,
    query: compileQuery(rule.query, terms),
    except: rule.except ? compileQuery(rule.except, terms) : null,
  }));
  const uses = new Uint32Array(terms.size);
  for (const rule of compiled) {
    const wanted = new Set<TermId>();
    collectTerms(rule.query, wanted);
    for (const term of wanted) uses[term] = (uses[term] ?? 0) + 1;
  }
  const waiting: number[][] = Array.from({ length: terms.size }, () => []);
  compiled.forEach((rule, index) => {
    for (const term of anchorsOf(rule.query, (id) => uses[id] ?? 0) ?? []) waiting[term]?.push(index);
  });
  const seen = new Uint32Array(compiled.length);
  let turn = 0;

  const byId = new Map(compiled.map((rule) => [rule.id, rule]));

  const look = (analysis: Analysis): Scene => sceneOf(analysis, terms);
  const apply = (rule: CompiledRule, scene: Scene, context: RuleContext | undefined): Occurrence[] | null => {
    if (context && rule.filter && !isFor(rule.filter, context)) return null;
    if (!isPossible(rule.query, scene)) return null;
    const end = scene.tokens.length;
    const found = evaluate(rule.query, scene, 0, end);
    return found && rule.except && evaluate(rule.except, scene, 0, end) ? null : found;
  };

  const match = (analysis: Analysis, context?: RuleContext): RuleHit[] => {
    const scene = look(analysis);
    turn = turn === 0xffff_ffff ? 1 : turn + 1;
    if (turn === 1) seen.fill(0);
    const candidates: number[] = [];
    for (const term of scene.positions.keys()) {
      for (const index of waiting[term] as number[]) {
        if (seen[index] === turn) continue;
        seen[index] = turn;
        candidates.push(index);
      }
    }
    const hits: RuleHit[] = [];
    for (const index of candidates.sort((a, b) => a - b)) {
      const rule = compiled[index] as CompiledRule;
      const found = apply(rule, scene, context);
      if (found) hits.push({ ruleId: rule.id, words: spansOf(found, scene) });
    }
    return hits;
  };
  const fires = (ruleId: string, analysis: Analysis, context?: RuleContext): boolean => {
    const rule = byId.get(ruleId);
    return rule !== undefined && apply(rule, look(analysis), context) !== null;
  };
  return { size: compiled.length, match, fires };
}

/** The text as rules compiled with these terms see it. */
export function sceneOf(analysis: Analysis, terms: TermTable): Scene {
  const tokens = ruleTokens(analysis);
  const positions = new Map<TermId, number[]>();
  tokens.forEach((token, index) => {
    for (const term of terms.of(token)) {
      const known = positions.get(term);
      if (known) known.push(index);
      else positions.set(term, [index]);
    }
  });
  return { text: analysis.text, tokens, positions };
}

/** The words of all occurrences, each once, in order. */
export function spansOf(found: readonly Occurrence[], scene: Scene): Span[] {
  const words = new Set<number>();
  for (const occurrence of found) for (const index of occurrence.words) words.add(index);
  return [...words]
    .sort((a, b) => a - b)
    .map((index) => {
      const { start, end } = scene.tokens[index] as Token;
      return { text: scene.text.slice(start, end), start, end };
    });
}
