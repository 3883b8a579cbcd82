import { type Clock, isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import { derivedId } from '../core/ids.js';
import type { ModelSetEntry, ModelUse } from '../core/model-set-version.js';
import type { Store } from '../core/ports.js';
import { versionsInUse } from './models-in-force.js';

export interface UseOptions {
  store: Pick<Store, 'modelSets' | 'audit'>;
  /** Of the encoder at hand; null when it is not looked at. */
  encoder: string | null;
  clock: Clock;
  by: string;
  note?: string;
}

/** What a change of use did. */
export interface Used {
  before: { live: number; shadow: number | null };
  /** The entry that was written; null when all was so already. */
  entry: ModelUse | null;
}

/**
 * A version as people write it: «7», «v7», «shipped» (0), or a revision («v7-1a2b3c4d5e6f»).
 * @throws AppError E_INPUT_INVALID for anything else.
 */
export function parseModelVersion(word: string): number {
  if (word === 'shipped') return 0;
  const number = /^v?(\d{1,9})(?:-[0-9a-f]+)?$/.exec(word)?.[1];
  if (number !== undefined) return Number(number);
  throw new AppError(
    'E_INPUT_INVALID',
    `«${word}» is no version of the model set: write its number, or «shipped»; «otklik model list» lists them`,
  );
}

/**
 * The stored version with this number, without asking for its weights; null for 0.
 * @throws AppError E_INPUT_INVALID when there is none.
 */
async function entryOf(
  { modelSets }: Pick<Store, 'modelSets'>,
  version: number,
  encoder: string | null,
): Promise<ModelSetEntry | null> {
  if (version === 0) return null;
  const found = await modelSets.get(version);
  if (found === null)
    throw new AppError(
      'E_INPUT_INVALID',
      `there is no version ${version} of the model set: «otklik model list» lists them all`,
    );
  if (encoder !== null && found.encoder !== encoder)
    throw new AppError(
      'E_INPUT_INVALID',
      `version ${version} was fitted over the encoder ${found.encoder}, this Otklik has ${encoder}: fit a new one (otklik model retrain)`,
    );
  return found;
}

/**
 * Puts a version in force. It stops looking on when it did.
 * @throws AppError E_INPUT_INVALID for a version that cannot decide here; E_CONFLICT naming who was faster.
 */
export async function putInForce(version: number, options: UseOptions): Promise<Used> {
  await entryOf(options.store, version, options.encoder);
  const before = await versionsInUse(options.store.modelSets);
  const shadow = before.shadow === version ? null : before.shadow;
  return write(before, { live: version, shadow }, 'use', options);
}

/**
 * Puts in force what decided before the version in force did.
 * @throws AppError E_INPUT_INVALID when nothing else ever decided; E_CONFLICT naming who was faster.
 */
export async function goBack(options: UseOptions): Promise<Used> {
  const before = await versionsInUse(options.store.modelSets);
  const version = await earlierLive(options.store, before.live);
  await entryOf(options.store, version, options.encoder);
  const shadow = before.shadow === version ? null : before.shadow;
  return write(before, { live: version, shadow }, 'rollback', {
    ...options,
    note: options.note ?? `back to ${versionName(version)}`,
  });
}

/** Going back twice goes two back, not there and back: each `use` stands until a rollback undoes it. */
async function earlierLive({ modelSets }: Pick<Store, 'modelSets'>, live: number): Promise<number> {
  const entries = (await modelSets.uses({ limit: 10_000 })).sort((a, b) => a.seq - b.seq);
  const standing = [0];
  for (const entry of entries) {
    if (entry.action === 'rollback') standing.pop();
    else if (entry.live !== standing.at(-1)) standing.push(entry.live);
  }
  const earlier = standing.at(-2);
  if (earlier === undefined)
    throw new AppError(
      'E_INPUT_INVALID',
      `${versionName(live)} is in force and none decided before it: there is nothing to go back to («otklik model history» shows all changes)`,
    );
  return earlier;
}

/**
 * Lets a version look on: its verdicts are stored beside the live ones. Null ends it.
 * @throws AppError E_INPUT_INVALID for a version that cannot, or that decides already; E_CONFLICT naming who was faster.
 */
export async function letLookOn(version: number | null, options: UseOptions): Promise<Used> {
  if (version !== null) await entryOf(options.store, version, options.encoder);
  const before = await versionsInUse(options.store.modelSets);
  if (version === before.live)
    throw new AppError('E_INPUT_INVALID', `${versionName(version)} decides already: let another version look on`);
  return write(before, { live: before.live, shadow: version }, 'shadow', options);
}

async function write(
  { seq, live, shadow }: { seq: number; live: number; shadow: number | null },
  next: { live: number; shadow: number | null },
  action: ModelUse['action'],
  { store, clock, by, note = '' }: UseOptions,
): Promise<Used> {
  const before = { live, shadow };
  if (next.live === live && next.shadow === shadow) return { before, entry: null };
  const at = isoTime(clock.now());
  const entry = { seq: seq + 1, action, ...next, note, by, at };
  await store.modelSets.use(entry);
  const target = `model v${next.live}${next.shadow === null ? '' : `, shadow v${next.shadow}`}`;
  await store.audit.add([
    {
      id: derivedId('audit', `model-${action}`, String(entry.seq), at),
      at,
      login: by,
      action: `model-${action}`,
      target,
    },
  ]);
  return { before, entry };
}

/** «version 3», «the shipped version». */
export function versionName(version: number): string {
  return version === 0 ? 'the shipped version' : `version ${version}`;
}
