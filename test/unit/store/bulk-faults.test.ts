import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src/core/errors.js';
import { createElasticsearchStore } from '../../../src/store/elasticsearch.js';
import { samplePost } from '../../support/samples.js';
import {
  bulkAnswer,
  type ScriptedAnswer,
  type ScriptedRequest,
  scriptElasticsearch,
} from '../../support/scripted-elasticsearch.js';
import { thrownBy } from '../../support/store-contract-records.js';

function open(answer: (request: ScriptedRequest, turn: number) => ScriptedAnswer, bulk = {}) {
  const { Connection, requests } = scriptElasticsearch(answer);
  const pauses: number[] = [];
  const warnings: object[] = [];
  const store = createElasticsearchStore({
    url: 'http://user:geheim@127.0.0.1:9',
    indexPrefix: 'fake',
    Connection,
    readRetries: 0,
    log: { debug: () => undefined, warn: (fields) => warnings.push(fields) },
    bulk: {
      sleep: async (ms: number) => {
        pauses.push(ms);
      },
      random: () => 0.5,
      ...bulk,
    },
  });
  return { store, requests, pauses, warnings };
}
const posts = (count: number) => Array.from({ length: count }, (_, n) => samplePost({ id: `p${n}` }));
const idsIn = (request: ScriptedRequest | undefined) =>
  request?.lines.flatMap((line) => (line.index ? [(line.index as { _id: string })._id] : []));
const busy = { status: 429, body: { error: { type: 'es_rejected_execution_exception', reason: 'queue full' } } };
const done = [{ ok: true }, { ok: true }, { ok: true }];

describe('bulk writing', () => {
  it('is one request with a time limit, through the alias, under the id and version', async () => {
    const { store, requests } = open((request) => bulkAnswer(request));
    expect(await store.posts.save(posts(3))).toEqual(done);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/_bulk', timeoutMs: 60_000 });
    expect(requests[0]?.lines[0]).toEqual({
      index: { _index: 'fake-posts', _id: 'p0', require_alias: true, version: 1, version_type: 'external_gte' },
    });
  });

  it.each<[string, ScriptedAnswer]>([
    ['429 for the whole request', busy],
    ['502 from a proxy', { status: 502, raw: '<html>bad gateway</html>' }],
    ['503', { status: 503, body: { error: { type: 'cluster_block_exception', reason: 'no master' } } }],
    ['504', { status: 504, body: {} }],
    ['403 of a full disk', { status: 403, body: { error: { type: 'cluster_block_exception', reason: 'read-only' } } }],
    ['a reset connection', 'reset'],
    ['no answer in time', 'timeout'],
    ['an answer that breaks off', { status: 200, raw: '{"took":3,"errors":false,"items":[{"index":{"sta' }],
    ['an answer with too few items', { status: 200, body: { items: [{ index: { status: 201 } }] } }],
    ['an answer of another shape', { status: 200, body: {} }],
    ['items without a status', { status: 200, body: { items: [{ index: {} }, {}, null] } }],
  ])('tries everything again after %s', async (_name, fault) => {
    const { store, requests, pauses, warnings } = open((request, turn) => (turn <= 2 ? fault : bulkAnswer(request)));
    expect(await store.posts.save(posts(3))).toEqual(done);
    expect(requests.map(idsIn)).toEqual([
      ['p0', 'p1', 'p2'],
      ['p0', 'p1', 'p2'],
      ['p0', 'p1', 'p2'],
    ]);
    // 250 and 500 ms, drawn from the upper half.
    expect(pauses).toEqual([188, 375]);
    expect(warnings).toHaveLength(2);
  });

  it.each([429, 500, 503])('tries only the items again that answered %i', async (status) => {
    const { store, requests } = open((request, turn) =>
      bulkAnswer(request, (id) => (turn === 1 && id === 'p1' ? { status, type: 'temporary' } : undefined)),
    );
    expect(await store.posts.save(posts(3))).toEqual(done);
    expect(requests.map(idsIn)).toEqual([['p0', 'p1', 'p2'], ['p1']]);
  });

  it('tells which items are refused for good, without quoting them, and writes the rest', async () => {
    const reason = "failed to parse field [text] of type [text]. Preview of field's value: 'тайна'";
    const { store, requests } = open((request, turn) =>
      bulkAnswer(request, (id) => {
        if (id === 'p0') return { status: 400, type: 'document_parsing_exception', reason };
        return id === 'p2' && turn === 1 ? { status: 429, type: 'es_rejected_execution_exception' } : undefined;
      }),
    );
    expect(await store.posts.save(posts(3))).toEqual([
      { ok: false, code: 'document_parsing_exception', message: 'failed to parse field [text] of type [text]' },
      { ok: true },
      { ok: true },
    ]);
    expect(requests.map(idsIn)).toEqual([['p0', 'p1', 'p2'], ['p2']]);
  });

  it('gives up after six tries with growing pauses, saying how much is unwritten', async () => {
    const { store, requests, pauses } = open((request) =>
      bulkAnswer(request, (id) => (id === 'p1' ? { status: 429, type: 'es_rejected_execution_exception' } : undefined)),
    );
    const error = await thrownBy(() => store.posts.save(posts(3)));
    expect(error).toMatchObject({ code: 'E_STORE_UNAVAILABLE', retry: true, details: { unwritten: 1, attempts: 6 } });
    expect(error.message).toContain('1 of 3');
    expect(requests).toHaveLength(6);
    expect(pauses).toEqual([188, 375, 750, 1_500, 3_000]);
  });

  it('gives up when the server stays away, without naming the password', async () => {
    const { store } = open(() => 'reset');
    const errors: AppError[] = [];
    errors.push(await thrownBy(() => store.posts.save(posts(1))));
    errors.push(await thrownBy(() => store.posts.byIds(['p1'])));
    errors.push(await thrownBy(() => store.check()));
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'E_STORE_UNAVAILABLE', retry: true });
      expect(error.message).not.toContain('geheim');
    }
  });

  it('splits by number and by size', async () => {
    const { store, requests } = open((request) => bulkAnswer(request), { maxItems: 4, maxBytes: 20_000 });
    const many = [...posts(9), samplePost({ id: 'large', text: 'ы'.repeat(30_000) }), samplePost({ id: 'last' })];
    expect((await store.posts.save(many)).every(({ ok }) => ok)).toBe(true);
    expect(requests.map((request) => idsIn(request)?.length)).toEqual([4, 4, 1, 1, 1]);
  });

  it('halves a request that is too large for the server, down to the document that is', async () => {
    const { store, requests } = open((request) =>
      JSON.stringify(request.lines).length > 9_000 ? { status: 413, body: {} } : bulkAnswer(request),
    );
    const some = [...posts(3), samplePost({ id: 'large', text: 'ы'.repeat(9_000) })];
    const outcomes = await store.posts.save(some);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(outcomes[3]).toMatchObject({ code: 'document_too_large' });
    expect(requests.length).toBeGreaterThan(2);
  });

  it('does not ask again when the key is refused', async () => {
    const { store, requests } = open(() => ({ status: 401, body: { error: { type: 'security_exception' } } }));
    const error = await thrownBy(() => store.posts.save(posts(1)));
    expect([error.code, error.retry, requests.length]).toEqual(['E_STORE_UNAVAILABLE', false, 1]);
    expect(error.message).toContain('API key');
  });

  it('says what to do when the indices are missing', async () => {
    const { store, requests } = open((request) =>
      bulkAnswer(request, () => ({ status: 404, type: 'index_not_found_exception', reason: 'no such index' })),
    );
    const error = await thrownBy(() => store.posts.save(posts(2)));
    expect([error.code, requests.length]).toEqual(['E_STORE_UNAVAILABLE', 1]);
    expect(error.message).toContain('otklik up');
  });

  it('asks nothing when there is nothing to write', async () => {
    const { store, requests } = open(() => 'reset');
    expect(await store.posts.save([])).toEqual([]);
    await store.ledger.add([]);
    expect(requests).toEqual([]);
  });
});

describe('the store on Elasticsearch', () => {
  it.each(['', 'localhost:9200', 'ftp://host'])('refuses «%s» as an address', (url) => {
    expect(() => createElasticsearchStore({ url, indexPrefix: 'otklik' })).toThrow('OTKLIK_ELASTICSEARCH_URL');
  });
  it.each(['', 'Otklik', '-otklik', 'a*'])('refuses «%s» as a prefix', (indexPrefix) => {
    expect(() => createElasticsearchStore({ url: 'http://127.0.0.1:9', indexPrefix })).toThrow('index prefix');
  });
});
