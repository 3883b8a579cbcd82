import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../../pipelines/places/import/decode-text.js';
import { importCsv } from '../../../../../pipelines/places/import/import-csv.js';
import { readCsv } from '../../../../../src/cli/csv.js';
import { bareTerritory } from '../../../../../src/core/place.js';
import { importKit, knownTerritories, piecesOf, region, streetsOf, textOf, town } from './import-kit.js';

const take = async (kit: ReturnType<typeof importKit>, chunks: AsyncIterable<string>, options = {}) =>
  importCsv({ ...kit, file: 'register.csv', rows: readCsv(chunks), columns: {}, settlement: null, ...options });

describe('an address register of CSV', () => {
  it.each(['lukovsk.csv', 'lukovsk-1251.csv'])('gives streets, districts and houses with points: %s', async (name) => {
    const kit = importKit();
    await take(kit, decodeText(name, piecesOf(`csv/${name}`)));
    const pack = kit.pack();
    expect(streetsOf(pack)).toEqual([
      '02701000001 шоссе Московское',
      '02701000001 переулок Тихий: 2/7',
      '02701000106 улица Полевая: 1',
      'lukovsk-vostochnyy-rayon улица Народного Ополчения: 15А, 24к1',
    ]);
    expect(pack.house(3, '15а')?.point).toEqual({ lat: 51.7471, lon: 36.193 });
    expect(pack.territories).toContainEqual({
      id: 'lukovsk-vostochnyy-rayon',
      level: 'district',
      name: 'Восточный район',
      parent: '02701000001',
    });
  });

  it('names the line of what cannot be read, and the remedy', async () => {
    const kit = importKit();
    await take(kit, decodeText('a', piecesOf('csv/lukovsk.csv')));
    const told = kit.collector.problems.join('\n');
    expect(told).toMatch(/register\.csv:6 has a house without a number: «б\/н»/);
    expect(told).toMatch(/register\.csv:7 names no street/);
    expect(told).toMatch(/register\.csv:8 «север», «36\.4» is no point/);
    expect(told).toMatch(/register\.csv:9 «88» is no OKTMO code/);
    expect(told).toMatch(/«Чужое» is not in config\/places and has no OKTMO code: say with --parent/);
    expect(kit.collector.summary(0, (id) => id)).toMatchObject({ rows: 8, skipped: 3, houses: 4, housesWithPoint: 3 });
  });

  it('puts settlements that nobody knows under the parent named', async () => {
    const kit = importKit({ parent: region });
    await take(kit, textOf('settlement,street,house\nд. Дальняя,Лесная,1\n'));
    expect(kit.resolver.added()).toEqual([
      { id: 'lukovsk-dalnyaya', level: 'settlement', name: 'Дальняя', type: 'деревня', parent: '02000000' },
    ]);
  });

  it('takes «район» for a part of a town, or for the municipality of a village', async () => {
    const forest = {
      ...bareTerritory,
      id: '02601000',
      level: 'municipality' as const,
      name: 'Лесной район',
      parent: region.id,
    };
    const kit = importKit({ parent: region, known: [...knownTerritories, forest] });
    const rows = 'г. Луковск;Лесной;Мира\nд. Дальняя;Лесной р-н;Полевая\nд. Чужая;Неведомый район;Полевая\n';
    await take(kit, textOf(`Населенный пункт;Район;Улица\n${rows}`));
    expect(kit.resolver.added().map(({ name, level, parent }) => [name, level, parent])).toEqual([
      ['Лесной район', 'district', '02701000001'],
      ['Дальняя', 'settlement', '02601000'],
      ['Чужая', 'settlement', '02000000'],
    ]);
  });

  it('says of a settlement with the code of an unknown region that it is unknown', async () => {
    const kit = importKit();
    await take(kit, textOf('settlement;street;oktmo\nд. Дальняя;Лесная;77701000106\n'));
    expect(kit.collector.problems[0]).toMatch(/has the OKTMO code 77701000106 of no known region/);
  });

  it('needs no column of the settlement when one is meant throughout', async () => {
    const kit = importKit({ settlement: town });
    await take(kit, textOf('Улица;Номер дома;Корпус\nМира;5;2\n'), { settlement: town });
    expect(streetsOf(kit.pack())).toEqual(['02701000001 улица Мира: 5к2']);
  });

  it('keeps the way people write numbered streets', async () => {
    const kit = importKit({ settlement: town });
    await take(kit, textOf('улица,дом\n1-й проезд Ломоносова,5\n'), { settlement: town });
    expect(kit.pack().street(0)).toMatchObject({
      type: 'проезд',
      name: '1-й Ломоносова',
      aliases: ['1-й проезд Ломоносова'],
    });
  });

  it('takes columns by the headers that the user names', async () => {
    const kit = importKit({ settlement: town });
    const columns = { street: 'Элемент УДС', house: 'N' };
    await take(kit, textOf('N;Элемент УДС\n5;Мира\n'), { settlement: town, columns });
    expect(streetsOf(kit.pack())).toEqual(['02701000001 улица Мира: 5']);
  });

  it('says which columns are missing, what is there, and how to name them', async () => {
    const refusal = (text: string, options = {}) => take(importKit(), textOf(text), options);
    await expect(refusal('Адрес;Этажи\nx;1\n')).rejects.toThrow(
      'register.csv:1 has no column for street and settlement: it has «Адрес», «Этажи»; name it with --columns street=…,settlement=…, or the one settlement of the whole file with --settlement',
    );
    await expect(refusal('город;улица;широта\n')).rejects.toThrow(/has no column for lon/);
    await expect(refusal('город;улица\n', { columns: { house: 'Дом' } })).rejects.toThrow(
      /has no column «Дом» \(for house\)/,
    );
    await expect(refusal('')).rejects.toThrow(/is empty/);
  });

  it('leaves out what follows a quote that is never closed, and says from where', async () => {
    const kit = importKit({ settlement: town });
    await take(kit, textOf('улица,дом\nМира,1\n"Лесная,2\nПолевая,3\n'), { settlement: town });
    expect(kit.collector.problems).toEqual([expect.stringMatching(/register\.csv:3 cannot be read: a quote/)]);
  });
});

describe('the encoding of a file', () => {
  const read = async (bytes: Uint8Array, encoding?: 'utf-8' | 'windows-1251') => {
    let text = '';
    for await (const part of decodeText(
      'register.csv',
      (async function* () {
        for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
      })(),
      encoding,
    ))
      text += part;
    return text;
  };
  const cp1251 = Uint8Array.from([0x61, 0x3b, 0xcc, 0xe8, 0xf0, 0xe0]);

  it('is found out, however the letters are torn', async () => {
    expect(await read(cp1251)).toBe('a;Мира');
    expect(await read(new TextEncoder().encode('street;Мира'))).toBe('street;Мира');
  });

  it('is refused when the one named is wrong', async () => {
    await expect(read(cp1251, 'utf-8')).rejects.toThrow(
      'register.csv is not written in utf-8 throughout: name the encoding (--encoding windows-1251), or save the file as UTF-8',
    );
  });

  it('is taken from the declaration of XML', async () => {
    const head = new TextEncoder().encode('<?xml version="1.0" encoding="windows-1251"?>');
    let text = '';
    for await (const part of decodeText(
      'a.xml',
      (async function* () {
        yield Uint8Array.from([...head, ...cp1251]);
      })(),
    ))
      text += part;
    expect(text).toMatch(/Мира$/);
  });
});
