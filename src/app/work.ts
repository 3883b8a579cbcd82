import { createDesk, type MachineDesk } from '../../pipelines/incidents/desk.js';
import { refillMemory } from '../../pipelines/incidents/refill.js';
import { refillLetGo } from '../../pipelines/incidents/refill-let-go.js';
import { createLine, createSink, type Line, senderOver } from '../../pipelines/line.js';
import { type QueueName, queueNames } from '../../pipelines/pipeline.js';
import { openQueue, startWorker } from '../../pipelines/queue/bullmq.js';
import type { BatchJob } from '../../pipelines/values.js';
import type { Config } from '../config/load.js';
import { toAppError } from '../core/errors.js';
import type { Decider, IncidentDesk, JobQueue, PageCursor, PostSink } from '../core/ports.js';
import type { Logger } from '../log.js';
import type { Analysis } from './analysis.js';
import { fixedDecider } from './decision.js';
import { type GeocodingOptions, openGeocoding } from './geocoding/open-geocoding.js';
import { projectionHealer } from './heal-projections.js';
import { warnOfOldWords } from './history-search.js';
import { lookAgain } from './look-again.js';
import { type FollowedModel, followModelSets } from './model.js';
import type { Platform } from './platform.js';
import { watchReactions } from './reaction-watch.js';
import { followRules, type RulesInForce } from './rules-in-force.js';
import { tellOfTerms } from './tell-of-terms.js';

/** The desk over the platform's store: shared by the line (machine) and the API (operators). */
export function openDesk(
  platform: Platform,
  config: Config,
  analysis: Analysis,
  log?: Logger,
): IncidentDesk & MachineDesk {
  const names = new Map(analysis.router.executors().map((executor) => [executor.id, executor.name]));
  return createDesk({
    incidents: platform.store.incidents,
    labels: platform.store.labels,
    feed: platform.feed,
    calendar: config.calendar,
    clock: platform.clock,
    recurrence: config.recurrence,
    bodies: { executorName: (id) => names.get(id), approverOf: (id) => analysis.router.approverOf(id) },
    onLabelsLate: ({ incidentId, labels, cause }) =>
      log?.warn({ incidentId, labels, err: cause }, 'labels not written, kept for the next decision'),
  });
}

function lineOver(
  platform: Platform,
  config: Config,
  analysis: Analysis,
  decider: Decider,
  cursor: PageCursor,
  send: (queue: QueueName, job: BatchJob) => Promise<void>,
  desk: Pick<MachineDesk, 'record' | 'amend'> = openDesk(platform, config, analysis),
): Line {
  const { store, memory, clock } = platform;
  const { locator, router, suggester } = analysis;
  return createLine({
    stages: {
      clock,
      locator,
      router,
      suggester,
      memory,
      posts: store.posts,
      incidents: store.incidents,
      recurrence: config.recurrence,
    },
    decider,
    index: { posts: store.posts, desk, cursor, reactions: watchReactions(store.incidents, config.reactions, clock) },
    ledger: store.ledger,
    deadLetters: store.deadLetters,
    cursor,
    clock,
    send,
  });
}

/** The three queues of the line; opened by whoever sends into them. */
export type LineQueues = Readonly<Record<QueueName, JobQueue<BatchJob> & { close(): Promise<void> }>>;

export function openLineQueues(platform: Platform, prefix: string): LineQueues {
  const { redis } = platform;
  if (redis === null) throw new Error('the embedded line has no queues');
  const open = (name: QueueName) => openQueue<BatchJob>(name, { redis, prefix });
  return { posts: open('posts'), candidates: open('candidates'), index: open('index') };
}

/** The crawlers' way into the queues. */
export function queueSink(queues: LineQueues): PostSink {
  return createSink(senderOver(queues));
}

export interface WorkOptions {
  prefix: string;
  log: Logger;
  /** Batches of one queue that are worked on at the same time. */
  concurrency?: number;
  lockMs?: number;
  /** How often terms are looked at, ms; a minute when not said. */
  tellEveryMs?: number;
  /** Keeps the pauses between the questions to a geocoder; without it none is asked. */
  frontier?: GeocodingOptions['frontier'];
  /** Told in one sentence when the rules in force change. */
  say?: (line: string) => void;
}

/** Said where no model runs. */
export const rulesOnly = 'Model: none, the rules decide alone (--rules-only)';

export interface RunningWork {
  /** The rules that decide, followed while the role runs. */
  rules: RulesInForce;
  /** One line for people: which model set decides, or that none does. */
  describeModel(): string;
  close(): Promise<void>;
}

/** Role `work`: runs the stages of all three queues until closed. Closing waits for the batches at hand. */
export async function startWork(
  platform: Platform,
  config: Config,
  analysis: Analysis,
  cursor: PageCursor,
  options: WorkOptions,
): Promise<RunningWork> {
  const { redis, store, clock } = platform;
  if (redis === null) throw new Error('the role work needs Redis; the embedded line works in place');
  const { prefix, log, concurrency = 4 } = options;
  const closing = new AbortController();
  let lettingGo: Promise<void> | null = null;
  const refill = async (): Promise<void> => {
    if (await platform.memory.isFilled()) return;
    const refilled = await refillMemory(platform.memory, store, clock, config.recurrence);
    if (refilled > 0) log.info({ incidents: refilled }, 'cluster memory filled from the stored incidents');
    // What was let go is looked for meanwhile: no decision has to wait for it.
    lettingGo ??= refillLetGo(platform.memory, store.posts, analysis.locator, clock, closing.signal)
      .then((posts) => log.info({ posts }, 'posts that were let go are remembered again'))
      .catch((thrown: unknown) => {
        const { code, message } = toAppError(thrown);
        log.warn({ code, message }, 'posts that were let go are not remembered again');
      })
      .finally(() => {
        lettingGo = null;
      });
  };
  await refill();
  const said = options.say === undefined ? {} : { say: options.say };
  const { gateSample } = config.models;
  const model: FollowedModel | null =
    analysis.model === null ? null : await followModelSets(analysis.model, { store, gateSample, log, ...said });
  const rules = await followRules({
    store,
    taxonomy: config.taxonomy,
    locator: analysis.locator,
    files: analysis.rules,
    model,
    log,
    ...said,
  });
  await warnOfOldWords(store.posts, log);
  const queues = openLineQueues(platform, prefix);
  const desk = openDesk(platform, config, analysis, log);
  const geocoding =
    options.frontier === undefined
      ? null
      : openGeocoding(platform, config.geocoder, analysis, { ...options, frontier: options.frontier, desk });
  const stopTelling = lookAgain(
    () => tellOfTerms(store.incidents, desk, clock, log),
    options.tellEveryMs ?? 60_000,
    log,
    'terms not looked at',
  );
  const stopHealing = lookAgain(
    projectionHealer(store.incidents, desk, clock, log),
    options.tellEveryMs ?? 60_000,
    log,
    'projections not looked at',
  );
  const line = lineOver(platform, config, analysis, rules, cursor, senderOver(queues), {
    ...desk,
    ...geocoding?.watch(desk),
  });
  const run = (name: QueueName) => async (data: unknown) => {
    // Redis may have been wiped under a running worker: what is decided next must know of the incidents that are open.
    await refill();
    await line.run(name, data);
  };
  const workers = queueNames.map((name) =>
    startWorker(name, run(name), {
      redis,
      prefix,
      concurrency,
      deadLetters: store.deadLetters,
      clock,
      log,
      ...(options.lockMs === undefined ? {} : { lockMs: options.lockMs }),
    }),
  );
  return {
    rules,
    describeModel: () => model?.sets.describe() ?? rulesOnly,
    async close() {
      closing.abort();
      await Promise.all(workers.map((worker) => worker.close()));
      await lettingGo;
      await stopTelling();
      await stopHealing();
      await geocoding?.close();
      await rules.close();
      await model?.sets.close();
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

/** The same line in one process without queues: each batch runs to its end before the sink returns. */
export function embeddedSink(platform: Platform, config: Config, analysis: Analysis, cursor: PageCursor): PostSink {
  const send = (queue: QueueName, job: BatchJob): Promise<void> => line.run(queue, job);
  const line = lineOver(platform, config, analysis, fixedDecider(analysis.decision), cursor, send);
  return createSink(send);
}
