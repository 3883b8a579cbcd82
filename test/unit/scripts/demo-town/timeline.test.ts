import { describe, expect, it } from 'vitest';
import { loadPosts } from '../../../../scripts/demo-town/load-posts.js';
import { feedPage } from '../../../../scripts/demo-town/pages/feed.js';
import { forumPage } from '../../../../scripts/demo-town/pages/forum.js';
import { newsPage } from '../../../../scripts/demo-town/pages/news.js';
import { telegramPage } from '../../../../scripts/demo-town/pages/telegram.js';
import { createTimeline, placePosts } from '../../../../scripts/demo-town/timeline.js';
import { BOARDS, CHANNELS } from '../../../../scripts/demo-town/town.js';
import type { Page, PageRequest } from '../../../../scripts/demo-town/types.js';
import { encodeWindows1251 } from '../../../../scripts/demo-town/windows-1251.js';

const START = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;
const placed = placePosts(loadPosts());
const timeline = createTimeline(placed, START);

type Render = (request: PageRequest, line: typeof timeline) => Page | undefined;

function text(render: Render, path: string, nowMs = START, line = timeline): string {
  const origin = 'http://127.0.0.1:1';
  return String(render({ url: new URL(path, origin), origin, nowMs }, line)?.body ?? '');
}

function pagesOfChannel(name: string, nowMs: number): string[] {
  const pages: string[] = [];
  for (let path: string | undefined = `/s/${name}`; path !== undefined; ) {
    const page = text(telegramPage, path, nowMs);
    pages.push(page);
    const before = /data-before="(\d+)"/.exec(page)?.[1];
    path = before === undefined ? undefined : `/s/${name}?before=${before}`;
  }
  return pages;
}

describe('the timeline', () => {
  it('grows with the clock and never shows a post from the future', () => {
    const counts = [-24 * HOUR, 0, HOUR / 20, HOUR].map((offset) => timeline.visible(START + offset).length);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(new Set(counts).size).toBe(4);
    for (const post of timeline.visible(START)) expect(timeline.publishedAtMs(post)).toBeLessThanOrEqual(START);
  });

  it('goes quiet when the list is exhausted', () => {
    expect(timeline.visible(START + 24 * HOUR)).toHaveLength(placed.length);
  });

  it('passes faster at a higher speed, without changing the age of what came before', () => {
    const fast = createTimeline(placed, START, 10);
    expect(fast.visible(START)).toEqual(timeline.visible(START));
    expect(fast.visible(START + 60_000).length).toBe(timeline.visible(START + 600_000).length);
  });

  it('shows an edit from its moment on', () => {
    const edited = placed.filter((post) => post.editAtMinutes !== undefined && post.editAtMinutes > 0);
    expect(edited.length).toBeGreaterThanOrEqual(3);
    for (const post of edited) {
      const at = Math.round(START + (post.editAtMinutes ?? 0) * 60_000);
      expect(timeline.textAt(post, at - 2000)).toBe(post.text);
      expect(timeline.textAt(post, at)).toBe(post.editedText);
    }
  });

  it('gives every post an id of its own site that stays as the town grows', () => {
    expect(new Set(placed.map((post) => `${post.site} ${post.nativeId}`)).size).toBe(placed.length);
    const first = text(telegramPage, '/s/podslushano_svetlo?before=18770');
    expect(text(telegramPage, '/s/podslushano_svetlo?before=18770', START + 10 * 60_000)).toBe(first);
  });
});

describe('the pages', () => {
  it('show every visible post exactly once on each site', () => {
    const visible = timeline.visible(START);
    for (const name of Object.keys(CHANNELS)) {
      const ids = pagesOfChannel(name, START).flatMap((page) =>
        [...page.matchAll(/data-post="([^"]+)"/g)].map((match) => match[1]),
      );
      const wanted = visible.filter((post) => post.thread === name).map((post) => post.nativeId);
      expect([...ids].sort()).toEqual([...wanted].sort());
    }
    const forumIds: string[] = [];
    for (const { number } of Object.values(BOARDS)) {
      const topics = new Set<string>();
      for (let start = 0; start < 60; start += 6) {
        const board = text(forumPage, `/viewforum.php?f=${number}&start=${start}`);
        for (const [, topic] of board.matchAll(/viewtopic\.php\?t=(\d+)" class="topictitle"/g)) topics.add(topic ?? '');
      }
      for (const topic of topics) {
        const first = text(forumPage, `/viewtopic.php?t=${topic}`);
        const pages = first.includes('start=10')
          ? [first, text(forumPage, `/viewtopic.php?t=${topic}&start=10`)]
          : [first];
        for (const page of pages)
          forumIds.push(...[...page.matchAll(/<div id="p(\d+)"/g)].map((match) => match[1] ?? ''));
      }
    }
    const onForum = visible.filter((post) => post.site === 'forum').map((post) => post.nativeId);
    expect(forumIds.sort()).toEqual(onForum.sort());
  });

  it('are the same bytes for the same instant', () => {
    const again = createTimeline(placePosts(loadPosts()), START);
    for (const [render, path] of [
      [telegramPage, '/s/svetloozersk_gorod'],
      [forumPage, '/viewforum.php?f=2'],
      [newsPage, '/news/plan-remonta-dorog'],
      [feedPage, '/rss.xml'],
    ] as const) {
      expect(text(render, path, START + 60_000, again)).toBe(text(render, path, START + 60_000));
    }
  });

  it('lead to a post from its permalink', () => {
    const renders = { telegram: telegramPage, forum: forumPage, news: newsPage, feed: feedPage };
    for (const post of timeline.visible(START)) {
      const page = text(renders[post.site], post.path);
      expect(page.length, `${post.id} ${post.path}`).toBeGreaterThan(0);
      if (post.site === 'news' || post.site === 'forum') expect(page).toContain(post.nativeId);
    }
  });

  it('print forum dates as a Russian phpBB board does', () => {
    expect(text(forumPage, '/viewforum.php?f=2')).toMatch(
      /<time datetime="2026-11-2\dT\d\d:\d\d:\d\d\+00:00">[А-Я][а-я] ноя 2\d, 2026 \d{1,2}:\d\d [ap]m<\/time>/,
    );
  });

  it('have the marks of the real thing: sticky topic, guests, quotes, signatures, nested and paged comments', () => {
    expect(text(forumPage, '/viewforum.php?f=5')).toContain('sticky_read');
    const topic = text(forumPage, '/viewtopic.php?t=1483');
    for (const mark of ['<blockquote', 'class="signature"', '<span class="username">Гость', 'rel="next"']) {
      expect(topic).toContain(mark);
    }
    const article = text(newsPage, '/news/plan-remonta-dorog');
    expect(article).toContain('<ol class="children">');
    expect(article).toContain('?cpage=2');
    expect(text(newsPage, '/news/plan-remonta-dorog?cpage=2')).toContain('class="comment ');
  });
});

describe('windows-1251', () => {
  it('turns Russian letters into single bytes that decode to the same text', () => {
    const sample = 'Ёлка «№ 5» — ждём…';
    expect(encodeWindows1251(sample)).toHaveLength(sample.length);
    expect(new TextDecoder('windows-1251').decode(encodeWindows1251(sample))).toBe(sample);
  });

  it('writes what the code page lacks as a character reference', () => {
    expect(encodeWindows1251('🎉').toString('latin1')).toBe('&#127881;');
  });
});
