import { type ConfigFile, type ConfigProblem, zodProblems } from '../../src/core/config-file.js';
import { bareTerritory, type Territory } from '../../src/core/place.js';
import { type CompactPlaces, compactSchema } from './schema.js';

interface Placed {
  territory: Territory;
  /** Where its row stands in the file. */
  path: readonly PropertyKey[];
}

/**
 * Reads the compact tables of the built gazetteer (config/places/russia.json). The file is made by a script: one bad row means that it is
 * damaged or of another version, so nothing of it is taken and the problem is fatal.
 */
export function readCompact(file: ConfigFile): { territories: Placed[]; problems: ConfigProblem[] } {
  const parsed = compactSchema.safeParse(file.data);
  if (!parsed.success) return { territories: [], problems: zodProblems(file, parsed.error, [], true) };
  const { regions, municipalities, settlements, districts } = parsed.data;
  const zones = new Map(regions.map(([id, , timeZone]) => [id, timeZone]));
  const regionOf = new Map(municipalities.map(([id, , parent]) => [id, parent]));
  for (const [id, , , parent] of settlements) regionOf.set(id, regionOf.get(parent) ?? parent);
  const zoneOf = (parent: string): string | null => zones.get(regionOf.get(parent) ?? parent) ?? null;
  const territories: Placed[] = [];
  regions.forEach(([id, name, timeZone, okato, iso, federalDistrict, aliases, adjectives, demonyms], i) => {
    const codes = { oktmo: oktmoOf(id), okato, iso, federalDistrict };
    territories.push({
      territory: {
        ...bareTerritory,
        ...{ id, level: 'region', name, timeZone, aliases, adjectives, demonyms },
        ...codes,
      },
      path: ['regions', i],
    });
  });
  municipalities.forEach(([id, name, parent], i) => {
    territories.push({
      territory: { ...bareTerritory, id, level: 'municipality', name, parent, oktmo: oktmoOf(id) },
      path: ['municipalities', i],
    });
  });
  settlements.forEach((row, i) => {
    territories.push({ territory: placeOf(row, 'settlement', zoneOf), path: ['settlements', i] });
  });
  districts.forEach((row, i) => {
    territories.push({ territory: placeOf(row, 'district', zoneOf), path: ['districts', i] });
  });
  return { territories, problems: [] };
}

/** The id is the OKTMO code, but where two towns share one by mistake of the source: there letters follow the code. */
const oktmoOf = (id: string): string | null => /^(?:\d{11}|\d{8})(?=-|$)/.exec(id)?.[0] ?? null;

function placeOf(
  row: CompactPlaces['settlements'][number],
  level: 'settlement' | 'district',
  zoneOf: (parent: string) => string | null,
): Territory {
  const [id, name, type, parent, timeZone, population, lat, lon, more] = row;
  return {
    ...bareTerritory,
    ...more,
    ...{ id, level, name, type, parent, population },
    timeZone: timeZone ?? zoneOf(parent),
    point: { lat, lon },
    oktmo: oktmoOf(id),
  };
}
