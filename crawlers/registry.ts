import { readdir } from 'node:fs/promises';
import { AppError } from '../src/core/errors.js';
import type { Adapter } from './adapter.js';

export interface Registry {
  /** Names of all kinds, sorted. */
  kinds(): string[];
  /** Throws E_KIND_UNKNOWN, listing the kinds there are. */
  get(kind: string): Adapter;
  all(): Adapter[];
}

/** Hosts whose pages are asked for several at once, with the most that travel together. */
export function batchedHosts(registry: Registry): Map<string, number> {
  return new Map(
    registry.all().flatMap(({ api }) => {
      const limit = api?.batch?.limit;
      if (api === undefined || limit === undefined) return [];
      return api.hosts.flatMap((host) => [host, `www.${host}`]).map((host) => [host, limit] as const);
    }),
  );
}

/** Registry of given adapters. */
export function createRegistry(adapters: readonly Adapter[]): Registry {
  const byKind = new Map(adapters.map((adapter) => [adapter.kind, adapter]));
  const kinds = [...byKind.keys()].sort();
  return {
    kinds: () => kinds,
    get(kind) {
      const adapter = byKind.get(kind);
      if (adapter === undefined) {
        throw new AppError('E_KIND_UNKNOWN', `There is no source kind «${kind}». Known kinds: ${kinds.join(', ')}.`, {
          details: { kind, kinds },
        });
      }
      return adapter;
    },
    all: () => kinds.map((kind) => byKind.get(kind) as Adapter),
  };
}

/**
 * Finds the adapters: every file in crawlers/sources, built or not, is one. Throws E_KIND_UNKNOWN when a file's adapter does not carry
 * the file's name.
 */
export async function loadRegistry(folder: URL = new URL('./sources/', import.meta.url)): Promise<Registry> {
  const files = (await readdir(folder)).filter((file) => /^[a-z][a-z0-9-]*\.(?:js|ts)$/.test(file)).sort();
  const adapters: Adapter[] = [];
  for (const file of files) {
    const kind = file.replace(/\.(?:js|ts)$/, '');
    const module = (await import(new URL(file, folder).href)) as { adapter?: Adapter };
    if (module.adapter?.kind !== kind) {
      throw new AppError(
        'E_KIND_UNKNOWN',
        `File crawlers/sources/${file} must export an adapter whose kind is «${kind}», but its kind is «${module.adapter?.kind}».`,
      );
    }
    adapters.push(module.adapter);
  }
  return createRegistry(adapters);
}
