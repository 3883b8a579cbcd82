import { AppError } from '../../../src/core/errors.js';
import { readHouseNumber, readSettlement, readStreet } from './address-words.js';
import { GrowingIds } from './growing-ids.js';
import type { PackCollector, StreetDraft } from './pack-collector.js';
import type { SettlementResolver } from './settlement-resolver.js';
import { readXml } from './xml-elements.js';

export type GarPart = 'objects' | 'params' | 'adm' | 'mun' | 'houses';
export interface GarFile {
  readonly path: string;
  readonly part: GarPart;
  open(): AsyncIterable<string>;
}

/** Which table of ГАР a file of this name is; null for tables that are not needed (rooms, plots, steads, dictionaries). */
export function garPartOf(fileName: string): GarPart | null {
  const name = fileName.toLowerCase();
  if (!name.endsWith('.xml')) return null;
  if (/^as_addr_obj_params[_.]/.test(name)) return 'params';
  if (/^as_addr_obj(?:\.|_\d)/.test(name)) return 'objects';
  if (/^as_adm_hierarchy[_.]/.test(name)) return 'adm';
  if (/^as_mun_hierarchy[_.]/.test(name)) return 'mun';
  if (/^as_houses(?:\.|_\d)/.test(name)) return 'houses';
  return null;
}

interface AddressObject {
  readonly level: number;
  readonly name: string;
  readonly type: string;
  parent: number | null;
  oktmo: string | null;
}

export interface GarImport {
  readonly files: readonly GarFile[];
  /** Only what lies in this settlement, by OKTMO code or name; null: everything. */
  readonly only: { readonly name: string; readonly oktmo: string | null } | null;
  readonly collector: PackCollector;
  readonly resolver: SettlementResolver;
  onRow(count: number): void;
}

/** Levels of ГАР: towns and villages; parts of them; streets. Federal cities are regions that have streets of their own. */
const region = 1;
const settlementLevels = new Set([5, 6]);
const partLevel = 7;
const streetLevel = 8;
/** ADDTYPE of houses: 1 is a block, 2 a building; structures and letters count as parts of the number. */
const addSigns: Readonly<Record<string, string>> = { '1': 'к', '2': 'с', '3': 'с', '4': '' };
/** HOUSETYPE of what stands beside houses: garages, mines, cellars, boiler rooms. */
const noHouses = new Set(['4', '6', '11', '12', '13', '14']);
const oktmoParam = '7';

/**
 * Reads a region of ГАР (ФИАС): tables as in gar_xml.zip. Only rows that are actual and active count. Objects and streets are kept as
 * objects, houses as numbers: a region of a million houses needs some hundred megabytes.
 * @throws AppError E_INPUT_INVALID when a table that is needed is missing or is no such table
 */
export async function importGar(input: GarImport): Promise<void> {
  const of = (part: GarPart): GarFile[] => input.files.filter((file) => file.part === part);
  if (of('objects').length === 0) throw missing('AS_ADDR_OBJ_*.XML');
  if (of('adm').length + of('mun').length === 0) throw missing('AS_ADM_HIERARCHY_*.XML or AS_MUN_HIERARCHY_*.XML');
  const objects = new Map<number, AddressObject>();
  for (const file of of('objects')) await readObjects(input, file, objects);
  for (const file of of('params')) await readParams(input, file, objects);
  const houses = new GrowingIds();
  // The administrative tree leads to the town itself; the municipal one adds OKTMO codes and what the other lacks.
  for (const file of [...of('adm'), ...of('mun')]) await readHierarchy(input, file, objects, houses);
  houses.sort();
  const streetOf = placeStreets(input, objects);
  for (const file of of('houses')) await readHouses(input, file, houses, streetOf);
}

const missing = (name: string): AppError =>
  new AppError(
    'E_INPUT_INVALID',
    `the table ${name} is missing: name the folder of one region of ГАР («46»), or all its files`,
  );

type Attributes = Readonly<Record<string, string>>;

/** The rows of a table, each with its place; rows without a number that is an id are left out. */
async function readTable(
  { collector, onRow }: GarImport,
  file: GarFile,
  root: string,
  onElement: (attributes: Attributes, id: number) => void,
): Promise<void> {
  await readXml(file.path, file.open(), [root], {
    open(name, attributes, number) {
      if (number === 1) return;
      collector.rows++;
      onRow(collector.rows);
      const id = Number(attributes.OBJECTID);
      if (Number.isInteger(id) && id > 0) onElement(attributes, id);
      else
        collector.skip(
          `${file.path}, element ${number} (<${name}>)`,
          'has no OBJECTID',
          'a row of ГАР has one; download the table anew',
        );
    },
  });
}

const isActual = (attributes: Attributes): boolean =>
  (attributes.ISACTUAL ?? '1') === '1' && (attributes.ISACTIVE ?? '1') === '1';

function readObjects(input: GarImport, file: GarFile, objects: Map<number, AddressObject>): Promise<void> {
  return readTable(input, file, 'ADDRESSOBJECTS', (attributes, id) => {
    if (!isActual(attributes)) return;
    const level = Number(attributes.LEVEL);
    const { NAME: name = '', TYPENAME: type = '' } = attributes;
    if (name.trim() === '' || !Number.isInteger(level))
      input.collector.skip(
        `${file.path} OBJECTID ${id}`,
        'has no NAME or no LEVEL',
        'a row of this table has both; download it anew',
      );
    else objects.set(id, { level, name, type, parent: null, oktmo: null });
  });
}

function readParams(input: GarImport, file: GarFile, objects: ReadonlyMap<number, AddressObject>): Promise<void> {
  return readTable(input, file, 'PARAMS', (attributes, id) => {
    const object = objects.get(id);
    // A value that another one has replaced names the change that ended it.
    if (object === undefined || attributes.TYPEID !== oktmoParam || (attributes.CHANGEIDEND ?? '0') !== '0') return;
    object.oktmo = codeOf(attributes.VALUE) ?? object.oktmo;
  });
}

const codeOf = (text: string | undefined): string | null =>
  text !== undefined && /^(?:\d{8}|\d{11})$/.test(text) ? text : null;

function readHierarchy(
  input: GarImport,
  file: GarFile,
  objects: ReadonlyMap<number, AddressObject>,
  houses: GrowingIds,
): Promise<void> {
  return readTable(input, file, 'ITEMS', (attributes, id) => {
    if (!isActual(attributes)) return;
    const parent = Number(attributes.PARENTOBJID);
    const object = objects.get(id);
    if (object !== undefined) {
      if (objects.has(parent)) object.parent ??= parent;
      object.oktmo ??= codeOf(attributes.OKTMO);
      return;
    }
    const level = objects.get(parent)?.level;
    if (level === streetLevel || level === partLevel) houses.add(id, parent);
  });
}

type StreetOf = (object: number) => StreetDraft | null;

/** Puts every street and every part of a settlement into the pack; gives the street that an object of ГАР became. */
function placeStreets({ collector, resolver, only }: GarImport, objects: ReadonlyMap<number, AddressObject>): StreetOf {
  const settlementOf = (id: number): { object: AddressObject; id: number } | null => {
    let top: { object: AddressObject; id: number } | null = null;
    for (let at: number | null = id, steps = 0; at !== null && steps < 20; steps++) {
      const object = objects.get(at);
      if (object === undefined) break;
      if (settlementLevels.has(object.level)) return { object, id: at };
      if (object.level === region && /^г/i.test(object.type)) top = { object, id: at };
      at = object.parent;
    }
    return top;
  };
  const territories = new Map<number, string | null>();
  const territoryOf = (id: number): string | null => {
    const found = settlementOf(id);
    if (found === null) return null;
    const known = territories.get(found.id);
    if (known !== undefined) return known;
    const named = readSettlement(found.object.name, found.object.type);
    let answer: string | null = null;
    if (named !== null && isWanted(only, named.name, found.object.oktmo)) {
      const resolved = resolver.settlement({ ...named, oktmo: found.object.oktmo, point: null });
      if ('problem' in resolved)
        collector.skip(`OBJECTID ${found.id}`, 'is a settlement that nobody knows', resolved.problem);
      else answer = resolved.id;
    }
    territories.set(found.id, answer);
    return answer;
  };
  const streets = new Map<number, StreetDraft | null>();
  for (const [id, { level, name, type }] of objects) {
    if (level !== streetLevel && level !== partLevel) continue;
    const territory = territoryOf(id);
    const street = readStreet(name, type);
    if (territory === null && settlementOf(id) === null)
      collector.skip(
        `OBJECTID ${id} («${name}»)`,
        'lies in no settlement',
        'roads between settlements have no address',
      );
    streets.set(id, territory === null || street === null ? null : collector.street(territory, street));
  }
  return (object) => streets.get(object) ?? null;
}

function isWanted(only: GarImport['only'], name: string, oktmo: string | null): boolean {
  if (only === null) return true;
  if (only.oktmo !== null && oktmo !== null && only.oktmo === oktmo) return true;
  const isSameArea = only.oktmo === null || oktmo === null || only.oktmo.slice(0, 8) === oktmo.slice(0, 8);
  return isSameArea && name.toLowerCase() === only.name.toLowerCase();
}

function readHouses(input: GarImport, file: GarFile, houses: GrowingIds, streetOf: StreetOf): Promise<void> {
  return readTable(input, file, 'HOUSES', (attributes, id) => {
    if (!isActual(attributes) || noHouses.has(attributes.HOUSETYPE ?? '')) return;
    const parent = houses.get(id);
    const street = parent === null ? null : streetOf(parent);
    if (street === null) return;
    const written = writtenHouse(attributes);
    const number = readHouseNumber(written);
    if (number !== null) input.collector.house(street, number, null);
    else
      input.collector.skip(
        `${file.path} OBJECTID ${id}`,
        'has a house without a number',
        `«${written}» on «${street.name}»: nothing to find it by`,
      );
  });
}

function writtenHouse({ HOUSENUM = '', ADDNUM1, ADDTYPE1 = '', ADDNUM2, ADDTYPE2 = '' }: Attributes): string {
  const part = (number: string | undefined, type: string): string =>
    number === undefined || number.trim() === '' ? '' : `${addSigns[type] ?? '/'}${number.trim()}`;
  return HOUSENUM.trim() + part(ADDNUM1, ADDTYPE1) + part(ADDNUM2, ADDTYPE2);
}
