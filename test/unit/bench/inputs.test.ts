import { describe, expect, it } from 'vitest';
import { adapter } from '../../../crawlers/sources/telegram-channel.js';
import { batchJobSchema } from '../../../pipelines/values.js';
import { postSchema, rawPostSchema } from '../../../src/core/post.js';
import { queuedBatches, storedBatches, storedPosts } from '../../bench/batches.js';
import { makePage, POSTS_PER_PAGE } from '../../bench/crawl/pages.js';
import { extractBySax } from '../../bench/crawl/sax.js';
import { countDocuments, createReplies } from '../../bench/index/bulk-reply.js';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what the benchmarks are fed with', () => {
  it('pages have 50 kB and 25 posts and are the same in every run', () => {
    for (const seed of [1, 7, 64]) {
      const page = makePage(seed);
      expect(Buffer.byteLength(page)).toBeGreaterThan(49_000);
      expect(Buffer.byteLength(page)).toBeLessThan(51_000);
      expect(makePage(seed)).toBe(page);
      expect(extractBySax(page)).toHaveLength(POSTS_PER_PAGE);
    }
  });

  it('the baseline takes off a page what the adapter takes off it', () => {
    const body = makePage(3);
    const page = {
      url: 'https://t.example/s/kanal_3',
      body,
      contentType: 'text/html',
      fetchedAt: '2026-03-20T09:00:00.000Z',
      timeZone: 'Europe/Moscow',
    };
    const { posts } = adapter.parse(page, { urls: [page.url], depth: { pages: 1, topics: 0 }, language: 'ru' });
    const ours = posts.map(({ nativeId, text, publishedAt, counts }) => [nativeId, text, publishedAt, counts.likes]);
    const theirs = extractBySax(body).map(({ id, text, date, likes }) => [
      id,
      text,
      new Date(date).toISOString(),
      likes,
    ]);
    expect(theirs).toEqual(ours);
  });

  it('queued posts are valid, 0.8 kB each, 25-100 in a valid batch', () => {
    const batches = queuedBatches(1_000);
    const posts = batches.flatMap(({ items }) => items.map(({ value }) => rawPostSchema.parse(value)));
    expect(posts).toHaveLength(1_000);
    const size = mean(posts.map((post) => Buffer.byteLength(JSON.stringify(post))));
    expect(Math.abs(size - 800)).toBeLessThan(40);
    for (const batch of batches.slice(0, -1)) {
      expect(batchJobSchema.parse(batch).items.length).toBeGreaterThanOrEqual(25);
      expect(batch.items.length).toBeLessThanOrEqual(100);
    }
  });

  it('stored posts are valid and keep their order in batches', () => {
    const posts = storedPosts(300);
    for (const post of posts) postSchema.parse(post);
    expect(storedBatches(posts).flat()).toEqual(posts);
  });

  it('the server that does nothing answers as many results as it got documents', () => {
    const body = Buffer.from('{"index":{}}\n{"text":"а"}\n{"index":{}}\n{"text":"б"}\n');
    const reply = JSON.parse(String(createReplies()(countDocuments(body)))) as { errors: boolean; items: unknown[] };
    expect(reply.errors).toBe(false);
    expect(reply.items).toHaveLength(2);
  });
});
