import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { keptInMemory } from '../../../support/kept-in-memory.js';
import { configFile, shippedFiles } from './config-files.js';

const hashed = (files: ReturnType<typeof shippedFiles>) =>
  files.map((file) => ({ ...file, hash: createHash('sha256').update(JSON.stringify(file.data)).digest('hex') }));
const texts = [
  'В Омске на улице Мира, 15 яма',
  'Нижний Новгород, проспект Гагарина',
  'в Ростове-на-Дону не вывозят мусор',
  'Заречье, ул. Садовая 3',
  'в Питере, на Садовой',
  'яма',
];
const nowhere = { region: null, municipality: null, settlement: null };

describe('places that an earlier start indexed', () => {
  it('are the same, and are found in the same texts', () => {
    const files = hashed(shippedFiles('places'));
    const kept = keptInMemory();
    const plain = createLocator({ files });
    createLocator({ files, kept });
    const known = createLocator({ files, kept });
    expect(kept.hits()).toBe(1);
    expect(known.locator.revision).toBe(plain.locator.revision);
    expect([known.territories, known.problems]).toEqual([plain.territories, plain.problems]);
    for (const context of [nowhere, { ...nowhere, region: 'Омская область' }, { ...nowhere, territory: 'demo-town' }])
      for (const text of texts)
        expect(known.locator.locate(text, context)).toEqual(plain.locator.locate(text, context));
  });

  it('are not those of other files', () => {
    const kept = keptInMemory();
    const settlement = (name: string) =>
      `territories:\n  - {id: region, level: region, name: Озёрный край}\n  - {id: town, level: settlement, type: город, parent: region, name: ${name}}\n`;
    const place = (name: string) => {
      const files = hashed([configFile('config/places/own.yaml', settlement(name))]);
      return createLocator({ files, kept }).locator.locate('Яма в Омске на улице Мира', nowhere).settlement;
    };
    expect([place('Омск'), place('Омск'), place('Тихвин')]).toEqual(['Омск', 'Омск', null]);
    expect(kept.hits()).toBe(1);
  });

  it('may be none', () => {
    const kept = keptInMemory();
    for (let round = 0; round < 2; round++)
      expect(createLocator({ files: [], kept }).locator.locate('в Омске', nowhere).settlement).toBeNull();
    expect(kept.hits()).toBe(1);
  });
});
