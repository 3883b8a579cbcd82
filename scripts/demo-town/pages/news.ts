import { escapeHtml, toHtmlLines, toMoscowStamp, toNewsDate } from '../html.js';
import { PAGE_SIZES, type Timeline } from '../timeline.js';
import type { Page, PageRequest, PlacedPost } from '../types.js';
import { NEWS_CSS } from './styles.js';

const NAME = 'Озёрские вести';

function shell(title: string, bodyClass: string, main: string): string {
  return `<!DOCTYPE html>
<html lang="ru-RU">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="generator" content="WordPress 6.7">
<link rel="stylesheet" href="/style.css">
</head>
<body class="${bodyClass}">
<header id="masthead" class="site-header"><div class="wrap"><p class="site-title"><a href="/news/" rel="home">${NAME}</a></p><p class="site-description">Городская газета Светлоозёрска</p></div></header>
<main id="main" class="site-main">
${main}
</main>
<footer class="site-footer"><div class="wrap"><p><a href="/search?s=">Поиск</a></p></div></footer>
</body>
</html>
`;
}

function paragraphs(text: string): string {
  return text
    .split('\n\n')
    .map((part) => `<p>${toHtmlLines(part, '<br />')}</p>`)
    .join('\n');
}

function articleHead(article: PlacedPost, timeline: Timeline, level: string, comments: number): string {
  const at = timeline.publishedAtMs(article);
  return `<header class="entry-header"><${level} class="entry-title"><a href="/news/${article.thread}" rel="bookmark">${escapeHtml(article.title ?? '')}</a></${level}><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="${toMoscowStamp(at)}">${toNewsDate(at)}</time></span> · <span class="byline"><span class="author vcard">${escapeHtml(article.author)}</span></span> · <span class="comments-link"><a href="/news/${article.thread}#comments">Комментарии: ${comments}</a></span></div></header>`;
}

function listPage(
  pageNumber: number,
  shown: readonly PlacedPost[],
  timeline: Timeline,
  nowMs: number,
): Page | undefined {
  const articles = shown.filter((post) => post.title !== undefined).reverse();
  const pages = Math.max(1, Math.ceil(articles.length / PAGE_SIZES.news));
  if (pageNumber < 1 || pageNumber > pages) return undefined;
  const start = (pageNumber - 1) * PAGE_SIZES.news;
  const items = articles.slice(start, start + PAGE_SIZES.news).map((article) => {
    const comments = shown.filter((post) => post.thread === article.thread).length - 1;
    const excerpt = timeline.textAt(article, nowMs).split('\n\n')[0] ?? '';
    return `<article id="post-${article.nativeId}" class="post-${article.nativeId} post type-post status-publish format-standard hentry">${articleHead(article, timeline, 'h2', comments)}<div class="entry-summary"><p>${toHtmlLines(excerpt)} <a class="more-link" href="/news/${article.thread}">Читать далее</a></p></div></article>`;
  });
  const numbers = Array.from({ length: pages }, (_, index) =>
    index + 1 === pageNumber
      ? `<span aria-current="page" class="page-numbers current">${index + 1}</span>`
      : `<a class="page-numbers" href="${index === 0 ? '/news/' : `/news/page/${index + 1}/`}">${index + 1}</a>`,
  );
  const nav =
    pages > 1 ? `<nav class="navigation pagination"><div class="nav-links">${numbers.join('')}</div></nav>` : '';
  return {
    status: 200,
    type: 'text/html; charset=UTF-8',
    body: shell(`${NAME}: новости Светлоозёрска`, 'blog hfeed', `${items.join('\n')}\n${nav}`),
    modifiedMs: timeline.changedAtMs(shown, nowMs),
  };
}

function commentHtml(
  comment: PlacedPost,
  all: readonly PlacedPost[],
  timeline: Timeline,
  nowMs: number,
  depth: number,
): string {
  const at = timeline.publishedAtMs(comment);
  const children = all.filter((other) => other.replyTo === comment.id);
  const nested =
    children.length === 0
      ? ''
      : `\n<ol class="children">\n${children.map((child) => commentHtml(child, all, timeline, nowMs, depth + 1)).join('\n')}\n</ol>`;
  return `<li id="comment-${comment.nativeId}" class="comment ${Number(comment.nativeId) % 2 === 0 ? 'even' : 'odd'} depth-${depth}">
<article id="div-comment-${comment.nativeId}" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><b class="fn">${escapeHtml(comment.author)}</b> <span class="says">говорит:</span></div><div class="comment-metadata"><a href="${comment.path}"><time datetime="${toMoscowStamp(at)}">${toNewsDate(at)}</time></a></div></footer><div class="comment-content">${paragraphs(timeline.textAt(comment, nowMs))}</div><div class="reply"><a rel="nofollow" class="comment-reply-link" href="/news/${comment.thread}?replytocom=${comment.nativeId}#respond">Ответить</a></div></article>${nested}
</li>`;
}

function articlePage(
  article: PlacedPost,
  shown: readonly PlacedPost[],
  wantedPage: number,
  timeline: Timeline,
  nowMs: number,
): Page {
  const comments = shown.filter((post) => post.thread === article.thread && post.title === undefined);
  const known = new Set(comments.map((comment) => comment.id));
  const roots = comments.filter((comment) => comment.replyTo === undefined || !known.has(comment.replyTo));
  const pages = Math.max(1, Math.ceil(roots.length / PAGE_SIZES.comments));
  const page = Math.min(Math.max(1, wantedPage), pages);
  const start = (page - 1) * PAGE_SIZES.comments;
  const list = roots
    .slice(start, start + PAGE_SIZES.comments)
    .map((comment) => commentHtml(comment, comments, timeline, nowMs, 1));
  const link = (number: number): string =>
    number === 1 ? `/news/${article.thread}` : `/news/${article.thread}?cpage=${number}`;
  const previous =
    page > 1
      ? `<div class="nav-previous"><a href="${link(page - 1)}#comments" rel="prev">Предыдущие комментарии</a></div>`
      : '';
  const next =
    page < pages
      ? `<div class="nav-next"><a href="${link(page + 1)}#comments" rel="next">Следующие комментарии</a></div>`
      : '';
  const nav =
    previous + next === ''
      ? ''
      : `<nav class="navigation comment-navigation"><div class="nav-links">${previous}${next}</div></nav>`;
  const section =
    comments.length === 0
      ? '<div id="comments" class="comments-area"><p class="no-comments">Комментариев пока нет.</p></div>'
      : `<div id="comments" class="comments-area"><h2 class="comments-title">Комментарии: ${comments.length}</h2>
<ol class="comment-list">
${list.join('\n')}
</ol>${nav}</div>`;
  const main = `<article id="post-${article.nativeId}" class="post-${article.nativeId} post type-post status-publish format-standard hentry">${articleHead(article, timeline, 'h1', comments.length)}
<div class="entry-content">
${paragraphs(timeline.textAt(article, nowMs))}
</div></article>
${section}`;
  return {
    status: 200,
    type: 'text/html; charset=UTF-8',
    body: shell(`${article.title} | ${NAME}`, 'single single-post', main),
    modifiedMs: timeline.changedAtMs([article, ...comments], nowMs),
  };
}

/** Answers /news/, /news/page/N/ and /news/<slug>?cpage=N. */
export function newsPage(request: PageRequest, timeline: Timeline): Page | undefined {
  const { pathname, searchParams } = request.url;
  if (pathname === '/style.css') return { status: 200, type: 'text/css; charset=utf-8', body: NEWS_CSS };
  const shown = timeline.visible(request.nowMs).filter((post) => post.site === 'news');
  if (pathname === '/' || pathname === '/news' || pathname === '/news/')
    return listPage(1, shown, timeline, request.nowMs);
  const number = /^\/news\/page\/(\d+)\/?$/.exec(pathname)?.[1];
  if (number !== undefined) return listPage(Number(number), shown, timeline, request.nowMs);
  const slug = /^\/news\/([a-z0-9-]+)\/?$/.exec(pathname)?.[1];
  const article = shown.find((post) => post.thread === slug && post.title !== undefined);
  if (article === undefined) return undefined;
  const page = Number.parseInt(searchParams.get('cpage') ?? '1', 10) || 1;
  return articlePage(article, shown, page, timeline, request.nowMs);
}
