import { setTimeout as sleep } from 'node:timers/promises';
/** Holds what is stored against what was served: every post once, every incident sound, the ledger balanced, the queues empty. */
import { Client } from '@elastic/elasticsearch';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Incident, IncidentEvent } from '../../src/core/incident.js';
import type { LedgerTotal } from '../../src/core/ports.js';
import type { Post } from '../../src/core/post.js';
import { createElasticsearchStore } from '../../src/store/elasticsearch.js';
import { elasticsearchUrl } from './elasticsearch.js';

export const queueNames = ['fetch', 'posts', 'candidates', 'index'] as const;
type Counts = Record<string, number>;

export interface Auditor {
  /** Number of stored posts, now. */
  postCount(): Promise<number>;
  /** Jobs by queue and state, states without jobs left out; {} when all queues are empty. */
  busyQueues(): Promise<Record<string, Counts>>;
  /**
   * Everything that is wrong, one sentence each; [] when all is well. `isWiped`: batches vanished from the queues with Redis and were read
   * again, so what one queue sent need not be what the next received; each queue for itself, and the index, must balance all the same.
   */
  faults(served: readonly string[], options?: { isWiped?: boolean }): Promise<string[]>;
  totals(): Promise<LedgerTotal[]>;
  incidents(): Promise<Incident[]>;
  deadLetters(): Promise<number>;
  close(): Promise<void>;
}

/** Looks past any proxy: always at Elasticsearch itself. */
export function openAuditor(prefix: string, redisUrl: string): Auditor {
  const url = elasticsearchUrl();
  const client = new Client({ node: url });
  const store = createElasticsearchStore({ url, indexPrefix: prefix });
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  redis.on('error', () => {}); // tests kill it on purpose
  const queues = queueNames.map((name) => new Queue(name, { connection: redis, prefix }));
  for (const queue of queues) queue.on('error', () => {});

  async function all<T>(name: string): Promise<T[]> {
    const documents: T[] = [];
    for (let after: unknown[] | undefined; ; ) {
      const reply = await client.search<T>({
        index: `${prefix}-${name}`,
        size: 5_000,
        sort: [
          name === 'events' ? { incidentId: 'asc' } : { id: 'asc' },
          ...(name === 'events' ? [{ seq: 'asc' as const }] : []),
        ],
        ...(after === undefined ? {} : { search_after: after as string[] }),
      });
      for (const hit of reply.hits.hits) documents.push(hit._source as T);
      after = reply.hits.hits.at(-1)?.sort;
      if (reply.hits.hits.length < 5_000) return documents;
    }
  }
  const totals = (): Promise<LedgerTotal[]> => store.ledger.totals();

  async function busyQueues(): Promise<Record<string, Counts>> {
    const busy: Record<string, Counts> = {};
    for (const queue of queues) {
      const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'prioritized');
      const held = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
      if (Object.keys(held).length > 0) busy[queue.name] = held;
    }
    return busy;
  }

  return {
    async postCount() {
      await client.indices.refresh({ index: `${prefix}-posts` });
      return store.posts.count();
    },
    busyQueues,
    totals,
    incidents: () => all<Incident>('incidents'),
    deadLetters: () => store.deadLetters.count(),
    async faults(served, { isWiped = false } = {}) {
      // Roles that live on look at their pages every few seconds: what counts is that the queues get empty, not which moment is looked at.
      let busy = await busyQueues();
      for (let tries = 0; tries < 100 && Object.keys(busy).length > 0; tries++) {
        await sleep(100);
        busy = await busyQueues();
      }
      await store.refresh();
      const [posts, incidents, events] = await Promise.all([
        all<Post>('posts'),
        all<Incident>('incidents'),
        all<IncidentEvent>('events'),
      ]);
      return [
        ...faultsOfPosts(posts, served),
        ...faultsOfIncidents(posts, incidents),
        ...faultsOfLogs(incidents, events),
        ...faultsOfLedger(await totals(), posts.length, isWiped),
        ...(Object.keys(busy).length > 0 ? [`the queues are not empty: ${JSON.stringify(busy)}`] : []),
      ];
    },
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      redis.disconnect();
      await Promise.all([store.close(), client.close()]);
    },
  };
}

function some(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${ids.length} ${what}, e.g. ${ids.slice(0, 3).join(', ')}`];
}

function doubles(ids: readonly string[]): string[] {
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}

function faultsOfPosts(posts: readonly Post[], served: readonly string[]): string[] {
  const names = posts.map((post) => `${post.sourceId}/${post.nativeId}`);
  const [have, want] = [new Set(names), new Set(served)];
  return [
    ...some(
      'posts were served and are not stored',
      [...want].filter((name) => !have.has(name)),
    ),
    ...some(
      'posts are stored and were never served',
      [...have].filter((name) => !want.has(name)),
    ),
    ...some('posts are stored twice', [...have].length === names.length ? [] : doubles(names)),
  ];
}

function faultsOfIncidents(posts: readonly Post[], incidents: readonly Incident[]): string[] {
  const homes = new Map<string, string[]>();
  for (const { id, postIds } of incidents) {
    for (const postId of postIds) homes.set(postId, [...(homes.get(postId) ?? []), id]);
  }
  const stored = new Map(posts.map((post) => [post.id, post.incidentId]));
  return [
    ...some(
      'incidents hold a post twice',
      incidents.filter(({ postIds }) => doubles(postIds).length > 0).map(({ id }) => id),
    ),
    ...some(
      'incidents count other than they hold',
      incidents.filter((each) => each.postCount !== each.postIds.length).map(({ id }) => id),
    ),
    ...some(
      'posts are in several incidents',
      [...homes].filter(([, ids]) => new Set(ids).size > 1).map(([id]) => id),
    ),
    ...some(
      'posts are in an incident and not stored',
      [...homes.keys()].filter((id) => !stored.has(id)),
    ),
    ...some(
      'posts name another incident than holds them',
      [...stored].filter(([id, incidentId]) => incidentId !== (homes.get(id)?.[0] ?? null)).map(([id]) => id),
    ),
  ];
}

function faultsOfLogs(incidents: readonly Incident[], events: readonly IncidentEvent[]): string[] {
  const logs = new Map<string, number[]>();
  for (const { incidentId, seq } of events) logs.set(incidentId, [...(logs.get(incidentId) ?? []), seq]);
  const isWhole = ({ id, version }: Incident) =>
    (logs.get(id) ?? []).join() === Array.from({ length: version }, (_, at) => at + 1).join();
  return [
    ...some(
      'incidents differ from their log',
      incidents.filter((incident) => !isWhole(incident)).map(({ id }) => id),
    ),
    ...some(
      'logs have no incident',
      [...logs.keys()].filter((id) => !incidents.some((incident) => incident.id === id)),
    ),
  ];
}

/** What goes into a stage comes out of it; what the line took in is stored, was known before, was empty or is a dead letter. */
export function faultsOfLedger(totals: readonly LedgerTotal[], stored: number, isWiped: boolean): string[] {
  const sum = (fits: (total: LedgerTotal) => boolean) => totals.filter(fits).reduce((all, { count }) => all + count, 0);
  const faults: string[] = [];
  const chain: Record<string, string[]> = {
    posts: ['received', 'normalise', 'mask', 'dedupe', 'gate'],
    candidates: ['received', 'classify', 'locate', 'cluster', 'route'],
  };
  for (const [queue, stages] of Object.entries(chain)) {
    stages.forEach((stage, place) => {
      const before = stages[place - 1];
      if (before === undefined) return;
      const passed = sum((total) => total.queue === queue && total.stage === before && total.outcome === 'passed');
      const out = sum((total) => total.queue === queue && total.stage === stage);
      if (passed !== out)
        faults.push(`ledger: ${queue}/${before} passed ${passed} posts on, ${queue}/${stage} accounts for ${out}`);
    });
  }
  const gated = sum(({ queue, stage, outcome }) => queue === 'posts' && stage === 'gate' && outcome === 'passed');
  const candidates = sum(({ queue, stage }) => queue === 'candidates' && stage === 'received');
  if (gated !== candidates && !isWiped)
    faults.push(`ledger: the gate passed ${gated} posts, the queue «candidates» received ${candidates}`);
  const received = sum(({ queue, stage }) => queue === 'posts' && stage === 'received');
  const left = sum(({ queue, outcome }) => queue !== 'index' && /^(failed|dropped:(empty|duplicate))$/.test(outcome));
  const indexed = sum(({ queue }) => queue === 'index');
  if (received !== left + indexed && !isWiped)
    faults.push(`ledger: ${received} posts received, ${left} left on the way, ${indexed} reached the index`);
  const written = sum(({ queue, outcome }) => queue === 'index' && !/^(failed|dropped:repeated)$/.test(outcome));
  if (written !== stored) faults.push(`ledger: ${written} posts written, ${stored} stored`);
  return faults;
}
