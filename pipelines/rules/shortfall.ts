import type { Span } from '../../src/core/verdict.js';
import type { Explained, FilterName, Reason, RuleExplanation } from './explain.js';

/** One thing that keeps a rule from firing. */
export interface Lack {
  /** The part of the query that fails; of an exception, the exception. */
  query: string;
  reason: Reason | { kind: 'excepted' } | { kind: 'filtered'; by: FilterName };
  /** The words of the text that it is about; empty when words are missing. */
  words: Span[];
}

/** A rule that does not fire although something speaks for it. */
export interface NearMiss {
  ruleId: string;
  /** 0.5 for each thing that is in the wrong place or excluded, 1 for each word that is missing. */
  distance: number;
  lacks: Lack[];
  /** Words of the text that speak for the rule. */
  words: Span[];
}

/** A rule is near when at most this much is lacking: one missing word, or two things in the wrong place. */
const nearEnough = 1;

/**
 * The rules that almost fired, the nearest first; among equals, those for which more and rarer words of the text speak. Rare is a word
 * that few of the explained rules have to do with.
 */
export function nearMisses(explanations: readonly RuleExplanation[]): NearMiss[] {
  const uses = new Map<number, number>();
  for (const { query } of explanations)
    for (const { start } of supporting(query)) uses.set(start, (uses.get(start) ?? 0) + 1);
  const rarity = ({ words }: NearMiss): number => words.reduce((sum, { start }) => sum + 1 / (uses.get(start) ?? 1), 0);
  return explanations
    .filter(({ fires }) => !fires)
    .map(shortfall)
    .filter(({ distance, words }) => distance <= nearEnough && words.length > 0)
    .sort((a, b) => a.distance - b.distance || rarity(b) - rarity(a));
}

/** What a rule that does not fire lacks; the cheapest way to mend it where there are several. */
export function shortfall({ ruleId, query, except, filtered }: RuleExplanation): NearMiss {
  const lacks = lacksOf(query);
  if (except?.holds === true) lacks.push({ query: except.query, reason: { kind: 'excepted' }, words: except.words });
  for (const by of filtered) lacks.push({ query: by, reason: { kind: 'filtered', by }, words: [] });
  return { ruleId, distance: total(lacks), lacks, words: supporting(query) };
}

function lacksOf(part: Explained): Lack[] {
  if (part.holds) return [];
  const { query, reason, words, parts } = part;
  const own = (): Lack[] => [{ query, reason: reason ?? { kind: 'missing' }, words }];
  switch (part.kind) {
    case 'or': {
      const ways = parts.map((each) => ({ lacks: lacksOf(each), support: supporting(each).length }));
      const best = ways.reduce((one, other) => {
        const gain = total(one.lacks) - total(other.lacks);
        return gain > 0 || (gain === 0 && other.support > one.support) ? other : one;
      });
      // When nothing speaks for any of the alternatives, one is as good as the other.
      return best.support === 0 && total(best.lacks) === 1 ? own() : best.lacks;
    }
    case 'and':
      return parts.flatMap(lacksOf);
    case 'near':
    case 'notNear':
      // Of NOT NEAR the right side need not be there.
      return reason === null ? parts.slice(0, part.kind === 'notNear' ? 1 : 2).flatMap(lacksOf) : own();
    case 'neg':
    case 'sentence':
      return reason === null ? parts.flatMap(lacksOf) : own();
    default:
      return own();
  }
}

function total(lacks: readonly Lack[]): number {
  return lacks.reduce((sum, { reason }) => sum + (reason.kind === 'missing' ? 1 : 0.5), 0);
}

/** Words of the text that make parts of the query hold, apart from what must be absent; half a phrase speaks for nothing. */
function supporting(part: Explained): Span[] {
  if (part.kind === 'not') return [];
  if (part.kind === 'phrase' && part.reason?.kind === 'missing') return [];
  if (part.parts.length === 0 || part.holds) return part.words;
  if (part.kind === 'notNear') return supporting(part.parts[0] as Explained);
  const byStart = new Map(part.parts.flatMap(supporting).map((word) => [word.start, word]));
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}
