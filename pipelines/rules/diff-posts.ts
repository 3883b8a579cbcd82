import type { Span, Verdict } from '../../src/core/verdict.js';
import type { Analysis } from '../text/tokens.js';
import { judgeSums, sumWeights } from './classifier.js';
import { type SharedRule, shareRules } from './diff.js';
import { compileRules, type Matcher } from './matcher.js';
import type { Rule, RuleContext } from './rule.js';
import { incidentProbability, type Sums, scoring } from './score.js';

export type Judgement = Omit<Verdict, 'evidence' | 'groups' | 'topics' | 'doubts' | 'kind'>;

/** A rule that fires in one version only, or in both with another weight or target. */
export interface HitChange {
  rule: string;
  kind: 'gained' | 'lost' | 'reweighted';
  /** Words that it fired on; empty where neither version shows the post to people. */
  words: Span[];
}

/** What a change of rules makes of one post. */
export interface PostComparison {
  hits: HitChange[];
  /**
   * Null when the rules that changed do not fire on the post: both versions judge it alike, and it was not judged. Without group and topic
   * when both versions keep it from people.
   */
  old: Judgement | null;
  new: Judgement | null;
}

/** Judges posts by two versions of the rules at once. Pure. */
export class PostComparer {
  readonly #changed: Matcher;
  readonly #common: Matcher;
  readonly #shared: ReadonlyMap<string, SharedRule>;

  constructor(before: readonly Rule[], after: readonly Rule[]) {
    const { changed, common } = shareRules(before, after);
    this.#changed = compileRules(changed.map(({ rule }) => rule));
    this.#common = compileRules(common.map(({ rule }) => rule));
    this.#shared = new Map([...changed, ...common].map((shared) => [shared.rule.id, shared]));
  }

  /** @param isJudged judge also posts that the change does not concern; for counting right and wrong answers */
  compare(analysis: Analysis, options: { context?: RuleContext; isJudged?: boolean } = {}): PostComparison {
    const { context, isJudged = false } = options;
    const touched = this.#changed.firing(analysis, context);
    const changes = this.#changesOf(touched);
    if (changes.length === 0 && !isJudged) return { hits: [], old: null, new: null };
    const before: Rule[] = [];
    const now: Rule[] = [];
    for (const id of [...touched, ...this.#common.firing(analysis, context)]) {
      const shared = this.#shared.get(id) as SharedRule;
      if (shared.old) before.push(shared.old);
      if (shared.new) now.push(shared.new);
    }
    const { length } = analysis.tokens;
    const sums = [sumWeights(before, length), sumWeights(now, length)] as const;
    // Most posts stay far below what people get to see, in both versions: their group and topic are not worth the work.
    const isSeen = isJudged || sums.some((one) => incidentProbability(one) >= scoring.unsureFrom);
    const words = isSeen && changes.length > 0 ? this.#wordsOf(analysis, context) : null;
    const hits = changes.map((change) => ({ ...change, words: words?.get(change.rule) ?? [] }));
    return { hits, old: judge(sums[0], isSeen), new: judge(sums[1], isSeen) };
  }

  /** A rule whose query changed but that fires in both versions with the same weight and target is no change for the post. */
  #changesOf(touched: readonly string[]): Omit<HitChange, 'words'>[] {
    const changes: Omit<HitChange, 'words'>[] = [];
    const halves = new Map<string, { old: Rule | null; new: Rule | null }>();
    for (const ruleId of touched) {
      const shared = this.#shared.get(ruleId) as SharedRule;
      const id = nameOf(shared, ruleId);
      // Both versions ask the same of the text: what changed is the weight or the target.
      if (shared.old && shared.new) changes.push({ rule: id, kind: 'reweighted' });
      else halves.set(id, { old: halves.get(id)?.old ?? shared.old, new: halves.get(id)?.new ?? shared.new });
    }
    for (const [rule, { old, new: now }] of halves) {
      if (!old) changes.push({ rule, kind: 'gained' });
      else if (!now) changes.push({ rule, kind: 'lost' });
      else if (old.weight !== now.weight || old.target !== now.target) changes.push({ rule, kind: 'reweighted' });
    }
    return changes;
  }

  /** The words on which the rules fired; looked for only on posts that somebody gets to see. */
  #wordsOf(analysis: Analysis, context: RuleContext | undefined): Map<string, Span[]> {
    const words = new Map<string, Span[]>();
    for (const hit of this.#changed.match(analysis, context)) {
      const id = nameOf(this.#shared.get(hit.ruleId) as SharedRule, hit.ruleId);
      if (!words.has(id)) words.set(id, hit.words);
    }
    return words;
  }
}

function nameOf({ old, new: now }: SharedRule, ruleId: string): string {
  return (old ?? now)?.id ?? ruleId;
}

function judge(sums: Sums, isSeen: boolean): Judgement {
  if (isSeen) {
    const { groups: _groups, topics: _topics, doubts: _doubts, kind: _kind, ...judgement } = judgeSums(sums);
    return judgement;
  }
  const score = incidentProbability(sums);
  const urgency = sums.urgent > 0 ? 'urgent' : 'ordinary';
  return { score, incident: false, unsure: false, group: null, topic: null, urgency };
}

/** Whether a person gets to see the post: an incident, or one that a person must decide. */
export function isQueued({ incident, unsure }: Judgement): boolean {
  return incident || unsure;
}
