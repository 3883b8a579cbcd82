import { type ArgsDef, type CommandDef, defineCommand } from 'citty';
import { openFrontier, startCrawl } from '../../app/crawl.js';
import { demoLabel } from '../../app/demo.js';
import { checkModelFiles } from '../../app/model-files.js';
import { openPlatform, type Platform } from '../../app/platform.js';
import { openSearchVectors } from '../../app/search-vectors.js';
import { ensureAdministrator, startServe } from '../../app/serve.js';
import { publishSources } from '../../app/source-registry.js';
import { noTextVectors } from '../../app/text-vectors.js';
import { openLineQueues, queueSink, startWork } from '../../app/work.js';
import { loadSecrets } from '../../config/secrets.js';
import { isoTime } from '../../core/clock.js';
import { type CommandContext, openConfig, openConfigOnly, openContext } from '../context.js';
import { guarded } from '../failure.js';
import { openReading, type ReadingContext } from '../reading.js';
import { isRulesOnly, rulesOnlyOption } from '../rules-only.js';
import { endInTime, waitForSignal } from '../signals.js';

type Opened<P> = CommandContext & P & { platform: Platform };

/** A role: any number of processes of each, on any number of machines, against one Redis and one Elasticsearch. */
function role<T extends ArgsDef, P extends { close?: () => Promise<void> }>(
  name: string,
  description: string,
  args: T,
  prepare: (context: CommandContext, args: Record<string, unknown>) => P | Promise<P>,
  start: (opened: Opened<P>, args: Record<string, unknown>) => Promise<{ close(): Promise<void> }>,
): CommandDef<T> {
  return defineCommand({
    meta: { name, description },
    args,
    run: guarded(async ({ args: given }: { args: Record<string, unknown> }) => {
      const interrupted = waitForSignal();
      const context = openContext({ role: name });
      const { log } = context;
      const parts = await prepare(context, given);
      let platform: Platform | null = null;
      try {
        platform = await openPlatform(context.env, log);
        const running = await start({ ...context, ...parts, platform }, given);
        log.info({ pid: process.pid }, 'role started');
        log.info({ signal: await interrupted }, 'stopping, work at hand is brought to its end');
        endInTime();
        await running.close();
      } finally {
        await platform?.close();
        await parts.close?.();
      }
      log.info('stopped');
    }),
  }) as CommandDef<T>;
}

const openModelled = ({ env, log }: CommandContext, args: Record<string, unknown>): Promise<ReadingContext> =>
  openReading(env, { rulesOnly: args['rules-only'], log, suggests: true });

/** Serving decides nothing: the model is opened when somebody searches by meaning, but its files must be as they were shipped. */
async function openConfigAndCheckModel({ env }: CommandContext, args: Record<string, unknown>) {
  if (!isRulesOnly(env, args['rules-only'])) await checkModelFiles(env);
  const opened: ReturnType<typeof openConfig> & { close?: () => Promise<void> } = openConfig(env);
  return opened;
}

export const crawl = role(
  'crawl',
  'Collects: visits the sources that are due.',
  { demo: { type: 'boolean', default: false, description: 'with the sources of the demo town (it must run)' } },
  ({ env }): ReturnType<typeof openConfigOnly> & { close?: () => Promise<void> } => openConfigOnly(env),
  async ({ env, log, config, platform }, args) => {
    const sources = config.sources.filter((source) => args.demo === true || !source.labels.includes(demoLabel));
    await publishSources(platform.store.sources, sources, isoTime(platform.clock.now()));
    const frontier = openFrontier(platform, env, log);
    const queues = openLineQueues(platform, env.OTKLIK_PREFIX);
    const countWaiting = async (): Promise<number> =>
      (await Promise.all(Object.values(queues).map((queue) => queue.counts()))).reduce(
        (sum, each) => sum + each.waiting,
        0,
      );
    const running = await startCrawl(platform, {
      env,
      secrets: loadSecrets(env),
      log,
      sink: queueSink(queues),
      frontier,
      limits: config.collector,
      countWaiting,
      lockMs: env.OTKLIK_JOB_LOCK_MS,
    });
    return {
      async close() {
        await running.close();
        await Promise.all(Object.values(queues).map((queue) => queue.close()));
        await frontier.close();
      },
    };
  },
);

export const work = role(
  'work',
  'Works: normalises, classifies, locates, clusters, routes and indexes what was collected.',
  {
    concurrency: { type: 'string', default: '4', description: 'batches of one queue at the same time' },
    'rules-only': rulesOnlyOption,
  },
  openModelled,
  async ({ env, log, config, analysis, platform }, args) => {
    const frontier = openFrontier(platform, env, log);
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const concurrency = Math.max(1, Math.min(64, Number(args.concurrency) || 4));
    const running = await startWork(platform, config, analysis, frontier, {
      prefix: env.OTKLIK_PREFIX,
      log,
      frontier,
      concurrency,
      lockMs: env.OTKLIK_JOB_LOCK_MS,
      say,
    });
    say(running.rules.describe());
    say(running.describeModel());
    return {
      async close() {
        await running.close();
        await frontier.close();
      },
    };
  },
);

export const serve = role(
  'serve',
  'Serves the API and the web application.',
  { 'rules-only': rulesOnlyOption },
  openConfigAndCheckModel,
  async ({ env, log, config, analysis, platform }, args) => {
    const isAlone = isRulesOnly(env, args['rules-only']);
    const vectors = isAlone ? null : openSearchVectors(log, { folder: env.OTKLIK_MODELS_DIR });
    const password = await ensureAdministrator(platform.store, platform.clock.now());
    const server = await startServe(platform, config, analysis, {
      env,
      log,
      vectors: vectors ?? noTextVectors,
    });
    process.stdout.write(`Queue: ${server.url}\n`);
    if (password !== null) process.stdout.write(`Login: admin   one-time password: ${password}\n`);
    return {
      async close() {
        await server.close();
        await vectors?.close();
      },
    };
  },
);
