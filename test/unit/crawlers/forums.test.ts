import { describe, expect, it } from 'vitest';
import { titleFirst } from '../../../crawlers/parse/board.js';
import { absoluteUrl } from '../../../crawlers/parse/links.js';
import { makePost } from '../../../crawlers/parse/post.js';
import { loadRegistry } from '../../../crawlers/registry.js';
import { loadFixtures } from '../../support/fixtures.js';

const fixtures = loadFixtures();
const source = { urls: ['http://example.org/'], depth: { pages: 3, topics: 20 }, language: 'ru' };
const registry = await loadRegistry();

/** A topic of each engine and what its first post loses when a skin renames the element of the words. */
const topics: [string, string, string][] = [
  ['xenforo', 'topic-v2', 'message-body js-selectToQuote'],
  ['xenforo', 'topic-v1', 'messageText SelectQuoteContainer'],
  ['vbulletin', 'topic-v3', 'id="post_message_4001"'],
  ['vbulletin', 'topic-v4', 'id="post_message_1501"'],
  ['vbulletin', 'topic-v5', 'js-post__content-text restore'],
  ['smf', 'topic-20', 'class="inner" id="msg_7716"'],
  ['smf', 'topic-21', 'class="inner" data-msgid="903"'],
  ['mybb', 'topic', 'id="pid_811"'],
  ['punbb', 'topic-fluxbb', 'class="postmsg"'],
  ['punbb', 'topic-punbb', 'class="entry-content"'],
  ['punbb', 'topic-hosted', 'class="post-content"'],
  ['invision', 'topic-v4', "data-role='commentContent'"],
  ['invision', 'topic-v3', 'entry-content'],
  ['ucoz', 'topic', 'id="ucoz-forum-post-611"'],
  ['bitrix-forum', 'topic', 'id="message_text_801"'],
];

function readTopic(kind: string, name: string, change: (body: string) => string) {
  const fixture = fixtures.find((each) => each.kind === kind && each.name === name);
  if (fixture === undefined) throw new Error(`no recorded page ${kind}/${name}`);
  const body = change(fixture.page.body);
  return { fixture, body, parsed: () => registry.get(kind).parse({ ...fixture.page, body }, source) };
}

describe('topics of forums', () => {
  it.each(topics)('of %s/%s say when a post has no words that can be found', (kind, name, mark) => {
    const { fixture, body, parsed } = readTopic(kind, name, (html) => html.replace(mark, 'title="x"'));
    expect(body).not.toBe(fixture.page.body);
    const { posts, warnings } = parsed();
    expect(posts.map(({ nativeId }) => nativeId)).toEqual(
      fixture.expected.posts.slice(1).map(({ nativeId }) => nativeId),
    );
    expect(warnings).toContain('1 posts without id or content');
  });

  it.each(topics)('of %s/%s are empty, not half read, when no post can be found', (kind, name, mark) => {
    const word = mark.replace(/\d+.*$/, '');
    const { parsed } = readTopic(kind, name, (html) =>
      html.replaceAll(word, 'title="x').replaceAll(/<a [^>]*>/g, '<a>'),
    );
    expect(parsed).toThrowError(/shows neither posts nor links/);
  });

  it.each(topics)('of %s/%s give every post an author, a time, a topic and an address', (kind, name) => {
    const { fixture, parsed } = readTopic(kind, name, (html) => html);
    const host = new URL(fixture.page.url).host;
    for (const { authorId, publishedAt, threadId, url, nativeId } of parsed().posts) {
      expect(authorId).not.toBeNull();
      expect(publishedAt).not.toBeNull();
      expect(threadId).not.toBeNull();
      expect(new URL(url).host).toBe(host);
      expect(url).toContain(nativeId);
    }
  });

  it('are titled once, at the first post of the first page', () => {
    const time = { publishedAt: null, timePrecision: 'unknown' as const, rawTime: null };
    const post = (text: string) => makePost({ nativeId: '1', url: 'http://example.org/1', text, time });
    const textsOf = (texts: string[], isFirstPage: boolean) =>
      titleFirst(texts.map(post), 'Яма', isFirstPage).map(({ text }) => text);
    expect(textsOf(['У школы', 'Да'], true)).toEqual(['Яма\n\nУ школы', 'Да']);
    expect(textsOf(['У школы'], false)).toEqual(['У школы']);
    expect(textsOf(['Яма у школы'], true)).toEqual(['Яма у школы']);
    expect(textsOf([], true)).toEqual([]);
  });
});

describe('addresses of forums', () => {
  it('lose the hash of a visit, and nothing that is called alike', () => {
    const read = (href: string) => absoluteUrl(href, 'http://example.org/');
    expect(read('showthread.php?s=0123456789abcdef0123456789abcdef&t=5')).toBe('http://example.org/showthread.php?t=5');
    expect(read('search?s=двор')).toBe(`http://example.org/search?s=${encodeURIComponent('двор')}`);
    expect(read('index.php?PHPSESSID=a1&topic=5.0#new')).toBe('http://example.org/index.php?topic=5.0#new');
  });
});
