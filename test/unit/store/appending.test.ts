import { describe, expect, it } from 'vitest';
import { createElasticsearchStore } from '../../../src/store/elasticsearch.js';
import { sampleEvent, sampleIncident, sampleOperator } from '../../support/samples.js';
import {
  bulkAnswer,
  type ScriptedAnswer,
  type ScriptedRequest,
  scriptElasticsearch,
} from '../../support/scripted-elasticsearch.js';
import { thrownBy } from '../../support/store-contract-records.js';

type Documents = Map<string, Record<string, unknown>>;

/** A server that keeps created events; `fault` may replace the answer after the write was carried out. */
function open(fault: (request: ScriptedRequest, turn: number) => ScriptedAnswer | undefined) {
  const events: Documents = new Map();
  const { Connection, requests } = scriptElasticsearch((request, turn) => {
    if (request.path.endsWith('/_mget')) {
      const { ids } = request.lines[0] as { ids: string[] };
      const docs = ids.map((_id) => ({ _index: 'x', _id, found: events.has(_id), _source: events.get(_id) }));
      return { status: 200, body: { docs } };
    }
    const taken = new Set<string>();
    for (const [place, line] of request.lines.entries()) {
      const target = (line.create ?? (line.index as object)) as { _id: string; _index: string } | undefined;
      if (!target?._index?.endsWith('-events')) continue;
      if (line.create && events.has(target._id)) taken.add(target._id);
      else events.set(target._id, request.lines[place + 1] ?? {});
    }
    return (
      fault(request, turn) ??
      bulkAnswer(request, (id) =>
        taken.has(id) ? { status: 409, type: 'version_conflict_engine_exception', reason: 'exists' } : undefined,
      )
    );
  });
  const store = createElasticsearchStore({
    url: 'http://127.0.0.1:9',
    indexPrefix: 'fake',
    Connection,
    bulk: { sleep: async () => undefined, attempts: 3 },
  });
  return { store, requests, events };
}
const pair = [
  sampleEvent({ incidentId: 'i1' }),
  sampleEvent({ incidentId: 'i1', seq: 2, actor: sampleOperator, change: { type: 'commented', text: 'заметка' } }),
];
const projection = sampleIncident({ id: 'i1', version: 2 });

describe('appending events', () => {
  it('creates the first event alone and with the others inside, then writes copies and projection', async () => {
    const { store, requests } = open(() => undefined);
    await store.incidents.append(pair, projection);
    const [first, second] = requests.map(({ lines }) => lines.filter((line) => line.create ?? line.index));
    expect(first).toEqual([{ create: { _index: 'fake-events', _id: 'i1-1', require_alias: true } }]);
    expect(second?.map((line) => (line.index as { _id: string })._id)).toEqual(['i1-2', 'i1']);
    expect(await store.incidents.events('i1')).toEqual(pair);
  });

  it.each(['reset', 'timeout'] as const)('knows its own event again when the answer was lost (%s)', async (fault) => {
    const { store, requests } = open((_request, turn) => (turn === 1 ? fault : undefined));
    await store.incidents.append(pair, projection);
    // create, create again (409), look whose it is, copies and projection
    expect(requests.map(({ path }) => path)).toEqual(['/_bulk', '/_bulk', '/fake-events/_mget', '/_bulk']);
    expect(await store.incidents.events('i1')).toEqual(pair);
  });

  it('does not take the equal event of another writer for its own', async () => {
    const { store } = open((_request, turn) => (turn === 2 ? 'reset' : undefined));
    await store.incidents.append(pair.slice(0, 1), sampleIncident({ id: 'i1' })).catch(() => undefined);
    const error = await thrownBy(() => store.incidents.append(pair, projection));
    expect(error.code).toBe('E_CONFLICT');
  });

  it('loses none of the events when it dies right after the first was created', async () => {
    const { store, events } = open((_request, turn) => (turn >= 2 && turn <= 4 ? 'reset' : undefined));
    const error = await thrownBy(() => store.incidents.append(pair, projection));
    expect([error.code, error.retry]).toEqual(['E_STORE_UNAVAILABLE', true]);
    events.delete('i1-2');
    expect(await store.incidents.events('i1')).toEqual(pair);
    const third = sampleEvent({ incidentId: 'i1', seq: 3 });
    await store.incidents.append([third], sampleIncident({ id: 'i1', version: 3 }));
    expect(await store.incidents.events('i1')).toEqual([...pair, third]);
  });
});
