/**
 * Recall of the shipped gazetteer against the lists of towns beside the checkout, and of its case forms against written forms of the regions.
 * Run: npm run evaluate -- places-gazetteer [--data FOLDER]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { foldName } from '../../pipelines/places/fold.js';
import { createGazetteer } from '../../pipelines/places/gazetteer.js';
import { loadPlaces } from '../../pipelines/places/load.js';
import type { Territory } from '../../src/core/place.js';
import { projectRoot } from '../../src/version.js';
import { dataFolder, missingIn } from './support/data.js';
import { listErrors } from './support/gazetteer/list-errors.js';
import { formsFile, listFiles, readLists, readRegionForms } from './support/gazetteer/lists.js';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const folder = join(dataFolder(values.data), 'gazetteer');
const missing = missingIn(folder, [...Object.values(listFiles), formsFile]);
if (missing.length > 0) {
  console.error(`The lists are not there: ${missing.join(', ')}. Name their folder's parent with --data.`);
  process.exit(2);
}

const directory = join(projectRoot, 'config', 'places');
const files = readdirSync(directory)
  .filter((name) => /\.(?:ya?ml|json)$/.test(name))
  .sort()
  .map((name) => ({
    path: `config/places/${name}`,
    data: parseFile(readFileSync(join(directory, name), 'utf8'), name),
    lineAt: () => 1,
  }));
function parseFile(text: string, name: string): unknown {
  return name.endsWith('.json') ? JSON.parse(text) : parse(text);
}
const { territories, streets, problems } = loadPlaces(files);
for (const { file, field, message } of problems) console.log(`problem in ${file} ${field}: ${message}`);
const gazetteer = createGazetteer(territories, streets);

/** Name by which two lists agree: ё, hyphens, brackets and capitals do not count. */
const keyOf = (name: string): string => foldName(name).replace(/[-/]/g, ' ').replace(/\s+/g, ' ').trim();
const regionOf = (territory: Territory): Territory | null => gazetteer.at(territory.id, 'region');
const regions = new Map<string, Territory>();
const settlements = new Map<string, Territory[]>();
for (const territory of territories) {
  for (const name of [territory.name, ...territory.aliases]) {
    const key = keyOf(name);
    if (territory.level === 'region' && !regions.has(key)) regions.set(key, territory);
    if (territory.level === 'settlement') settlements.set(key, [...(settlements.get(key) ?? []), territory]);
  }
}
/** «Саха /Якутия/», «Хакасия», «Еврейская», «Ханты-Мансийский АО»: a region as lists write it. */
function findRegion(written: string): Territory | null {
  const name = keyOf(written).replace(/ (?:ао|республика)$/, '');
  // «Алтай» is the republic, the region beside it is «Алтайский».
  const full = [`республика ${name}`, keyOf(written), name, `${name} область`, `${name} край`, `${name} республика`];
  const also = [`${name} автономный округ`, `${name} автономная область`, name.replace(/^республика /, '')];
  return [...full, ...also].map((key) => regions.get(key)).find((region) => region !== undefined) ?? null;
}

let isComplete = true;
for (const [list, rows] of Object.entries(readLists(folder))) {
  const lost: string[] = [];
  const errors: string[] = [];
  for (const { name, region: written, path = '' } of rows) {
    const region = findRegion(written) ?? findRegion(path);
    const found = (settlements.get(keyOf(name)) ?? []).some((territory) => regionOf(territory)?.id === region?.id);
    if (found && region !== null) continue;
    const error = listErrors.find((entry) => entry.list === list && entry.name === name && entry.region === written);
    if (error === undefined) lost.push(`${name} (${written}${region === null ? ', region unknown' : ''})`);
    else errors.push(`${name} (${written}): ${error.why}`);
  }
  const counted = rows.length - errors.length;
  console.log(
    `${list}: ${counted - lost.length} / ${counted}${lost.length > 0 ? `, missing: ${lost.join('; ')}` : ''}`,
  );
  for (const error of errors) console.log(`  left out, wrong in the list: ${error}`);
  if (lost.length > 0) isComplete = false;
}

let forms = 0;
const unknown: string[] = [];
for (const [written, list] of readRegionForms(folder)) {
  const region = findRegion(written);
  for (const form of list) {
    const error = listErrors.find(
      (entry) => entry.list === 'romashkoyp' && entry.name === form && entry.region === written,
    );
    if (error !== undefined) {
      console.log(`  left out, wrong in romashkoyp: ${form} (${written}): ${error.why}`);
      continue;
    }
    forms++;
    const entries = gazetteer.byForm(foldName(form));
    if (region === null || !entries.some(({ territory }) => regionOf(territory)?.id === region.id))
      unknown.push(`${form} (${written})`);
  }
}
console.log(
  `romashkoyp, forms of regions and capitals: ${forms - unknown.length} / ${forms}${unknown.length > 0 ? `, missing: ${unknown.join('; ')}` : ''}`,
);
if (unknown.length > 0) isComplete = false;
process.exitCode = isComplete ? 0 : 1;
