import { resolve } from 'node:path';
import type { LintInput } from '../../pipelines/rules/lint.js';
import type { Rule } from '../../pipelines/rules/rule.js';
import type { Locator } from '../core/ports.js';

/** What filters of rules may name. */
export type OriginNames = NonNullable<LintInput['context']>;

/** The territories of config/places and what lies in what: asked for only where a rule or a person names one, since the places are large. */
export async function loadTerritories(configDir: string): Promise<Pick<Locator, 'territory' | 'lineage'>> {
  const [{ readPlaces }, { territoriesOf }] = await Promise.all([
    import('../config/places.js'),
    import('./places-open.js'),
  ]);
  const tree = territoriesOf(readPlaces(resolve(configDir)));
  return {
    territory: (id) => tree.get(id) ?? null,
    lineage: (id) => (id === null ? [] : tree.chain(id).map((territory) => territory.id)),
  };
}

/**
 * Names for the filters of these rules to be checked against: ids and kinds of sources and ids of territories. Only what some filter asks
 * for is read.
 */
export async function loadOriginNames(configDir: string, rules: readonly Rule[]): Promise<OriginNames> {
  const [sources, isTerritory] = await Promise.all([
    rules.some((rule) => rule.sources) ? loadSourceNames(configDir) : new Set<string>(),
    rules.some((rule) => rule.territories)
      ? loadTerritories(configDir).then(
          ({ territory }) =>
            (id: string) =>
              territory(id) !== null,
        )
      : () => false,
  ]);
  return { sources, isTerritory };
}

/** Ids of all sources, their kinds and the kinds that have an adapter. */
export async function loadSourceNames(configDir: string): Promise<Set<string>> {
  const [{ loadSources }, { knownKinds }] = await Promise.all([import('../config/load.js'), import('./page.js')]);
  const { sources } = loadSources(configDir);
  return new Set([...(await knownKinds()), ...sources.flatMap(({ id, kind }) => [id, kind])]);
}
