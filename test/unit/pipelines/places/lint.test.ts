import { describe, expect, it } from 'vitest';
import { lintPlaces } from '../../../../pipelines/places/lint.js';
import { buildPack } from '../../../../pipelines/places/pack-build.js';
import type { PackRows } from '../../../../pipelines/places/pack-rows.js';
import { configFile, shippedFiles } from './config-files.js';

const base = `territories:
  - { id: lake, level: region, name: Приозёрная область }
  - { id: luk, level: settlement, name: Луковск, type: город, parent: lake, oktmo: "02701000001", point: { lat: 51.7, lon: 36.2 } }
`;
const lint = (
  yaml: string,
  more: { packs?: PackRows[]; boundaries?: unknown } = {},
): { code: string; severity: string; line: number | null; message: string }[] => {
  const packs = (more.packs ?? []).map((rows) => ({
    path: `config/places/packs/${rows.meta.id}.pack`,
    bytes: buildPack(rows),
  }));
  const boundaryFiles =
    more.boundaries === undefined
      ? []
      : [configFile('config/places/boundaries/a.json', JSON.stringify(more.boundaries))];
  const files = [configFile('config/places/own.yaml', base + yaml)];
  return lintPlaces({ files, packs, boundaryFiles, problems: [] }).findings.map(
    ({ code, severity, line, message }) => ({ code, severity, line, message }),
  );
};
const village = (id: string, name: string, more = ''): string =>
  `  - { id: ${id}, level: settlement, name: ${name}, type: деревня, parent: lake, oktmo: "02701000101", point: { lat: 51.75, lon: 36.25 }${more} }\n`;
const meta = { id: 'p', title: 'П', origin: '-', licence: 'CC0', attribution: '-', createdBy: 'test' };
const square = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

describe('the check of the places', () => {
  it('is content with places that can be told apart', () => expect(lint('')).toEqual([]));

  it('finds no error in what is shipped', () => {
    const { findings } = lintPlaces({ files: shippedFiles('places'), packs: [], boundaryFiles: [], problems: [] });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('tells what is not loaded, with its line', () => {
    expect(lint('  - { id: x, level: settlement, name: Икс, parent: nowhere }\n')).toEqual([
      { code: 'not-loaded', severity: 'error', line: 4, message: expect.stringContaining('nowhere') },
    ]);
  });

  it('tells of settlements without region, code or point', () => {
    const found = lint('  - { id: x, level: settlement, name: Икс }\n');
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['no-region', 'error'],
      ['no-code', 'warning'],
      ['no-point', 'warning'],
    ]);
    expect(found[1]?.message).toBe('1 settlement(s) without an OKTMO code: Икс');
  });

  it('tells of two of one name in one parent; of one code they are one too many', () => {
    const twins = village('a', 'Сосновка') + village('b', 'Сосновка');
    expect(lint(twins)).toMatchObject([{ code: 'same-name', severity: 'error', line: 4 }]);
    expect(lint(twins.replace('02701000101', '02701000102'))).toMatchObject([
      { code: 'same-name', severity: 'warning' },
    ]);
  });

  it('tells of aliases that are words or the names of others', () => {
    expect(lint(village('a', 'Сосновка', ', aliases: [двор, темно]'))).toMatchObject([
      { code: 'alias-word', message: expect.stringContaining('«темно»') },
    ]);
    expect(lint(village('a', 'Сосновка', ', aliases: [Луковск]'))).toMatchObject([
      { code: 'alias-clash', message: 'the alias «Луковск» of «Сосновка» is also the name of Луковск (luk)' },
    ]);
  });

  it('tells of names that are a case of another name', () => {
    const found = lint(village('a', 'Марково') + village('b', 'Маркова').replace('02701000101', '02701000102'));
    expect(found).toMatchObject([{ code: 'forms-clash', line: 5, message: expect.stringContaining('«Марково» (a)') }]);
  });

  it('tells of streets that are settlements near by', () => {
    const yaml = `${village('a', 'Сосновка')}streets:\n  - { territory: luk, names: [Сосновка, Мира] }\n`;
    expect(lint(yaml)).toMatchObject([
      { code: 'street-is-settlement', message: expect.stringContaining('Сосновка (деревня a)') },
    ]);
  });

  it('tells of streets that are a case of another street', () => {
    const streets = ['Мир', 'Мира'].map((name) => ({ territory: 'luk', type: 'улица', name }));
    expect(lint('', { packs: [{ meta, streets }] })).toMatchObject([
      { code: 'street-forms-clash', message: expect.stringContaining('Мира and Мир') },
    ]);
  });

  it('tells of packs whose settlements nobody knows or that name no licence', () => {
    const streets = [{ territory: 'nowhere', type: 'улица', name: 'Мира' }];
    const found = lint('', { packs: [{ meta: { ...meta, licence: 'not stated' }, streets }] });
    expect(found.map(({ code }) => code)).toEqual(['not-loaded', 'no-licence']);
  });

  it('tells of points outside their region, where its boundary is known', () => {
    const yaml = '  - { id: dry, level: region, name: Сухая область }\n';
    const feature = (territory: string, ring: number[][]) => ({
      type: 'Feature',
      properties: { territory },
      geometry: { type: 'Polygon', coordinates: [ring] },
    });
    const boundaries = {
      type: 'FeatureCollection',
      features: [feature('lake', square(10, 10, 1)), feature('dry', square(36, 51, 1))],
    };
    const streets = [{ territory: 'luk', type: 'улица', name: 'Мира', point: { lat: 51.7, lon: 36.2 } }];
    const found = lint(yaml, { boundaries, packs: [{ meta, streets }] });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['outside-region', 'error'],
      ['outside-region', 'warning'],
    ]);
    expect(found[1]).toMatchObject({ line: 3, message: expect.stringContaining('lies in «Сухая область»') });
    expect(lint(yaml, { boundaries: { ...boundaries, features: boundaries.features.slice(1) } })).toEqual([]);
  });
});
