import { beforeAll, describe, expect, it } from 'vitest';
import { loadPosts } from '../../../../scripts/demo-town/load-posts.js';
import { type Analysis, buildAnalysis } from '../../../../src/app/analysis.js';
import { loadConfig } from '../../../../src/config/load.js';
import { formatProblem } from '../../../../src/core/config-file.js';
import { incidentSchema } from '../../../../src/core/incident.js';
import { postSchema, type RawPost } from '../../../../src/core/post.js';
import { type Bench, contentsOf, makeBench, pageOf, rawPost } from '../../../support/line-fakes.js';

const { config } = loadConfig('config');
const town = loadPosts();
/** Sixty posts: all that is told more than once among the first, then complaints, then the rest, as they come. */
const chosen = (() => {
  const complaints = town.filter((post) => post.truth.incident).slice(0, 35);
  const others = town.filter((post) => !post.truth.incident).slice(0, 25);
  return [...complaints, ...others].toSorted((a, b) => a.atMinutes - b.atMinutes);
})();
const startMs = Date.parse('2026-03-02T09:00:00.000Z');
const home = config.sources[0]?.territory ?? '';
const posts: RawPost[] = chosen.map((post) =>
  rawPost(post.id, post.text, {
    sourceId: `town-${post.site}`,
    author: post.author,
    territory: home,
    threadId: post.thread,
    publishedAt: new Date(startMs + Math.min(post.atMinutes, 0) * 60_000).toISOString(),
  }),
);
const ids = posts.map((post) => post.id);

let analysis: Analysis;
let bench: Bench;

/** Ten posts a page, as a crawler would hand them over. */
async function readAll(visit: string): Promise<void> {
  for (let from = 0; from < posts.length; from += 10) {
    const page = posts.slice(from, from + 10);
    await bench.sink.accept(pageOf(`${visit}-${from}`), page);
  }
}

beforeAll(async () => {
  analysis = buildAnalysis(config);
  const { decision, locator, router } = analysis;
  bench = makeBench({ engines: { decision, locator, router } });
  await readAll('first');
});

describe('sixty posts of the demo town on the real line', () => {
  it('meet rules, places and routing that load without a problem', () =>
    expect(analysis.problems.map(formatProblem)).toEqual([]));

  it('are all stored, none fails, and every page is done', async () => {
    expect(posts).toHaveLength(60);
    expect(await bench.store.posts.count()).toBe(60);
    expect(await bench.store.deadLetters.count()).toBe(0);
    expect(bench.cursor.toSorted()).toEqual(ids.toSorted());
  });

  it('are conserved from stage to stage', async () => {
    const totals = await bench.store.ledger.totals();
    const sum = (stage: string, outcome = ''): number =>
      totals.reduce((all, one) => all + (one.stage === stage && one.outcome.startsWith(outcome) ? one.count : 0), 0);
    const stages = ['normalise', 'mask', 'dedupe', 'gate', 'classify', 'locate', 'cluster', 'route'];
    expect(sum('normalise')).toBe(60);
    for (const [index, stage] of stages.entries()) {
      const next = stages[index + 1];
      if (next !== undefined) expect([next, sum(next)]).toEqual([next, sum(stage, 'passed')]);
    }
    expect(sum('index')).toBe(60);
    expect(sum('index', 'passed')).toBe(sum('route', 'passed'));
  });

  it('become incidents that are about what was told', async () => {
    const stored = await bench.store.posts.byIds(ids);
    const complaints = chosen.filter((post) => post.truth.incident).length;
    const found = stored.filter((post, index) => post.incidentId !== null && chosen[index]?.truth.incident).length;
    const wrong = stored.filter((post, index) => post.incidentId !== null && !chosen[index]?.truth.incident).length;
    // Rough: whether the line works as a whole. How well the rules find is measured elsewhere.
    expect(found / complaints).toBeGreaterThan(0.5);
    expect(wrong / (60 - complaints)).toBeLessThan(0.5);
    for (const post of stored) expect(postSchema.safeParse(post).error).toBeUndefined();
  });

  it('stand in the queue with place, executor, deadline and all their posts', async () => {
    const { items, total } = await bench.store.incidents.search({ limit: 200 });
    expect(total).toBeGreaterThan(5);
    expect(total).toBeLessThanOrEqual(60);
    for (const incident of items) {
      expect(incidentSchema.safeParse(incident).error).toBeUndefined();
      expect(incident.executorName).not.toBe('');
      expect(incident.territories).toContain(home);
      expect(incident.dueAt).not.toBeNull();
    }
    const joined = (await bench.store.posts.byIds(ids)).filter((post) => post.incidentId !== null);
    expect(items.reduce((sum, incident) => sum + incident.postCount, 0)).toBe(joined.length);
  });

  it('change nothing when all pages are read a second time', async () => {
    const state = async (): Promise<unknown> => {
      const { incidents, posts: stored } = (await contentsOf(bench.store, ids)) as Record<string, unknown>;
      return { incidents, stored };
    };
    const before = await state();
    bench.clock.advance(600_000);
    await readAll('second');
    expect(await state()).toEqual(before);
  });
});
