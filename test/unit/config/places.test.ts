import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocator } from '../../../pipelines/places/locator.js';
import { buildPack } from '../../../pipelines/places/pack-build.js';
import { openKeptResults } from '../../../src/config/kept-results.js';
import { readPlaces } from '../../../src/config/places.js';

const meta = { id: 'lukovsk', title: 'Луковск', origin: 'o', licence: 'l', attribution: 'a', createdBy: 't' };
const streets = [
  { territory: 'lukovsk', type: 'улица', name: 'Шестаки' },
  { territory: 'lukovsk-east', type: 'улица', name: 'Хвойная' },
];
const district = { id: 'lukovsk-east', level: 'district', name: 'Восточный район', parent: 'lukovsk' };
const pack = buildPack({ meta, territories: [district], streets });
const written = `territories:
  - { id: reg, level: region, name: Луковская область }
  - { id: lukovsk, level: settlement, name: Луковск, type: город, parent: reg }
  - { id: lost, level: settlement, name: Пропащее, parent: nowhere }
`;

describe('places of a config folder', () => {
  let folder: string;
  let kept: string;
  const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, 'places', name), content);
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'otklik-places-')), 'config');
    kept = join(folder, '..', 'kept');
    mkdirSync(join(folder, 'places', 'packs'), { recursive: true });
    put('own.yaml', written);
    put('packs/lukovsk.pack', pack);
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  const open = (cacheFolder: string | null = kept) =>
    createLocator({
      ...readPlaces(folder),
      kept: cacheFolder === null ? undefined : openKeptResults(cacheFolder, 3, 'p'),
    });
  const street = ({ locator }: ReturnType<typeof open>) =>
    locator.locate('на Шестаках 15 нет света', { territory: 'lukovsk' }).street;

  it('take in the streets and territories of packs', () => {
    const opened = open();
    expect(street(opened)).toBe('Шестаки');
    expect(opened.territories.map(({ id }) => id)).toEqual(['reg', 'lukovsk', 'lukovsk-east']);
    expect(opened.locator.lineage('lukovsk-east')).toEqual(['lukovsk-east', 'lukovsk', 'reg']);
  });

  it('are the same from what an earlier start kept, their problems too', () => {
    const [first, second, plain] = [open(), open(), open(null)];
    expect(readdirSync(kept)).toHaveLength(1);
    expect(second.territories).toEqual(plain.territories);
    expect(second.problems).toEqual(plain.problems);
    expect(plain.problems.map(({ file, line }) => [file, line])).toEqual([['config/places/own.yaml', 4]]);
    expect([street(first), street(second)]).toEqual(['Шестаки', 'Шестаки']);
    expect(second.locator.revision).toBe(plain.locator.revision);
  });

  it('are compiled anew when a file or a pack has changed', () => {
    const before = open().locator.revision;
    put('own.yaml', written.replace('name: Луковск,', 'name: Луковск, aliases: [Лук],'));
    const renamed = open();
    expect(renamed.territories[1]?.aliases).toEqual(['Лук']);
    put('packs/lukovsk.pack', buildPack({ meta, territories: [district], streets: streets.slice(1) }));
    const shorter = open();
    expect(street(shorter)).not.toBe('Шестаки');
    expect(new Set([before, renamed.locator.revision, shorter.locator.revision]).size).toBe(3);
  });

  it.each([
    ['torn', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['altered', (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === bytes.length - 70 ? byte ^ 4 : byte)))],
    ['of another version', (bytes: Buffer) => Buffer.concat([Buffer.from('OTKINDX0'), bytes.subarray(8)])],
    ['something else', () => Buffer.from('{"not": "an index", "but": "long enough to be one"}')],
  ])('are compiled anew without a word when what was kept is %s', (_what, damage) => {
    open();
    const [name = ''] = readdirSync(kept);
    const sound = readFileSync(join(kept, name));
    writeFileSync(join(kept, name), damage(sound));
    const opened = open();
    expect(street(opened)).toBe('Шестаки');
    expect(opened.problems).toHaveLength(1);
    expect(readFileSync(join(kept, name)).equals(sound)).toBe(true);
  });

  it('need no folder that can be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(street(open(join(folder, 'file', 'below')))).toBe('Шестаки');
  });

  it('report a pack that cannot be used with file and remedy, and go on with the rest', () => {
    put('packs/a-torn.pack', pack.subarray(0, 100));
    put('packs/z-again.pack', pack);
    put(
      'packs/far.pack',
      buildPack({ meta: { ...meta, id: 'far' }, streets: [{ territory: 'mars', type: 'улица', name: 'Мира' }] }),
    );
    for (const opened of [open(), open()]) {
      const told = opened.problems.map(({ file, message }) => `${file}: ${message}`).slice(1);
      expect(told).toHaveLength(3);
      expect(told[0]).toMatch(/a-torn\.pack: .*cut off.*otklik places import/);
      expect(told[1]).toMatch(/z-again\.pack: .*lukovsk\.pack already: take one/);
      expect(told[2]).toMatch(/far\.pack: .*«mars».*add the territory/);
      expect(street(opened)).toBe('Шестаки');
    }
  });
});
