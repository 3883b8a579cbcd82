import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPack } from '../../../../pipelines/places/pack-build.js';
import { openPack } from '../../../../pipelines/places/pack-open.js';
import type { PackMeta, PackRows, PackStreet } from '../../../../pipelines/places/pack-rows.js';
import { AppError } from '../../../../src/core/errors.js';

const meta: PackMeta = {
  id: 'lukovsk',
  title: 'Луковск',
  origin: 'invented',
  licence: 'CC0',
  attribution: 'nobody',
  createdBy: 'test',
};
const rows: PackRows = {
  meta,
  territories: [{ id: 'lukovsk-east', level: 'district', name: 'Восточный район', parent: 'lukovsk' }],
  streets: [
    {
      territory: 'lukovsk',
      type: 'улица',
      name: 'Народного Ополчения',
      aliases: ['Ополчения'],
      point: { lat: 51.74621, lon: 36.19213 },
      houses: [
        { number: '15А', point: { lat: 51.7471, lon: 36.193 } },
        { number: '3', point: null },
        { number: '24к1', point: { lat: 51.7463, lon: 36.191 } },
        { number: '115', point: { lat: 51.75, lon: 36.2 } },
      ],
    },
    { territory: 'lukovsk-east', type: 'переулок', name: 'Тихий' },
  ],
  boundaries: [
    {
      territory: 'lukovsk-east',
      polygons: [
        [
          [
            [36.1, 51.7],
            [36.2, 51.7],
            [36.2, 51.8],
            [36.1, 51.7],
          ],
        ],
      ],
    },
  ],
};

describe('address pack', () => {
  const pack = openPack(buildPack(rows));

  it('tells where it comes from and what it holds', () => {
    expect(pack.meta).toEqual(meta);
    expect(pack.territories).toEqual(rows.territories);
    expect([pack.streetCount, pack.houseCount]).toEqual([2, 4]);
    expect(pack.boundaries()).toEqual(rows.boundaries);
  });

  it('gives streets with their other names and points', () => {
    expect(pack.street(0)).toEqual({
      territoryNumber: 0,
      territory: 'lukovsk',
      type: 'улица',
      name: 'Народного Ополчения',
      aliases: ['Ополчения'],
      point: { lat: 51.74621, lon: 36.19213 },
    });
    expect(pack.street(1)).toMatchObject({ territory: 'lukovsk-east', name: 'Тихий', aliases: [], point: null });
    expect(() => pack.street(2)).toThrow(RangeError);
  });

  it('finds a house however its letter is written, and no house that is not there', () => {
    expect(pack.house(0, '15 а')).toEqual({ number: '15А', point: { lat: 51.7471, lon: 36.193 } });
    expect(pack.house(0, '24К1')?.number).toBe('24к1');
    expect(pack.house(0, '3')).toEqual({ number: '3', point: null });
    expect(pack.house(0, '15')).toBeNull();
    expect(pack.house(1, '15А')).toBeNull();
    expect(pack.houses(0).map(({ number }) => number)).toEqual(['3', '15А', '24к1', '115']);
  });

  it('joins the rows of one street and keeps of one house the row with a point', () => {
    const street = { territory: 'a', type: 'улица', name: 'Мира' };
    const joined = openPack(
      buildPack({
        meta,
        streets: [
          { ...street, houses: [{ number: '5а', point: null }] },
          {
            ...street,
            point: { lat: 1, lon: 2 },
            houses: [
              { number: '5А', point: { lat: 1, lon: 2 } },
              { number: '6', point: null },
            ],
          },
        ],
      }),
    );
    expect(joined.streetCount).toBe(1);
    expect(joined.houses(0)).toEqual([
      { number: '5А', point: { lat: 1, lon: 2 } },
      { number: '6', point: null },
    ]);
  });

  it('refuses rows that cannot be used and names them', () => {
    const broken = { territory: 'a', type: 'улица', name: ' ' };
    expect(() => buildPack({ meta, streets: [broken] })).toThrow(/street 1 of the pack/);
    expect(() => buildPack({ meta: { ...meta, licence: '' }, streets: [] })).toThrow(/meta\.licence/);
  });

  it('gives back whatever rows went in, to a metre', () => {
    const degrees = (limit: number) =>
      fc.integer({ min: -limit * 100_000, max: limit * 100_000 }).map((value) => value / 100_000);
    const point = fc.option(fc.record({ lat: degrees(90), lon: degrees(180) }));
    const word = fc
      .string({ unit: fc.constantFrom(...'абвёК-15 '), minLength: 1 })
      .filter((text) => text.trim() === text);
    const number = fc
      .tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('', 'А', 'к2', '/7'))
      .map((parts) => parts.join(''));
    const street = fc.record({
      territory: fc.constantFrom('a', 'b', 'c'),
      type: fc.constantFrom('улица', 'проспект'),
      name: word,
      aliases: fc.uniqueArray(word, { maxLength: 2 }),
      point,
      houses: fc.uniqueArray(fc.record({ number, point }), { selector: (house) => house.number, maxLength: 12 }),
    });
    const key = ({ territory, type, name }: PackStreet) => `${territory} ${type} ${name}`;
    fc.assert(
      fc.property(fc.uniqueArray(street, { selector: key, maxLength: 8 }), (streets) => {
        const read = openPack(buildPack({ meta, streets }));
        expect(read.streetCount).toBe(streets.length);
        for (let i = 0; i < read.streetCount; i++) {
          const got = read.street(i);
          const given = streets.find((one) => key(one) === key(got));
          expect(got.point).toEqual(given?.point);
          expect(new Set(got.aliases)).toEqual(new Set(given?.aliases.filter((alias) => alias !== given.name)));
          expect(new Set(read.houses(i))).toEqual(new Set(given?.houses));
          for (const house of given?.houses ?? []) expect(read.house(i, house.number)).toEqual(house);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('damaged address pack', () => {
  const bytes = buildPack(rows);

  it.each([
    ['empty', new Uint8Array(0), /cut off/],
    ['cut off', bytes.slice(0, bytes.length - 9), /cut off or altered/],
    ['some other file', new TextEncoder().encode('{"streets": [], "and": "so on and so forth"}'), /something else/],
    ['of a later format', Uint8Array.from(bytes, (byte, i) => (i === 7 ? 0x39 : byte)), /another format/],
  ])('%s: says so and how to make it anew', (_, damaged, message) => {
    expect(() => openPack(damaged)).toThrow(AppError);
    expect(() => openPack(damaged)).toThrow(message);
    expect(() => openPack(damaged)).toThrow(/otklik places import/);
  });

  it('notices a single altered byte, wherever it stands', () => {
    for (let at = 0; at < bytes.length; at += 7) {
      const altered = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte));
      expect(() => openPack(altered), `byte ${at}`).toThrow(AppError);
    }
  });
});
