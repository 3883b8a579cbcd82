/** Creates and updates the indices: `<prefix>-<name>-1` behind the alias `<prefix>-<name>`. */
import { createHash } from 'node:crypto';
import type { Client, estypes } from '@elastic/elasticsearch';
import { AppError } from '../core/errors.js';
import { describeFailure, reasonOf, statusOf, typeOf } from './failure.js';
import type { IndexDefinition } from './fields.js';

/**
 * Russian full text from parts that every Elasticsearch has: ё is read as е, words lose their endings, and no word is left out — the
 * stop list of the ready-made `russian` analyser drops «не», and with it the phrase «не работает».
 */
export const analysis = {
  char_filter: { yo: { type: 'mapping', mappings: ['ё=>е', 'Ё=>Е'] } },
  filter: { russian_stemmer: { type: 'stemmer', language: 'russian' } },
  analyzer: {
    ru: { type: 'custom', char_filter: ['yo'], tokenizer: 'standard', filter: ['lowercase', 'russian_stemmer'] },
  },
} as const satisfies estypes.IndicesIndexSettingsAnalysis;

/** Raised by hand when a change needs a new index: part of the concrete index's name. */
const generation = 1;

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

interface Meta {
  mappingHash: string;
  /** Of the analysers that all indices have. */
  analysisHash: string;
  /** Of those that only this index has; missing where it has none, and on an index of an earlier version. */
  ownAnalysisHash?: string;
}

function merged({ analysis: own }: IndexDefinition): estypes.IndicesIndexSettingsAnalysis {
  return {
    ...analysis,
    ...own,
    filter: { ...analysis.filter, ...own?.filter },
    analyzer: { ...analysis.analyzer, ...own?.analyzer },
  };
}

export interface SetUpOptions {
  prefix: string;
  /** Primary shards of the posts and incidents; fixed when the index is created. */
  shards: number;
}

/**
 * Makes sure that each index exists with the fields of its definition. May run any number of times and in several processes at once.
 * New fields are added; throws E_STORE_REJECTED when a field changed in a way that needs a new index.
 */
export async function setUpIndices(
  client: Client,
  definitions: readonly IndexDefinition[],
  options: SetUpOptions,
): Promise<void> {
  for (const definition of definitions) {
    try {
      await setUpIndex(client, definition, options);
    } catch (error) {
      throw lacksAnalysis(error) ?? error;
    }
  }
}

/** A node of ours that still runs from an earlier installation knows fewer analysis parts. */
function lacksAnalysis(error: unknown): AppError | null {
  if (statusOf(error) !== 400) return null;
  const reason = reasonOf((error as { body?: { error?: unknown } }).body?.error) ?? '';
  if (
    !/unknown (tokenizer|filter|token filter|char_filter|analyzer) type|Unknown (tokenizer|filter|token filter|char_filter)/i.test(
      reason,
    )
  )
    return null;
  return new AppError(
    'E_STORE_REJECTED',
    `Elasticsearch lacks analysis parts that the mappings need (${reason}): run «npm run services -- up», which upgrades the native one, or use the full distribution.`,
    { cause: error },
  );
}

async function setUpIndex(client: Client, definition: IndexDefinition, options: SetUpOptions): Promise<void> {
  const alias = `${options.prefix}-${definition.name}`;
  const index = `${alias}-${generation}`;
  const meta: Meta = {
    mappingHash: hash(definition.fields),
    analysisHash: hash(analysis),
    ...(definition.analysis === undefined ? {} : { ownAnalysisHash: hash(definition.analysis) }),
  };
  const mappings: estypes.MappingTypeMapping = {
    dynamic: 'strict',
    _meta: { otklik: meta },
    properties: definition.fields,
  };
  let present = await currentMeta(client, index);
  if (present === undefined) {
    await refuseForeign(client, alias, index);
    const large = definition.name === 'posts' || definition.name === 'incidents';
    try {
      await client.indices.create({
        index,
        aliases: { [alias]: { is_write_index: true } },
        settings: {
          number_of_shards: large ? options.shards : 1,
          auto_expand_replicas: '0-1',
          refresh_interval: definition.refreshInterval,
          analysis: merged(definition),
        },
        mappings: {
          ...mappings,
          ...(definition.unkept === undefined ? {} : { _source: { excludes: [...definition.unkept] } }),
        },
        wait_for_active_shards: 1,
      });
      return;
    } catch (error) {
      // Another process was faster by a moment: go on as if the index had been there.
      if (typeOf(error) !== 'resource_already_exists_exception') throw error;
      present = await currentMeta(client, index);
    }
  }
  if (!(await client.indices.existsAlias({ name: alias, index }))) {
    await client.indices.putAlias({ name: alias, index, is_write_index: true });
  }
  if (present?.analysisHash !== undefined && present.analysisHash !== meta.analysisHash) {
    throw analyserDiffers(index);
  }
  if (meta.ownAnalysisHash !== undefined && present?.ownAnalysisHash !== meta.ownAnalysisHash) {
    if (present?.ownAnalysisHash !== undefined) throw analyserDiffers(index);
    await addAnalysers(client, index, definition);
  }
  if (present?.mappingHash === meta.mappingHash) return;
  try {
    await client.indices.putMapping({ index, ...mappings });
  } catch (error) {
    if (statusOf(error) !== 400) throw error;
    const body = (error as { body?: { error?: unknown } }).body;
    throw new AppError(
      'E_STORE_REJECTED',
      `Index «${index}» holds fields of another type than this version writes: ${reasonOf(body?.error) ?? describeFailure(error)}. Use a new index prefix, or delete the index if its content can be made again (docs/store.md).`,
      { cause: error, details: { index } },
    );
  }
}

function analyserDiffers(index: string): AppError {
  return new AppError(
    'E_STORE_REJECTED',
    `The analyser of index «${index}» differs from this version's; texts indexed with it would not be found. Use a new index prefix, or delete the index if its content can be made again (docs/store.md).`,
    { details: { index } },
  );
}

/**
 * Gives an index of an earlier version the analysers that it lacks. They can be set on a closed index only: it does not answer for a part
 * of a second, which readers and writers take for a passing failure. Several processes may do so at once; the index is open at the end.
 */
async function addAnalysers(client: Client, index: string, definition: IndexDefinition): Promise<void> {
  const hasAll = async (): Promise<boolean> => {
    const settings = (await client.indices.getSettings({ index }))[index]?.settings?.index?.analysis?.analyzer ?? {};
    return Object.keys(definition.analysis?.analyzer ?? {}).every((name) => name in settings);
  };
  for (let attempt = 1; !(await hasAll()); attempt++) {
    await client.indices.close({ index });
    try {
      await client.indices.putSettings({ index, settings: { analysis: definition.analysis ?? {} } });
    } catch (error) {
      // Another process that does the same has opened the index in between: look again.
      if (attempt === 5 || !(await hasAll())) {
        if (attempt === 5 || statusOf(error) !== 400) throw error;
      }
    } finally {
      await client.indices.open({ index });
    }
  }
  // A process that died between closing and opening left it closed.
  await client.indices.open({ index });
}

/** What an earlier set-up wrote down; undefined when there is no such index. */
async function currentMeta(client: Client, index: string): Promise<Partial<Meta> | undefined> {
  try {
    const reply = await client.indices.getMapping({ index });
    return (reply[index]?.mappings._meta?.otklik as Partial<Meta> | undefined) ?? {};
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** An index that bears our alias's name (made by a tool, or by a write past the store) would take the alias's place. */
async function refuseForeign(client: Client, alias: string, index: string): Promise<void> {
  if (!(await client.indices.exists({ index: alias }))) return;
  // Another process made our own index since we looked for it.
  if (await client.indices.existsAlias({ name: alias, index })) return;
  if (await client.indices.existsAlias({ name: alias })) {
    throw new AppError(
      'E_STORE_REJECTED',
      `The alias «${alias}» points to an index that this version does not know, probably one of a newer version; start that version or use another index prefix.`,
      { details: { alias } },
    );
  }
  throw new AppError(
    'E_STORE_REJECTED',
    `An index with the name «${alias}» exists already but Otklik did not make it; delete or rename it, or use another index prefix.`,
    { details: { index: alias } },
  );
}
