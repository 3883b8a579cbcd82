import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createRedisFrontier } from '../../../crawlers/schedule/redis-frontier.js';
import type { BatchJob } from '../../../pipelines/values.js';
import { startOwnRedis } from '../../support/own-redis.js';
import { makeWorkspace } from '../../support/processes.js';
import { addressOf } from './loopback-hosts.js';
import { processFacts } from './process-facts.js';

const CRAWLERS = 2;
const SAMPLE_MS = 10_000;

interface Served {
  hosts: number;
  requests: number;
  median: number;
  most: number;
  shortestMs: number;
  mostOpen: number;
}

/** Many sources on many hosts, crawled by two processes for some minutes; prints how late visits are, what it costs and what the hosts saw. The line behind is a stand-in that indexes nothing. */
export async function scaleRun(options: {
  sources: number;
  hosts: number;
  minutes: number;
  perMinute: number;
}): Promise<void> {
  const { sources, hosts, minutes, perMinute } = options;
  const server = fork(fileURLToPath(new URL('./loopback-hosts.js', import.meta.url)), ['serve']);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const redis = await startOwnRedis();
  const workspace = makeWorkspace({ sources: [], redisUrl: redis.url });
  const client = new Redis(redis.url);
  const usedMb = async () => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]) / 1e6;
  try {
    writeFileSync(join(workspace.configDir, 'collector.yaml'), `requestsPerMinute: ${perMinute}\n`);
    const table = join(workspace.configDir, 'sources.csv');
    const head =
      'id,kind,name,urls,territory,everyMinutes,requestsPerDay,allowPrivateNetwork,ground,terms,contact,expires';
    const rows = Array.from(
      { length: sources },
      (_, n) =>
        `scale-${n},feed,Лента ${n},http://${addressOf(1 + (n % hosts))}:${port}/feed/${n},demo-svetloozersk,1,5000,true,own pages,own pages,test@otklik.invalid,2099-12-31`,
    );
    writeFileSync(table, `${head}\n${rows.join('\n')}\n`);
    const taken = await workspace.run(['sources', 'import', table]);
    console.log(`sources import: ${taken.stdout.trim()} in ${(taken.ms / 1_000).toFixed(1)} s ${taken.stderr.trim()}`);
    const frontier = createRedisFrontier({ url: redis.url, prefix: `${workspace.prefix}:crawl` });
    // What is measured is the collector: the line behind it only says at once that all was indexed.
    const line = new Worker<BatchJob>('posts', async ({ data: { page, seen } }) => frontier.indexed(page, seen), {
      connection: new Redis(redis.url, { maxRetriesPerRequest: null }),
      prefix: workspace.prefix,
      concurrency: 50,
    });
    const emptyMb = await usedMb();
    const crawlers = Array.from({ length: CRAWLERS }, () => workspace.start(['crawl']));
    const seededMs = performance.now();
    await Promise.all(crawlers.map((each) => each.says(/role started/, 60_000)));
    const filled = await crawlers[0]?.says(/"sources":\d+,"ms":(\d+),"msg":"frontier filled"|frontier filled/, 120_000);
    console.log(
      `frontier filled: ${filled?.[1] ?? Math.round(performance.now() - seededMs)} ms, ${((await usedMb()) - emptyMb).toFixed(0)} MB of Redis`,
    );

    const pids = crawlers.map(({ child }) => child.pid ?? 0);
    const startCpu = pids.map((pid) => processFacts(pid).cpuSeconds);
    const untilMs = performance.now() + minutes * 60_000;
    const startMs = performance.now();
    let last = 0;
    while (performance.now() < untilMs) {
      await sleep(SAMPLE_MS);
      const { due, inFlight, nextDueMs } = await frontier.idleInfo(Date.now());
      const served = await ask(server);
      const facts = pids.map(processFacts);
      const cpu = facts.reduce((sum, { cpuSeconds }, at) => sum + cpuSeconds - (startCpu[at] ?? 0), 0);
      const seconds = (performance.now() - startMs) / 1_000;
      const lagS = nextDueMs === null ? 0 : Math.max(Date.now() - nextDueMs, 0) / 1_000;
      console.log(
        [
          `${seconds.toFixed(0)} s`,
          `${served.requests} requests (${((served.requests - last) / (SAMPLE_MS / 1_000)).toFixed(0)}/s)`,
          `due-lag ${lagS.toFixed(0)} s`,
          `due ${due}, under way ${inFlight}`,
          `crawlers ${((100 * cpu) / seconds / CRAWLERS).toFixed(0)} % of a core each, ${facts.map(({ rssMb }) => rssMb.toFixed(0)).join(' + ')} MB, ${facts.map(({ handles }) => handles).join(' + ')} handles`,
          `Redis ${(await usedMb()).toFixed(0)} MB`,
        ].join('; '),
      );
      last = served.requests;
      if (crawlers.some((each) => !each.isRunning()))
        throw new Error(`a crawler ended: ${crawlers.map((each) => each.output().slice(-500)).join('\n')}`);
    }
    const served = await ask(server);
    console.log(
      `hosts asked ${served.hosts} of ${hosts}; requests a host: median ${served.median}, most ${served.most}; shortest pause ${served.shortestMs.toFixed(0)} ms; most at once to one host ${served.mostOpen}`,
    );
    await line.close();
    await frontier.close();
  } finally {
    client.disconnect();
    await workspace.remove();
    await redis.remove();
    server.disconnect();
  }
}

async function ask(server: ReturnType<typeof fork>): Promise<Served> {
  server.send('report');
  const [served] = (await once(server, 'message')) as [Served];
  return served;
}
