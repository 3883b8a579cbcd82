import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../../pipelines/places/import/decode-text.js';
import { importOsm, type OsmImport } from '../../../../../pipelines/places/import/import-osm.js';
import type { OsmFile } from '../../../../../pipelines/places/import/osm-element.js';
import { readOsmJson } from '../../../../../pipelines/places/import/osm-json.js';
import { osmXmlFile } from '../../../../../pipelines/places/import/osm-xml.js';
import { fixtureText, importKit, knownTerritories, piecesOf, region, streetsOf, textOf, town } from './import-kit.js';

const xml = (text: string): OsmFile => osmXmlFile('extract.osm', () => textOf(text));
const json = (path: string, text: string): OsmFile => ({
  path,
  read: async (onElement, onProblem) => readOsmJson(path, text, onElement, onProblem),
});
const take = (kit: ReturnType<typeof importKit>, file: OsmFile, options: Partial<OsmImport> = {}) =>
  importOsm({ ...kit, files: [file], settlement: null, known: knownTerritories, region: region.id, ...options });

describe('an extract of OpenStreetMap in XML', () => {
  const file = osmXmlFile('lukovsk.osm', () => decodeText('lukovsk.osm', piecesOf('osm/lukovsk.osm')));

  it('gives streets, houses, settlements and boundaries', async () => {
    const kit = importKit({ parent: region });
    await take(kit, file);
    const pack = kit.pack();
    expect(streetsOf(pack)).toEqual([
      '02701000001 микрорайон Лесной: 3',
      '02701000001 шоссе Московское',
      '02701000001 улица Народного Ополчения: 7к2, 9, 15А',
      'lukovsk-malye-penki улица Полевая: 1',
    ]);
    expect(pack.street(2)).toMatchObject({ aliases: ['Ополчения'], point: { lat: 51.7464, lon: 36.192 } });
    expect(pack.house(2, '15А')?.point).toEqual({ lat: 51.7471, lon: 36.1931 });
    expect(pack.territories).toEqual([
      {
        id: 'lukovsk-malye-penki',
        level: 'settlement',
        name: 'Малые Пеньки',
        type: 'деревня',
        parent: '02000000',
        point: { lat: 51.8, lon: 36.4 },
      },
      { id: 'lukovsk-vostochnyy-rayon', level: 'district', name: 'Восточный район', parent: '02701000001' },
    ]);
    expect(pack.boundaries().map(({ territory }) => territory)).toEqual(['02701000', '02701000001']);
    expect(pack.boundaries()[0]?.polygons[0]?.[0]).toHaveLength(5);
  });

  it('names the elements that cannot be used', async () => {
    const kit = importKit({ parent: region });
    await take(kit, file);
    const told = kit.collector.problems.join('\n');
    expect(told).toMatch(/lukovsk\.osm, node 20 has no lat and lon that are degrees/);
    expect(told).toMatch(/node 17 \(«4»\) has a house without a street/);
    expect(told).toMatch(/node 18 \(«Дальняя улица 5»\) lies in no settlement of the extract/);
    expect(told).toMatch(/relation 202 \(the boundary «Восточный район»\) is not closed/);
  });

  it('takes the geometry that Overpass writes into ways', async () => {
    const kit = importKit({ settlement: town });
    const house = (id: number, inner: string) =>
      `<way id="${id}">${inner}<tag k="addr:street" v="Тихий переулок"/><tag k="addr:housenumber" v="${id}"/></way>`;
    const nodes = '<nd ref="1" lat="51.7" lon="36.1"/><nd ref="2" lat="51.8" lon="36.1"/>';
    await take(kit, xml(`<osm>${house(2, '<center lat="51.7" lon="36.1"/><nd ref="1"/>')}${house(3, nodes)}</osm>`), {
      settlement: town,
    });
    expect(kit.pack().houses(0)).toEqual([
      { number: '2', point: { lat: 51.7, lon: 36.1 } },
      { number: '3', point: { lat: 51.75, lon: 36.1 } },
    ]);
  });

  it('puts what names no settlement into the one that is named for the whole extract', async () => {
    const kit = importKit({ settlement: town });
    await take(
      kit,
      xml(
        '<osm><node id="1" lat="51.7" lon="36.1"><tag k="addr:street" v="Тихий переулок"/><tag k="addr:housenumber" v="2"/></node></osm>',
      ),
      { settlement: town },
    );
    expect(streetsOf(kit.pack())).toEqual(['02701000001 переулок Тихий: 2']);
  });

  it('is refused when it is cut off or something else', async () => {
    const text = fixtureText('osm/lukovsk.osm');
    await expect(take(importKit(), xml(text.slice(0, 1200)))).rejects.toThrow(/extract\.osm is cut off/);
    await expect(take(importKit(), xml('<gpx></gpx>'))).rejects.toThrow(/begins with <gpx> and not with <osm>/);
  });
});

describe('an extract of OpenStreetMap in JSON', () => {
  it.each(['osm/overpass.json', 'osm/addresses.geojson'])('gives the same street and house: %s', async (path) => {
    const kit = importKit();
    await take(kit, json(path, fixtureText(path)));
    const pack = kit.pack();
    expect(streetsOf(pack)).toEqual(['02701000001 улица Народного Ополчения: 15А']);
    expect(pack.street(0).point).toEqual({ lat: 51.7464, lon: 36.192 });
    expect(pack.house(0, '15А')?.point).toEqual({ lat: 51.7471, lon: 36.1931 });
  });

  it('names the elements and features that cannot be read', async () => {
    const overpass = importKit();
    await take(overpass, json('overpass.json', fixtureText('osm/overpass.json')));
    expect(overpass.collector.problems).toEqual([expect.stringMatching(/^overpass\.json, elements\[3\]\.id: /)]);
    const geojson = importKit();
    await take(geojson, json('a.geojson', fixtureText('osm/addresses.geojson')));
    expect(geojson.collector.problems).toEqual([
      expect.stringMatching(/^a\.geojson, feature 3, geometry\.coordinates\.0: /),
    ]);
  });

  it('takes ways by their nodes where they have no geometry of their own', async () => {
    const kit = importKit({ settlement: town });
    const elements = [
      { type: 'node', id: 1, lat: 51.74, lon: 36.19 },
      { type: 'node', id: 2, lat: 51.76, lon: 36.19 },
      { type: 'way', id: 3, nodes: [1, 2], tags: { highway: 'residential', name: 'улица Мира' } },
    ];
    await take(kit, json('a.json', JSON.stringify({ elements })), { settlement: town });
    expect(kit.pack().street(0).point).toEqual({ lat: 51.75, lon: 36.19 });
  });

  it('is refused when it is cut off, not complete or something else', async () => {
    const refusal = (text: string) => take(importKit(), json('a.json', text));
    await expect(refusal(fixtureText('osm/overpass.json').slice(0, 300))).rejects.toThrow(
      /a\.json is no JSON .*cut off/,
    );
    await expect(refusal('{"elements":[],"remark":"runtime error: Query timed out"}')).rejects.toThrow(
      /a\.json is not complete: Overpass says «runtime error: Query timed out»/,
    );
    await expect(refusal('[]')).rejects.toThrow(/neither «elements» of Overpass nor a FeatureCollection/);
  });
});
