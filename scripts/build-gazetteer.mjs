/**
 * Builds config/places/russia.json from the open tables hflabs/region and hflabs/city (CC BY-SA 4.0).
 *
 *   node scripts/build-gazetteer.mjs FOLDER [OUT]
 *
 * FOLDER holds region.csv and city.csv (or hflabs_region.csv and hflabs_city.csv). Same input, same output.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const [folder, out = 'config/places/russia.json'] = process.argv.slice(2);
if (folder === undefined)
  fail('name the folder with region.csv and city.csv: node scripts/build-gazetteer.mjs FOLDER [OUT]');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Rows of a CSV file with quoted fields, as objects by column name. */
function readTable(names) {
  const file = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined)
    fail(
      `none of ${names.join(', ')} in ${folder}: download them from the repositories named in config/places/ATTRIBUTION.md`,
    );
  const [head, ...rows] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map(splitLine);
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}

function splitLine(line) {
  const cells = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push((match[1] ?? match[2] ?? '').replaceAll('""', '"'));
  return cells;
}

const officialNames = {
  'Чувашская Республика': 'Чувашская Республика',
  'Саха /Якутия/': 'Республика Саха (Якутия)',
  'Северная Осетия - Алания': 'Республика Северная Осетия — Алания',
  'Кемеровская область - Кузбасс': 'Кемеровская область — Кузбасс',
  'Ханты-Мансийский Автономный округ - Югра': 'Ханты-Мансийский автономный округ — Югра',
  Еврейская: 'Еврейская автономная область',
};
const regionAliases = {
  'Чувашская Республика': ['Чувашия', 'Чувашская Республика — Чувашия', 'Республика Чувашия'],
  'Саха /Якутия/': ['Якутия', 'Республика Саха'],
  'Северная Осетия - Алания': ['Северная Осетия', 'Республика Северная Осетия'],
  'Кемеровская область - Кузбасс': ['Кемеровская область', 'Кузбасс'],
  'Ханты-Мансийский Автономный округ - Югра': ['Ханты-Мансийский автономный округ', 'Югра', 'ХМАО', 'ХМАО-Югра'],
  Еврейская: ['ЕАО'],
  'Ямало-Ненецкий': ['ЯНАО'],
  Ненецкий: ['НАО'],
  Чукотский: ['Чукотка', 'ЧАО'],
  Удмуртская: ['Удмуртия', 'Республика Удмуртия'],
  Чеченская: ['Чечня', 'Республика Чечня'],
  'Кабардино-Балкарская': ['Кабардино-Балкария', 'КБР'],
  'Карачаево-Черкесская': ['Карачаево-Черкесия', 'КЧР'],
  Башкортостан: ['Башкирия'],
  Татарстан: ['Татария'],
  Московская: ['Подмосковье'],
  Ленинградская: ['Ленобласть'],
  Приморский: ['Приморье'],
  Забайкальский: ['Забайкалье'],
  Краснодарский: ['Кубань'],
  Ставропольский: ['Ставрополье'],
  Камчатский: ['Камчатка'],
  Калмыкия: [],
  Тыва: ['Тува', 'Республика Тува'],
};
const cityAliases = {
  'Санкт-Петербург': ['Петербург', 'Питер', 'СПб', 'С-Петербург'],
  Москва: ['Мск'],
  Екатеринбург: ['Ебург', 'Екб'],
  'Нижний Новгород': ['Н. Новгород', 'Н Новгород'],
  'Великий Новгород': ['В. Новгород', 'В Новгород'],
  'Набережные Челны': ['Наб. Челны', 'Челны'],
  Новосибирск: ['Нск', 'Новосиб'],
  Челябинск: ['Челяба'],
  'Ростов-на-Дону': ['Ростов на Дону', 'Р-на-Дону'],
  'Комсомольск-на-Амуре': ['Комсомольск на Амуре'],
  'Петропавловск-Камчатский': ['Петропавловск'],
  'Йошкар-Ола': ['Йошкар Ола'],
};
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

/** «Курская» + «обл» → «Курская область», as people write it. */
function regionName(row) {
  const official = officialNames[row.name];
  if (official !== undefined) return official;
  const isAdjective = /(?:ая|ий)$/.test(row.name);
  switch (row.type) {
    case 'обл':
      return `${row.name} область`;
    case 'край':
      return `${row.name} край`;
    case 'АО':
      return `${row.name} автономный округ`;
    case 'Респ':
      return isAdjective ? `${row.name} Республика` : `Республика ${row.name}`;
    default:
      return row.name;
  }
}
function aliasesOf(row) {
  const known = regionAliases[row.name] ?? [];
  return row.type === 'Респ' && !/(?:ая|ий)$/.test(row.name) && officialNames[row.name] === undefined
    ? [row.name, ...known]
    : known;
}
const zoneOf = (regionKey, offset, regionOffset) =>
  (offset === regionOffset ? zoneByRegion[regionKey.split(' ')[0]] : undefined) ?? zoneByOffset[offset] ?? null;
const round = (text) => Math.round(Number(text) * 10_000) / 10_000;

const regions = readTable(['region.csv', 'hflabs_region.csv']);
const cities = readTable(['city.csv', 'hflabs_city.csv']);
const regionByName = new Map(regions.map((row) => [row.name, row]));

const settlements = [];
const municipalities = new Map();
const taken = new Set(regions.map((row) => row.oktmo));
const townsByMunicipality = new Map();
for (const row of cities)
  townsByMunicipality.set(row.oktmo.slice(0, 5), [...(townsByMunicipality.get(row.oktmo.slice(0, 5)) ?? []), row]);

/** The municipality is told by the first five digits; it is named after its district, or after its largest town when it is a city district. */
function municipalityOf(row) {
  const prefix = row.oktmo.slice(0, 5);
  if (row.oktmo.length < 11 || prefix.endsWith('000')) return null;
  const towns = townsByMunicipality.get(prefix);
  const named = towns.find((town) => town.area_type === 'р-н' || town.area_type === 'у');
  const largest = towns.toSorted((a, b) => Number(b.population) - Number(a.population))[0];
  const town = largest.area_type === 'г' ? largest.area : largest.settlement || largest.city || largest.area;
  if (prefix[2] === '7' || (prefix[2] === '8' && Number(prefix.slice(3)) >= 70)) return `городской округ ${town}`;
  if (named === undefined) return null;
  if (named.area_type === 'у') return `${named.area} улус`;
  return prefix[2] === '5' ? `${named.area} муниципальный округ` : `${named.area} район`;
}

for (const row of cities) {
  const region =
    regionByName.get(row.region) ?? fail(`city.csv: region «${row.region}» of ${row.address} is not in region.csv`);
  const name = row.settlement || row.city || row.area || row.region;
  const municipality = municipalityOf(row);
  const municipalityId = `${row.oktmo.slice(0, 5)}000`;
  if (municipality !== null && !municipalities.has(municipalityId))
    municipalities.set(municipalityId, [municipalityId, municipality, region.oktmo]);
  // A city that is a region shares its code, and two towns share one by mistake of the source: the FIAS id tells them apart.
  let id = row.oktmo;
  if (taken.has(id)) id = id === region.oktmo ? `${id}001` : `${id}-${row.fias_id.slice(0, 4)}`;
  if (taken.has(id)) fail(`city.csv: code ${id} of ${row.address} stands twice`);
  taken.add(id);
  settlements.push([
    id,
    name,
    municipality === null ? region.oktmo : municipalityId,
    zoneOf(row.region, row.timezone, region.timezone),
    Number(row.population) || null,
    round(row.geo_lat),
    round(row.geo_lon),
    ...(cityAliases[name] === undefined ? [] : [cityAliases[name]]),
  ]);
}

const list = (rows) => `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`;
const byId = (a, b) => (a[0] < b[0] ? -1 : 1);
writeFileSync(
  out,
  `{
  "origin": "hflabs/region and hflabs/city, CC BY-SA 4.0; built by scripts/build-gazetteer.mjs; see ATTRIBUTION.md",
  "columns": {
    "regions": "id (OKTMO), name, time zone, aliases",
    "municipalities": "id (OKTMO), name, parent",
    "settlements": "id (OKTMO), name, parent, time zone, population, latitude, longitude, aliases"
  },
  "regions": ${list(regions.map((row) => [row.oktmo, regionName(row), zoneOf(row.name, row.timezone, row.timezone), aliasesOf(row)]).toSorted(byId))},
  "municipalities": ${list([...municipalities.values()].toSorted(byId))},
  "settlements": ${list(settlements.toSorted(byId))}
}\n`,
);
process.stdout.write(
  `${regions.length} regions, ${municipalities.size} municipalities, ${settlements.length} settlements in ${out}\n`,
);
