import { isDeepStrictEqual } from 'node:util';
import { readSourceTable, readSourceYaml, type TableRecord } from '../config/source-files.js';
import type { ConfigProblem } from '../core/config-file.js';
import { AppError } from '../core/errors.js';
import { type RegisteredSource, registered, type Source } from '../core/source.js';
import type { SourceStore } from '../core/source-ports.js';
import { openText } from './places-import-files.js';

/** Sources asked for at once, and written at once. */
const CHUNK = 1_000;
const PUT_CHUNK = 20_000;

type Registry = Pick<SourceStore, 'list' | 'put' | 'byIds'>;

async function putAll(registry: Registry, sources: readonly RegisteredSource[]): Promise<void> {
  for (let at = 0; at < sources.length; at += PUT_CHUNK) await registry.put(sources.slice(at, at + PUT_CHUNK));
}

/** The definition as the registry is to keep it: what a person switched off stays off. */
function renewed(
  source: Source,
  origin: RegisteredSource['origin'],
  old: RegisteredSource | undefined,
  at: string,
): RegisteredSource {
  const fresh = registered(source, origin, at);
  const off = old?.switchedOff ?? null;
  return off === null || off.by === 'config' ? fresh : { ...fresh, enabled: false, switchedOff: off };
}

/** Whether something but the time of the change is different; what an earlier version wrote, which knew no time, is written anew. */
function isChanged(fresh: RegisteredSource, old: RegisteredSource | undefined): boolean {
  if (old === undefined || Date.parse(old.updatedAt) === 0) return true;
  const same = { ...fresh, updatedAt: old.updatedAt };
  if (same.switchedOff !== null && old.switchedOff?.by === same.switchedOff.by) same.switchedOff = old.switchedOff;
  return !isDeepStrictEqual(same, old);
}

/**
 * Makes the registry follow config/: entries are taken over where they changed, sources whose entry is gone are switched off, what was added or
 * imported otherwise stays as it is. Of an id that stands in both, the entry of config/ counts.
 */
export async function publishSources(registry: Registry, sources: readonly Source[], at: string): Promise<void> {
  const stored = await registry.list();
  const known = new Map(stored.map((source) => [source.id, source]));
  const named = new Set(sources.map(({ id }) => id));
  const changed = sources
    .map((source) => renewed(source, 'config', known.get(source.id), at))
    .filter((fresh) => isChanged(fresh, known.get(fresh.id)));
  const gone = stored
    .filter((source) => source.origin === 'config' && source.enabled && !named.has(source.id))
    .map((source) => ({
      ...source,
      enabled: false,
      updatedAt: at,
      switchedOff: { at, by: 'config', reason: 'its entry is gone from config/sources' },
    }));
  await putAll(registry, [...changed, ...gone]);
}

export interface SourceImport {
  added: number;
  changed: number;
  same: number;
  /** Entries that were left out, and those that cannot be read as they are, each with its place and the remedy. */
  problems: ConfigProblem[];
}

/** What a source must fit beside its schema. */
export interface SourceRules {
  kinds: readonly string[];
  territories: ReadonlySet<string>;
}

/** Why a source cannot work here; null when nothing speaks against it. Field and remedy. */
export function unfitness(source: Source, rules: SourceRules): { field: string; message: string } | null {
  if (!rules.kinds.includes(source.kind))
    return { field: 'kind', message: `there is no kind «${source.kind}»: use one of ${rules.kinds.join(', ')}` };
  if (!rules.territories.has(source.territory))
    return {
      field: 'territory',
      message: `config/places knows no territory «${source.territory}»: use an id that «otklik places explain» shows, for a town its OKTMO code`,
    };
  return null;
}

/**
 * Reads a CSV, YAML or JSON file of sources.
 * @throws AppError E_INPUT_INVALID when the file cannot be read or has another ending
 */
export async function readSourceFile(
  path: string,
  readCsv: (chunks: AsyncIterable<string>) => AsyncIterable<TableRecord>,
): Promise<{ sources: Source[]; problems: ConfigProblem[] }> {
  if (/\.(csv|tsv|txt)$/i.test(path)) return readSourceTable(path, readCsv(openText(path)));
  if (!/\.(ya?ml|json)$/i.test(path))
    throw new AppError('E_INPUT_INVALID', `${path}: name a file that ends in .csv, .yaml or .json`);
  let text = '';
  for await (const chunk of openText(path)) text += chunk;
  return readSourceYaml(path, text);
}

/**
 * Puts sources into the registry. Those that do not fit are left out and reported; an id that config/ defines is refused, since the next
 * start would undo the change.
 * @param isTrial only says what would be done
 */
export async function importSources(
  registry: Registry,
  sources: readonly Source[],
  options: { rules: SourceRules; file: string; at: string; isTrial: boolean },
): Promise<SourceImport> {
  const problems: ConfigProblem[] = [];
  const known = new Map<string, RegisteredSource>();
  for (let at = 0; at < sources.length; at += CHUNK) {
    const ids = sources.slice(at, at + CHUNK).map(({ id }) => id);
    for (const source of await registry.byIds(ids)) known.set(source.id, source);
  }
  const fresh: RegisteredSource[] = [];
  let added = 0;
  let same = 0;
  for (const source of sources) {
    const old = known.get(source.id);
    const unfit =
      old?.origin === 'config' && old.switchedOff?.by !== 'config'
        ? { field: 'id', message: 'config/sources defines this source: change it there, or give this one another id' }
        : unfitness(source, options.rules);
    if (unfit !== null) {
      problems.push({
        file: options.file,
        line: null,
        field: `${source.id}.${unfit.field}`,
        message: unfit.message,
        fatal: false,
      });
      continue;
    }
    const next = renewed(source, 'registry', old, options.at);
    if (!isChanged(next, old)) same++;
    else {
      if (old === undefined) added++;
      fresh.push(next);
    }
  }
  if (!options.isTrial) await putAll(registry, fresh);
  return { added, changed: fresh.length - added, same, problems };
}

/**
 * Switches sources on or off for good, whatever happens to their definitions.
 * @throws AppError E_NOT_FOUND naming the ids that there are not, E_CONFLICT when config/ is what keeps one off; nothing is changed then
 */
export async function switchSources(
  registry: Registry,
  ids: readonly string[],
  to: { isOn: boolean; by: string; reason: string; at: string },
): Promise<RegisteredSource[]> {
  const found = await registry.byIds(ids);
  const missing = ids.filter((id) => !found.some((source) => source.id === id));
  if (missing.length > 0)
    throw new AppError('E_NOT_FOUND', `there is no source ${missing.join(', ')}: «otklik sources list» shows all`, {
      reason: { key: 'source-unknown', params: { ids: missing } },
    });
  const held = found.filter(
    ({ origin, switchedOff }) => to.isOn && origin === 'config' && switchedOff?.by === 'config',
  );
  if (held.length > 0)
    throw new AppError(
      'E_CONFLICT',
      `config/sources keeps ${held.map(({ id }) => id).join(', ')} off (${held[0]?.switchedOff?.reason}): change the entry there`,
      { reason: { key: 'source-kept-off', params: { ids: held.map(({ id }) => id) } } },
    );
  const changed = found
    .filter((source) => source.enabled !== to.isOn)
    .map((source) => ({
      ...source,
      enabled: to.isOn,
      updatedAt: to.at,
      switchedOff: to.isOn ? null : { at: to.at, by: to.by, reason: to.reason },
    }));
  await putAll(registry, changed);
  return changed;
}
