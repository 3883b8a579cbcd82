import { zoneOf } from './regions.mjs';
import { readList, round } from './tables.mjs';

const namedByHand = new Map(readList('municipalities.txt'));

/**
 * Towns and the municipalities that their OKTMO codes tell, from hflabs/city.
 * @returns {{ towns: object[], municipalities: [string, string, string][] }} municipalities: id, name, region
 */
export function readTowns(rows, regions, fail) {
  const regionByKey = new Map(regions.map((region) => [region.key, region]));
  const townsByPrefix = new Map();
  for (const row of rows) {
    const prefix = row.oktmo.slice(0, 5);
    townsByPrefix.set(prefix, [...(townsByPrefix.get(prefix) ?? []), row]);
  }
  const municipalities = new Map();
  const taken = new Set(regions.map(({ id }) => id));
  const towns = rows.map((source) => {
    // Where the table stops at the municipality's own code, the town is its first settlement, as everywhere else in the table.
    const isShort = source.oktmo.length === 8 && !taken.has(source.oktmo);
    const row = isShort ? { ...source, oktmo: `${source.oktmo}001` } : source;
    const region =
      regionByKey.get(row.region) ?? fail(`city.csv: region «${row.region}» of ${row.address} is not in region.csv`);
    const municipality = municipalityOf(row, townsByPrefix);
    const municipalityId = `${row.oktmo.slice(0, 5)}000`;
    if (municipality !== null && !municipalities.has(municipalityId))
      municipalities.set(municipalityId, [municipalityId, municipality, region.id]);
    // A city that is a region shares its code, and two towns share one by mistake of the source: the FIAS id tells them apart.
    let id = row.oktmo;
    if (taken.has(id)) id = id === region.id ? `${id}001` : `${id}-${row.fias_id.slice(0, 4)}`;
    if (taken.has(id)) fail(`city.csv: code ${id} of ${row.address} stands twice`);
    taken.add(id);
    return {
      id,
      name: row.settlement || row.city || row.area || row.region,
      type: 'город',
      parent: municipality === null ? region.id : municipalityId,
      region,
      zone: zoneOf(row.region, row.timezone, region.offset),
      population: Number(row.population) || null,
      lat: round(row.geo_lat),
      lon: round(row.geo_lon),
      okato: row.okato || null,
    };
  });
  return { towns, municipalities: [...municipalities.values()] };
}

/** The municipality is told by the first five digits; it is named after its district, or after its largest town when it is a city district. */
function municipalityOf(row, townsByPrefix) {
  const prefix = row.oktmo.slice(0, 5);
  if (row.oktmo.length < 11 || prefix.endsWith('000')) return null;
  const byHand = namedByHand.get(prefix);
  if (byHand !== undefined) return byHand;
  const towns = townsByPrefix.get(prefix);
  const named = towns.find((town) => town.area_type === 'р-н' || town.area_type === 'у');
  const largest = towns.toSorted((a, b) => Number(b.population) - Number(a.population))[0];
  const town = largest.area_type === 'г' ? largest.area : largest.settlement || largest.city || largest.area;
  if (prefix[2] === '7' || (prefix[2] === '8' && Number(prefix.slice(3)) >= 70)) return `городской округ ${town}`;
  if (named === undefined) return null;
  if (named.area_type === 'у') return `${named.area} улус`;
  return prefix[2] === '5' ? `${named.area} муниципальный округ` : `${named.area} район`;
}
