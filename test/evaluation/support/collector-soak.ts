import { setTimeout as sleep } from 'node:timers/promises';
import { startNumberedServer } from '../../support/numbered-server.js';
import { makeWorkspace } from '../../support/processes.js';
import { processFacts } from './process-facts.js';

const SAMPLE_MS = 15_000;
/** Share of the run in which caches fill and nothing is judged. */
const WARM_UP = 0.25;

/** One crawler that polls pages with ever new posts; its heap after each collection, resident memory and handles over time. */
export async function soakRun({ minutes }: { minutes: number }): Promise<void> {
  const server = await startNumberedServer({ hosts: 60, postsPerHost: 50, pageSize: 25, everyMinutes: 0.1 });
  const workspace = makeWorkspace({ sources: server.sources });
  try {
    const traced = { NODE_OPTIONS: '--trace-gc --trace-gc-ignore-scavenger' };
    const crawler = workspace.start(['crawl'], traced);
    const work = workspace.start(['work']);
    await Promise.all([crawler, work].map((each) => each.says(/role started/, 60_000)));
    const startMs = performance.now();
    const samples: { minute: number; rssMb: number; handles: number }[] = [];
    while (performance.now() - startMs < minutes * 60_000) {
      await sleep(SAMPLE_MS);
      server.grow(1);
      const { rssMb, handles, cpuSeconds } = processFacts(crawler.child.pid ?? 0);
      samples.push({ minute: (performance.now() - startMs) / 60_000, rssMb, handles });
      if (samples.length % 20 === 0)
        console.log(
          `${samples.at(-1)?.minute.toFixed(1)} min: ${server.requests.length} requests, ${rssMb.toFixed(0)} MB, ${handles} handles, ${cpuSeconds.toFixed(0)} s of processor time`,
        );
    }
    // «[pid:0x…]  61234 ms: Mark-Compact (…) 45.1 (60.2) -> 38.9 (61.0) MB»
    const heaps = [...crawler.output().matchAll(/(\d+) ms: Mark-Compact.*? -> ([\d.]+) \(/g)].map(([, ms, mb]) => ({
      minute: Number(ms) / 60_000,
      mb: Number(mb),
    }));
    const judged = heaps.filter(({ minute }) => minute >= minutes * WARM_UP);
    const late = samples.filter(({ minute }) => minute >= minutes * WARM_UP);
    console.log(
      `${server.requests.length} requests in ${minutes} min; heap after ${judged.length} full collections: slope ${(60 * slope(judged.map(({ minute, mb }) => [minute, mb]))).toFixed(2)} MB an hour, last ${judged.at(-1)?.mb ?? 'none'} MB`,
    );
    console.log(
      `resident memory: slope ${(60 * slope(late.map(({ minute, rssMb }) => [minute, rssMb]))).toFixed(2)} MB an hour; handles ${Math.min(...late.map(({ handles }) => handles))}-${Math.max(...late.map(({ handles }) => handles))}`,
    );
  } finally {
    await workspace.remove();
    await server.close();
  }
}

/** Least squares; 0 for fewer than two points. */
function slope(points: readonly (readonly [number, number])[]): number {
  const n = points.length;
  if (n < 2) return 0;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
