import { beforeAll, describe, expect, it } from 'vitest';
import { findSimilarPosts } from '../../../src/app/similar-posts.js';
import { manualClock } from '../../../src/core/clock.js';
import { encodeHalf } from '../../../src/core/float16.js';
import type { TextVectors } from '../../../src/core/nearness.js';
import type { Store } from '../../../src/core/ports.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleAt, samplePost } from '../../support/samples.js';
import { atAngle } from '../../support/store-contract-nearest.js';
import { thrownBy } from '../../support/store-contract-records.js';

const vectors: TextVectors = { vectorOf: async () => atAngle(30) };
const unasked: TextVectors = {
  async vectorOf() {
    throw new Error('no text was given');
  },
};

describe('posts similar to a text or a post', () => {
  let store: Store;
  beforeAll(async () => {
    store = createMemoryStore({ clock: manualClock(Date.parse(sampleAt)) });
    await store.posts.save([
      samplePost({ id: 'pZero', vector: encodeHalf(atAngle(0)) }),
      samplePost({ id: 'pTwenty', vector: encodeHalf(atAngle(20)), incidentId: null, join: null }),
      samplePost({ id: 'pFar', vector: encodeHalf(atAngle(90)) }),
      samplePost({ id: 'pUnread' }),
    ]);
  });
  const ids = async (...input: Parameters<typeof findSimilarPosts>) =>
    (await findSimilarPosts(...input)).map(({ post: { id } }) => id);

  it('are found by the meaning of the text', async () => {
    expect(await ids(store.posts, vectors, { text: 'нет света' }, { k: 2 })).toEqual(['pTwenty', 'pZero']);
    expect(await ids(store.posts, vectors, { text: 'нет света' }, { k: 2, onlyIncidents: true })).toEqual([
      'pZero',
      'pFar',
    ]);
  });
  it('are found for a post without it and without a model', async () => {
    expect(await ids(store.posts, unasked, { postId: 'pZero' }, { k: 5 })).toEqual(['pTwenty', 'pFar']);
  });
  it('cannot be found for a post that is not there or that no model read', async () => {
    const missing = await thrownBy(() => findSimilarPosts(store.posts, unasked, { postId: 'pNone' }, { k: 5 }));
    expect(missing).toMatchObject({ code: 'E_INPUT_INVALID', message: expect.stringContaining('pNone') });
    const unread = await thrownBy(() => findSimilarPosts(store.posts, unasked, { postId: 'pUnread' }, { k: 5 }));
    expect(unread.message).toContain('no model read');
  });
});
