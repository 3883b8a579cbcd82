import { AppError } from '../core/errors.js';
import type { RuleSetStore } from '../core/ports.js';
import type { RuleSet } from '../core/rule-set.js';
import type { Connection } from './connection.js';
import { date, type IndexDefinition, kept, keyword, long, opaque } from './fields.js';

/** Deployed rule packs. Id: «v» and the version. Written once, never changed: the highest version is in force. */
export const ruleSetsIndex: IndexDefinition = {
  name: 'rule-sets',
  refreshInterval: '1s',
  fields: {
    version: long,
    revision: keyword,
    files: opaque,
    note: kept,
    by: keyword,
    createdAt: date,
    restores: long,
  },
};

export const ruleSetId = (version: number): string => `v${version}`;

/** Somebody deployed between the look at the version in force and this deployment. */
export function ruleSetConflict(wanted: number, between: readonly Omit<RuleSet, 'files'>[]): AppError {
  const shown = between.map(({ version, by, createdAt, note }) => {
    const why = note === '' ? '' : `, «${note}»`;
    return `version ${version} by ${by} at ${createdAt}${why}`;
  });
  return new AppError(
    'E_CONFLICT',
    `Version ${wanted} of the rules cannot be written, another one came in between: ${shown.join('; ') || 'unknown'}. Look at what it changes (otklik rules show ${between[0]?.version ?? wanted}) and deploy again.`,
    {
      details: {
        wanted,
        between: between.map(({ version, by, createdAt, note }) => ({ version, by, createdAt, note })),
      },
    },
  );
}

/** The version after which the set must come does not exist. */
export function ruleSetGap(wanted: number, latest: number): AppError {
  return new AppError(
    'E_CONFLICT',
    `Version ${wanted} of the rules cannot follow version ${latest}: look at the version in force and deploy again.`,
    { details: { wanted, between: [] } },
  );
}

export function createRuleSetStore(connection: Connection): RuleSetStore {
  const { name } = ruleSetsIndex;
  const index = connection.index(name);
  const get = (version: number) => connection.get<RuleSet>(name, ruleSetId(version));

  async function newest(limit: number): Promise<Omit<RuleSet, 'files'>[]> {
    const reply = await connection.search<Omit<RuleSet, 'files'>>('listing rule sets', {
      index,
      size: Math.min(limit, 10_000),
      query: { match_all: {} },
      sort: [{ version: 'desc' }],
      _source_excludes: ['files'],
      track_total_hits: false,
    });
    return reply.hits.hits.flatMap((hit) => (hit._source ? [hit._source] : []));
  }

  /** The search may be a second behind: what follows is looked for by id, in real time. */
  async function latestVersion(): Promise<number> {
    let version = (await newest(1))[0]?.version ?? 0;
    while ((await connection.getMany(name, [ruleSetId(version + 1)], ['version']))[0] !== null) version++;
    return version;
  }

  return {
    get,
    latestVersion,
    async latest() {
      const version = await latestVersion();
      return version === 0 ? null : get(version);
    },
    list: ({ limit = 100 } = {}) => newest(limit),
    async deploy(set) {
      const latest = await latestVersion();
      if (set.version > latest + 1) throw ruleSetGap(set.version, latest);
      // `create` lets one of all writers through; the others find the id taken.
      const [outcome] = await connection.write(
        'deploying rules',
        [{ action: 'create', index, id: ruleSetId(set.version), document: set }],
        { refresh: 'wait_for' },
      );
      if (outcome?.ok) return;
      if (outcome?.status !== 409) {
        throw new AppError(
          'E_STORE_REJECTED',
          `Elasticsearch refuses version ${set.version} of the rules: ${outcome?.message ?? 'no answer'}.`,
        );
      }
      const stored = await get(set.version);
      // The answer to our own first try was lost.
      if (stored !== null && outcome.repeated && stored.createdAt === set.createdAt && stored.by === set.by) return;
      const between = Array.from({ length: Math.min(20, (await latestVersion()) - set.version + 1) }, (_, step) =>
        ruleSetId(set.version + step),
      );
      const found = await connection.getMany<RuleSet>(name, between, ['version', 'by', 'createdAt', 'note']);
      throw ruleSetConflict(
        set.version,
        found.filter((each) => each !== null),
      );
    },
  };
}
