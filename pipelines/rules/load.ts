import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../../src/core/config-file.js';
import { derivedId } from '../../src/core/ids.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import { analyse } from '../text/analyse.js';
import type { Query } from './ast.js';
import { QueryError } from './lex.js';
import { loadLists } from './lists.js';
import { compileRules, type Matcher } from './matcher.js';
import { parseQuery, type WordLists } from './parse.js';
import { type Rule, type RuleEntry, ruleEntrySchema, specialTargets } from './rule.js';

export interface LoadedRules {
  rules: Rule[];
  matcher: Matcher;
  problems: ConfigProblem[];
  /** Content hash of all rules that loaded. */
  revision: string;
}

/** What stands in the packs before the examples are tried. */
export interface ReadRules {
  rules: Rule[];
  lists: WordLists;
  problems: ConfigProblem[];
}

/** Reads the packs: files with `rules:` and/or `lists:`. A rule that is malformed or doubled is reported with file and line and left out. */
export function readRules(files: readonly ConfigFile[], taxonomy: Taxonomy): ReadRules {
  const problems: ConfigProblem[] = [];
  const lists = loadLists(files, problems);
  const targets = new Set<string>(specialTargets);
  for (const group of taxonomy.groups) {
    targets.add(group.code);
    for (const topic of group.topics) targets.add(topic.id);
  }
  const byId = new Map<string, Rule>();
  for (const file of files) {
    for (const [index, value] of entriesOf(file, problems).entries()) {
      const rule = readRule(file, index, value, targets, lists, problems);
      if (!rule) continue;
      const first = byId.get(rule.id);
      if (first) {
        const message = `the id «${rule.id}» is taken by ${first.file}:${first.line}; give this rule its own`;
        problems.push(problemAt(file, ['rules', index, 'id'], message));
      } else byId.set(rule.id, rule);
    }
  }
  return { rules: [...byId.values()], lists, problems };
}

/** Like `readRules`, and a rule that fails one of its own examples is reported and left out too; all others load. */
export function loadRules(files: readonly ConfigFile[], taxonomy: Taxonomy): LoadedRules {
  const { rules: candidates, problems } = readRules(files, taxonomy);
  const proven = proveExamples(candidates, compileRules(candidates), problems);
  return {
    rules: proven,
    matcher: proven.length === candidates.length ? compileRules(candidates) : compileRules(proven),
    problems,
    revision: derivedId('rules', ...proven.map((rule) => rule.revision)),
  };
}

function problemAt(file: ConfigFile, path: readonly PropertyKey[], message: string, lineOffset = 0): ConfigProblem {
  return { file: file.path, line: file.lineAt(path) + lineOffset, field: fieldPath(path), message, fatal: false };
}

function entriesOf(file: ConfigFile, problems: ConfigProblem[]): unknown[] {
  const { data } = file;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    problems.push(problemAt(file, [], 'expected a mapping with «rules:» and/or «lists:»'));
    return [];
  }
  for (const key of Object.keys(data))
    if (key !== 'rules' && key !== 'lists')
      problems.push(problemAt(file, [key], `unknown key «${key}»: a pack has «rules:» and «lists:»`));
  if (!('rules' in data)) {
    if (!('lists' in data)) problems.push(problemAt(file, [], 'the pack has neither «rules:» nor «lists:»'));
    return [];
  }
  if (Array.isArray(data.rules)) return data.rules;
  problems.push(problemAt(file, ['rules'], 'expected a list of rules'));
  return [];
}

function readRule(
  file: ConfigFile,
  index: number,
  value: unknown,
  targets: ReadonlySet<string>,
  lists: WordLists,
  problems: ConfigProblem[],
): Rule | null {
  const path = ['rules', index] as const;
  const parsed = ruleEntrySchema.safeParse(value);
  if (!parsed.success) {
    const [first, ...rest] = zodProblems(file, parsed.error, path);
    // One clear problem a rule: the first with its place, the others named in it.
    if (first) {
      const others = rest.map(({ field, message }) => `${field}: ${message}`).join('; ');
      problems.push({ ...first, message: others === '' ? first.message : `${first.message}; also ${others}` });
    }
    return null;
  }
  const entry = parsed.data;
  if (!targets.has(entry.target)) {
    const message = `unknown target «${entry.target}»: use a group code or topic id of config/taxonomy.yaml, ${specialTargets.join(', ')}`;
    problems.push(problemAt(file, [...path, 'target'], message));
    return null;
  }
  if (entry.weight < 0 && specialTargets.some((target) => target === entry.target)) {
    problems.push(problemAt(file, [...path, 'weight'], `a weight for «${entry.target}» must be above 0`));
    return null;
  }
  const query = readQuery(file, [...path, 'query'], entry.query, lists, problems);
  const except =
    entry.except === undefined ? null : readQuery(file, [...path, 'except'], entry.except, lists, problems);
  if (!query || (entry.except !== undefined && !except)) return null;
  return {
    id: entry.id,
    target: entry.target,
    weight: entry.weight,
    query,
    except,
    match: entry.match,
    noMatch: entry.noMatch,
    revision: revisionOf(entry, lists),
    file: file.path,
    line: file.lineAt(path),
  };
}

function readQuery(
  file: ConfigFile,
  path: readonly PropertyKey[],
  text: string,
  lists: WordLists,
  problems: ConfigProblem[],
): Query | null {
  try {
    return parseQuery(text, lists);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { line, column } = error.at;
    // A query of several lines stands in a block («query: |-»), whose text begins on the next line of the file.
    const offset = text.includes('\n') ? line : 0;
    problems.push(problemAt(file, path, `line ${line}, column ${column}: ${error.message}`, offset));
    return null;
  }
}

function proveExamples(rules: readonly Rule[], matcher: Matcher, problems: ConfigProblem[]): Rule[] {
  const fires = (text: string, id: string): boolean => matcher.fires(id, analyse(text));
  return rules.filter((rule) => {
    const missed = rule.match.find((text) => !fires(text, rule.id));
    const wrong = rule.noMatch.find((text) => fires(text, rule.id));
    if (missed === undefined && wrong === undefined) return true;
    const message =
      missed === undefined
        ? `rule «${rule.id}» fires on its noMatch example «${wrong}»: narrow the query or correct the example`
        : `rule «${rule.id}» does not fire on its match example «${missed}»: widen the query or correct the example`;
    const field = missed === undefined ? 'noMatch' : 'match';
    problems.push({ file: rule.file, line: rule.line, field, message, fatal: false });
    return false;
  });
}

/**
 * Hash over what decides: target, weight, queries and the content of the word lists that they name; examples and places do not change
 * what a rule does.
 */
function revisionOf(entry: RuleEntry, lists: WordLists): string {
  const queries = [entry.query, entry.except ?? ''].map((text) => text.replaceAll(/\s+/g, ' ').trim()).join('\n');
  const used = [...queries.matchAll(/@([\p{L}\p{N}_-]+)/gu)].map(([, name]) => listRevision(lists.get(name ?? '')));
  return derivedId('rule', entry.id, entry.target, String(entry.weight), queries, ...used).slice(0, 13);
}

const listRevisions = new WeakMap<Query, string>();

function listRevision(list: Query | undefined): string {
  if (!list) return '';
  const known = listRevisions.get(list);
  if (known !== undefined) return known;
  const revision = derivedId(
    'list',
    JSON.stringify(list, (key, value: unknown) => (key === 'at' ? undefined : value)),
  );
  listRevisions.set(list, revision);
  return revision;
}
