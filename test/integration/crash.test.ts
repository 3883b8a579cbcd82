import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { project } from '../../pipelines/incidents/project.js';
import { createProcessFeed } from '../../pipelines/memory/in-process.js';
import { projectionHealer } from '../../src/app/heal-projections.js';
import { systemClock } from '../../src/core/clock.js';
import { findChainBreak } from '../../src/core/event-chain.js';
import { createLogger } from '../../src/log.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { runCli, startCli } from '../support/cli.js';
import { elasticsearchUrl, randomPrefix, removeIndices } from '../support/elasticsearch.js';
import { sampleHand, sampleIncidentPost, sampleMachine, sampleUser } from '../support/samples.js';
import { shippedCalendar } from '../support/working-calendar.js';

const prefix = randomPrefix();
const env = {
  OTKLIK_ELASTICSEARCH_URL: process.env.OTKLIK_ELASTICSEARCH_URL,
  OTKLIK_REDIS_URL: process.env.OTKLIK_REDIS_URL,
  OTKLIK_PREFIX: prefix,
};
const store = createElasticsearchStore({ url: elasticsearchUrl(), indexPrefix: prefix });
const desk = createDesk({
  incidents: store.incidents,
  labels: store.labels,
  feed: createProcessFeed(),
  calendar: shippedCalendar,
  clock: systemClock,
  bodies: { executorName: () => 'Горсвет' },
});
const opening = (postId: string) => ({
  type: 'opened' as const,
  post: sampleIncidentPost({ postId, author: postId, publishedAt: null }),
  machine: sampleMachine(),
  clusterKeys: [],
});

beforeAll(async () => {
  await store.setUp();
  await store.users.put(sampleUser({ login: 'operator1', disabled: false }));
});
afterAll(async () => {
  await store.close();
  await removeIndices(prefix);
});

/** Carries requests on to Elasticsearch; the first that would write a projection is told of instead, and never answered. */
async function startWire(onProjection: () => void) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (body.includes(`"_index":"${prefix}-incidents"`) && body.includes('"index":{')) return onProjection();
    const { host, connection, 'content-length': length, 'transfer-encoding': encoding, ...headers } = request.headers;
    const reply = await fetch(elasticsearchUrl() + request.url, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length === 0 ? {} : { body }),
    });
    const kind = reply.headers.get('content-type');
    const product = reply.headers.get('x-elastic-product');
    response.writeHead(reply.status, {
      ...(kind === null ? {} : { 'content-type': kind }),
      ...(product === null ? {} : { 'x-elastic-product': product }),
    });
    response.end(Buffer.from(await reply.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.closeAllConnections(),
  };
}

describe('a process that is killed between the event and the projection', () => {
  it.each([
    [
      'the next decision of a person',
      'iNext',
      async (id: string) => desk.act(id, 2, { type: 'start-work' }, sampleHand),
    ],
    ['the next post that the line joins', 'iJoined', async (id: string) => desk.record(id, [opening('p-later')])],
    [
      'the next look of a worker, although nobody touches the incident,',
      'iSwept',
      async () => {
        const clock = { ...systemClock, now: () => systemClock.now() + 60_000 };
        await store.refresh();
        await projectionHealer(store.incidents, desk, clock, createLogger({ level: 'silent', format: 'json' }))();
      },
    ],
    ['«incidents recompute»', 'iMended', async (id: string) => runCli(['incidents', 'recompute', id], { env })],
  ])(
    'leaves a log that %s makes whole',
    async (_what, id, next) => {
      await desk.record(id, [opening(`p-${id}`)]);
      await store.refresh();
      const wire = await startWire(() => child.kill('SIGKILL'));
      const words = ['incidents', 'assign', id, '--to', 'demo-roads', '--as', 'operator1'];
      const child = startCli(words, { ...env, OTKLIK_ELASTICSEARCH_URL: wire.url });
      const [, signal] = await once(child, 'exit');
      wire.close();
      expect(signal).toBe('SIGKILL');
      expect((await store.incidents.events(id)).map(({ change }) => change.type)).toEqual(['opened', 'assigned']);
      expect(await store.incidents.get(id)).toMatchObject({ version: 1, status: 'new' });

      await next(id);
      const log = await store.incidents.log(id);
      const stored = await store.incidents.get(id);
      expect(stored).toEqual(project(log, shippedCalendar));
      expect(stored).toMatchObject({ executorId: 'demo-roads' });
      expect(findChainBreak(log, stored?.logHash)).toBeNull();
    },
    30_000,
  );
});
