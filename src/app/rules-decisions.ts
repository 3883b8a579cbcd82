import { operatorLabel } from '../../pipelines/rules/operator-label.js';
import { analyse } from '../../pipelines/text/analyse.js';
import { ownWords } from '../../pipelines/text/own-words.js';
import type { Env } from '../config/env.js';
import { systemClock } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { Incident } from '../core/incident.js';
import type { Store } from '../core/ports.js';
import type { Logger } from '../log.js';
import { createElasticsearchStore } from '../store/elasticsearch.js';
import type { LabelledText } from './rules-eval.js';

/** Incidents whose events and posts are asked for at once. */
const atOnce = 16;

/**
 * Connects to the store alone.
 * @throws AppError E_SERVICE_MISSING or E_STORE_UNAVAILABLE with the remedy.
 */
export async function openHistory(env: Env, log: Logger): Promise<Store> {
  if (env.OTKLIK_ELASTICSEARCH_URL === undefined) {
    throw new AppError(
      'E_SERVICE_MISSING',
      'OTKLIK_ELASTICSEARCH_URL is not set: run «npm run services -- up» first, or set the address of your own service',
    );
  }
  const store = createElasticsearchStore({
    url: env.OTKLIK_ELASTICSEARCH_URL,
    apiKey: env.OTKLIK_ELASTICSEARCH_API_KEY,
    indexPrefix: env.OTKLIK_PREFIX,
    clock: systemClock,
    log,
  });
  try {
    await store.check();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

/**
 * The posts since the instant (ISO) of incidents that operators decided on, each with their label. Posts that the rules held for nothing
 * never reached an operator: recall measured on these is recall among what was in the queue.
 */
export async function* decidedPosts(
  store: Pick<Store, 'incidents' | 'posts'>,
  since: string,
): AsyncGenerator<LabelledText> {
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
): AsyncGenerator<LabelledText> {
  const logs = await Promise.all(batch.map(({ id }) => incidents.events(id)));
  const known = await posts.byIds(batch.flatMap(({ postIds }) => postIds));
  const byId = new Map(known.map((post) => [post.id, post]));
  for (const [index, { postIds }] of batch.entries()) {
    const label = operatorLabel(logs[index] ?? []);
    if (label === null) continue;
    for (const id of postIds) {
      const post = byId.get(id);
      if (post === undefined || (post.publishedAt ?? post.fetchedAt) < since) continue;
      yield { id, label, analysis: analyse(ownWords(post.text)) };
    }
  }
}
