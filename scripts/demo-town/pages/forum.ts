import { escapeHtml, hashNumber, toForumDate, toHtmlLines, toUtcStamp } from '../html.js';
import { listTopics, PAGE_SIZES, type Timeline, type Topic } from '../timeline.js';
import { BOARDS } from '../town.js';
import type { Page, PageRequest, PlacedPost } from '../types.js';
import { FORUM_CSS } from './styles.js';

const NAME = 'Форум Светлоозёрска';
const GUEST = /^Гость/;
const SIGNATURES = ['Не спорь с дураком, он этого и ждёт', 'Рыба ищет где глубже', 'продам гараж', 'Всё будет хорошо!'];

interface Shown {
  readonly topic: Topic;
  readonly posts: readonly PlacedPost[];
}

export function forumShell(title: string, crumbs: string, main: string): string {
  return `<!DOCTYPE html>
<html dir="ltr" lang="ru">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${escapeHtml(title)}</title>
<link href="./style.css" rel="stylesheet">
</head>
<body id="phpbb" class="nojs notouch section-viewtopic ltr">
<div id="wrap" class="wrap">
<a id="top" class="top-anchor" accesskey="t"></a>
<div id="page-header">
<div class="headerbar" role="banner"><div class="inner"><div id="site-description" class="site-description"><h1><a href="./index.php">${NAME}</a></h1><p>Городской форум, с 2006 года</p></div></div></div>
<div class="navbar" role="navigation"><ul id="nav-breadcrumbs" class="nav-breadcrumbs linklist navlinks"><li class="breadcrumbs"><span class="crumb"><a href="./index.php" accesskey="h"><span itemprop="name">Список форумов</span></a></span>${crumbs}</li><li class="rightside"><a href="./search.php">Поиск</a></li></ul></div>
</div>
<div id="page-body" class="page-body" role="main">
${main}
</div>
<div id="page-footer" class="page-footer" role="contentinfo"><div class="copyright"><p class="footer-row"><span class="footer-copyright">Создано на основе phpBB&reg; Forum Software &copy; phpBB Limited</span></p></div></div>
</div>
</body>
</html>
`;
}

function time(ms: number): string {
  return `<time datetime="${toUtcStamp(ms)}">${toForumDate(ms)}</time>`;
}

function user(name: string): string {
  if (GUEST.test(name)) return `<span class="username">${escapeHtml(name)}</span>`;
  return `<a href="./memberlist.php?mode=viewprofile&amp;u=${100 + hashNumber(name, 4000)}" class="username">${escapeHtml(name)}</a>`;
}

function pagination(base: string, total: number, size: number, start: number): string {
  const pages = Math.ceil(total / size);
  if (pages < 2) return '';
  const links = Array.from({ length: pages }, (_, index) =>
    index * size === start
      ? `<li class="active"><span>${index + 1}</span></li>`
      : `<li><a class="button" href="${base}${index === 0 ? '' : `&amp;start=${index * size}`}" role="button">${index + 1}</a></li>`,
  );
  const next =
    start + size < total
      ? `<li class="arrow next"><a class="button button-icon-only" href="${base}&amp;start=${start + size}" rel="next" role="button"><span class="sr-only">След.</span>&raquo;</a></li>`
      : '';
  return `<div class="pagination"><ul>${links.join('')}${next}</ul></div>`;
}

function content(post: PlacedPost, timeline: Timeline, byId: Map<string, PlacedPost>, nowMs: number): string {
  const quoted = post.replyTo === undefined ? undefined : byId.get(post.replyTo);
  const quote =
    quoted === undefined
      ? ''
      : `<blockquote cite="./viewtopic.php?p=${quoted.nativeId}#p${quoted.nativeId}"><div><cite>${user(quoted.author)} <a href="./viewtopic.php?p=${quoted.nativeId}#p${quoted.nativeId}" data-post-id="${quoted.nativeId}">&uarr;</a><span class="responsive-hide">${toForumDate(timeline.publishedAtMs(quoted))}</span></cite>${toHtmlLines(timeline.textAt(quoted, nowMs))}</div></blockquote>`;
  return quote + toHtmlLines(timeline.textAt(post, nowMs));
}

function postHtml(post: PlacedPost, index: number, topic: Topic, timeline: Timeline, nowMs: number): string {
  const byId = new Map(timeline.posts.map((other) => [other.id, other]));
  const at = timeline.publishedAtMs(post);
  const edited = timeline.editedAtMs(post, nowMs);
  const isGuest = GUEST.test(post.author);
  const subject = post.title ?? `Re: ${topic.opening.title}`;
  const hasSignature = !isGuest && hashNumber(post.author, 4) === 0;
  const notice =
    edited === undefined
      ? ''
      : `<div class="notice">Последний раз редактировалось ${user(post.author)} ${toForumDate(edited)}, всего редактировалось 1 раз.</div>`;
  const signature = hasSignature
    ? `<div id="sig${post.nativeId}" class="signature">${SIGNATURES[hashNumber(`${post.author}!`, SIGNATURES.length)]}</div>`
    : '';
  const profile = isGuest
    ? `<dt class="no-profile-rank no-avatar"><div class="avatar-container"></div>${user(post.author)}</dt>`
    : `<dt class="no-profile-rank no-avatar"><div class="avatar-container"></div>${user(post.author)}</dt><dd class="profile-posts"><strong>Сообщения:</strong> ${1 + hashNumber(post.author, 2400)}</dd><dd class="profile-joined"><strong>Зарегистрирован:</strong> ${toForumDate(1_200_000_000_000 + hashNumber(post.author, 400_000) * 1_000_000)}</dd>`;
  return `<div id="p${post.nativeId}" class="post has-profile ${index % 2 === 0 ? 'bg2' : 'bg1'}">
<div class="inner">
<dl class="postprofile" id="profile${post.nativeId}">${profile}</dl>
<div class="postbody">
<div id="post_content${post.nativeId}">
<h3 ${index === 0 ? 'class="first"' : ''}><a href="./viewtopic.php?p=${post.nativeId}#p${post.nativeId}">${escapeHtml(subject)}</a></h3>
<p class="author"><a class="unread" href="./viewtopic.php?p=${post.nativeId}#p${post.nativeId}" title="Сообщение"><span class="sr-only">Сообщение</span></a> <span class="responsive-hide">${user(post.author)} &raquo; </span>${time(at)}</p>
<div class="content">${content(post, timeline, byId, nowMs)}</div>
${notice}${signature}
</div>
</div>
<div class="back2top"><a href="#top" class="top" title="Вернуться к началу"></a></div>
</div>
</div>`;
}

function topicPage(shown: Shown, start: number, timeline: Timeline, nowMs: number): Page {
  const { topic, posts } = shown;
  const board = Object.values(BOARDS).find(({ number }) => number === topic.boardNumber);
  const page = posts.slice(start, start + PAGE_SIZES.topic);
  const crumb = `<span class="crumb"><a href="./viewforum.php?f=${topic.boardNumber}"><span itemprop="name">${board?.title}</span></a></span>`;
  const bar = pagination(`./viewtopic.php?t=${topic.number}`, posts.length, PAGE_SIZES.topic, start);
  const main = `<h2 class="topic-title"><a href="./viewtopic.php?t=${topic.number}">${escapeHtml(topic.opening.title ?? '')}</a></h2>
<div class="action-bar bar-top">${bar}</div>
${page.map((post, index) => postHtml(post, start + index, topic, timeline, nowMs)).join('\n<hr class="divider" hidden />\n')}
<div class="action-bar bar-bottom">${bar}</div>`;
  return {
    status: 200,
    type: 'text/html; charset=UTF-8',
    body: forumShell(`${topic.opening.title} - ${NAME}`, crumb, main),
    modifiedMs: timeline.changedAtMs(posts, nowMs),
  };
}

function lastPost(post: PlacedPost, timeline: Timeline): string {
  return `<span><dfn>Последнее сообщение </dfn>${user(post.author)} <a href="./viewtopic.php?p=${post.nativeId}#p${post.nativeId}" title="Перейти к последнему сообщению">&rarr;</a><br />${time(timeline.publishedAtMs(post))}</span>`;
}

function topicRow({ topic, posts }: Shown, index: number, timeline: Timeline): string {
  const last = posts.at(-1) ?? topic.opening;
  const sticky = topic.opening.sticky === true;
  const link = `./viewtopic.php?t=${topic.number}`;
  return `<li class="row ${index % 2 === 0 ? 'bg1' : 'bg2'}${sticky ? ' sticky' : ''}"><dl class="row-item ${sticky ? 'sticky_read' : 'topic_read'}">
<dt title="Нет непрочитанных сообщений"><div class="list-inner"><a href="${link}" class="topictitle">${escapeHtml(topic.opening.title ?? '')}</a><br /><div class="topic-poster responsive-hide left-box">${user(topic.opening.author)} &raquo; ${time(timeline.publishedAtMs(topic.opening))}</div>${pagination(link, posts.length, PAGE_SIZES.topic, -1)}</div></dt>
<dd class="posts">${posts.length - 1} <dfn>Ответы</dfn></dd><dd class="views">${30 + hashNumber(topic.key, 900)} <dfn>Просмотры</dfn></dd>
<dd class="lastpost">${lastPost(last, timeline)}</dd></dl></li>`;
}

function listShown(timeline: Timeline, nowMs: number): Shown[] {
  const posts = timeline.visible(nowMs).filter((post) => post.site === 'forum');
  return listTopics(posts).map((topic) => ({ topic, posts: posts.filter((post) => post.thread === topic.key) }));
}

function boardPage(number: number, start: number, timeline: Timeline, nowMs: number): Page | undefined {
  const board = Object.values(BOARDS).find((candidate) => candidate.number === number);
  if (board === undefined) return undefined;
  const lastAt = ({ topic, posts }: Shown): number => timeline.publishedAtMs(posts.at(-1) ?? topic.opening);
  const topics = listShown(timeline, nowMs)
    .filter(({ topic }) => topic.boardNumber === number)
    .sort(
      (a, b) =>
        Number(b.topic.opening.sticky === true) - Number(a.topic.opening.sticky === true) ||
        lastAt(b) - lastAt(a) ||
        a.topic.number - b.topic.number,
    );
  const bar = pagination(`./viewforum.php?f=${number}`, topics.length, PAGE_SIZES.board, start);
  const rows = topics.slice(start, start + PAGE_SIZES.board).map((shown, index) => topicRow(shown, index, timeline));
  const main = `<h2 class="forum-title"><a href="./viewforum.php?f=${number}">${board.title}</a></h2><p>${board.about}</p>
<div class="action-bar bar-top">${bar}</div>
<div class="forumbg"><div class="inner"><ul class="topiclist"><li class="header"><dl class="row-item"><dt><div class="list-inner">Темы</div></dt><dd class="posts">Ответы</dd><dd class="views">Просмотры</dd><dd class="lastpost"><span>Последнее сообщение</span></dd></dl></li></ul>
<ul class="topiclist topics">${rows.join('\n')}</ul></div></div>
<div class="action-bar bar-bottom">${bar}</div>`;
  return {
    status: 200,
    type: 'text/html; charset=UTF-8',
    body: forumShell(`${board.title} - ${NAME}`, '', main),
    modifiedMs: timeline.changedAtMs(
      topics.flatMap(({ posts }) => posts),
      nowMs,
    ),
  };
}

function indexPage(timeline: Timeline, nowMs: number): Page {
  const shown = listShown(timeline, nowMs);
  const rows = Object.values(BOARDS).map((board) => {
    const posts = shown.filter(({ topic }) => topic.boardNumber === board.number);
    const all = posts.flatMap((entry) => entry.posts).sort((a, b) => Number(a.nativeId) - Number(b.nativeId));
    const last = all.at(-1);
    return `<li class="row"><dl class="row-item forum_read"><dt title="Нет непрочитанных сообщений"><div class="list-inner"><a href="./viewforum.php?f=${board.number}" class="forumtitle">${board.title}</a><br />${board.about}</div></dt><dd class="topics">${posts.length} <dfn>Темы</dfn></dd><dd class="posts">${all.length} <dfn>Сообщения</dfn></dd><dd class="lastpost">${last === undefined ? 'Нет сообщений' : lastPost(last, timeline)}</dd></dl></li>`;
  });
  const main = `<div class="forabg"><div class="inner"><ul class="topiclist"><li class="header"><dl class="row-item"><dt><div class="list-inner">Форум</div></dt><dd class="topics">Темы</dd><dd class="posts">Сообщения</dd><dd class="lastpost"><span>Последнее сообщение</span></dd></dl></li></ul><ul class="topiclist forums">${rows.join('\n')}</ul></div></div>`;
  return {
    status: 200,
    type: 'text/html; charset=UTF-8',
    body: forumShell(`${NAME} - Главная страница`, '', main),
    modifiedMs: timeline.changedAtMs(
      shown.flatMap(({ posts }) => posts),
      nowMs,
    ),
  };
}

/** Answers index.php, viewforum.php?f=&start=, viewtopic.php?t=&start= and viewtopic.php?p=. */
export function forumPage(request: PageRequest, timeline: Timeline): Page | undefined {
  const { pathname, searchParams } = request.url;
  const { nowMs } = request;
  if (pathname === '/style.css') return { status: 200, type: 'text/css; charset=utf-8', body: FORUM_CSS };
  if (pathname === '/' || pathname === '/index.php') return indexPage(timeline, nowMs);
  const start = Math.max(0, Number.parseInt(searchParams.get('start') ?? '0', 10) || 0);
  if (pathname === '/viewforum.php') return boardPage(Number(searchParams.get('f')), start, timeline, nowMs);
  if (pathname !== '/viewtopic.php') return undefined;
  const shown = listShown(timeline, nowMs);
  const wantedPost = searchParams.get('p');
  if (wantedPost !== null) {
    const found = shown.find(({ posts }) => posts.some((post) => post.nativeId === wantedPost));
    const index = found?.posts.findIndex((post) => post.nativeId === wantedPost) ?? 0;
    return found && topicPage(found, Math.floor(index / PAGE_SIZES.topic) * PAGE_SIZES.topic, timeline, nowMs);
  }
  const found = shown.find(({ topic }) => topic.number === Number(searchParams.get('t')));
  return found && topicPage(found, Math.floor(start / PAGE_SIZES.topic) * PAGE_SIZES.topic, timeline, nowMs);
}
