import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.js';
import { type ConfigFolder, makeConfigFolder } from '../support/config-folder.js';

const town = `territories:
  - { id: "02000000", level: region, name: Приозёрная область, oktmo: "02000000" }
  - { id: "02701000", level: municipality, name: городской округ Луковск, parent: "02000000", oktmo: "02701000" }
  - { id: "02701000001", level: settlement, name: Луковск, type: город, parent: "02701000", oktmo: "02701000001",
      population: 84000, point: { lat: 51.748, lon: 36.195 } }
`;
const fixtures = join('test', 'fixtures', 'places');

let config: ConfigFolder;
let folder: string;
let env: NodeJS.ProcessEnv;
const otklik = (...args: string[]) => runCli(['places', ...args], { env });
const packs = (): string[] => {
  const at = join(config.dir, 'places', 'packs');
  return existsSync(at) ? readdirSync(at) : [];
};
const explain = async (text: string, home: string) =>
  JSON.parse((await otklik('explain', text, '--home', home, '--json')).stdout);
function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

beforeEach(() => {
  config = makeConfigFolder({ 'places/town.yaml': town });
  folder = mkdtempSync(join(tmpdir(), 'otklik-places-'));
  env = { OTKLIK_CONFIG_DIR: config.dir, OTKLIK_STATE_DIR: join(folder, 'state') };
});
afterEach(() => {
  config.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('places import', () => {
  it.each([
    ['csv', join('csv', 'lukovsk.csv')],
    ['csv', join('csv', 'lukovsk-1251.csv')],
    ['osm', join('osm', 'lukovsk.osm')],
    ['osm', join('osm', 'overpass.json')],
    ['osm', join('osm', 'addresses.geojson')],
  ])(
    '%s: a text finds the street, and the point of the house: %s',
    async (kind, file) => {
      const { code, stdout, stderr } = await otklik(
        'import',
        kind,
        join(fixtures, file),
        '--id',
        'lukovsk',
        '--parent',
        '02000000',
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/lukovsk\.pack {2}\d+ KB\n {2}lukovsk · .*\n {2}\d+ rows read\n/);
      expect(packs()).toEqual(['lukovsk.pack']);
      const { place, mentions } = await explain('У нас на Народного Ополчения 15а опять темно', 'Луковск');
      expect(place).toMatchObject({
        street: 'Народного Ополчения',
        house: '15А',
        precision: 'house',
        pointOf: 'house',
      });
      expect(place.point.lat).toBeCloseTo(51.7471, 3);
      expect(place.point.lon).toBeCloseTo(36.193, 3);
      const street = mentions.find((one: { kind: string }) => one.kind === 'street');
      expect(street.registered[0]).toMatchObject({ pack: 'lukovsk', houses: [{ number: '15А', isKnown: true }] });
    },
    30_000,
  );

  it('gar: a text finds the street and that the register has the house', async () => {
    const { code, stdout } = await otklik(
      'import',
      'gar',
      join(fixtures, 'gar'),
      '--id',
      'lukovsk',
      '--title',
      'Луковск',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('Луковск · ФИАС (ГАР): gar 2026-05-01 · ');
    expect(stdout).toContain('4 streets, 0 with a point');
    const { place, mentions } = await explain('На Народного Ополчения 24 корп. 1 темно', 'Луковск');
    expect(place).toMatchObject({ street: 'Народного Ополчения', house: '24к1', pointOf: 'settlement' });
    const street = mentions.find((one: { kind: string }) => one.kind === 'street');
    expect(street.registered[0].houses).toEqual([{ number: '24к1', isKnown: true, point: null }]);
    const village = await explain('д. Малые Пеньки, ул. Полевая 1', 'Луковск');
    expect(village.place.oktmo).toBe('02701000106');
  });

  it('replaces an earlier pack of the id, and leaves it when nothing can be made', async () => {
    const file = write('a.csv', 'улица,дом\nМира,1\n');
    const run = (...more: string[]) => otklik('import', 'csv', file, '--id', 'a', '--settlement', 'Луковск', ...more);
    expect((await run()).code).toBe(0);
    const first = readFileSync(join(config.dir, 'places', 'packs', 'a.pack'));
    write('a.csv', 'улица,дом\n,1\n');
    const refused = await run();
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /no street of «Луковск» was found in .*a\.csv \(1 rows read, 1 left out\): no pack was written/,
    );
    expect(readFileSync(join(config.dir, 'places', 'packs', 'a.pack'))).toEqual(first);
    write('a.csv', 'улица,дом\nЛесная,1\n');
    expect((await run()).code).toBe(0);
    expect(packs()).toEqual(['a.pack']);
    expect((await explain('На Лесной улице темно', 'Луковск')).mentions[0].registered).toHaveLength(1);
  });

  it('keeps origin, licence and attribution in the pack', async () => {
    const words = ['--licence', 'CC BY 4.0', '--attribution', 'Управа', '--origin', 'реестр 2026'];
    const { stdout } = await otklik(
      'import',
      'csv',
      join(fixtures, 'csv', 'lukovsk.csv'),
      '--id',
      'a',
      '--json',
      ...words,
    );
    expect(JSON.parse(stdout).meta).toMatchObject({
      licence: 'CC BY 4.0',
      attribution: 'Управа',
      origin: 'реестр 2026',
    });
    const osm = await otklik('import', 'osm', join(fixtures, 'osm', 'overpass.json'), '--id', 'b', '--json');
    expect(JSON.parse(osm.stdout).meta).toMatchObject({
      licence: 'ODbL 1.0',
      attribution: '© OpenStreetMap contributors',
    });
  });

  it('writes into another folder when one is named', async () => {
    const out = join(folder, 'out', 'packs');
    await otklik('import', 'gar', join(fixtures, 'gar'), '--id', 'a', '--out', out);
    expect([readdirSync(out), packs()]).toEqual([['a.pack'], []]);
  });

  it('unpacks gzip on the way', async () => {
    const file = write('lukovsk.osm.gz', gzipSync(readFileSync(join(fixtures, 'osm', 'lukovsk.osm'))));
    const { code, stdout } = await otklik('import', 'osm', file, '--id', 'a', '--parent', '02000000');
    expect({ code, streets: stdout.includes('4 streets') }).toEqual({ code: 0, streets: true });
    const torn = write('torn.osm.gz', gzipSync(readFileSync(join(fixtures, 'osm', 'lukovsk.osm'))).subarray(0, 200));
    expect((await otklik('import', 'osm', torn, '--id', 'b')).stderr).toMatch(
      /torn\.osm\.gz .*it is cut off or no gzip file/,
    );
  });

  it('reads GeoJSON line by line and names a line that is none', async () => {
    const { features } = JSON.parse(readFileSync(join(fixtures, 'osm', 'addresses.geojson'), 'utf8'));
    const lines = [...features.slice(0, 3).map((one: object) => `\u001E${JSON.stringify(one)}`), '{'];
    const { code, stdout } = await otklik('import', 'osm', write('a.geojsonl', lines.join('\n')), '--id', 'a');
    expect(code).toBe(0);
    expect(stdout).toMatch(/a\.geojsonl:4 is no JSON/);
  });

  it('says of what it cannot read how it can be had', async () => {
    const regions = join(folder, 'gar');
    mkdirSync(join(regions, '46'), { recursive: true });
    cpSync(join(fixtures, 'gar'), join(regions, '46'), { recursive: true });
    const csv = join(fixtures, 'csv', 'lukovsk.csv');
    const refusals: [string[], RegExp][] = [
      [['kladr', csv], /«kladr» is no kind of register: use gar, csv, osm/],
      [['osm', write('a.osm.pbf', 'x')], /PBF is not read; .*osmium tags-filter a\.osm\.pbf/],
      [['osm', write('a.txt', 'x')], /what format is it\? Use \.osm/],
      [['csv', write('book.csv', 'PK\u0003\u0004rest')], /book\.csv is a ZIP or a spreadsheet: .*save it as CSV/],
      [['osm', write('b.osm', gzipSync('x'))], /b\.osm is packed with gzip: let its name end in \.gz/],
      [['osm', write('c.osm', '\u0000\u0000\u0000\u000E\n\tOSMHeader')], /c\.osm: PBF is not read/],
      [['csv', write('a.zip', 'x')], /a\.zip is packed: unpack it first/],
      [['csv', join(folder, 'nowhere.csv')], /cannot read .*nowhere\.csv .*name an existing file/],
      [['gar', regions], /holds the folders of 1 regions: name one of them, e\.g\. .*46/],
      [['gar', folder], /no table AS_ADDR_OBJ_\*\.XML is there/],
      [['gar', csv], /lukovsk\.csv is no table that is needed/],
      [['csv', csv, '--settlement', '02999000001'], /--settlement «02999000001»: there is no such settlement/],
      [['csv', csv, '--parent', 'Нигде'], /--parent «Нигде»: there is no such municipality or region/],
      [['csv', csv, '--encoding', 'koi8'], /--encoding «koi8»: use auto, utf-8, windows-1251/],
      [['csv', csv, '--columns', 'strasse=x'], /--columns «strasse=x»: write column=header/],
      [['csv', csv, '--encoding', 'windows-1251'], /has no column for street and settlement/],
    ];
    for (const [args, message] of refusals) {
      const { code, stdout, stderr } = await otklik('import', ...args, '--id', 'a');
      expect(stderr).toMatch(message);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
    }
    expect((await otklik('import', 'csv', csv, '--id', 'Луковск')).stderr).toMatch(
      /--id: use lower-case Latin letters/,
    );
    expect(packs()).toEqual([]);
  }, 60_000);
});

describe('places explain', () => {
  it('shows the text, the place, its territories and candidates to people', async () => {
    const { code, stdout } = await otklik('explain', 'В Луковске на ул. Мира, 15 темно');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^В \[Луковске\] на \[ул\. Мира\], \[15\] темно\n\nhouse {2}Приозёрная область › /);
    expect(stdout).toContain('settlement   город Луковск  02701000001');
    expect(stdout).toContain('✓ город Луковск  02701000001  Приозёрная область · 84 000 people');
  });

  it('reads standard input, and says that a text names nothing', async () => {
    const { stdout } = await runCli(['places', 'explain', '-'], { env, input: 'Спасибо\n' });
    expect(stdout).toMatch(/^Спасибо\n\nnone {2}the text names no place\n/);
  });

  it('refuses a home that is not there', async () => {
    const { code, stderr } = await otklik('explain', 'темно', '--home', 'Нигде');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'otklik: --home «Нигде»: there is no such territory, use an OKTMO code, an id or a name of config/places (E_INPUT_INVALID)\n',
    });
  });
});

describe('places lint', () => {
  it('ends with 0 when nothing is wrong, with 1 on errors', async () => {
    const good = await otklik('lint');
    expect(good).toMatchObject({ code: 0, stdout: '3 territories: 0 errors, 0 warnings\n' });
    writeFileSync(join(config.dir, 'places', 'b.yaml'), 'territories:\n  - { id: x, level: settlement, name: Икс }\n');
    const bad = await otklik('lint');
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(
      /✗ error no-region config\/places\/b\.yaml:2 the settlement «Икс» \(x\) lies in no region\n {4}→ /,
    );
    const lines = (await otklik('lint', '--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ code }) => code)).toEqual(['no-region', 'no-code', 'no-point']);
  });

  it('tells of a pack that is cut off', async () => {
    await otklik('import', 'gar', join(fixtures, 'gar'), '--id', 'a');
    const path = join(config.dir, 'places', 'packs', 'a.pack');
    writeFileSync(path, readFileSync(path).subarray(0, 300));
    const { code, stdout } = await otklik('lint');
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ error not-loaded config\/places\/packs\/a\.pack the address pack cannot be used: /);
  });
});
