import { Client } from '@elastic/elasticsearch';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.js';
import { definitions } from '../../src/store/definitions.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { analyze } from '../../src/store/russian-analyzer.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleIncident, samplePost, sampleUser } from '../support/samples.js';
import { thrownBy } from '../support/store-contract-records.js';

describe('setting up the store on Elasticsearch', () => {
  const indexPrefix = randomPrefix();
  const url = elasticsearchUrl();
  const client = new Client({ node: url });
  const open = () => createElasticsearchStore({ url, indexPrefix, clock: systemClock });
  const store = open();
  const index = `${indexPrefix}-users-1`;
  afterAll(async () => {
    await removeIndices(indexPrefix);
    await Promise.all([store.close(), client.close()]);
  });

  it('is asked for by every reading and writing before, and nothing is created by accident', async () => {
    const early: (() => Promise<unknown>)[] = [
      () => store.posts.save([samplePost()]),
      () => store.posts.known(['p1']),
      () => store.posts.count(),
      () => store.incidents.get('i1'),
      () => store.incidents.events('i1'),
      () => store.incidents.project(sampleIncident()),
      () => store.incidents.search({}),
      () => store.users.put(sampleUser()),
      () => store.sources.list(),
      () => store.ledger.totals(),
      () => store.refresh(),
    ];
    for (const run of early) {
      const error = await thrownBy(run);
      expect(error.code).toBe('E_STORE_UNAVAILABLE');
      expect(error.message).toContain('otklik up');
    }
    expect(Object.keys(await client.indices.get({ index: `${indexPrefix}-*` }))).toEqual([]);
  });

  it('may run in several processes at once and again', async () => {
    await Promise.all([open().setUp(), open().setUp(), open().setUp()]);
    await store.setUp();
    const mappings = await client.indices.getMapping({ index: `${indexPrefix}-*` });
    expect(Object.keys(mappings).sort()).toEqual(definitions.map(({ name }) => `${indexPrefix}-${name}-1`).sort());
    for (const { mappings: mapping } of Object.values(mappings)) expect(mapping.dynamic).toBe('strict');
  });

  it.each([
    ['Ёлки не горят на дорогах', ['елк', 'не', 'гор', 'на', 'дорог']],
    ['По-русски: дом 5А, кв.12, 3,5 км от г.о. Заречье', null],
    ['ОТОПЛЕНИЕ отключили вчера; ребёнок болеет, жильцы замерзают и жалуются управляющей компании', null],
    ['Bus №7 не ходит с 08:30, www.example.org/raspisanie а_б 1.000 don’t', null],
  ])('reads «%s» with the Russian analyser, as the store in memory does', async (text, expected) => {
    const reply = await client.indices.analyze({ index: `${indexPrefix}-incidents`, field: 'texts', text });
    const tokens = reply.tokens?.map(({ token, start_offset }) => [token, start_offset]);
    expect(tokens).toEqual(analyze(text).map(({ term, start }) => [term, start]));
    if (expected) expect(tokens?.map(([token]) => token)).toEqual(expected);
  });

  it('adds fields that an older version did not have', async () => {
    const meta = (await client.indices.getMapping({ index }))[index]?.mappings._meta;
    await client.indices.putMapping({ index, _meta: { otklik: { ...meta?.otklik, mappingHash: 'older' } } });
    await store.setUp();
    expect((await client.indices.getMapping({ index }))[index]?.mappings._meta).toEqual(meta);
  });

  it('refuses an index whose fields have another type, saying which', async () => {
    await client.indices.delete({ index });
    await client.indices.create({
      index,
      aliases: { [`${indexPrefix}-users`]: {} },
      mappings: { properties: { role: { type: 'long' } } },
    });
    const error = await thrownBy(() => store.setUp());
    expect(error).toMatchObject({ code: 'E_STORE_REJECTED', retry: false, details: { index } });
    expect(error.message).toContain('[role]');
  });

  it('refuses an index whose analyser differs', async () => {
    await client.indices.putMapping({ index, _meta: { otklik: { mappingHash: 'x', analysisHash: 'other' } } });
    const error = await thrownBy(() => store.setUp());
    expect([error.code, error.message.includes('analyser')]).toEqual(['E_STORE_REJECTED', true]);
  });

  it('refuses a foreign index under the name of an alias', async () => {
    await client.indices.delete({ index });
    await client.indices.create({ index: `${indexPrefix}-users` });
    const error = await thrownBy(() => store.setUp());
    expect([error.code, error.message.includes('did not make it')]).toEqual(['E_STORE_REJECTED', true]);
    await client.indices.delete({ index: `${indexPrefix}-users` });
    await store.setUp();
  });

  it('helps when nothing answers at the address', async () => {
    const lost = createElasticsearchStore({ url: 'http://127.0.0.1:9', indexPrefix });
    const error = await thrownBy(() => lost.check());
    expect(error).toMatchObject({ code: 'E_STORE_UNAVAILABLE', retry: true });
    expect(error.message).toContain('OTKLIK_ELASTICSEARCH_URL');
    await lost.close();
  });
});
