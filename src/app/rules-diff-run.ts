import type { Env } from '../config/env.js';
import type { Store } from '../core/ports.js';
import { loadTerritories } from './rule-origins.js';
import { compareVersions, type DiffReport, type PostSource } from './rules-diff.js';
import { fileSource, storedSource } from './rules-diff-sources.js';
import type { LabelledText } from './rules-labelled.js';
import { readVersion } from './rules-versions.js';
import type { Workbench } from './rules-workbench.js';
import { openStore } from './store-only.js';

export interface DiffRequest {
  /** Versions as a person writes them; see readVersion. */
  old: string;
  new: string;
  /** Texts of a file, or since when (ISO) stored posts are looked at. */
  texts: { walk: () => AsyncIterable<LabelledText> } | { since: string };
  show: number;
  threads: number;
  onProgress?: (looked: number) => void;
  onProblem?: (problem: string) => void;
}

/** Compares two versions as the command line asks for it; opens Elasticsearch only when something of it is needed. */
export async function runDiff(
  env: Env,
  { taxonomy }: Pick<Workbench, 'taxonomy'>,
  request: DiffRequest,
): Promise<DiffReport> {
  let store: Store | null = null;
  const opened = async (): Promise<Store> => {
    store ??= await openStore(env, { creates: false });
    return store;
  };
  try {
    const sources = { configDir: env.OTKLIK_CONFIG_DIR, taxonomy, ruleSets: async () => (await opened()).ruleSets };
    const [before, after] = [await readVersion(request.old, sources), await readVersion(request.new, sources)];
    for (const { name, problems } of [before, after])
      for (const { file, line, message } of problems)
        request.onProblem?.(`${name}: ${file}${line === null ? '' : `:${line}`} ${message}`);
    const { texts, ...options } = request;
    let source: PostSource;
    if ('walk' in texts) source = fileSource(texts.walk);
    else {
      const rules = [...before.rules, ...after.rules];
      const isLocal = rules.some((rule) => rule.territories);
      const { lineage } = isLocal ? await loadTerritories(env.OTKLIK_CONFIG_DIR) : { lineage: () => [] };
      source = await storedSource(await opened(), { since: texts.since, rules, lineage });
    }
    return await compareVersions(before, after, source, options);
  } finally {
    await (store as Store | null)?.close();
  }
}
