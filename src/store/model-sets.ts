import { AppError } from '../core/errors.js';
import type { ModelSetEntry, ModelSetVersion, ModelUse } from '../core/model-set-version.js';
import type { ModelSetStore } from '../core/ports.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, kept, keyword, long, opaque } from './fields.js';

/** Versions of the model set. Id: «v» and the version. Written once, never changed. */
export const modelSetsIndex: IndexDefinition = {
  name: 'model-sets',
  refreshInterval: '1s',
  fields: {
    version: long,
    revision: keyword,
    encoder: keyword,
    parent: keyword,
    set: opaque,
    training: opaque,
    note: kept,
    by: keyword,
    createdAt: date,
  },
};

/** Which versions were in use. Id: «u» and the number. Written once, never changed: the highest number holds. */
export const modelUsesIndex: IndexDefinition = {
  name: 'model-uses',
  refreshInterval: '1s',
  fields: { seq: long, action: keyword, live: long, shadow: long, note: kept, by: keyword, at: date },
};

export const modelSetId = (version: number): string => `v${version}`;
export const modelUseId = (seq: number): string => `u${seq}`;

const told = (note: string): string => (note === '' ? '' : `, «${note}»`);

/** Somebody stored a version between the look at the newest one and this one. */
export function modelSetConflict(wanted: number, stored: ModelSetEntry | null): AppError {
  const who =
    stored === null ? 'somebody' : `${stored.by} at ${stored.createdAt}${told(stored.note)} (${stored.revision})`;
  return new AppError(
    'E_CONFLICT',
    `Version ${wanted} of the model set cannot be written, it was taken meanwhile by ${who}: see «otklik model list» and retrain again if yours is still wanted.`,
    { details: { wanted, by: stored?.by ?? null, revision: stored?.revision ?? null } },
  );
}

function done({ action, live, shadow }: ModelUse): string {
  if (action !== 'shadow')
    return `put version ${live} in force${shadow === null ? '' : `, version ${shadow} looks on`}`;
  return shadow === null ? 'let no version look on any more' : `let version ${shadow} look on`;
}

/** Somebody changed what is in use between the look at it and this change. */
export function modelUseConflict(wanted: number, between: readonly ModelUse[]): AppError {
  const shown = between.map((use) => `${use.by} at ${use.at} ${done(use)}${told(use.note)}`);
  return new AppError(
    'E_CONFLICT',
    `What is in use changed meanwhile: ${shown.join('; ') || 'unknown'}. Nothing was changed; look with «otklik model list» and say again what you want.`,
    { details: { wanted, between } },
  );
}

/** What must precede it is not there. */
export function modelGap(what: 'version' | 'use', wanted: number, latest: number): AppError {
  const name = what === 'version' ? 'Version' : 'Entry';
  return new AppError(
    'E_CONFLICT',
    `${name} ${wanted} of the model ${what === 'version' ? 'sets' : 'uses'} cannot follow ${latest}: look with «otklik model list» and try again.`,
    { details: { wanted, between: [] } },
  );
}

export function createModelSetStore(connection: Connection): ModelSetStore {
  const sets = modelSetsIndex.name;
  const uses = modelUsesIndex.name;
  const get = (version: number) => connection.get<ModelSetVersion>(sets, modelSetId(version));

  async function newest<T>(name: string, sort: string, limit: number): Promise<T[]> {
    const reply = await connection.search<T>(`listing ${name}`, {
      index: connection.index(name),
      size: Math.min(limit, 10_000),
      query: { match_all: {} },
      sort: [{ [sort]: 'desc' }],
      _source_excludes: ['set'],
      track_total_hits: false,
    });
    return reply.hits.hits.flatMap((hit) => (hit._source ? [hit._source] : []));
  }

  /** The search may be a second behind: what follows is looked for by id, in real time. */
  async function last(name: string, sort: 'version' | 'seq', id: (number: number) => string): Promise<number> {
    let number = (await newest<Record<string, number>>(name, sort, 1))[0]?.[sort] ?? 0;
    while ((await connection.getMany(name, [id(number + 1)], [sort]))[0] !== null) number++;
    return number;
  }
  const latestVersion = (): Promise<number> => last(sets, 'version', modelSetId);
  const latestSeq = (): Promise<number> => last(uses, 'seq', modelUseId);

  /** `create` lets one of all writers through; false when the id is taken by another one's document. */
  async function create(name: string, id: string, document: object, isOwn: () => Promise<boolean>): Promise<boolean> {
    const index = connection.index(name);
    const [outcome] = await connection.write(`writing ${name}`, [{ action: 'create', index, id, document }], {
      refresh: 'wait_for',
    });
    if (outcome?.ok) return true;
    // The answer to our own first try may have been lost.
    if (outcome?.status === 409) return outcome.repeated === true && (await isOwn());
    throw new AppError(
      'E_STORE_REJECTED',
      `Elasticsearch refuses «${id}» of ${name}: ${outcome?.message ?? 'no answer'}.`,
    );
  }

  return {
    latestVersion,
    get,
    list: ({ limit = 100 } = {}) => newest<ModelSetEntry>(sets, 'version', limit),
    async add(set) {
      const latest = await latestVersion();
      if (set.version > latest + 1) throw modelGap('version', set.version, latest);
      const isOwn = async (): Promise<boolean> => {
        const stored = await get(set.version);
        return stored?.by === set.by && stored.createdAt === set.createdAt && stored.revision === set.revision;
      };
      if (await create(sets, modelSetId(set.version), set, isOwn)) return;
      throw modelSetConflict(set.version, await get(set.version));
    },
    latestSeq,
    async inUse() {
      const seq = await latestSeq();
      return seq === 0 ? null : connection.get<ModelUse>(uses, modelUseId(seq));
    },
    uses: ({ limit = 100 } = {}) => newest<ModelUse>(uses, 'seq', limit),
    async use(entry) {
      const latest = await latestSeq();
      if (entry.seq > latest + 1) throw modelGap('use', entry.seq, latest);
      const isOwn = async (): Promise<boolean> => {
        const stored = await connection.get<ModelUse>(uses, modelUseId(entry.seq));
        return stored?.by === entry.by && stored.at === entry.at && stored.live === entry.live;
      };
      if (await create(uses, modelUseId(entry.seq), entry, isOwn)) return;
      const ids = Array.from({ length: Math.min(20, (await latestSeq()) - entry.seq + 1) }, (_, step) =>
        modelUseId(entry.seq + step),
      );
      const found = await connection.getMany<ModelUse>(uses, ids);
      throw modelUseConflict(
        entry.seq,
        found.filter((each) => each !== null),
      );
    },
  };
}
