import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CRAWL_DELAY_S,
  type Manner,
  type PoliteHosts,
  RETRY_AFTER_S,
  startPoliteHosts,
} from '../support/polite-hosts.js';
import { makeWorkspace, until, type Workspace } from '../support/processes.js';

const HOSTS = 200;
const PER_HOST = 5;
const PROCESSES = 4;
/** How long all four crawl once they have begun. */
const RUN_MS = 30_000;
/** The hosts see a request some milliseconds after it was let go. */
const JITTER_MS = 50;
const manners: readonly Manner[] = [
  'plain',
  'plain',
  'plain',
  'plain',
  'plain',
  'plain',
  'plain',
  'slow',
  'tired',
  'closed',
];
const pauseMs: Record<Manner, number> = { plain: 1_000, slow: CRAWL_DELAY_S * 1_000, tired: 1_000, closed: 1_000 };

describe('four collectors over two hundred hosts', () => {
  let polite: PoliteHosts;
  let workspace: Workspace;
  beforeAll(async () => {
    polite = await startPoliteHosts(HOSTS, PER_HOST, (number) => manners[number % manners.length] ?? 'plain');
    workspace = makeWorkspace({ sources: polite.sources });
  });
  afterAll(async () => {
    await workspace.remove();
    await polite.close();
  });

  it('never speak to a host twice at once or sooner than it wants, and leave alone whom they are asked to', {
    timeout: 180_000,
  }, async () => {
    const processes = Array.from({ length: PROCESSES }, () => workspace.start(['crawl']));
    await Promise.all(processes.map((each) => each.says(/role started/, 60_000)));
    const requests = () => polite.hosts.reduce((sum, { asked }) => sum + asked.length, 0);
    await until(
      'all hosts were asked',
      async () => (polite.hosts.every(({ asked }) => asked.length > 0) ? true : null),
      {
        timeoutMs: 60_000,
        describe: () => `${polite.hosts.filter(({ asked }) => asked.length > 0).length} of ${HOSTS}`,
      },
    );
    await sleep(RUN_MS);
    for (const each of processes) expect(each.isRunning()).toBe(true);
    await Promise.all(processes.map((each) => each.kill('SIGTERM')));

    const faults: string[] = [];
    let shortestMs = Number.POSITIVE_INFINITY;
    for (const { origin, manner, asked, mostAtOnce } of polite.hosts) {
      if (mostAtOnce > 1) faults.push(`${origin} was asked ${mostAtOnce} times at once`);
      if (manner === 'closed' && asked.some(({ path }) => path !== '/robots.txt'))
        faults.push(`${origin} was read in spite of its robots.txt`);
      for (const [place, { startMs }] of asked.entries()) {
        const before = asked[place - 1];
        if (before === undefined) continue;
        const gapMs = startMs - before.endMs;
        shortestMs = Math.min(shortestMs, gapMs);
        // Only robots.txt itself is asked for before its delay is known.
        const isFirstPage = before.path === '/robots.txt';
        const wantedMs = before.status === 429 ? RETRY_AFTER_S * 1_000 : isFirstPage ? 1_000 : pauseMs[manner];
        if (gapMs < wantedMs - JITTER_MS)
          faults.push(`${origin} (${manner}) was asked again after ${Math.round(gapMs)} ms of ${wantedMs}`);
      }
    }
    console.info(
      `${requests()} requests of ${PROCESSES} processes to ${HOSTS} hosts; shortest pause ${Math.round(shortestMs)} ms`,
    );
    expect(faults).toEqual([]);
    const refused = polite.hosts.flatMap(({ asked }) => asked.filter(({ status }) => status === 429));
    expect(refused.length).toBeGreaterThan(10);
    // All were at work: one process alone would have made each of them too.
    expect(requests()).toBeGreaterThan(HOSTS * 6);
  });
});
