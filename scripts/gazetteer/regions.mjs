import { listOf, readList } from './tables.mjs';

const zoneByRegion = {
  Астраханская: 'Europe/Astrakhan',
  Саратовская: 'Europe/Saratov',
  Ульяновская: 'Europe/Ulyanovsk',
  Волгоградская: 'Europe/Volgograd',
  Кировская: 'Europe/Kirov',
  Томская: 'Asia/Tomsk',
  Алтайский: 'Asia/Barnaul',
  Алтай: 'Asia/Barnaul',
  Новосибирская: 'Asia/Novosibirsk',
  Кемеровская: 'Asia/Novokuznetsk',
  Забайкальский: 'Asia/Chita',
  Крым: 'Europe/Simferopol',
  Севастополь: 'Europe/Simferopol',
  Чукотский: 'Asia/Anadyr',
  Байконур: 'Asia/Qyzylorda',
  Сахалинская: 'Asia/Sakhalin',
};
const zoneByOffset = {
  'UTC+2': 'Europe/Kaliningrad',
  'UTC+3': 'Europe/Moscow',
  'UTC+4': 'Europe/Samara',
  'UTC+5': 'Asia/Yekaterinburg',
  'UTC+6': 'Asia/Omsk',
  'UTC+7': 'Asia/Krasnoyarsk',
  'UTC+8': 'Asia/Irkutsk',
  'UTC+9': 'Asia/Yakutsk',
  'UTC+10': 'Asia/Vladivostok',
  'UTC+11': 'Asia/Magadan',
  'UTC+12': 'Asia/Kamchatka',
};

/** Time zone of a place of hflabs: its own offset, named after the region's zone where that is the same. */
export const zoneOf = (regionKey, offset, regionOffset) =>
  (offset === regionOffset ? zoneByRegion[regionKey.split(' ')[0]] : undefined) ?? zoneByOffset[offset] ?? null;

/** GeoNames counts these to Ukraine, by the code of the first level there; key: OKTMO. */
const codesOfNewSubjects = { 21000000: 'UA.05', 23000000: 'UA.26', 43000000: 'UA.14', 74000000: 'UA.08' };

/**
 * The federal subjects (and Baikonur) from hflabs/region and the hand-written list, by OKTMO.
 * @returns {{ id, key, name, aliases, adjectives, demonyms, okato, iso, zone, offset, district, geoname }[]} `key` is the name in hflabs/city
 */
export function readRegions(rows, fail) {
  const byCode = new Map(rows.map((row) => [row.oktmo, row]));
  const regions = readList('regions.txt').map(([id, name, aliases, adjectives, demonyms, okato, iso, zone]) => {
    const row = byCode.get(id);
    if (row === undefined && okato === undefined)
      fail(`regions.txt: ${id} ${name} is not in the table of regions: write its OKATO, ISO and time zone`);
    return {
      id,
      key: row?.name ?? name,
      name,
      aliases: listOf(aliases),
      adjectives: listOf(adjectives),
      demonyms: listOf(demonyms),
      okato: row?.okato ?? okato,
      iso: row?.iso_code ?? iso,
      zone: row === undefined ? zone : zoneOf(row.name, row.timezone, row.timezone),
      offset: row?.timezone ?? null,
      district: row?.federal_district || null,
      geoname: row?.geoname_code ?? codesOfNewSubjects[id],
    };
  });
  const written = new Set(regions.map(({ id }) => id));
  for (const row of rows) if (!written.has(row.oktmo)) fail(`regions.txt lacks ${row.oktmo} ${row.name_with_type}`);
  return regions;
}
