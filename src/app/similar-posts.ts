import { AppError } from '../core/errors.js';
import { decodeHalf, vectorWidth } from '../core/float16.js';
import type { NearPost, TextVectors } from '../core/nearness.js';
import type { PostStore } from '../core/ports.js';
import type { Post } from '../core/post.js';

/** What posts are held against: words that somebody typed, or a stored post, which is left out of the answer. */
export type Likeness = { text: string } | { postId: string };

const fields = ['id', 'text', 'publishedAt', 'fetchedAt', 'url', 'sourceId', 'incidentId'] as const;
export type SimilarPost = NearPost<Pick<Post, (typeof fields)[number]>>;

/**
 * The stored posts nearest in meaning, the most similar first.
 * @throws AppError E_INPUT_INVALID for a post that is not stored or that no model read, E_MODEL_OFF where no model runs
 */
export async function findSimilarPosts(
  posts: PostStore,
  vectors: TextVectors,
  likeness: Likeness,
  options: { k: number; since?: string; onlyIncidents?: boolean },
): Promise<SimilarPost[]> {
  if ('text' in likeness) {
    return posts.nearest(await vectors.vectorOf(likeness.text), { ...options, fields });
  }
  const [post] = await posts.byIds([likeness.postId]);
  if (post === undefined) throw new AppError('E_INPUT_INVALID', `there is no stored post «${likeness.postId}»`);
  if (post.vector === null) {
    throw new AppError(
      'E_INPUT_INVALID',
      `no model read the post «${likeness.postId}», so nothing is known of its meaning: search by its text instead`,
    );
  }
  return posts.nearest(decodeHalf(post.vector, vectorWidth), { ...options, excludeIds: [post.id], fields });
}
