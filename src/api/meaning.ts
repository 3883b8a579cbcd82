import { decodeHalf, vectorWidth } from '../core/float16.js';
import type { Incident } from '../core/incident.js';
import { meanDirection, type NearIncident } from '../core/nearness.js';
import type { User } from '../core/user.js';
import type { ApiContext } from './context.js';

/** Posts whose incidents are looked at. What belongs to a body is known of incidents only, so its people need a wider view. */
const nearestPosts = 500;
const nearestPostsOfAll = 1_000;
/** Posts of an incident that say what it is about. */
const postsThatSpeak = 50;

/**
 * The incidents that hold the nearest posts, each as similar as its most similar post, the most similar first. Only places that the user may
 * see are searched; which of the incidents may be shown is for the search of the queue to say.
 */
export async function incidentsNear(
  { store, territoriesWithin }: ApiContext,
  user: User,
  vector: Float32Array,
  options: { except?: string } = {},
): Promise<NearIncident[]> {
  const near = await store.posts.nearest(vector, {
    k: user.role === 'executor' ? nearestPostsOfAll : nearestPosts,
    onlyIncidents: true,
    fields: ['id', 'incidentId'],
    ...(user.territories.length === 0 ? {} : { territory: territoriesWithin(user.territories) }),
    ...(options.except === undefined ? {} : { excludeIncident: options.except }),
  });
  const best = new Map<string, number>();
  for (const { post, similarity } of near) {
    if (post.incidentId !== null && !best.has(post.incidentId)) best.set(post.incidentId, rounded(similarity));
  }
  return [...best].map(([id, similarity]) => ({ id, similarity }));
}

/** What the posts of an incident mean together; null when no model read any of them. */
export async function meaningOf({ store }: ApiContext, incident: Incident): Promise<Float32Array | null> {
  const posts = await store.posts.byIds(incident.postIds.slice(0, postsThatSpeak));
  return meanDirection(posts.flatMap(({ vector }) => (vector === null ? [] : [decodeHalf(vector, vectorWidth)])));
}

function rounded(similarity: number): number {
  return Math.round(similarity * 10_000) / 10_000;
}
