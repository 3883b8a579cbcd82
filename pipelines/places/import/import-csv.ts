import { AppError } from '../../../src/core/errors.js';
import type { Point, Territory } from '../../../src/core/place.js';
import { readHouseNumber, readSettlement, readStreet } from './address-words.js';
import type { PackCollector } from './pack-collector.js';
import type { SettlementResolver } from './settlement-resolver.js';

/** Columns of an address register, and the headers by which each is known. */
export const csvColumns = {
  settlement: ['населенный пункт', 'нас пункт', 'нп', 'город', 'settlement', 'city', 'place', 'locality', 'addr:city'],
  settlementType: ['тип населенного пункта', 'тип нп', 'settlement type', 'settlement_type'],
  district: ['район города', 'внутригородской район', 'округ города', 'округ', 'район', 'district', 'addr:district'],
  streetType: ['тип улицы', 'тип', 'street type', 'street_type', 'type'],
  street: ['улица', 'наименование улицы', 'название улицы', 'street', 'street name', 'street_name', 'addr:street'],
  house: [
    'дом',
    'номер дома',
    '№ дома',
    'номер',
    'house',
    'house number',
    'house_number',
    'housenumber',
    'addr:housenumber',
  ],
  block: ['корпус', 'корп', 'block'],
  building: ['строение', 'стр', 'building'],
  lat: ['широта', 'lat', 'latitude', 'y'],
  lon: ['долгота', 'lon', 'lng', 'long', 'longitude', 'x'],
  oktmo: ['октмо', 'код октмо', 'oktmo'],
} as const;
export type CsvColumn = keyof typeof csvColumns;

/** A record of the file, or what is wrong at a line; what `readCsv` of the command line gives. */
export type CsvRow = { line: number; cells: string[] } | { line: number; problem: string };

export interface CsvImport {
  readonly file: string;
  readonly rows: AsyncIterable<CsvRow>;
  /** Headers named by the user, by column. */
  readonly columns: Partial<Record<CsvColumn, string>>;
  /** Settlement of rows that name none. */
  readonly settlement: Territory | null;
  readonly collector: PackCollector;
  readonly resolver: SettlementResolver;
  onRow(count: number): void;
}

const foldHeader = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[.\s]+/g, ' ')
    .trim();

/**
 * Reads an address register of CSV: a row is a street, or a house with its street.
 * @throws AppError E_INPUT_INVALID when a column that is needed is not there
 */
export async function importCsv(input: CsvImport): Promise<void> {
  let columns: Map<CsvColumn, number> | null = null;
  for await (const row of input.rows) {
    if ('problem' in row) {
      input.collector.rows++;
      input.collector.skip(`${input.file}:${row.line}`, 'cannot be read', row.problem);
    } else if (columns === null) columns = columnsOf(input, row.cells);
    else {
      input.collector.rows++;
      input.onRow(input.collector.rows);
      readRow(input, columns, row.line, row.cells);
    }
  }
  if (columns === null)
    throw new AppError('E_INPUT_INVALID', `${input.file} is empty: its first line must name the columns`);
}

function columnsOf({ file, columns: named, settlement }: CsvImport, header: readonly string[]): Map<CsvColumn, number> {
  const folded = header.map(foldHeader);
  const found = new Map<CsvColumn, number>();
  const shown = header.map((cell) => `«${cell.trim().replace(/\p{Cc}/gu, '·')}»`).join(', ');
  for (const column of Object.keys(csvColumns) as CsvColumn[]) {
    const wanted = named[column];
    if (wanted !== undefined) {
      const at = folded.indexOf(foldHeader(wanted));
      if (at === -1)
        throw new AppError('E_INPUT_INVALID', `${file}:1 has no column «${wanted}» (for ${column}): it has ${shown}`);
      found.set(column, at);
      continue;
    }
    const at = csvColumns[column].map((name) => folded.indexOf(foldHeader(name))).find((place) => place !== -1);
    if (at !== undefined) found.set(column, at);
  }
  const missing = [
    ...(found.has('street') ? [] : ['street']),
    ...(found.has('settlement') || settlement !== null ? [] : ['settlement']),
    ...(found.has('lat') === found.has('lon') ? [] : [found.has('lat') ? 'lon' : 'lat']),
  ];
  if (missing.length > 0) {
    const example = missing.map((column) => `${column}=…`).join(',');
    const rest = missing.includes('settlement') ? ', or the one settlement of the whole file with --settlement' : '';
    throw new AppError(
      'E_INPUT_INVALID',
      `${file}:1 has no column for ${missing.join(' and ')}: it has ${shown}; name it with --columns ${example}${rest}`,
    );
  }
  return found;
}

function readRow(input: CsvImport, columns: ReadonlyMap<CsvColumn, number>, line: number, cells: string[]): void {
  const { collector, resolver } = input;
  const place = `${input.file}:${line}`;
  const cell = (column: CsvColumn): string => cells[columns.get(column) ?? -1]?.trim() ?? '';
  const point = pointOf(cell('lat'), cell('lon'));
  if (point === 'wrong')
    collector.note(`${place} «${cell('lat')}», «${cell('lon')}» is no point: write degrees like 51.7304, 36.1926`);
  const at = point === 'wrong' ? null : point;
  const territory = territoryOf(input, cell, place, at);
  if (territory === null) return;
  const street = readStreet(cell('street'), cell('streetType'));
  if (street === null) {
    collector.skip(place, 'names no street', 'fill the column of the street');
    return;
  }
  const written = [cell('house'), prefixed('к', cell('block')), prefixed('с', cell('building'))].join('');
  if (written === '') {
    collector.street(territory, street, at);
    return;
  }
  const number = readHouseNumber(written);
  if (number === null) {
    collector.street(territory, street);
    collector.skip(place, 'has a house without a number', `«${written}»: write it like 15А, 24к1`);
    return;
  }
  collector.house(collector.street(territory, street), number, at);

  function prefixed(sign: string, value: string): string {
    return value === '' || value === '0' || value === '-' ? '' : `${sign}${value}`;
  }
  function territoryOf(
    { settlement: home }: CsvImport,
    read: (column: CsvColumn) => string,
    where: string,
    near: Point | null,
  ): string | null {
    const named = readSettlement(read('settlement'), read('settlementType'));
    const code = read('oktmo').replace(/\s/g, '');
    const oktmo = /^(?:\d{8}|\d{11})$/.test(code) ? code : null;
    if (code !== '' && oktmo === null)
      collector.note(`${where} «${code}» is no OKTMO code: it has 8 or 11 digits; the row is read without it`);
    const written = read('district');
    const district = written === '' ? null : districtName(written);
    let id: string;
    // «Район» is a part of a town, or the municipality of a village.
    let area: string | null = null;
    if (named === null) {
      if (home === null) {
        const remedy = 'fill the column, or name the one of the whole file with --settlement';
        collector.skip(where, 'names no settlement', remedy);
        return null;
      }
      id = home.id;
    } else {
      area = district === null || named.type === 'город' ? null : resolver.municipality(district);
      const answer = resolver.settlement({ ...named, oktmo, point: null, near, area });
      if ('problem' in answer) {
        collector.skip(where, `names a settlement that nobody knows («${named.name}»)`, answer.problem);
        return null;
      }
      id = answer.id;
    }
    const hasDistricts = area === null && resolver.typeOf(id) === 'город';
    return district !== null && hasDistricts ? resolver.district(district, id) : id;
  }
}

/** «Ленинский» → «Ленинский район»: as the finder tells districts; other words stay. */
function districtName(text: string): string {
  const full = text.replace(/\s*р-н\.?$/i, ' район');
  return /^\p{L}+(?:ий|ый|ой)$/u.test(full) ? `${full} район` : full;
}

/** Null when both cells are empty; degrees with a point or a comma. */
function pointOf(lat: string, lon: string): Point | 'wrong' | null {
  if (lat === '' && lon === '') return null;
  const [y, x] = [lat, lon].map((text) => (text === '' ? Number.NaN : Number(text.replace(',', '.'))));
  if (y === undefined || x === undefined || !(Math.abs(y) <= 90) || !(Math.abs(x) <= 180) || (y === 0 && x === 0))
    return 'wrong';
  return { lat: y, lon: x };
}
