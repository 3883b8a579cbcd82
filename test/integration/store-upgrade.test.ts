import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuery } from '../../pipelines/rules/parse.js';
import { searchHistory, wordIndex } from '../../src/app/history-search.js';
import type { Store } from '../../src/core/ports.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { incidentsIndex } from '../../src/store/incidents.js';
import { analysis } from '../../src/store/indices.js';
import { postsIndex } from '../../src/store/posts.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleIncident, samplePlace, samplePost } from '../support/samples.js';

/** Posts stored before there were words in the index: they stay, are found at once, and found fast after a reindex. */
describe('an index of posts that an earlier version made', () => {
  const indexPrefix = randomPrefix();
  const index = `${indexPrefix}-posts-1`;
  const client = new Client({ node: elasticsearchUrl() });
  const open = (): Store => createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix, words: wordIndex });
  const store = open();
  const count = 1_200;

  beforeAll(async () => {
    const { words, wordsBy, decidedBy, searches, ...fields } = postsIndex.fields;
    // What the analysers of all indices are is written down in each of them.
    const other = `${indexPrefix}x`;
    const fresh = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: other });
    await fresh.setUp();
    await fresh.close();
    const meta = (await client.indices.getMapping({ index: `${other}-users-1` }))[`${other}-users-1`]?.mappings._meta;
    await removeIndices(other);
    await client.indices.create({
      index,
      aliases: { [`${indexPrefix}-posts`]: { is_write_index: true } },
      settings: { analysis, auto_expand_replicas: '0-1' },
      mappings: {
        dynamic: 'strict',
        _meta: { otklik: { mappingHash: 'earlier', analysisHash: meta?.otklik.analysisHash } },
        properties: fields,
      },
    });
    const old = Array.from({ length: count }, (_, n) => {
      const {
        decidedBy: _by,
        searches: _searches,
        ...post
      } = samplePost({
        id: `pOld${n}`,
        text: n % 3 === 0 ? `Яма на дороге, ${n}` : `Свет не горит, ${n}`,
      });
      return post;
    });
    await client.bulk({
      refresh: true,
      operations: old.flatMap((post) => [
        { index: { _index: index, _id: post.id, version: 1, version_type: 'external_gte' } },
        post,
      ]),
    });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await client.close();
    await removeIndices(indexPrefix);
  });

  const found = async (query: string): Promise<string[]> => {
    const ids: string[] = [];
    for await (const page of searchHistory(store.posts, parseQuery(query))) ids.push(...page.map(({ id }) => id));
    return ids.sort();
  };
  const pits = Array.from({ length: count / 3 }, (_, n) => `pOld${n * 3}`).sort();

  it('gets the analyser and the fields, with several processes at it at once, and is open at the end', async () => {
    const stores = [open(), open(), open()];
    await Promise.all(stores.map((each) => each.setUp()));
    await Promise.all(stores.map((each) => each.close()));
    await store.setUp();
    const mapping = (await client.indices.getMapping({ index }))[index]?.mappings;
    expect(mapping?.properties?.words).toMatchObject({ analyzer: 'terms', position_increment_gap: 10_000 });
    expect(await store.posts.count()).toBe(count);
  });

  it('gives its posts as before, with what they lack filled in', async () => {
    const [post] = await store.posts.byIds(['pOld3']);
    expect(post).toEqual(samplePost({ id: 'pOld3', text: 'Яма на дороге, 3', decidedBy: null, searches: [] }));
  });

  it('is searched by rules before and after its words are made, with the same answer', async () => {
    const indexed = { term: { wordsBy: wordIndex.revision } };
    const current = async () => (await client.count({ index, query: indexed })).count;
    expect([await found('яма NEAR/2 дорога'), await current()]).toEqual([pits, 0]);
    expect(await store.posts.refreshWords()).toBe(count);
    await store.refresh();
    expect([await found('яма NEAR/2 дорога'), await current()]).toEqual([pits, count]);
    expect(await store.posts.refreshWords()).toBe(0);
    expect((await store.posts.byIds(['pOld3']))[0]?.text).toBe('Яма на дороге, 3');
  });

  it('answers people who type a word into Kibana, in any form', async () => {
    const reply = await client.search({ index, query: { query_string: { query: 'words: дороги' } }, size: 0 });
    expect(reply.hits.total).toMatchObject({ value: pits.length });
  });
});

/** Incidents stored before they had a code and a point of their own. */
describe('an index of incidents that an earlier version made', () => {
  const indexPrefix = randomPrefix();
  const index = `${indexPrefix}-incidents-1`;
  const client = new Client({ node: elasticsearchUrl() });
  const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix });
  const place = samplePlace({ territoryId: '61701000001', oktmo: '61701000001' });
  const machine = { ...sampleIncident().machine, place, territories: ['61701000001', '61000000'] };
  const incident = sampleIncident({ id: 'iOld', machine });

  beforeAll(async () => {
    const { oktmo, point, pointOf, precision, district, ...fields } = incidentsIndex.fields;
    await store.setUp();
    const meta = (await client.indices.getMapping({ index }))[index]?.mappings._meta;
    await client.indices.delete({ index });
    await client.indices.create({
      index,
      aliases: { [`${indexPrefix}-incidents`]: { is_write_index: true } },
      settings: { analysis, auto_expand_replicas: '0-1' },
      mappings: {
        dynamic: 'strict',
        _meta: { otklik: { ...meta?.otklik, mappingHash: 'earlier' } },
        properties: fields,
      },
    });
    const { oktmo: _1, point: _2, pointOf: _3, precision: _4, district: _5, ...old } = incident;
    const { district: _6, landmarks: _7, oktmo: _8, pointOf: _9, ...oldPlace } = place;
    const document = { ...old, machine: { ...machine, place: oldPlace }, search: { settlements: [] } };
    await client.index({ index, id: 'iOld', document, version: 1, version_type: 'external_gte', refresh: true });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await client.close();
    await removeIndices(indexPrefix);
  });

  it('gets the new fields at the next start, and new incidents are found by code and by distance', async () => {
    await store.setUp();
    await store.incidents.project(
      sampleIncident({ id: 'iNew', oktmo: '61701000001', point: { lat: 54.6, lon: 39.7 } }),
    );
    await store.refresh();
    expect((await store.incidents.search({ oktmo: '61' })).items.map(({ id }) => id)).toEqual(['iNew']);
    const around = { geo_distance: { distance: '5km', point: { lat: 54.61, lon: 39.72 } } };
    expect((await client.search({ index, query: around })).hits.hits.map(({ _id }) => _id)).toEqual(['iNew']);
  });

  it('gives its incidents with what they lack, the code taken from the territory', async () => {
    const stored = await store.incidents.get('iOld');
    expect(stored).toMatchObject({ oktmo: '61701000001', precision: 'street', pointOf: null, district: null });
    expect(stored?.machine.place).toMatchObject({ landmarks: [], oktmo: null, point: { lat: 54.125, lon: 37.5 } });
  });
});
