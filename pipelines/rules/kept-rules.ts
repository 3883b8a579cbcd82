import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { KeptResults } from '../../src/core/kept.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import { type KeptCompiled, keepCompiled, restoreCompiled } from './compiled-rules.js';
import { type LoadedRules, type LoadRulesOptions, loadRules, proveRules, readRules } from './load.js';
import { openMatcher } from './matcher.js';
import type { Rule } from './rule.js';

/** What is kept of packs. Queries are not: who asks for one has them parsed again. */
interface KeptRules {
  rules: Omit<Rule, 'query' | 'except'>[];
  problems: ConfigProblem[];
  revision: string;
  compiled: KeptCompiled;
  /** The territories that rules name, and whether they were known. */
  territories: [id: string, isKnown: boolean][];
}

/**
 * `loadRules` by way of what an earlier start made of the same packs: equal in all that it gives. Packs whose content is not told by a hash
 * are loaded as always.
 */
export function loadKeptRules(
  files: readonly ConfigFile[],
  taxonomy: Taxonomy,
  options: LoadRulesOptions,
  results: KeptResults,
): LoadedRules {
  const key = keyOf(files, taxonomy, options);
  if (key === null) return loadRules(files, taxonomy, options);
  const known = results.get('rules', key) as KeptRules | undefined;
  if (known?.territories.every(([id, isKnown]) => options.isTerritory?.(id) === isKnown)) {
    const { rules, problems, revision, compiled } = known;
    const parse = (): Rule[] => readRules(files, taxonomy, options).rules;
    return { rules: withQueries(rules, parse), problems, revision, matcher: openMatcher(restoreCompiled(compiled)) };
  }
  const asked = new Map<string, boolean>();
  const { isTerritory } = options;
  const watched: LoadRulesOptions = isTerritory
    ? {
        isTerritory: (id) => {
          const isKnown = isTerritory(id);
          asked.set(id, isKnown);
          return isKnown;
        },
      }
    : {};
  const { compiled, ...loaded } = proveRules(files, taxonomy, watched);
  // Before the matcher is asked for the first time: nodes remember places in the text at hand.
  results.put('rules', key, {
    rules: loaded.rules.map(({ query: _query, except: _except, ...rule }) => rule),
    problems: loaded.problems,
    revision: loaded.revision,
    compiled: keepCompiled(compiled),
    territories: [...asked],
  } satisfies KeptRules);
  return { ...loaded, matcher: openMatcher(compiled) };
}

/** Everything that rules follow from but for the territories; null when the content of a file is not told. */
function keyOf(files: readonly ConfigFile[], taxonomy: Taxonomy, { isTerritory }: LoadRulesOptions): string | null {
  const hashes = files.map(({ hash }) => hash);
  if (hashes.includes(undefined)) return null;
  const targets = taxonomy.groups.map(({ code, topics }) => [code, topics.map(({ id }) => id)]);
  return JSON.stringify([hashes, targets, isTerritory !== undefined]);
}

/** The rules with queries that are parsed when the first one is asked for. */
function withQueries(rules: readonly Omit<Rule, 'query' | 'except'>[], parse: () => Rule[]): Rule[] {
  let parsed: Map<string, Rule> | undefined;
  const whole = (id: string): Rule => {
    parsed ??= new Map(parse().map((rule) => [rule.id, rule]));
    return parsed.get(id) as Rule;
  };
  return rules.map((rule) => ({
    ...rule,
    get query() {
      return whole(rule.id).query;
    },
    get except() {
      return whole(rule.id).except;
    },
  }));
}
