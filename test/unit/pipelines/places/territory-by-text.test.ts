import { describe, expect, it } from 'vitest';
import { territoryByText } from '../../../../pipelines/places/territory-by-text.js';
import { createTerritoryTree } from '../../../../pipelines/places/territory-tree.js';
import { bareTerritory, type Territory } from '../../../../src/core/place.js';

const make = (id: string, level: Territory['level'], name: string, parent: string | null, more = {}): Territory => ({
  ...bareTerritory,
  id,
  level,
  name,
  parent,
  ...more,
});
const tree = createTerritoryTree([
  make('r1', 'region', 'Приозёрная область', null),
  make('r2', 'region', 'Луковск', null),
  make('m1', 'municipality', 'Лесной район', 'r1', { oktmo: '02601000' }),
  make('luk', 'settlement', 'Луковск', 'r2', { type: 'город', aliases: ['Лук'], oktmo: '02701000001' }),
  make('n1', 'settlement', 'Никольское', 'm1', { type: 'село', population: 300 }),
  make('n2', 'settlement', 'Никольское', 'r2', { type: 'деревня', population: 900 }),
]);
const find = (text: string, levels?: Territory['level'][]) => territoryByText(tree, text, '--home', levels).id;

describe('a territory that a person names', () => {
  it.each([
    ['luk', 'luk'],
    ['02701000001', 'luk'],
    ['02601000', 'm1'],
    ['Луковск', 'luk'],
    [' луковск ', 'luk'],
    ['Лук', 'luk'],
    ['Приозерная область', 'r1'],
    ['деревня Никольское', 'n2'],
  ])('«%s» is %s', (text, id) => expect(find(text)).toBe(id));

  it('may be asked for by level', () => {
    expect(find('Луковск', ['region'])).toBe('r2');
    expect(() => find('luk', ['region'])).toThrow('--home «luk»: there is no such region, use an OKTMO code');
  });

  it('is refused when several bear the name, the largest first', () => {
    expect(() => find('Никольское')).toThrow(
      '--home «Никольское» is the name of 2 territories: name one by its code: n2 (Луковск), n1 (Приозёрная область)',
    );
  });
});
