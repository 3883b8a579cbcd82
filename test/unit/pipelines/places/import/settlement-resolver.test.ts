import { describe, expect, it } from 'vitest';
import { createSettlementResolver } from '../../../../../pipelines/places/import/settlement-resolver.js';
import { bareTerritory, type Territory } from '../../../../../src/core/place.js';
import { district, knownTerritories, region, town } from './import-kit.js';

const far: Territory = { ...region, id: '06000000', name: 'Дальняя область' };
const village = (id: string, parent: string, lat: number, more: Partial<Territory> = {}): Territory => ({
  ...bareTerritory,
  id,
  level: 'settlement',
  name: 'Сосновка',
  parent,
  point: { lat, lon: 36.2 },
  ...more,
});
const row = { name: 'Сосновка', type: null, oktmo: null, point: null };
const make = (more: Territory[] = [], options = {}) =>
  createSettlementResolver({
    known: [...knownTerritories, far, ...more],
    packId: 'p',
    parent: null,
    settlement: null,
    ...options,
  });

describe('a settlement of a register', () => {
  it('is the known one of its code, whatever it is called', () => {
    expect(make().settlement({ ...row, name: 'Луковск Новый', oktmo: '02701000001' })).toEqual({ id: town.id });
  });

  it('is the known one of its name in the region that its code begins with', () => {
    const resolver = make([village('a', '02000000', 51.7), village('b', '06000000', 60)]);
    expect(resolver.settlement({ ...row, oktmo: '02701000106' })).toEqual({ id: 'a' });
  });

  it('is the one near by when its region is not told', () => {
    const resolver = make([village('a', '02000000', 51.7), village('b', '06000000', 60)]);
    expect(resolver.settlement({ ...row, near: { lat: 60.1, lon: 36.2 } })).toEqual({ id: 'b' });
    expect(resolver.settlement({ ...row, near: { lat: 55, lon: 36.2 } })).toHaveProperty('problem');
  });

  it('may be the only town of that name, but not the only village', () => {
    expect(make().settlement({ ...row, name: 'Луковск', type: 'город' })).toEqual({ id: town.id });
    expect(make([village('a', '02000000', 51.7)]).settlement(row)).toHaveProperty('problem');
  });

  it('is none of another type; a пгт is a посёлок', () => {
    const resolver = make([village('a', '02000000', 51.7, { type: 'пгт' })], { parent: region });
    expect(resolver.settlement({ ...row, type: 'посёлок' })).toEqual({ id: 'a' });
    expect(resolver.settlement({ ...row, type: 'деревня' })).toEqual({ id: 'p-sosnovka' });
  });

  it('is added once, and twice where two of the name lie apart', () => {
    const resolver = make([], { parent: district });
    const at = (lat: number) => resolver.settlement({ ...row, point: { lat, lon: 36.2 } });
    expect([at(51.7), at(51.71), at(52.9)]).toEqual([
      { id: 'p-sosnovka' },
      { id: 'p-sosnovka' },
      { id: 'p-sosnovka-2' },
    ]);
    expect(resolver.added().map(({ parent }) => parent)).toEqual([district.id, district.id]);
  });

  it('gets no point of a mere address', () => {
    const resolver = make([], { parent: region });
    for (const lat of [51.74, 51.76]) resolver.settlement({ ...row, near: { lat, lon: 36.2 } });
    expect(resolver.added()).toEqual([{ id: 'p-sosnovka', level: 'settlement', name: 'Сосновка', parent: '02000000' }]);
  });

  it('lies where the boundaries say, when nothing else tells', () => {
    const resolver = make([], { areaAt: () => district.id });
    resolver.settlement({ ...row, near: { lat: 51.7, lon: 36.2 } });
    expect(resolver.added()[0]?.parent).toBe(district.id);
  });

  it('goes by the municipality that the row names', () => {
    const resolver = make([], { parent: region });
    expect(resolver.municipality('городской округ Луковск')).toBe(district.id);
    expect(resolver.municipality('Неведомый район')).toBeNull();
    resolver.settlement({ ...row, area: district.id });
    expect(resolver.added()[0]?.parent).toBe(district.id);
  });
});
