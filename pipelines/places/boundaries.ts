import { z } from 'zod';
import type { ConfigFile, ConfigProblem } from '../../src/core/config-file.js';
import type { Territory } from '../../src/core/place.js';
import { type Area, type AreaLevel, type Boundaries, indexAreas, type Polygon } from './areas.js';
import type { Gazetteer } from './gazetteer.js';

const level = z.enum(['region', 'municipality', 'settlement', 'district']);
const text = z.string().trim().min(1);
/** What a feature says of the territory; other properties are let be. */
const propertiesSchema = z.object({
  territory: text.optional(),
  oktmo: text.optional(),
  name: text.optional(),
  level: level.optional(),
  /** OpenStreetMap's level of an administrative boundary: 4, 6, 8 or 9. */
  admin_level: z.coerce.string().optional(),
  /** Name or id of the region, for names that stand in several. */
  region: text.optional(),
});
type Properties = z.infer<typeof propertiesSchema>;

/** Levels of OpenStreetMap that are levels of ours in Russia; 8 are rural and urban settlements, parts of a municipality. */
const osmLevels: Readonly<Record<string, AreaLevel>> = { '4': 'region', '6': 'municipality', '9': 'district' };

const fileSchema = z.object({
  type: z.literal('FeatureCollection', 'must be «FeatureCollection»: export the boundaries as GeoJSON'),
  features: z.array(z.unknown()),
  /** The borders are true to so many metres (simplified ones): points nearer to a border are not told. */
  toleranceMetres: z.number().min(0).max(50_000).default(0),
});
const featureSchema = z.object({ properties: z.unknown(), geometry: z.unknown() });

export interface LoadedBoundaries {
  boundaries: Boundaries;
  problems: ConfigProblem[];
}

/** What is asked of the territory tree. */
export type TerritoryNames = Pick<Gazetteer, 'get' | 'named' | 'chain'>;

/**
 * Reads the GeoJSON files of config/places/boundaries (RFC 7946, WGS 84). A feature that cannot be used is left out and reported with
 * file, its number (the first is 0), field and remedy; the rest goes on.
 * @param more areas from elsewhere, as from address packs
 */
export function loadBoundaries(
  files: readonly ConfigFile[],
  tree: TerritoryNames,
  more: readonly Area[] = [],
): LoadedBoundaries {
  const problems: ConfigProblem[] = [];
  const areas: Area[] = [...more];
  for (const file of files) readFile(file, tree, areas, problems);
  return { boundaries: indexAreas(areas), problems };
}

function readFile(file: ConfigFile, tree: TerritoryNames, areas: Area[], problems: ConfigProblem[]): void {
  // Features of one file are many and long: the number says where, a line of such a file says nothing.
  const report = (field: string, message: string): void => {
    problems.push({ file: file.path, line: null, field, message, fatal: false });
  };
  const parsed = fileSchema.safeParse(file.data);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) report(issue.path.join('.'), issue.message);
    return;
  }
  let otherShapes = 0;
  parsed.data.features.forEach((value, i) => {
    const field = `features[${i}]`;
    const feature = featureSchema.safeParse(value);
    const properties = propertiesSchema.safeParse(feature.data?.properties ?? {});
    if (!feature.success || !properties.success) {
      report(field, 'is no feature with geometry and properties: export the boundaries as GeoJSON');
      return;
    }
    const geometry = feature.data.geometry as { type?: unknown; coordinates?: unknown } | null;
    if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') {
      otherShapes++;
      return;
    }
    const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Polygon[];
    const fault = faultOf(polygons);
    const named = territoryOf(properties.data, tree);
    if (fault !== null) report(`${field}.geometry.${fault.where}`, fault.message);
    else if ('problem' in named) report(`${field}.properties`, named.problem);
    else areas.push({ ...named, polygons, toleranceMetres: parsed.data.toleranceMetres });
  });
  if (otherShapes > 0) {
    report(
      'features',
      `${otherShapes} of them are no Polygon and no MultiPolygon and are left out: nothing to do if they are labels or centres`,
    );
  }
}

type Named = Pick<Area, 'level' | 'name' | 'territoryId'>;

function territoryOf(properties: Properties, tree: TerritoryNames): Named | { problem: string } {
  const { territory: id, oktmo, name, region } = properties;
  const level = properties.level ?? osmLevels[properties.admin_level ?? ''];
  const code = id ?? oktmo;
  if (code !== undefined) {
    const found = tree.get(code);
    if (found === undefined)
      return { problem: `no territory has the id «${code}»: use one of config/places, or add it there` };
    if (found.level === 'country') return { problem: `«${code}» is the country: only its parts have boundaries` };
    return { level: found.level, name: found.name, territoryId: found.id };
  }
  if (name === undefined || level === undefined) {
    return {
      problem:
        'says no territory: add «territory» (id or OKTMO code), or «name» and «level» (region, municipality, settlement, district)',
    };
  }
  const all = tree.named(level, name);
  const found = region === undefined ? all : all.filter((one) => liesIn(one, region, tree));
  const [only, second] = found;
  if (second !== undefined) {
    const ids = found.slice(0, 5).map((one) => one.id);
    return {
      problem: `«${name}» are ${found.length} territories (${ids.join(', ')}${found.length > 5 ? ', …' : ''}): add «territory» with the id, or «region»`,
    };
  }
  if (only !== undefined) return { level, name: only.name, territoryId: only.id };
  // Districts of a town are often in no list; their name alone is worth showing.
  if (level === 'district') return { level, name, territoryId: null };
  return {
    problem: `no ${level} of config/places is called «${name}»: add «territory» with the id, or the territory itself`,
  };
}

function liesIn(territory: Territory, region: string, tree: TerritoryNames): boolean {
  const wanted = tree.named('region', region).map(({ id }) => id);
  return tree.chain(territory.id).some(({ id }) => id === region || wanted.includes(id));
}

/** The first thing that is wrong with the coordinates; null when they are rings of positions. */
function faultOf(polygons: unknown): { where: string; message: string } | null {
  if (!Array.isArray(polygons) || polygons.length === 0) return { where: 'coordinates', message: 'holds no polygon' };
  for (const [p, polygon] of polygons.entries()) {
    if (!Array.isArray(polygon) || polygon.length === 0)
      return { where: `coordinates[${p}]`, message: 'holds no ring' };
    for (const [r, ring] of polygon.entries()) {
      const where = polygons.length === 1 ? `coordinates[${r}]` : `coordinates[${p}][${r}]`;
      const message = faultOfRing(ring);
      if (message !== null) return { where, message };
    }
  }
  return null;
}

function faultOfRing(ring: unknown): string | null {
  if (!Array.isArray(ring) || ring.length < 4)
    return 'a ring has four positions or more, the last one equal to the first';
  for (const position of ring) {
    const lon: unknown = position?.[0];
    const lat: unknown = position?.[1];
    if (typeof lon !== 'number' || typeof lat !== 'number' || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) {
      return `«${JSON.stringify(position).slice(0, 40)}» is no longitude and latitude in degrees: export in WGS 84 (EPSG:4326), longitude first`;
    }
  }
  const [first, last] = [ring[0], ring.at(-1)] as [number[], number[]];
  return first[0] === last[0] && first[1] === last[1]
    ? null
    : 'the ring is not closed: repeat its first position at the end';
}
