import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../../pipelines/places/import/decode-text.js';
import { type GarFile, garPartOf, importGar } from '../../../../../pipelines/places/import/import-gar.js';
import { fixtureText, importKit, piecesOf, streetsOf, textOf } from './import-kit.js';

const names = ['AS_ADDR_OBJ', 'AS_ADDR_OBJ_PARAMS', 'AS_ADM_HIERARCHY', 'AS_HOUSES'];
function garFile(name: string, text?: string): GarFile {
  const path = `${name}_20260501_0a.XML`;
  const part = garPartOf(path);
  if (part === null) throw new Error(path);
  const open = () => (text === undefined ? decodeText(path, piecesOf(`gar/${path}`)) : textOf(text));
  return { path, part, open };
}
const files = names.map((name) => garFile(name));

describe('a region of ГАР', () => {
  it('gives the streets and houses of its settlements, only those in force', async () => {
    const kit = importKit();
    await importGar({ ...kit, files, only: null });
    const pack = kit.pack();
    expect(streetsOf(pack)).toEqual([
      '02701000001 микрорайон Лесной: 3',
      '02701000001 улица Народного Ополчения: 7с2, 15А, 24к1',
      '02701000001 переулок Тихий',
      '02701000106 улица Полевая: 1',
    ]);
    expect(pack.territories).toEqual([
      {
        id: '02701000106',
        level: 'settlement',
        name: 'Малые Пеньки',
        type: 'деревня',
        parent: '02701000',
        oktmo: '02701000106',
      },
    ]);
  });

  it('tells what is left out, with table and object', async () => {
    const kit = importKit();
    await importGar({ ...kit, files, only: null });
    expect(kit.collector.problems.join('\n')).toMatch(/AS_ADDR_OBJ_20260501_0a\.XML OBJECTID 116 has no NAME/);
    expect(kit.collector.problems.join('\n')).toMatch(/element 12 \(<OBJECT>\) has no OBJECTID/);
    expect(kit.collector.problems.join('\n')).toMatch(/OBJECTID 115 \(«Ленина»\) lies in no settlement/);
    expect(kit.collector.problems.join('\n')).toMatch(
      /AS_HOUSES_20260501_0a\.XML OBJECTID 506 has a house without a number: «б\/н»/,
    );
    expect(kit.collector.skipped).toBe(4);
  });

  it('can be taken in one settlement at a time', async () => {
    const kit = importKit();
    await importGar({ ...kit, files, only: { name: 'Луковск', oktmo: '02701000001' } });
    expect(kit.pack().territoryIds).toEqual(['02701000001']);
  });

  it('takes OKTMO codes and parents from the municipal tree too', async () => {
    const mun = fixtureText('gar/AS_ADM_HIERARCHY_20260501_0a.XML').replaceAll(
      '<ITEM ID="2" OBJECTID="102"',
      '<ITEM ID="2" OKTMO="02701000106" OBJECTID="102"',
    );
    const kit = importKit();
    await importGar({
      ...kit,
      files: [garFile('AS_ADDR_OBJ'), garFile('AS_HOUSES'), garFile('AS_MUN_HIERARCHY', mun)],
      only: null,
    });
    expect(kit.resolver.added()).toMatchObject([{ id: '02701000106' }]);
  });

  it('refuses tables that are cut off, missing or something else', async () => {
    const objects = fixtureText('gar/AS_ADDR_OBJ_20260501_0a.XML');
    const run = (...some: GarFile[]) => importGar({ ...importKit(), files: some, only: null });
    const adm = garFile('AS_ADM_HIERARCHY');
    await expect(run(garFile('AS_ADDR_OBJ', objects.slice(0, 700)), adm)).rejects.toThrow(
      /AS_ADDR_OBJ_20260501_0a\.XML is cut off: it ends after element \d+ .*<ADDRESSOBJECTS> is never closed/,
    );
    await expect(run(garFile('AS_ADDR_OBJ', '<html><body>404</body></html>'), adm)).rejects.toThrow(
      /begins with <html> and not with <ADDRESSOBJECTS>/,
    );
    await expect(run(garFile('AS_ADDR_OBJ', 'nothing'), adm)).rejects.toThrow(/has no element/);
    await expect(run(garFile('AS_ADDR_OBJ'))).rejects.toThrow(
      /AS_ADM_HIERARCHY_\*\.XML or AS_MUN_HIERARCHY_\*\.XML is missing/,
    );
    await expect(run(adm)).rejects.toThrow(/AS_ADDR_OBJ_\*\.XML is missing/);
  });

  it('knows its tables by their names', () => {
    expect(garPartOf('AS_HOUSES_20260501_1b.XML')).toBe('houses');
    expect(garPartOf('as_mun_hierarchy_20260501_1b.xml')).toBe('mun');
    for (const other of [
      'AS_ADDR_OBJ_TYPES_20260501.XML',
      'AS_ADDR_OBJ_DIVISION_20260501.XML',
      'AS_HOUSES_PARAMS_2.XML',
      'AS_ROOMS_2.XML',
      'notes.txt',
    ])
      expect(garPartOf(other)).toBeNull();
  });
});
