import { operatorLabel } from '../../pipelines/rules/operator-label.js';
import { analysisOf } from '../../pipelines/text/read.js';
import type { Incident } from '../core/incident.js';
import type { Store } from '../core/ports.js';
import type { AnalysedText } from './rules-labelled.js';

/** Incidents whose events and posts are asked for at once. */
const atOnce = 16;

/**
 * The posts since the instant (ISO) of incidents that operators decided on, each with their label. Posts that the rules held for nothing
 * never reached an operator: recall measured on these is recall among what was in the queue.
 */
export async function* decidedPosts(
  store: Pick<Store, 'incidents' | 'posts'>,
  since: string,
): AsyncGenerator<AnalysedText> {
  let batch: Incident[] = [];
  for await (const incident of store.incidents.since(since)) {
    if (isUntouched(incident)) continue;
    if (batch.push(incident) < atOnce) continue;
    yield* labelled(store, batch, since);
    batch = [];
  }
  yield* labelled(store, batch, since);
}

/** Saves asking for the events of incidents on which nobody decided. */
function isUntouched({ status, review }: Incident): boolean {
  const { incident, group, urgency, executorId } = review;
  return status === 'new' && incident === null && group === null && urgency === null && executorId === null;
}

async function* labelled(
  { incidents, posts }: Pick<Store, 'incidents' | 'posts'>,
  batch: readonly Incident[],
  since: string,
): AsyncGenerator<AnalysedText> {
  const logs = await Promise.all(batch.map(({ id }) => incidents.events(id)));
  const known = await posts.byIds(batch.flatMap(({ postIds }) => postIds));
  const byId = new Map(known.map((post) => [post.id, post]));
  for (const [index, { postIds }] of batch.entries()) {
    const label = operatorLabel(logs[index] ?? []);
    if (label === null) continue;
    for (const id of postIds) {
      const post = byId.get(id);
      if (post === undefined || (post.publishedAt ?? post.fetchedAt) < since) continue;
      yield { id, label, analysis: analysisOf(post.text) };
    }
  }
}
