import { createRuleClassifier, type RuleClassifier } from '../../pipelines/rules/classifier.js';
import { formatProblem } from '../core/config-file.js';
import type { Decider, Decision, Locator, RuleSetStore, Store } from '../core/ports.js';
import type { DecidedBy, RuleSet, SavedSearch } from '../core/rule-set.js';
import type { Taxonomy } from '../core/taxonomy.js';
import type { Logger } from '../log.js';
import { type DecidingModel, type ModelInLine, makeDecision } from './decision.js';
import { lookAgain } from './look-again.js';
import type { ModelInForce } from './model-source.js';
import { parsePackTexts } from './rule-files.js';
import { compileSearches } from './saved-searches.js';

/** How often a worker looks for another version, ms. */
const lookEveryMs = 2_000;
/** Compiled versions that are kept for batches which passed the gate before a swap. */
const keptVersions = 4;
/** How many versions a starting worker goes back when the newest ones do not load. */
const startTries = 5;

export interface RulesInForceOptions {
  store: Pick<Store, 'ruleSets' | 'savedSearches'>;
  taxonomy: Taxonomy;
  /** Knows the territories in filters of rules, and what lies in what. */
  locator?: Pick<Locator, 'territory' | 'lineage'>;
  /** The compiled files of config/rules: in force for as long as nothing is deployed. */
  files: RuleClassifier;
  /** Null when rules decide alone. */
  model?: ModelInLine | null;
  log: Logger;
  /** Told in one sentence when the rules in force change. */
  say?: (line: string) => void;
  lookEveryMs?: number;
}

/** Rules, and a model, that change while the process runs. */
export interface RulesInForce extends Decider {
  /** The version that decides the next batch; null for the files of config/rules. */
  version(): number | null;
  /** One sentence for people: which rules are in force, and whether the files differ. */
  describe(): string;
  /** Looks for another version now. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the rules in force and follows them. Every two seconds it looks whether another version was deployed or a saved search changed; the
 * new rules are compiled while the old ones decide and are swapped in between two batches. A version that does not load is refused with an
 * error in the log, and the old one stays in force.
 * @throws AppError E_STORE_UNAVAILABLE when the store does not answer at the start.
 */
export async function followRules(options: RulesInForceOptions): Promise<RulesInForce> {
  const { store, taxonomy, locator, files, log, say, model = null } = options;
  const compiled = new Map<number, RuleClassifier>();
  let rules: RuleClassifier = files;
  let version: number | null = null;
  let refused = 0;
  let kept: readonly SavedSearch[] = [];
  let ready: Decision | null = null;
  let readyFor: ModelInForce | null = null;

  /** One moment's rules and model; the same object until one of them changes: a batch has asked before or asks after. */
  function current(): Decision {
    const inForce = model?.source.current() ?? null;
    if (ready !== null && inForce === readyFor) return ready;
    readyFor = inForce;
    const searches = kept.length === 0 ? null : compileSearches(kept, rules.files, log);
    ready = makeDecision({ rules, ruleSet: version, searches, model: decidingModel(inForce) });
    return ready;
  }

  function decidingModel(inForce: ModelInForce | null): DecidingModel | null {
    return model === null || inForce === null ? null : { ...model, inForce };
  }

  /** Compiles a stored version; null when it does not load. */
  function compile(set: RuleSet): RuleClassifier | null {
    const known = compiled.get(set.version);
    if (known) return known;
    const startedMs = performance.now();
    const { files: packs, problems } = parsePackTexts(set.files);
    const made = createRuleClassifier({ files: packs, taxonomy, ...(locator ? { locator } : {}) });
    const all = [...problems, ...made.problems];
    if (all.length > 0 || made.rules.length === 0) {
      const shown = all.slice(0, 5).map(formatProblem);
      log.error(
        { ruleSet: set.version, problems: shown, inForce: version },
        'deployed rules do not load, they are refused and the old ones stay in force',
      );
      return null;
    }
    compiled.set(set.version, made);
    const surplus = [...compiled.keys()].slice(0, Math.max(0, compiled.size - keptVersions));
    for (const old of surplus) compiled.delete(old);
    log.info(
      { ruleSet: set.version, rules: made.rules.length, ms: Math.round(performance.now() - startedMs) },
      'rules compiled',
    );
    return made;
  }

  function swap(next: RuleClassifier, nextVersion: number | null): void {
    rules = next;
    version = nextVersion;
    ready = null;
    log.info({ ruleSet: version, revision: current().by.rules, rules: rules.rules.length }, 'rules in force');
  }

  async function lookForVersion(): Promise<void> {
    const latest = await store.ruleSets.latestVersion();
    if (latest === (version ?? 0) || latest === refused) return;
    const set = await store.ruleSets.get(latest);
    if (set === null) return;
    const next = compile(set);
    if (next === null) refused = latest;
    else {
      swap(next, latest);
      say?.(describe());
    }
  }

  async function lookForSearches(): Promise<void> {
    const searches = await store.savedSearches.list();
    if (JSON.stringify(searches) === JSON.stringify(kept)) return;
    kept = searches;
    ready = null;
    current();
    log.info({ searches: kept.length }, 'saved searches loaded');
  }

  async function look(): Promise<void> {
    await lookForVersion();
    await lookForSearches();
  }

  function describe(): string {
    if (version === null) {
      const why = refused > 0 ? `version ${refused} does not load (see the log)` : 'nothing is deployed';
      return `Rules: ${files.rules.length} of the files in config/rules, since ${why}`;
    }
    const count = `Rules: version ${version}, ${rules.rules.length} rules`;
    if (files.classifier.revisions.rules === rules.classifier.revisions.rules) return `${count}, as in config/rules`;
    return `${count}; the files in config/rules differ: «otklik rules diff deployed work» shows how, «otklik rules deploy» puts them in force`;
  }

  async function start(): Promise<void> {
    const latest = await store.ruleSets.latestVersion();
    for (let each = latest; each > Math.max(0, latest - startTries); each--) {
      const set = await store.ruleSets.get(each);
      const made = set === null ? null : compile(set);
      if (made === null) continue;
      swap(made, each);
      break;
    }
    if (version !== latest && latest > 0) refused = latest;
    if (version === null)
      log.info({ ruleSet: null, revision: current().by.rules, rules: rules.rules.length }, 'rules in force');
    await lookForSearches();
  }

  await start();
  const endLooking = lookAgain(
    look,
    options.lookEveryMs ?? lookEveryMs,
    log,
    'the rules in force could not be looked up, those at hand decide',
  );

  async function decisionFor(earlier: DecidedBy | null): Promise<Decision> {
    if (earlier === null || isSame(earlier, current().by)) return current();
    const old = earlier.ruleSet === null ? files : await storedVersion(earlier.ruleSet, store.ruleSets);
    const inForce = await earlierModel(earlier.model);
    const before =
      old === null ? null : makeDecision({ rules: old, ruleSet: earlier.ruleSet, model: decidingModel(inForce) });
    // The files of another process may be others, and a version may not load any more: then those in force decide.
    return before !== null && isSame(before.by, earlier) ? before : current();
  }

  async function earlierModel(revision: string | null): Promise<ModelInForce | null> {
    if (model === null || revision === null) return null;
    const inForce = model.source.current();
    if (inForce.live.revision === revision) return inForce;
    const live = await model.source.byRevision(revision);
    return live === null ? null : { live, shadow: null };
  }

  async function storedVersion(wanted: number, ruleSets: RuleSetStore): Promise<RuleClassifier | null> {
    const known = compiled.get(wanted);
    if (known) return known;
    const set = await ruleSets.get(wanted);
    return set === null ? null : compile(set);
  }

  return {
    decisionFor,
    version: () => version,
    describe,
    look,
    close: endLooking,
  };
}

function isSame(a: DecidedBy, b: DecidedBy): boolean {
  return a.ruleSet === b.ruleSet && a.rules === b.rules && a.text === b.text && a.model === b.model;
}
