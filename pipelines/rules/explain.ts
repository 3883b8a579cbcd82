import type { Span } from '../../src/core/verdict.js';
import type { Analysis, Token } from '../text/tokens.js';
import type { Query } from './ast.js';
import { compileQuery, type Node, Vocabulary } from './compile.js';
import { evaluate } from './evaluate.js';
import { type MatchableRule, spansOf } from './matcher.js';
import { isFor, type RuleContext, type RuleFilter } from './rule.js';
import { Scene } from './scene.js';
import type { Occurrence } from './stretch-terms.js';
import type { TermId } from './terms.js';
import { writeQuery } from './write-query.js';

/** Why a part of a query does not hold although it might seem so. */
export type Reason =
  /** The word, or one of the words, is not there. */
  | { kind: 'missing' }
  /** The words of a phrase are there, but not side by side. */
  | { kind: 'apart' }
  /** Both sides of NEAR are in one sentence: so many words apart at best, so many are allowed. */
  | { kind: 'too-far'; distance: number; allowed: number }
  /** Both sides of NEAR are the same words of the text. */
  | { kind: 'same-words' }
  /** The left side of NOT NEAR has the right side within reach everywhere. */
  | { kind: 'too-near' }
  /** Both sides of ONEAR are near, the other way round. */
  | { kind: 'wrong-order' }
  /** All is there, but not in one sentence. */
  | { kind: 'other-sentence' }
  /** The words are there, but nothing denies them. */
  | { kind: 'not-denied' }
  /** What must be absent is there. */
  | { kind: 'present' };

/** A part of a query, and whether it holds on the text. */
export interface Explained {
  kind: Query['kind'];
  /** The part as it is written. */
  query: string;
  holds: boolean;
  /** Words on which it holds; of a part that fails, the words that speak for it. Offsets into the analysed text, in order. */
  words: Span[];
  /** Null when it holds, or when its parts say all. */
  reason: Reason | null;
  parts: Explained[];
}

/** The filters of a rule that a post may not pass. */
export type FilterName = 'source' | 'territory' | 'date';

export interface RuleExplanation {
  ruleId: string;
  /** The same answer as the matcher's. */
  fires: boolean;
  query: Explained;
  except: Explained | null;
  /** Filters that keep the rule from this post. */
  filtered: FilterName[];
}

export interface Explainer {
  /**
   * Every rule of which the text has at least one word; `only`: this rule, whatever it has. Filters that the context cannot answer let
   * their rule pass.
   */
  explain(analysis: Analysis, options?: { only?: string; context?: RuleContext }): RuleExplanation[];
}

/**
 * Takes rules apart on a text. Each part is compiled and evaluated as the matcher does it, so that an explanation cannot say another
 * thing than the matcher. Costs some ten times the matching: for people, not for the line.
 */
export function createExplainer(rules: readonly MatchableRule[]): Explainer {
  const vocabulary = new Vocabulary();
  const wanted = rules.map(({ query, except }) => {
    const own = new Set<TermId>();
    collectTerms(compileQuery(query, vocabulary), own);
    if (except) compileQuery(except, vocabulary);
    return own;
  });
  const scene = new Scene(vocabulary);
  return {
    explain(analysis, { only, context = {} } = {}) {
      scene.fill(analysis);
      const isThere = (term: TermId): boolean => scene.has(term) || scene.stretchesOf(term).length > 0;
      const concerned = rules.filter((rule, index) =>
        only === undefined ? [...(wanted[index] as Set<TermId>)].some(isThere) : rule.id === only,
      );
      const end = scene.tokens.length;
      return concerned.map((rule) => {
        const query = explainPart(rule.query, scene, vocabulary, 0, end);
        const except = rule.except && explainPart(rule.except, scene, vocabulary, 0, end);
        const filtered = failedFilters(rule, context);
        const fires = query.holds && except?.holds !== true && filtered.length === 0;
        return { ruleId: rule.id, fires, query, except, filtered };
      });
    },
  };
}

function failedFilters({ sources, territories, validFrom, validTo }: RuleFilter, context: RuleContext): FilterName[] {
  const single: Readonly<Record<FilterName, RuleFilter>> = {
    source: sources ? { sources } : {},
    territory: territories ? { territories } : {},
    date: { ...(validFrom === undefined ? {} : { validFrom }), ...(validTo === undefined ? {} : { validTo }) },
  };
  return (['source', 'territory', 'date'] as const).filter((name) => !isFor(single[name], context));
}

function collectTerms(node: Node, into: Set<TermId>): void {
  switch (node.op) {
    case 'term':
    case 'stretch':
      into.add(node.term);
      break;
    case 'any':
    case 'sequence':
      for (const term of node.terms) into.add(term);
      break;
    case 'near':
    case 'notNear':
      collectTerms(node.left, into);
      collectTerms(node.right, into);
      break;
    case 'neg':
    case 'sentence':
    case 'not':
      collectTerms(node.inner, into);
      break;
    case 'and':
    case 'or':
    case 'chain':
      for (const part of node.parts) collectTerms(part, into);
  }
}

function explainPart(query: Query, scene: Scene, vocabulary: Vocabulary, low: number, high: number): Explained {
  const occurrences = (part: Query, from = low, to = high): Occurrence[] | null =>
    evaluate(compileQuery(part, vocabulary), scene, from, to);
  const explained = (part: Query, from = low, to = high): Explained => explainPart(part, scene, vocabulary, from, to);
  const found = occurrences(query);
  const base = { kind: query.kind, query: writeQuery(query), holds: found !== null, parts: [] as Explained[] };
  const words = found === null ? [] : spansOf(found, scene);
  const failing = (reason: Reason): Reason | null => (found === null ? reason : null);
  switch (query.kind) {
    case 'word':
    case 'exact':
    case 'prefix':
    case 'typo':
    case 'number':
    case 'quantity':
    case 'regex':
    case 'list':
      return { ...base, words, reason: failing({ kind: 'missing' }) };
    case 'phrase': {
      const parts = query.items.map((item) => explained(item));
      const areAllThere = parts.every(({ holds }) => holds);
      const reason = failing({ kind: areAllThere ? 'apart' : 'missing' });
      return { ...base, words: found ? words : parts.flatMap((part) => part.words), reason, parts };
    }
    case 'near': {
      const parts = [explained(query.left), explained(query.right)];
      const left = occurrences(query.left);
      const right = occurrences(query.right);
      if (found !== null || left === null || right === null) return { ...base, words, reason: null, parts };
      const { reason, pair } = closest(left, right, query, scene.tokens);
      return { ...base, words: spansOf(pair, scene), reason, parts };
    }
    case 'notNear': {
      const parts = [explained(query.left), explained(query.right)];
      const left = parts[0] as Explained;
      const reason = left.holds ? failing({ kind: 'too-near' }) : null;
      return { ...base, words: found ? words : parts.flatMap((part) => part.words), reason, parts };
    }
    case 'neg': {
      const inner = explained(query.inner);
      const reason = inner.holds ? failing({ kind: 'not-denied' }) : null;
      return { ...base, words: found ? words : inner.words, reason, parts: [inner] };
    }
    case 'sentence': {
      const tries = sentencesOf(scene.tokens, low, high).map(([from, to]) => explained(query.inner, from, to));
      const everywhere = explained(query.inner);
      const best = tries.find(({ holds }) => holds) ?? everywhere;
      const reason = everywhere.holds ? failing({ kind: 'other-sentence' }) : null;
      return { ...base, words: found ? words : everywhere.words, reason, parts: [best] };
    }
    case 'not': {
      const inner = explained(query.inner);
      return { ...base, words: found ? [] : inner.words, reason: failing({ kind: 'present' }), parts: [inner] };
    }
    case 'and':
    case 'or':
      return { ...base, words, reason: null, parts: query.parts.map((part) => explained(part)) };
  }
}

/** Occurrences of a side of NEAR that are compared with the other side's; a text of one word repeated must not stop the explanation. */
const comparedAtMost = 200;

/** The pair of occurrences that comes closest to being near, and what it lacks. */
function closest(
  left: readonly Occurrence[],
  right: readonly Occurrence[],
  { ordered, distance }: { ordered: boolean; distance: number },
  tokens: readonly Token[],
): { reason: Reason; pair: Occurrence[] } {
  let best: { reason: Reason; pair: Occurrence[]; gap: number } | null = null;
  for (const a of left.slice(0, comparedAtMost)) {
    for (const b of right.slice(0, comparedAtMost)) {
      if (tokens[Math.min(a.from, b.from)]?.sentence !== tokens[Math.max(a.to, b.to)]?.sentence) continue;
      const gap = b.from > a.to ? b.from - a.to : Math.max(a.from - b.to, 0);
      // The same words on both sides say least: any other pair is a better reason.
      if (best !== null && (gap === 0 || (best.gap > 0 && gap >= best.gap))) continue;
      let reason: Reason = { kind: 'too-far', distance: gap, allowed: distance };
      if (gap === 0) reason = { kind: 'same-words' };
      else if (ordered && b.from <= a.to && gap <= distance) reason = { kind: 'wrong-order' };
      best = { reason, pair: [a, b], gap };
    }
  }
  return best ?? { reason: { kind: 'other-sentence' }, pair: [...left.slice(0, 1), ...right.slice(0, 1)] };
}

/** Bounds of the sentences among the words [low, high). */
function sentencesOf(tokens: readonly Token[], low: number, high: number): [number, number][] {
  const bounds: [number, number][] = [];
  for (let index = low; index < high; index++) {
    const last = bounds.at(-1);
    if (last && tokens[index]?.sentence === tokens[last[0]]?.sentence) last[1] = index + 1;
    else bounds.push([index, index + 1]);
  }
  return bounds;
}
