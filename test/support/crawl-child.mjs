/** One crawl process for tests: node crawl-child.mjs <dist> <settings as JSON>. Prints a line per batch; ends when nothing is due. */
import process from 'node:process';

const dist = process.argv[2];
const settings = JSON.parse(process.argv[3]);
const from = (path) => import(new URL(path, dist));
const { createRedisFrontier } = await from('crawlers/schedule/redis-frontier.js');
const { createCrawler } = await from('crawlers/runner.js');
const { createScheduler } = await from('crawlers/scheduler.js');
const { loadRegistry } = await from('crawlers/registry.js');
const { silentLog } = await from('crawlers/log.js');

const {
  redisUrl,
  prefix,
  sources,
  hostDelayMs,
  untilMs,
  leaseMs,
  apiKeys = {},
  wideHosts = [],
  batchSize = 3,
} = settings;
const frontier = createRedisFrontier({ url: redisUrl, prefix });
const none = async () => [];
const store = {
  put: none,
  list: async () => sources,
  byIds: async (ids) => sources.filter((source) => ids.includes(source.id)),
  putStates: none,
  states: none,
};
const sink = {
  accept: async (page, posts) => {
    process.stdout.write(`${JSON.stringify(posts.map((post) => post.nativeId))}\n`);
    await frontier.indexed(page, posts);
  },
};
const options = { frontier, sources: store, log: silentLog };
const crawler = createCrawler({
  ...options,
  sink,
  registry: await loadRegistry(),
  deadLetters: { put: none },
  authorKey: 'test',
  maskText: (text) => text,
  hostDelayMs,
  apiKeys,
  ...(leaseMs === undefined ? {} : { visitLeaseMs: leaseMs, slotLeaseMs: leaseMs }),
});
const jobs = [];
const queue = {
  name: 'crawl',
  add: async (list) => void jobs.push(...list),
  counts: async () => ({ waiting: jobs.length, active: 0, delayed: 0, failed: 0 }),
};
const lease = leaseMs === undefined ? {} : { queueLeaseMs: leaseMs };
const scheduler = createScheduler({ ...options, queue, batchSize, wideHosts, perHost: 2, maxWaitingJobs: 1, ...lease });
process.stdout.write('ready\n');
while (Date.now() < untilMs) {
  await scheduler.tick();
  const job = jobs.shift();
  if (job !== undefined) await crawler.visit(job.data);
  else await new Promise((resolve) => setTimeout(resolve, 20));
}
await crawler.close();
await frontier.close();
