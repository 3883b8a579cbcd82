import type { SystemReply } from '../../core/http.js';

/** What happened to the posts of one stage. entered = passed + failed + all drops. */
export interface FunnelStep {
  queue: string;
  stage: string;
  entered: number;
  passed: number;
  failed: number;
  /** Reason and count, most frequent first. */
  dropped: { reason: string; count: number }[];
}

const known = ['normalise', 'mask', 'dedupe', 'gate', 'classify', 'locate', 'cluster', 'route', 'index'];
const rank = (stage: string) => (known.includes(stage) ? known.indexOf(stage) : known.length);

/** Sums the ledger per stage, in the order of the pipeline; stages that this list does not know come last, as the server sent them. */
export function buildFunnel(ledger: SystemReply['ledger']): FunnelStep[] {
  const steps = new Map<string, FunnelStep>();
  for (const line of ledger) {
    const key = `${line.queue}\n${line.stage}`;
    const step = steps.get(key) ?? {
      queue: line.queue,
      stage: line.stage,
      entered: 0,
      passed: 0,
      failed: 0,
      dropped: [],
    };
    steps.set(key, step);
    step.entered += line.count;
    if (line.outcome === 'passed') step.passed += line.count;
    else if (line.outcome === 'failed') step.failed += line.count;
    else {
      const reason = line.outcome.replace(/^dropped:/, '');
      const same = step.dropped.find((drop) => drop.reason === reason);
      if (same) same.count += line.count;
      else step.dropped.push({ reason, count: line.count });
    }
  }
  // What a queue receives went through the stage before; it is of interest only when some of it was not fit.
  for (const [key, step] of steps) if (step.stage === 'received' && step.failed === 0) steps.delete(key);
  for (const step of steps.values()) step.dropped.sort((a, b) => b.count - a.count);
  return [...steps.values()].sort((a, b) => rank(a.stage) - rank(b.stage));
}
