import { setTimeout as sleep } from 'node:timers/promises';
import { startNumberedServer } from '../../support/numbered-server.js';
import { type CliProcess, makeWorkspace, redisUrl } from '../../support/processes.js';
import { openAuditor } from '../../support/processes-audit.js';

const CRAWLERS = 3;
const KILL_EVERY_MS = 2_000;
const LIMIT_MS = 30 * 60_000;

/** Crawlers over numbered posts, one of them killed with `kill -9` every two seconds and started anew, for some minutes; in the end every post is stored once. */
export async function killedRun(options: { hosts: number; postsPerHost: number; killMinutes: number }): Promise<void> {
  const server = await startNumberedServer({ ...options, pageSize: 25 });
  const workspace = makeWorkspace({ sources: server.sources });
  const auditor = openAuditor(workspace.prefix, redisUrl());
  const total = options.hosts * options.postsPerHost;
  const startMs = performance.now();
  try {
    const crawlers: CliProcess[] = Array.from({ length: CRAWLERS }, () => workspace.start(['crawl']));
    const workers = Array.from({ length: 2 }, () => workspace.start(['work']));
    await Promise.all([...crawlers, ...workers].map((each) => each.says(/role started/, 60_000)));
    let kills = 0;
    const readAll = () =>
      new Set(server.requests.filter(({ status }) => status === 200).map(({ host, path }) => `${host} ${path}`)).size;
    const pages = options.hosts * Math.ceil(options.postsPerHost / 25);
    const killMs = options.killMinutes * 60_000;
    while (readAll() < pages && performance.now() - startMs < killMs) {
      await sleep(KILL_EVERY_MS);
      const victim = kills % CRAWLERS;
      await crawlers[victim]?.kill('SIGKILL');
      crawlers[victim] = workspace.start(['crawl']);
      kills++;
      if (kills % 15 === 0)
        console.log(
          `${((performance.now() - startMs) / 1_000).toFixed(0)} s: ${kills} kills, ${readAll()} of ${pages} pages read, ${await auditor.postCount()} posts stored`,
        );
    }
    console.log(
      `${readAll()} of ${pages} pages were read after ${kills} kills, ${((performance.now() - startMs) / 1_000).toFixed(0)} s`,
    );
    while (performance.now() - startMs < LIMIT_MS) {
      const isQuiet = Object.keys(await auditor.busyQueues()).length === 0;
      if (isQuiet && (await auditor.postCount()) >= total) break;
      await sleep(2_000);
    }
    const faults = await auditor.faults(server.posts());
    console.log(
      `${await auditor.postCount()} of ${total} posts stored after ${((performance.now() - startMs) / 1_000).toFixed(0)} s; dead letters ${await auditor.deadLetters()}; shortest pause between two answers of a host ${server.shortestGapMs()} ms`,
    );
    console.log(
      faults.length === 0
        ? 'every post once, every incident sound, the ledger balanced'
        : `FAULTS\n${faults.slice(0, 20).join('\n')}`,
    );
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await workspace.remove();
    await auditor.close();
    await server.close();
  }
}
