import { checkRouting, type RoutingCheck } from '../../pipelines/routing/check.js';
import { loadRouting } from '../../pipelines/routing/load.js';
import { readPlaces } from '../config/places.js';
import { loadRoutingConfig } from '../config/routing-files.js';
import { isoTime } from '../core/clock.js';
import { territoriesOf } from './places-open.js';
import { loadSourceNames } from './rule-origins.js';

/**
 * Checks the routing table of a configuration over all its topics and territories; rules, models and services are not needed.
 * @throws AppError E_CONFIG_INVALID when the files of the table or the taxonomy cannot be read
 */
export async function checkRoutingOf(configDir: string, nowMs: number): Promise<RoutingCheck> {
  const { taxonomy, files, problems } = loadRoutingConfig(configDir);
  const tree = territoriesOf(readPlaces(configDir));
  const { table, problems: ofTable } = loadRouting(files, new Map(tree.territories.map((each) => [each.id, each])));
  // The kinds of sources are the files of the adapters, which take long to load: asked for only where a rule names one.
  const namesSources = table.rules.some(({ conditions }) => conditions?.sources !== undefined);
  return checkRouting({
    table,
    problems: [...problems, ...ofTable],
    territories: tree.territories,
    lineage: (id) => (id === null ? [] : tree.chain(id).map((territory) => territory.id)),
    taxonomy,
    sources: namesSources ? await loadSourceNames(configDir) : new Set(),
    today: isoTime(nowMs).slice(0, 10),
  });
}
