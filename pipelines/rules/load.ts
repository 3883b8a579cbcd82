import { type ConfigFile, type ConfigProblem, fieldPath, zodProblems } from '../../src/core/config-file.js';
import { derivedId } from '../../src/core/ids.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import { analyse } from '../text/analyse.js';
import type { Query } from './ast.js';
import { type CompiledRules, compileRuleSet } from './compiled-rules.js';
import { loadLists } from './lists.js';
import { compileRules, type Matcher, openMatcher } from './matcher.js';
import { nearestName } from './nearest.js';
import { parseQuery, type WordLists } from './parse.js';
import { QueryError } from './reader.js';
import { filterOf, type Rule, type RuleEntry, ruleEntrySchema, specialTargets } from './rule.js';

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

export interface LoadRulesOptions {
  /** Whether there is such a territory; without it the ids of territory filters are taken as they are. */
  isTerritory?: (id: string) => boolean;
}

/** Reads the packs: files with `rules:` and/or `lists:`. A rule that is malformed or doubled is reported with file and line and left out. */
export function readRules(files: readonly ConfigFile[], taxonomy: Taxonomy, options: LoadRulesOptions = {}): ReadRules {
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
      const rule = readRule(file, index, value, { targets, lists, problems, options });
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

/** Rules whose examples are proven, compiled. */
export interface ProvenRules extends Omit<LoadedRules, 'matcher'> {
  compiled: CompiledRules;
}

/** Like `readRules`, and a rule that fails one of its own examples is reported and left out too; all others load. */
export function loadRules(
  files: readonly ConfigFile[],
  taxonomy: Taxonomy,
  options: LoadRulesOptions = {},
): LoadedRules {
  const { compiled, ...loaded } = proveRules(files, taxonomy, options);
  return { ...loaded, matcher: openMatcher(compiled) };
}

/** The same before a matcher is made of it. */
export function proveRules(
  files: readonly ConfigFile[],
  taxonomy: Taxonomy,
  options: LoadRulesOptions = {},
): ProvenRules {
  const { rules: candidates, problems } = readRules(files, taxonomy, options);
  const proven = proveExamples(candidates, compileRules(candidates), problems);
  return {
    rules: proven,
    compiled: compileRuleSet(proven),
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

interface Reading {
  targets: ReadonlySet<string>;
  lists: WordLists;
  problems: ConfigProblem[];
  options: LoadRulesOptions;
}

function readRule(file: ConfigFile, index: number, value: unknown, reading: Reading): Rule | null {
  const { targets, lists, problems } = reading;
  const path = ['rules', index] as const;
  const parsed = ruleEntrySchema.safeParse(value);
  if (!parsed.success) {
    const [first, ...rest] = zodProblems(file, parsed.error, path).map((problem) => nameKeys(problem));
    // One clear problem a rule: the first with its place, the others named in it.
    if (first) {
      const others = rest.map(({ field, message }) => `${field}: ${message}`).join('; ');
      problems.push({ ...first, message: others === '' ? first.message : `${first.message}; also ${others}` });
    }
    return null;
  }
  const entry = parsed.data;
  const wrong = wrongEntry(entry, targets, reading.options);
  if (wrong) {
    problems.push(problemAt(file, [...path, ...wrong.path], wrong.message));
    return null;
  }
  const query = readQuery(file, [...path, 'query'], entry.query, lists, problems);
  const written = entry.except === undefined ? [] : [entry.except].flat();
  const exceptions = written.map((text, at) => {
    const place = Array.isArray(entry.except) ? ['except', at] : ['except'];
    return readQuery(file, [...path, ...place], text, lists, problems);
  });
  const excepted = exceptions.filter((exception) => exception !== null);
  if (!query || excepted.length < exceptions.length) return null;
  const [first] = excepted;
  return {
    id: entry.id,
    target: entry.target,
    weight: entry.weight,
    query,
    except: first && excepted.length > 1 ? { kind: 'or', parts: excepted, at: first.at } : (first ?? null),
    source: { query: entry.query, except: sourceOf(written) },
    ...filterOf(entry),
    ...(entry.owner === undefined ? {} : { owner: entry.owner }),
    match: entry.match,
    noMatch: entry.noMatch,
    ...(entry.lint === undefined ? {} : { lint: entry.lint }),
    revision: revisionOf(entry, lists),
    file: file.path,
    line: file.lineAt(path),
  };
}

/** What is wrong with an entry whose shape is right; null when nothing is. */
function wrongEntry(
  entry: RuleEntry,
  targets: ReadonlySet<string>,
  { isTerritory }: LoadRulesOptions,
): { path: PropertyKey[]; message: string } | null {
  if (!targets.has(entry.target)) {
    const nearest = nearestName(entry.target, targets);
    const hint = nearest === null ? '' : ` (do you mean «${nearest}»?)`;
    const message = `unknown target «${entry.target}»${hint}: use a group code or topic id of config/taxonomy.yaml, ${specialTargets.join(', ')}`;
    return { path: ['target'], message };
  }
  if (entry.weight < 0 && specialTargets.some((target) => target === entry.target))
    return { path: ['weight'], message: `a weight for «${entry.target}» must be above 0` };
  const { validFrom, validTo, territories } = entry;
  if (validFrom !== undefined && validTo !== undefined && validFrom > validTo)
    return { path: ['validTo'], message: `the last day ${validTo} is before the first, ${validFrom}: exchange them` };
  const unknown = isTerritory ? (territories ?? []).findIndex((id) => !isTerritory(id)) : -1;
  if (unknown >= 0)
    return {
      path: ['territories', unknown],
      message: `unknown territory «${territories?.[unknown]}»: use an id of config/places`,
    };
  return null;
}

const ruleKeys = Object.keys(ruleEntrySchema.shape);

/** Says of an unknown key which one is meant. */
function nameKeys(problem: ConfigProblem): ConfigProblem {
  const key = /^Unrecognized keys?: "([^"]*)"/.exec(problem.message)?.[1];
  if (key === undefined) return problem;
  const nearest = nearestName(key, ruleKeys);
  const hint = nearest === null ? `a rule has ${ruleKeys.join(', ')}` : `do you mean «${nearest}»?`;
  return { ...problem, message: `unknown key «${key}»: ${hint}` };
}

function sourceOf(written: readonly string[]): string | null {
  if (written.length <= 1) return written[0] ?? null;
  return written.map((text) => `(${text})`).join(' | ');
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
 * Hash over what decides: target, weight, filters, queries and the content of the word lists that they name; examples, owner and places
 * do not change what a rule does.
 */
function revisionOf(entry: RuleEntry, lists: WordLists): string {
  const written = [entry.query, sourceOf([entry.except ?? ''].flat()) ?? ''];
  const queries = written.map((text) => text.replaceAll(/\s+/g, ' ').trim()).join('\n');
  const used = [...queries.matchAll(/@([\p{L}\p{N}_-]+)/gu)].map(([, name]) => listRevision(lists.get(name ?? '')));
  const filter = JSON.stringify(filterOf(entry));
  const filters = filter === '{}' ? [] : [filter];
  return derivedId('rule', entry.id, entry.target, String(entry.weight), queries, ...used, ...filters).slice(0, 13);
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
