/** A line with simple engines in place of rules, places and routing, over the store in memory. */

import { textSignature } from '../../pipelines/incidents/cluster-keys.js';
import { createDesk } from '../../pipelines/incidents/desk.js';
import { createLine, createSink, type Line } from '../../pipelines/line.js';
import { createProcessFeed, createProcessMemory } from '../../pipelines/memory/in-process.js';
import type { QueueName } from '../../pipelines/pipeline.js';
import type { StageContext } from '../../pipelines/stage.js';
import type { BatchJob, Located } from '../../pipelines/values.js';
import { manualClock } from '../../src/core/clock.js';
import { batchId, fingerprint, postId } from '../../src/core/ids.js';
import type { Decider, Decision, PageCursor, PostSink, Store } from '../../src/core/ports.js';
import type { PageRef, RawPost } from '../../src/core/post.js';
import type { ReactionWatch } from '../../src/core/reaction.js';
import { createMemoryStore } from '../../src/store/memory.js';
import { samplePlace, sampleRawPost, sampleRoute, sampleVerdict } from './samples.js';
import { shippedCalendar } from './working-calendar.js';

/** The instant at which the line of the tests starts. */
export const lineStartMs = Date.parse('2026-03-02T09:10:00.000Z');

/** A post as a crawler hands it over; id and fingerprint follow from native id and text. */
export function rawPost(nativeId: string, text: string, overrides: Partial<RawPost> = {}): RawPost {
  const sourceId = overrides.sourceId ?? 'zarechye-forum';
  const id = postId(sourceId, nativeId);
  const author = `author-${nativeId}`;
  return sampleRawPost({
    id,
    nativeId,
    text,
    fingerprint: fingerprint(text, []),
    attachments: [],
    author,
    threadId: null,
    ...overrides,
  });
}

export function pageOf(name: string, overrides: Partial<PageRef> = {}): PageRef {
  const url = `https://forum.example/${name}`;
  const fetchedAt = '2026-03-02T09:05:00.000Z';
  const sourceId = overrides.sourceId ?? 'zarechye-forum';
  return {
    id: batchId(sourceId, url, fetchedAt),
    sourceId,
    url,
    fetchedAt,
    etag: null,
    lastModified: null,
    ...overrides,
  };
}

/** A post after the stage «locate». */
export function locatedPost(nativeId: string, text: string, overrides: Partial<Located> = {}): Located {
  const raw = rawPost(nativeId, text);
  const place = samplePlace({ street: null, house: null, named: [], precision: 'settlement' });
  return {
    ...raw,
    masked: {},
    version: 1,
    knownIncidentId: null,
    signature: textSignature(overrides.text ?? text),
    repeat: null,
    decidedBy: null,
    searches: [],
    sampled: false,
    model: null,
    vector: null,
    locality: null,
    verdict: sampleVerdict(),
    place,
    ...overrides,
  };
}

/**
 * Engines that go by words: «яма», «свет» and «вода» are incidents of three groups, «может быть» is unsure, «продам» does not pass the
 * gate; «улица Имя, дом 5» is a place.
 */
export function fakeEngines(): Pick<StageContext, 'decision' | 'locator' | 'router'> {
  const groups = { яма: 'roads', свет: 'energy', вода: 'housing' } as const;
  const decision: Decision = {
    by: { ruleSet: null, rules: 'fake-1', text: 'fake-1', model: null },
    isSampled: () => false,
    searches: (text) => (text.includes('яма') ? ['pits'] : []),
    gate: {
      admit: async (texts) => texts.map(({ text }) => ({ pass: !text.includes('продам'), reason: 'no-signal' })),
    },
    classifier: {
      revisions: { rules: 'fake-1' },
      async classify(texts) {
        return texts.map(({ text }) => {
          const word = (Object.keys(groups) as (keyof typeof groups)[]).find((key) => text.toLowerCase().includes(key));
          const group = word === undefined ? null : groups[word];
          const unsure = text.includes('может быть');
          const score = group === null ? 0.1 : 0.9;
          const verdict = sampleVerdict({ incident: group !== null, unsure, group, topic: null, score, evidence: [] });
          return { verdict, model: null, vector: null, locality: null };
        });
      },
    },
  };
  return {
    decision,
    locator: {
      revision: 'fake-1',
      locate(text, { territory }) {
        const street = /улица ([А-Я][а-я]+)/.exec(text)?.[1] ?? null;
        const house = /дом (\d+)/.exec(text)?.[1] ?? null;
        const named = [...(street === null ? [] : ['street' as const]), ...(house === null ? [] : ['house' as const])];
        const precision = house !== null ? 'house' : street !== null ? 'street' : 'settlement';
        return samplePlace({
          territoryId: territory ?? null,
          settlement: territory ?? null,
          street,
          house,
          named,
          precision,
          evidence: [],
        });
      },
      lineage: (id) => (id === null ? [] : [id, 'okrug']),
      territory: () => null,
    },
    router: {
      revision: 'fake-1',
      route: () => sampleRoute(),
      isTemplate: () => false,
      executors: () => [],
      organisation: () => null,
      approverOf: () => null,
    },
  };
}

export interface Bench {
  store: Store;
  clock: ReturnType<typeof manualClock>;
  stages: StageContext;
  desk: ReturnType<typeof createDesk>;
  line: Line;
  /** Takes a page and runs it to the end of the line. */
  sink: PostSink;
  /** What happened, in order: «send candidates», «ledger», «dead letters», «cursor». */
  log: string[];
  /** Ids of the posts that the cursor was told of. */
  cursor: string[];
  sent: { queue: QueueName; job: BatchJob }[];
}

/** @param options.holdQueues the line only records what it would send on; nothing runs by itself */
export function makeBench(
  options: {
    store?: Store;
    engines?: Partial<StageContext>;
    decider?: Decider;
    holdQueues?: boolean;
    /** Hears authors after an answer. */
    reactions?: (store: Store, clock: Bench['clock']) => ReactionWatch;
  } = {},
): Bench {
  const clock = manualClock(lineStartMs);
  const store = options.store ?? createMemoryStore({ clock });
  const log: string[] = [];
  const seenByCursor: string[] = [];
  const sent: Bench['sent'] = [];
  const desk = createDesk({
    incidents: store.incidents,
    labels: store.labels,
    feed: createProcessFeed(),
    calendar: shippedCalendar,
    clock,
    bodies: { executorName: (id) => ({ lighting: 'Горсвет Заречья', water: 'Водоканал' })[id] },
  });
  const cursor: PageCursor = {
    async indexed(_page, posts) {
      log.push('cursor');
      seenByCursor.push(...posts.map((post) => post.id));
    },
  };
  const stages: StageContext = {
    ...fakeEngines(),
    clock,
    memory: createProcessMemory(),
    posts: store.posts,
    incidents: store.incidents,
    ...options.engines,
  };
  const send = async (queue: QueueName, job: BatchJob): Promise<void> => {
    log.push(`send ${queue}`);
    sent.push({ queue, job });
    // As through Redis: what arrives is a copy.
    if (options.holdQueues !== true) await line.run(queue, JSON.parse(JSON.stringify(job)));
  };
  const line = createLine({
    stages,
    decider: options.decider ?? { decisionFor: async () => stages.decision },
    index: {
      posts: store.posts,
      desk,
      cursor,
      ...(options.reactions === undefined ? {} : { reactions: options.reactions(store, clock) }),
    },
    ledger: {
      ...store.ledger,
      async add(entries) {
        log.push('ledger');
        await store.ledger.add(entries);
      },
    },
    deadLetters: {
      ...store.deadLetters,
      async put(letters) {
        log.push('dead letters');
        await store.deadLetters.put(letters);
      },
    },
    cursor,
    clock,
    send,
  });
  return { store, clock, stages, desk, line, sink: createSink(send), log, cursor: seenByCursor, sent };
}

/** Everything that the store holds, for comparing before and after. */
export async function contentsOf(store: Store, postIds: readonly string[]): Promise<unknown> {
  const incidents = [];
  for await (const incident of store.incidents.since('1970-01-01T00:00:00.000Z')) {
    incidents.push({ incident, events: await store.incidents.events(incident.id) });
  }
  return {
    incidents,
    posts: await store.posts.byIds(postIds),
    ledger: await store.ledger.totals(),
    deadLetters: await store.deadLetters.list({ limit: 1_000 }),
  };
}
