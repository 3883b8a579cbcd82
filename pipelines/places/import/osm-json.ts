import { z } from 'zod';
import { AppError } from '../../../src/core/errors.js';
import { isWanted, type OsmElement, type OsmTags, wayElement } from './osm-element.js';
import { middleOfLine, middleOfRing, type Position } from './osm-geometry.js';
import { relationElement } from './osm-xml.js';

const position = z.object({ lat: z.number(), lon: z.number() });
const geometry = z.array(position.nullable());
const elementSchema = z.object({
  type: z.enum(['node', 'way', 'relation']),
  id: z.number(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  center: position.optional(),
  geometry: geometry.optional(),
  nodes: z.array(z.number()).optional(),
  members: z
    .array(z.object({ type: z.string(), ref: z.number(), role: z.string(), geometry: geometry.optional() }))
    .optional(),
  tags: z.record(z.string(), z.string()).default({}),
});
const overpassSchema = z.object({ elements: z.array(z.unknown()), remark: z.string().optional() });

const coordinates = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number());
const featureSchema = z.object({
  type: z.literal('Feature'),
  id: z.union([z.string(), z.number()]).optional(),
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('Point'), coordinates }),
      z.object({ type: z.literal('LineString'), coordinates: z.array(coordinates) }),
      z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(coordinates)) }),
      z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(coordinates)) }),
      z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(coordinates))) }),
    ])
    .nullable(),
});

type OnElement = (element: OsmElement) => void;
type OnProblem = (problem: string) => void;

/**
 * Reads Overpass JSON (`[out:json]`) or a FeatureCollection of GeoJSON.
 * @throws AppError E_INPUT_INVALID when it is neither
 */
export function readOsmJson(path: string, text: string, onElement: OnElement, onProblem: OnProblem): void {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    const message = `${path} is no JSON (${(cause as Error).message}): it may be cut off; download it anew`;
    throw new AppError('E_INPUT_INVALID', message, { cause });
  }
  const overpass = overpassSchema.safeParse(data);
  if (overpass.success) {
    const { remark, elements } = overpass.data;
    if (remark !== undefined)
      throw new AppError(
        'E_INPUT_INVALID',
        `${path} is not complete: Overpass says «${remark}»; ask for a smaller area or more time ([timeout:900])`,
      );
    readOverpass(path, elements, onElement, onProblem);
    return;
  }
  const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) }).safeParse(data);
  if (!collection.success)
    throw new AppError(
      'E_INPUT_INVALID',
      `${path} has neither «elements» of Overpass nor a FeatureCollection of GeoJSON: export it as one of the two`,
    );
  for (const [i, feature] of collection.data.features.entries())
    readFeature(`${path}, feature ${i}`, feature, onElement, onProblem);
}

const positionsOf = (list: readonly (z.infer<typeof position> | null)[] | undefined): Position[] | null =>
  list === undefined ? null : list.flatMap((each): Position[] => (each === null ? [] : [[each.lon, each.lat]]));

function readOverpass(path: string, list: readonly unknown[], onElement: OnElement, onProblem: OnProblem): void {
  const elements = list.flatMap((each, i) => {
    const parsed = elementSchema.safeParse(each);
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0];
    onProblem(
      `${path}, elements[${i}].${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}; the element is left out`,
    );
    return [];
  });
  const nodes = new Map<number, Position>();
  const ways = new Map<number, Position[]>();
  for (const { type, id, lat, lon } of elements)
    if (type === 'node' && lat !== undefined && lon !== undefined) nodes.set(id, [lon, lat]);
  for (const { type, id, geometry: shape, nodes: refs = [] } of elements) {
    if (type !== 'way') continue;
    ways.set(id, positionsOf(shape) ?? refs.flatMap((ref) => (nodes.has(ref) ? [nodes.get(ref) as Position] : [])));
  }
  for (const element of elements) {
    const { type, id, tags, center = null } = element;
    if (!isWanted(tags)) continue;
    const place = `${type} ${id}`;
    let read: OsmElement;
    if (type === 'node') {
      const at = nodes.get(id);
      read = { place, tags, point: at === undefined ? null : { lat: at[1], lon: at[0] }, line: null, polygons: null };
    } else if (type === 'way') read = wayElement(place, tags, ways.get(id) ?? null);
    else {
      const lines = (isInner: boolean): Position[][] =>
        (element.members ?? [])
          .filter((one) => one.type === 'way' && (one.role === 'inner') === isInner)
          .map((one) => positionsOf(one.geometry) ?? ways.get(one.ref) ?? []);
      read = relationElement(place, tags, lines(false), lines(true));
    }
    onElement(read.point === null && center !== null ? { ...read, point: center } : read);
  }
}

/** One feature of GeoJSON; tags stand in the properties, or in `tags` inside them. */
export function readFeature(place: string, value: unknown, onElement: OnElement, onProblem: OnProblem): void {
  const parsed = featureSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    onProblem(`${place}, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}; the feature is left out`);
    return;
  }
  const { properties, geometry: shape } = parsed.data;
  const tags = tagsOf(properties ?? {});
  if (!isWanted(tags)) return;
  const at = (list: readonly (readonly number[])[]): Position[] => list.map(([x = 0, y = 0]) => [x, y]);
  const bare = { place, tags, point: null, line: null, polygons: null };
  if (shape === null) onElement(bare);
  else if (shape.type === 'Point') {
    const [lon, lat] = shape.coordinates;
    onElement({ ...bare, point: { lat, lon } });
  } else if (shape.type === 'LineString' || shape.type === 'MultiLineString') {
    const lines = shape.type === 'LineString' ? [at(shape.coordinates)] : shape.coordinates.map(at);
    const line = lines.reduce((long, each) => (each.length > long.length ? each : long), []);
    onElement({ ...bare, point: middleOfLine(line), line });
  } else {
    const polygons = (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).map((rings) => rings.map(at));
    onElement({ ...bare, point: middleOfRing(polygons[0]?.[0] ?? []), polygons });
  }
}

/** Names of OpenAddresses and the like for the tags of OpenStreetMap. */
const otherNames: Readonly<Record<string, string>> = {
  street: 'addr:street',
  number: 'addr:housenumber',
  housenumber: 'addr:housenumber',
  house: 'addr:housenumber',
  city: 'addr:city',
};

function tagsOf(properties: Record<string, unknown>): OsmTags {
  const inner = properties.tags;
  const all = typeof inner === 'object' && inner !== null ? { ...properties, ...inner } : properties;
  const tags: Record<string, string> = {};
  for (const [key, value] of Object.entries(all)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const name = Object.hasOwn(otherNames, key) ? (otherNames[key] as string) : key;
    if (String(value).trim() !== '') tags[name] ??= String(value);
  }
  return tags;
}
