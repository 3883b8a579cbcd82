import { createProcessMemory } from '../../../../pipelines/memory/in-process.js';
import { isDrop, type Stage, type StageContext } from '../../../../pipelines/stage.js';
import { classify } from '../../../../pipelines/stages/classify.js';
import { cluster } from '../../../../pipelines/stages/cluster.js';
import { dedupe } from '../../../../pipelines/stages/dedupe.js';
import { gate } from '../../../../pipelines/stages/gate.js';
import { locate } from '../../../../pipelines/stages/locate.js';
import { mask } from '../../../../pipelines/stages/mask.js';
import { normalise } from '../../../../pipelines/stages/normalise.js';
import type { Clustered, Located } from '../../../../pipelines/values.js';
import type { Analysis } from '../../../../src/app/analysis.js';
import { manualClock } from '../../../../src/core/clock.js';
import type { RawPost } from '../../../../src/core/post.js';
import { createMemoryStore } from '../../../../src/store/memory.js';

/** What became of a post: what joining made of it, or the stage that let it go. */
export type Outcome = { post: Clustered; at: null } | { post: null; at: string };

const before = [normalise, mask, dedupe, gate, classify, locate] as unknown as readonly Stage<object, object>[];
const textsAtOnce = 64;

/**
 * Sends posts through the stages of the line up to joining, with everything let through the gate. Judgements do not depend on what was joined, so
 * they are made first, many texts at a time; joining then takes one post after the other, each a batch of its own, in the order of their times.
 * @returns by the post's id
 */
export async function runStages(posts: readonly RawPost[], analysis: Analysis): Promise<Map<string, Outcome>> {
  const context = contextOf(analysis);
  const outcomes = new Map<string, Outcome>();
  const located: Located[] = [];
  for (let from = 0; from < posts.length; from += textsAtOnce) {
    let values: (object & { id?: string })[] = posts.slice(from, from + textsAtOnce);
    for (const stage of before) {
      const results = await stage.run(values, context);
      values = results.filter((value, index) => {
        if (!isDrop(value)) return true;
        outcomes.set(values[index]?.id ?? '', { post: null, at: stage.name });
        return false;
      });
    }
    located.push(...(values as Located[]));
  }
  for (const { id } of located) outcomes.set(id, { post: null, at: cluster.name });
  for (const [id, post] of await join(located, context)) outcomes.set(id, { post, at: null });
  return outcomes;
}

/** Joins posts one by one, as an empty memory would; they need not be in order. */
export async function join(posts: readonly Located[], context: StageContext): Promise<Map<string, Clustered>> {
  const inOrder = posts.toSorted((a, b) => Date.parse(a.publishedAt ?? '') - Date.parse(b.publishedAt ?? ''));
  const joined = new Map<string, Clustered>();
  const byId = new Map(inOrder.map((post) => [post.id, post]));
  for (const post of inOrder) {
    const [value] = await cluster.run([post], context);
    if (value === undefined || isDrop(value)) continue;
    joined.set(post.id, value);
    for (const { postId, join: how } of value.brings ?? []) {
      const brought = byId.get(postId);
      if (brought !== undefined)
        joined.set(postId, { ...brought, incidentId: value.incidentId, join: how, clusterKeys: [] });
    }
  }
  return joined;
}

/** The stages' surroundings in this process, with an open gate. */
export function contextOf({
  decision,
  locator,
  router,
}: Pick<Analysis, 'decision' | 'locator' | 'router'>): StageContext {
  const store = createMemoryStore();
  const openGate = { admit: async (texts: readonly unknown[]) => texts.map(() => ({ pass: true, reason: '' })) };
  return {
    decision: { ...decision, gate: openGate },
    locator,
    router,
    clock: manualClock(0),
    memory: createProcessMemory(),
    posts: store.posts,
    incidents: store.incidents,
  };
}
