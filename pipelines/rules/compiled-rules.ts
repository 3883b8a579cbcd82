import { compileQuery, type KeptVocabulary, type Node, Vocabulary } from './compile.js';
import type { MatchableRule } from './matcher.js';
import { filterOf, type RuleFilter } from './rule.js';
import { type KeptWaiting, WaitingRoom } from './waiting.js';

export interface CompiledRule {
  id: string;
  /** Null for a rule that is for all posts. */
  filter: RuleFilter | null;
  query: Node;
  except: Node | null;
}

/** Rules over numbers of terms, before a text was seen. */
export interface CompiledRules {
  rules: CompiledRule[];
  vocabulary: Vocabulary;
  waiting: KeptWaiting;
}

/** The same as it is kept between starts: plain data, in which nodes are shared. */
export interface KeptCompiled {
  rules: CompiledRule[];
  vocabulary: KeptVocabulary;
  waiting: KeptWaiting;
}

export function compileRuleSet(rules: readonly MatchableRule[]): CompiledRules {
  const vocabulary = new Vocabulary();
  const compiled = rules.map(
    (rule): CompiledRule => ({
      id: rule.id,
      filter: isForAll(rule) ? null : filterOf(rule),
      query: compileQuery(rule.query, vocabulary),
      except: rule.except ? compileQuery(rule.except, vocabulary) : null,
    }),
  );
  const waiting = WaitingRoom.arrange(
    compiled.map(({ query }) => query),
    vocabulary,
  );
  return { rules: compiled, vocabulary, waiting };
}

export function keepCompiled({ vocabulary, ...set }: CompiledRules): KeptCompiled {
  return { ...set, vocabulary: vocabulary.keep() };
}

export function restoreCompiled({ vocabulary, ...set }: KeptCompiled): CompiledRules {
  return { ...set, vocabulary: new Vocabulary(vocabulary) };
}

function isForAll({ territories, sources, validFrom, validTo }: RuleFilter): boolean {
  return !territories && !sources && !validFrom && !validTo;
}
