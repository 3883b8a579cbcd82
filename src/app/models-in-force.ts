import { toAppError } from '../core/errors.js';
import type { ModelSetVersion } from '../core/model-set-version.js';
import type { ModelSetStore, Store } from '../core/ports.js';
import type { Logger } from '../log.js';
import { lookAgain } from './look-again.js';

/** How often a worker looks what is in use, ms. */
const lookEveryMs = 2_000;
/** Loaded versions that are kept for batches which passed the gate before a swap. */
const keptVersions = 4;
/** How many entries of the log a starting worker goes back when the newest ones name what does not load. */
const startTries = 5;

/** The sets of one moment: the one that decides, and the one that looks on. */
export interface SetsInUse<T> {
  readonly live: T;
  readonly shadow: T | null;
}

export interface ModelsInForceOptions<T extends { readonly revision: string }> {
  store: Pick<Store, 'modelSets'>;
  /** Version 0. */
  shipped: T;
  /** Of the encoder at hand: sets that were fitted over another one are refused. */
  encoder: string;
  /** Makes a stored version ready to decide; throws when it cannot. */
  load: (version: ModelSetVersion) => T;
  log: Logger;
  /** Told in one sentence when what is in force changes. */
  say?: (line: string) => void;
  lookEveryMs?: number;
}

/** Model sets that change while the process runs. */
export interface ModelsInForce<T extends { readonly revision: string }> {
  /** What decides the next batch; the same object until something changes. */
  current(): SetsInUse<T>;
  /** The set of a batch that passed the gate already; null when it cannot be had any more. */
  byRevision(revision: string): Promise<T | null>;
  /** The versions that decide and look on. */
  versions(): { live: number; shadow: number | null };
  /** One sentence for people. */
  describe(): string;
  /** Looks for a change now. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the model sets in use and follows them. Every two seconds it looks whether the log has another entry; new sets are loaded while the old
 * ones decide and are swapped in between two batches. A set that does not load, or that was fitted over another encoder, is refused with an
 * error in the log: the live one stays what it was, a refused shadow is left out.
 * @throws AppError E_STORE_UNAVAILABLE when the store does not answer at the start.
 */
export async function followModels<T extends { readonly revision: string }>(
  options: ModelsInForceOptions<T>,
): Promise<ModelsInForce<T>> {
  const { store, shipped, encoder, load, log, say } = options;
  const { modelSets } = store;
  const loaded = new Map<number, T>();
  const refused = new Set<number>();
  let seq = 0;
  let live = 0;
  let shadow: number | null = null;
  let inUse: SetsInUse<T> = { live: shipped, shadow: null };

  /** Null when it is not there, does not load or belongs to another encoder; that is said once. */
  async function versionOf(version: number): Promise<T | null> {
    if (version === 0) return shipped;
    const known = loaded.get(version);
    if (known || refused.has(version)) return known ?? null;
    const set = await modelSets.get(version);
    try {
      const made = prepare(version, set);
      loaded.set(version, made);
      return made;
    } catch (thrown) {
      refused.add(version);
      const { message } = toAppError(thrown);
      log.error(
        { modelSet: version, cause: message, inForce: live },
        'a model set does not load, it is refused and the old one stays in force',
      );
      return null;
    }
  }

  function prepare(version: number, set: ModelSetVersion | null): T {
    if (set === null) throw new Error(`version ${version} is not in the store`);
    if (set.encoder !== encoder)
      throw new Error(
        `version ${version} was fitted over the encoder ${set.encoder}, this program has ${encoder}: retrain (otklik model retrain)`,
      );
    const made = load(set);
    if (made.revision !== set.revision)
      throw new Error(`version ${version} is said to be ${set.revision} and holds ${made.revision}`);
    return made;
  }

  function forget(): void {
    const surplus = [...loaded.keys()].filter((version) => version !== live && version !== shadow);
    for (const old of surplus.slice(0, Math.max(0, loaded.size - keptVersions))) loaded.delete(old);
  }

  /** False when the live set cannot be had: then nothing changes. */
  async function take(entry: { live: number; shadow: number | null }): Promise<boolean> {
    const nextLive = await versionOf(entry.live);
    if (nextLive === null) return false;
    const nextShadow = entry.shadow === null ? null : await versionOf(entry.shadow);
    live = entry.live;
    shadow = nextShadow === null ? null : entry.shadow;
    // One assignment: a batch has asked before it or asks after it.
    inUse = { live: nextLive, shadow: nextShadow };
    forget();
    log.info(
      { modelSet: live, revision: nextLive.revision, shadow, shadowRevision: nextShadow?.revision ?? null },
      'model sets in force',
    );
    return true;
  }

  async function look(): Promise<void> {
    const latest = await modelSets.latestSeq();
    if (latest === seq) return;
    const entry = await modelSets.inUse();
    if (entry === null) return;
    seq = entry.seq;
    if (await take(entry)) say?.(describe());
  }

  function describe(): string {
    const name = live === 0 ? 'as shipped' : `version ${live}`;
    const beside = shadow === null ? '' : `; version ${shadow} looks on (otklik model shadow)`;
    return `Model: ${name} (${inUse.live.revision})${beside}`;
  }

  async function start(): Promise<void> {
    const entries = await modelSets.uses({ limit: startTries });
    const newest = await modelSets.inUse();
    seq = newest?.seq ?? 0;
    // The list may be a second behind.
    const all = newest === null || entries[0]?.seq === newest.seq ? entries : [newest, ...entries];
    for (const entry of all) if (await take(entry)) return;
    log.info({ modelSet: 0, revision: shipped.revision, shadow: null }, 'model sets in force');
  }

  await start();
  const endLooking = lookAgain(
    look,
    options.lookEveryMs ?? lookEveryMs,
    log,
    'the model sets in use could not be looked up, those at hand decide',
  );

  return {
    current: () => inUse,
    async byRevision(revision) {
      const near = [inUse.live, shipped, ...loaded.values()].find((each) => each.revision === revision);
      if (near) return near;
      const version = versionIn(revision);
      const found = version === null ? null : await versionOf(version);
      return found?.revision === revision ? found : null;
    },
    versions: () => ({ live, shadow }),
    describe,
    look,
    close: endLooking,
  };
}

/** The version that a revision («v3-1a2b3c4d5e6f») names; null for what names none. */
export function versionIn(revision: string): number | null {
  const number = /^v(\d{1,9})-/.exec(revision)?.[1];
  return number === undefined ? null : Number(number);
}

/** Reads what is in use, for commands: the versions, as of now. */
export async function versionsInUse(
  modelSets: Pick<ModelSetStore, 'inUse'>,
): Promise<{ seq: number; live: number; shadow: number | null }> {
  const entry = await modelSets.inUse();
  return entry === null ? { seq: 0, live: 0, shadow: null } : entry;
}
