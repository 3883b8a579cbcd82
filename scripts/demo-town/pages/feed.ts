import { escapeHtml, toHtmlLines, toMoscowStamp, toNewsDate, toRssDate } from '../html.js';
import type { Timeline } from '../timeline.js';
import type { Page, PageRequest, PlacedPost } from '../types.js';
import { encodeWindows1251 } from '../windows-1251.js';
import { NEWS_CSS } from './styles.js';

const WINDOW = 60;
const RSS_TITLE = 'Доска сообщений администрации Светлоозёрского городского округа';
const ATOM_TITLE = 'Дневник старого района: блог о Светлоозёрске';

function entryHtml(post: PlacedPost, timeline: Timeline, nowMs: number): string {
  return timeline
    .textAt(post, nowMs)
    .split('\n\n')
    .map((part) => `<p>${toHtmlLines(part)}</p>`)
    .join('');
}

function rss(posts: readonly PlacedPost[], origin: string, timeline: Timeline, nowMs: number): Page {
  const modifiedMs = timeline.changedAtMs(posts, nowMs);
  const items = posts.map(
    (post) => `    <item>
      <title>${escapeHtml(post.title ?? '')}</title>
      <link>${origin}${post.path}</link>
      <guid isPermaLink="false">svetloozersk-${post.nativeId}</guid>
      <dc:creator>${escapeHtml(post.author)}</dc:creator>
      <pubDate>${toRssDate(timeline.publishedAtMs(post))}</pubDate>
      <description>${escapeHtml(entryHtml(post, timeline, nowMs))}</description>
    </item>`,
  );
  const xml = `<?xml version="1.0" encoding="windows-1251"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>${RSS_TITLE}</title>
    <link>${origin}/</link>
    <description>Сообщения жителей и объявления администрации</description>
    <language>ru</language>
    <ttl>1</ttl>
    <lastBuildDate>${toRssDate(modifiedMs)}</lastBuildDate>
${items.join('\n')}
  </channel>
</rss>
`;
  return { status: 200, type: 'application/rss+xml; charset=windows-1251', body: encodeWindows1251(xml), modifiedMs };
}

function atom(posts: readonly PlacedPost[], origin: string, timeline: Timeline, nowMs: number): Page {
  const modifiedMs = timeline.changedAtMs(posts, nowMs);
  const entries = posts.map((post) => {
    const at = timeline.publishedAtMs(post);
    return `  <entry>
    <title>${escapeHtml(post.title ?? '')}</title>
    <link rel="alternate" type="text/html" href="${origin}${post.path}"/>
    <id>tag:blog.svetloozersk.invalid,2026:${post.nativeId}</id>
    <published>${toMoscowStamp(at)}</published>
    <updated>${toMoscowStamp(timeline.editedAtMs(post, nowMs) ?? at)}</updated>
    <author><name>${escapeHtml(post.author)}</name></author>
    <content type="html">${escapeHtml(entryHtml(post, timeline, nowMs))}</content>
  </entry>`;
  });
  const body = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru">
  <title>${ATOM_TITLE}</title>
  <link rel="self" href="${origin}/atom.xml"/>
  <link rel="alternate" href="${origin}/"/>
  <id>tag:blog.svetloozersk.invalid,2026:feed</id>
  <updated>${toMoscowStamp(modifiedMs)}</updated>
${entries.join('\n')}
</feed>
`;
  return { status: 200, type: 'application/atom+xml; charset=utf-8', body, modifiedMs };
}

function shell(title: string, main: string): string {
  return `<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/style.css"><link rel="alternate" type="application/rss+xml" href="/rss.xml"><link rel="alternate" type="application/atom+xml" href="/atom.xml"></head>
<body><header class="site-header"><div class="wrap"><p class="site-title"><a href="/">Светлоозёрск: сообщения и блог</a></p></div></header><main class="site-main">${main}</main></body></html>
`;
}

function entryPage(post: PlacedPost, timeline: Timeline, nowMs: number): Page {
  const at = timeline.publishedAtMs(post);
  const main = `<article class="post"><h1 class="entry-title">${escapeHtml(post.title ?? '')}</h1><p class="entry-meta">${escapeHtml(post.author)}, <time datetime="${toMoscowStamp(at)}">${toNewsDate(at)}</time></p>${entryHtml(post, timeline, nowMs)}</article>`;
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: shell(post.title ?? '', main),
    modifiedMs: timeline.changedAtMs([post], nowMs),
  };
}

/** Answers /rss.xml (windows-1251), /atom.xml (utf-8), an index and a page for each entry. */
export function feedPage(request: PageRequest, timeline: Timeline): Page | undefined {
  const { pathname } = request.url;
  const { nowMs, origin } = request;
  if (pathname === '/style.css') return { status: 200, type: 'text/css; charset=utf-8', body: NEWS_CSS };
  const shown = timeline
    .visible(nowMs)
    .filter((post) => post.site === 'feed')
    .reverse();
  const inFeed = (name: string): PlacedPost[] => shown.filter((post) => post.thread === name).slice(0, WINDOW);
  if (pathname === '/rss.xml') return rss(inFeed('rss'), origin, timeline, nowMs);
  if (pathname === '/atom.xml') return atom(inFeed('atom'), origin, timeline, nowMs);
  if (pathname === '/') {
    const lines = shown.map((post) => `<li><a href="${post.path}">${escapeHtml(post.title ?? '')}</a></li>`);
    const body = shell('Светлоозёрск', `<ul>${lines.join('\n')}</ul>`);
    return { status: 200, type: 'text/html; charset=utf-8', body, modifiedMs: timeline.changedAtMs(shown, nowMs) };
  }
  const post = shown.find((candidate) => candidate.path === pathname);
  return post && entryPage(post, timeline, nowMs);
}
