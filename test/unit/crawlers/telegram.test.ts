import { describe, expect, it } from 'vitest';
import { adapter } from '../../../crawlers/sources/telegram-channel.js';
import { AppError } from '../../../src/core/errors.js';
import { loadFixtures } from '../../support/fixtures.js';

const fixture = (name: string) => {
  const found = loadFixtures().find((each) => each.kind === 'telegram-channel' && each.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found.page;
};
const source = (comments?: number) => ({
  urls: ['https://t.me/s/zaozersk_gorod'],
  depth: { pages: 3, topics: 20, ...(comments === undefined ? {} : { comments }) },
  language: 'ru',
});
const widget = (body: string) => ({ ...fixture('discussion'), body });

describe('comments of a channel', () => {
  it('are asked for where the source says so, of the newest messages first, in one thread with them', () => {
    const page = fixture('talk');
    const without = adapter.parse(page, source());
    const { posts, links } = adapter.parse(page, source(2));
    const ids = without.posts.map(({ nativeId }) => nativeId);
    expect(without.links.filter(({ rel }) => rel === 'thread')).toEqual([]);
    expect(links.filter(({ rel }) => rel === 'thread').map(({ url }) => url)).toEqual(
      ids
        .slice(-2)
        .reverse()
        .map((id) => `https://t.me/${id}?embed=1&discussion=1&comments_limit=100`),
    );
    expect(posts.map(({ threadId }) => threadId)).toEqual(ids);
    expect(without.posts.every(({ threadId }) => threadId === null)).toBe(true);
  });

  it('that nobody wrote, or that are for members, are no alarm; a page of another make is', () => {
    for (const body of [
      '<div class="tme_no_messages_found">Discussion is not available at the moment.</div>',
      '<div class="tgme_post_discussion js-message_history"></div>',
    ])
      expect(adapter.parse(widget(body), source(2))).toMatchObject({ posts: [], links: [] });
    expect(() => adapter.parse(widget('<div class="new-widget">4 comments</div>'), source(2))).toThrow(AppError);
  });

  it('without a number of their own are counted, not collected', () => {
    const damaged = fixture('discussion').body.replace('data-post-id="9013"', 'data-post-id="x"');
    const { posts, warnings } = adapter.parse(widget(damaged), source(2));
    expect(posts).toHaveLength(2);
    expect(warnings).toEqual(['1 comments without a number']);
  });
});
