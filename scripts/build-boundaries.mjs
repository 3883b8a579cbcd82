/**
 * Builds config/places/boundaries/regions.geojson from the regions of click_that_hood (data of GIS-Lab and OpenStreetMap, ODbL).
 *
 *   node scripts/build-boundaries.mjs FILE [OUT]
 *
 * FILE is russia.geojson of that repository. Neighbours keep one common border: the areas are simplified as a topology. Same input, same
 * output. Regions of config/places/russia.json that the file lacks are named at the end.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { feature } from 'topojson-client';
import { topology } from 'topojson-server';
import { presimplify, quantile, simplify } from 'topojson-simplify';

/** Share of the vertices that stay, most telling first: the file stays under 300 kB. */
const keptShare = 0.18;
/** Three digits are 110 m or less. */
const digits = 3;
/** Rings smaller than this are islands without a town, in square degrees. */
const smallestRing = 0.0005;

const [from, out = 'config/places/boundaries/regions.geojson'] = process.argv.slice(2);
if (from === undefined) {
  process.stderr.write('name the file: node scripts/build-boundaries.mjs FILE [OUT]\n');
  process.exit(1);
}

const fold = (name) =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\(.*\)|республика|[-—–]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
/** Names of the source that differ from ours in more than spelling. */
const otherNames = {
  'кемеровская область': 'Кемеровская область — Кузбасс',
  'ханты мансийский автономный округ югра': 'Ханты-Мансийский автономный округ — Югра',
  'северная осетия алания': 'Республика Северная Осетия — Алания',
  чувашия: 'Чувашская Республика',
  саха: 'Республика Саха (Якутия)',
};

const { regions } = JSON.parse(readFileSync('config/places/russia.json', 'utf8'));
const idByName = new Map(regions.map(([id, name]) => [fold(name), id]));
const nameById = new Map(regions.map(([id, name]) => [id, name]));
const source = JSON.parse(readFileSync(from, 'utf8'));

const unknown = [];
for (const { properties } of source.features) {
  const folded = fold(properties.name);
  const id = idByName.get(folded) ?? idByName.get(fold(otherNames[folded] ?? ''));
  if (id === undefined) unknown.push(properties.name);
  properties.territory = id;
}
if (unknown.length > 0) {
  process.stderr.write(
    `no region of config/places/russia.json is called ${unknown.join(', ')}: add them to otherNames\n`,
  );
  process.exit(1);
}

const weighted = presimplify(topology({ regions: source }, 1e6));
const simple = simplify(weighted, quantile(weighted, keptShare));
const round = (value) => Number(value.toFixed(digits));
const area = (ring) =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * y, 0) /
      2,
  );
const ringOf = (ring) => {
  const rounded = ring.map(([x, y]) => [round(x), round(y)]);
  return rounded.filter(([x, y], i) => i === 0 || x !== rounded[i - 1][0] || y !== rounded[i - 1][1]);
};
const polygonOf = ([outer, ...holes]) => [ringOf(outer), ...holes.map(ringOf).filter((hole) => hole.length >= 4)];

const features = feature(simple, simple.objects.regions)
  .features.map(({ geometry, properties }) => {
    const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(polygonOf);
    const largest = Math.max(...polygons.map(([outer]) => area(outer)));
    const kept = polygons.filter(
      ([outer]) => outer.length >= 4 && (area(outer) >= smallestRing || area(outer) === largest),
    );
    return {
      type: 'Feature',
      properties: { territory: properties.territory, name: nameById.get(properties.territory) },
      geometry:
        kept.length === 1 ? { type: 'Polygon', coordinates: kept[0] } : { type: 'MultiPolygon', coordinates: kept },
    };
  })
  .sort((a, b) => a.properties.territory.localeCompare(b.properties.territory));

const text = `{"type":"FeatureCollection","toleranceMetres":3000,"attribution":"© OpenStreetMap contributors, ODbL 1.0; by way of GIS-Lab and click_that_hood","features":[\n${features.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
writeFileSync(out, text);
const present = new Set(features.map(({ properties }) => properties.territory));
const missing = regions.filter(([id]) => !present.has(id)).map(([, name]) => name);
const vertices = features.flatMap(({ geometry }) =>
  geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2),
).length;
process.stdout.write(
  `${features.length} regions, ${vertices} vertices, ${text.length} bytes\nmissing: ${missing.join(', ')}\n`,
);
