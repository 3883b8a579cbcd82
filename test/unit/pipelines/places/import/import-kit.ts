import { readFileSync } from 'node:fs';
import { PackCollector } from '../../../../../pipelines/places/import/pack-collector.js';
import {
  createSettlementResolver,
  type ResolverOptions,
} from '../../../../../pipelines/places/import/settlement-resolver.js';
import { buildPack } from '../../../../../pipelines/places/pack-build.js';
import { openPack, type Pack } from '../../../../../pipelines/places/pack-open.js';
import { bareTerritory, type Territory } from '../../../../../src/core/place.js';

const fixture = (path: string): string => `test/fixtures/places/${path}`;

export const region: Territory = { ...bareTerritory, id: '02000000', level: 'region', name: 'Приозёрная область' };
export const district: Territory = {
  ...bareTerritory,
  id: '02701000',
  level: 'municipality',
  name: 'городской округ Луковск',
  parent: region.id,
};
export const town: Territory = {
  ...bareTerritory,
  id: '02701000001',
  level: 'settlement',
  name: 'Луковск',
  type: 'город',
  parent: district.id,
  oktmo: '02701000001',
  point: { lat: 51.748, lon: 36.195 },
};
export const knownTerritories = [region, district, town];

/** Pieces so small that words and letters are torn. */
export async function* piecesOf(path: string, size = 50): AsyncGenerator<Uint8Array> {
  const bytes = readFileSync(fixture(path));
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function* textOf(text: string, size = 40): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

export const fixtureText = (path: string): string => readFileSync(fixture(path), 'utf8');

export function importKit(options: Partial<ResolverOptions> = {}) {
  const collector = new PackCollector();
  const resolver = createSettlementResolver({
    known: knownTerritories,
    packId: 'lukovsk',
    parent: null,
    settlement: null,
    ...options,
  });
  const meta = {
    id: 'lukovsk',
    title: 'Луковск',
    origin: 'invented',
    licence: 'CC0',
    attribution: '-',
    createdBy: 'test',
  };
  return {
    collector,
    resolver,
    onRow: () => undefined,
    pack: (): Pack => openPack(buildPack(collector.rowsOf(meta, resolver.added()))),
  };
}

/** «02701000001 улица Мира: 15А, 24к1» */
export function streetsOf(pack: Pack): string[] {
  return Array.from({ length: pack.streetCount }, (_, i) => {
    const { territory, type, name } = pack.street(i);
    const houses = pack.houses(i).map(({ number }) => number);
    return `${territory} ${type} ${name}${houses.length === 0 ? '' : `: ${houses.join(', ')}`}`;
  });
}
