import { createRuleClassifier, type RuleClassifier } from '../../pipelines/rules/classifier.js';
import { lint } from '../../pipelines/rules/lint.js';
import { loadLists } from '../../pipelines/rules/lists.js';
import { type Clock, isoTime } from '../core/clock.js';
import { type ConfigProblem, formatProblem } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import { derivedId } from '../core/ids.js';
import type { Locator, Store } from '../core/ports.js';
import type { RuleSet } from '../core/rule-set.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { type PackTexts, parsePackTexts } from './rule-files.js';

/** Packs compiled, with all that is wrong in them. */
export interface CheckedPacks {
  texts: PackTexts;
  rules: RuleClassifier;
  problems: ConfigProblem[];
}

/** Compiles packs and tries the examples of every rule; with the locator also whether the territories in filters are there. */
export function checkPacks(texts: PackTexts, taxonomy: Taxonomy, locator?: Territories): CheckedPacks {
  const { files, problems } = parsePackTexts(texts);
  const rules = createRuleClassifier({ files, taxonomy, ...(locator ? { locator } : {}) });
  return { texts, rules, problems: [...problems, ...rules.problems] };
}

type Territories = Pick<Locator, 'territory' | 'lineage'>;

/** Rules by id: what a deployment does to the version in force. */
export interface RuleChanges {
  added: string[];
  /** Another query, exclusion, weight, target, filter or word list. */
  changed: string[];
  removed: string[];
  unchanged: number;
}

type Revised = readonly { id: string; revision: string }[];

/** What `after` does to `before`; everything is new where nothing was. */
export function compareRules(before: Revised, after: Revised): RuleChanges {
  const old = new Map(before.map(({ id, revision }) => [id, revision]));
  const kept = new Set(after.map(({ id }) => id));
  const changed = after.filter(({ id, revision }) => old.has(id) && old.get(id) !== revision);
  return {
    added: after.filter(({ id }) => !old.has(id)).map(({ id }) => id),
    changed: changed.map(({ id }) => id),
    removed: before.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    unchanged: after.filter(({ id, revision }) => old.get(id) === revision).length,
  };
}

export interface DeployOptions {
  store: Pick<Store, 'ruleSets' | 'audit'>;
  taxonomy: Taxonomy;
  /** Knows the territories that an earlier version may name. */
  locator?: Territories;
  clock: Clock;
  by: string;
  note?: string;
  /** Everything but the writing. */
  isDryRun?: boolean;
}

export interface Deployment {
  /** The version that was written, or would be; null when the rules in force are these already. */
  version: number | null;
  /** The version in force before; 0 for none. */
  before: number;
  revision: string;
  rules: number;
  changes: RuleChanges;
  /** Packs whose text differs though no rule decides otherwise: examples, comments, owners. */
  editedFiles: string[];
}

/**
 * Puts packs in force as the next version.
 * @throws AppError E_RULE_INVALID with all problems when a pack, a rule or an example is wrong, or with all errors that the linter finds;
 *   E_CONFLICT naming what came between when somebody else deployed at the same time.
 */
export async function deployRules(packs: CheckedPacks, options: DeployOptions): Promise<Deployment> {
  if (packs.problems.length > 0 || packs.rules.rules.length === 0) {
    const shown = packs.problems.map((problem) => `  ${formatProblem(problem)}`).join('\n');
    throw new AppError(
      'E_RULE_INVALID',
      `nothing was deployed, mend ${packs.problems.length} problem(s) first («otklik rules test» tries the examples):\n${shown}`,
      { details: { problems: packs.problems.length } },
    );
  }
  refuseLintErrors(packs, options.clock);
  const before = await options.store.ruleSets.latest();
  return write(packs, before, null, options);
}

/** Rules that can never fire or that silence themselves load all right: only the linter sees them. */
function refuseLintErrors({ rules: { files, rules } }: CheckedPacks, clock: Clock): void {
  const today = isoTime(clock.now()).slice(0, 10);
  const { findings } = lint({ files, rules, lists: loadLists(files, []), problems: [], today });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const shown = errors.map(({ file, line, code, ruleId, message, remedy }) => {
    const place = line === null ? file : `${file}:${line}`;
    return `  ${place} ${code}${ruleId === null ? '' : ` ${ruleId}`}: ${message}\n    → ${remedy}`;
  });
  throw new AppError(
    'E_RULE_INVALID',
    `nothing was deployed, the linter finds ${errors.length} error(s), mend them first («otklik rules lint» shows all, «lint: [code]» on a rule waives one):\n${shown.join('\n')}`,
    { details: { errors: errors.length } },
  );
}

/**
 * Puts an earlier version in force again: as a new version with its files, so that the history only grows and each version has one meaning.
 * @param wanted the version before the one in force when none is named
 * @throws AppError E_INPUT_INVALID when there is no such version; E_RULE_INVALID when this program cannot load it any more.
 */
export async function rollbackRules(wanted: number | undefined, options: DeployOptions): Promise<Deployment> {
  const { ruleSets } = options.store;
  const before = await ruleSets.latest();
  if (before === null)
    throw new AppError('E_INPUT_INVALID', 'nothing was ever deployed, so there is nothing to go back to');
  const version = wanted ?? (before.restores === null ? before.version : before.restores) - 1;
  if (wanted === before.version)
    throw new AppError('E_INPUT_INVALID', `version ${wanted} is in force already: name an earlier one`);
  if (version < 1 && wanted === undefined)
    throw new AppError('E_INPUT_INVALID', 'the first version is in force: there is no earlier one to go back to');
  const old = version < 1 ? null : await ruleSets.get(version);
  if (old === null)
    throw new AppError(
      'E_INPUT_INVALID',
      `there is no version ${version} to go back to: «otklik rules history» lists them all`,
    );
  const packs = checkPacks(old.files, options.taxonomy, options.locator);
  if (packs.problems.length > 0) {
    const shown = packs.problems.map((problem) => `  ${formatProblem(problem)}`).join('\n');
    throw new AppError(
      'E_RULE_INVALID',
      `version ${version} does not load in this version of Otklik any more, nothing was changed:\n${shown}`,
    );
  }
  const note = options.note ?? `back to version ${version}`;
  return write(packs, before, old.restores ?? old.version, { ...options, note });
}

async function write(
  packs: CheckedPacks,
  before: RuleSet | null,
  restores: number | null,
  { store, taxonomy, locator, clock, by, note = '', isDryRun = false }: DeployOptions,
): Promise<Deployment> {
  const old = before === null ? null : checkPacks(before.files, taxonomy, locator);
  const { rules } = packs.rules;
  const revision = packs.rules.classifier.revisions.rules ?? '';
  const deployment: Deployment = {
    version: (before?.version ?? 0) + 1,
    before: before?.version ?? 0,
    revision,
    rules: rules.length,
    changes: compareRules(old?.rules.rules ?? [], rules),
    editedFiles: editedFiles(before?.files ?? [], packs.texts),
  };
  if (before !== null && deployment.editedFiles.length === 0) return { ...deployment, version: null };
  if (isDryRun) return deployment;
  const version = before === null ? 1 : before.version + 1;
  const at = isoTime(clock.now());
  await store.ruleSets.deploy({ version, revision, files: [...packs.texts], note, by, createdAt: at, restores });
  const action = restores === null ? 'rules-deploy' : 'rules-rollback';
  const target = restores === null ? `rules v${version}` : `rules v${version} = v${restores}`;
  await store.audit.add([{ id: derivedId('audit', action, String(version), at), at, login: by, action, target }]);
  return deployment;
}

/** Paths of packs whose text differs, including those that came or went. */
function editedFiles(before: PackTexts, after: PackTexts): string[] {
  const old = new Map(before.map(({ path, text }) => [path, text]));
  const edited = after.filter(({ path, text }) => old.get(path) !== text).map(({ path }) => path);
  const kept = new Set(after.map(({ path }) => path));
  return [...edited, ...before.filter(({ path }) => !kept.has(path)).map(({ path }) => path)];
}
