import type { ParsedPost } from '../../src/core/post.js';
import type { Page } from '../adapter.js';
import { isComment } from './comments.js';
import { readTime } from './dates.js';
import { absoluteUrl, pageUrl } from './links.js';
import { makePost } from './post.js';
import { lineOf, readCount, textOf } from './text.js';
import {
  attribute,
  byClass,
  byName,
  closest,
  type Element,
  find,
  findAll,
  hasClass,
  isQuotedName,
  type Test,
} from './tree.js';

const isHeading = byName('h1', 'h2', 'h3', 'h4');
const isSide: Test = (element) =>
  ['aside', 'nav', 'footer', 'form'].includes(element.name) ||
  /\b(?:sidebar|widget|related|share|social|breadcrumbs?|menu|comments-area|comment-respond)\b/i.test(
    `${element.attributes.class ?? ''} ${element.attributes.id ?? ''}`,
  );
const isArticleBody: Test = (element) =>
  element.attributes.itemprop === 'articleBody' ||
  byClass(
    'entry-content',
    'article-body',
    'article__text',
    'article-text',
    'post-content',
    'post__text',
    'news-text',
    'news-detail',
    'full-text',
    'article__body',
    'td-post-content',
  )(element);
const isHeadline: Test = (element) =>
  element.attributes.itemprop === 'headline' ||
  byClass('entry-title', 'wp-block-post-title', 'contentheading', 'article-title', 'post-title', 'news-title')(element);
/** The name of the whole site is a heading of the first order in some themes. */
const isTitle: Test = (element) => element.name === 'h1' && !byClass('site-title', 'wp-block-site-title')(element);

/** Element that holds the most text of its own paragraphs: the body of an article whose markup says nothing. */
function densest(root: Element): Element | null {
  const weights = new Map<Element, number>();
  for (const paragraph of findAll(root, (element) => element.name === 'p')) {
    if (paragraph.parent === null || closest(paragraph, (element) => isSide(element) || isComment(element)) !== null)
      continue;
    const links = findAll(paragraph, byName('a')).reduce((sum, link) => sum + lineOf(link).length, 0);
    weights.set(paragraph.parent, (weights.get(paragraph.parent) ?? 0) + lineOf(paragraph).length - 2 * links);
  }
  let best: Element | null = null;
  let most = 200;
  for (const [element, weight] of weights) {
    if (weight > most) {
      best = element;
      most = weight;
    }
  }
  return best;
}

function isFrontPage(url: string): boolean {
  const { pathname, search } = new URL(url);
  return pathname === '/' && search === '';
}

/** Links of a list page to its articles, in order; `main` texts only, each address once. */
export function articleLinks(tree: Element, page: Page): string[] {
  const found = new Set<string>();
  const here = pageUrl(page.url, page.url);
  for (const heading of findAll(tree, (element) => isHeading(element) || isHeadline(element))) {
    if (closest(heading, (element) => isSide(element) || isComment(element)) !== null) continue;
    const around = closest(heading, byName('a'));
    const link = find(heading, byName('a')) ?? around;
    const url = pageUrl(attribute(link, 'href'), page.url);
    if (url === null || url === here || new URL(url).host !== new URL(page.url).host || isFrontPage(url)) continue;
    if (lineOf(heading).length >= 8) found.add(url);
  }
  return [...found];
}

const isCommentPaging = byClass(
  'comment-navigation',
  'comments-pagination',
  'comments-area',
  'wp-block-comments-pagination',
);

/** Address of the next (older) page of a list, or null. */
export function olderListPage(tree: Element, page: Page): string | null {
  const candidates = findAll(tree, (element) => {
    if (element.name !== 'a' && element.name !== 'link') return false;
    if (closest(element, isCommentPaging) !== null) return false;
    return (
      element.attributes.rel === 'next' ||
      hasClass(element, 'wp-block-query-pagination-next') ||
      (hasClass(element, 'next') && hasClass(element, 'page-numbers')) ||
      closest(element, byClass('nav-previous', 'next', 'pagination-next', 'pager-next')) !== null ||
      (closest(element, byClass('pagination', 'pager', 'nav-links', 'navigation', 'pages')) !== null &&
        /^(?:следующая|далее|вперед|вперёд|туда|старые|ранее|older|next|→|»|>)/i.test(lineOf(element)))
    );
  });
  for (const link of candidates) {
    const url = pageUrl(attribute(link, 'href'), page.url);
    if (url !== null && url !== pageUrl(page.url, page.url)) return url;
  }
  return nextNumber(tree, page);
}

/** Page numbers without a «next»: the link right after the number that is not a link. */
function nextNumber(tree: Element, page: Page): string | null {
  for (const bar of findAll(tree, byClass('pagination', 'nav-links', 'pager', 'pages', 'paging'))) {
    const current = find(
      bar,
      (element) => byClass('current', 'active')(element) || element.attributes['aria-current'] === 'page',
    );
    const number = Number(lineOf(current));
    if (!Number.isInteger(number) || number < 1) continue;
    const next = findAll(bar, byName('a')).find((link) => lineOf(link) === String(number + 1));
    const url = pageUrl(attribute(next ?? null, 'href'), page.url);
    if (url !== null) return url;
  }
  return null;
}

const NUMBERED = /(?:post|article|news|node)[-_]?(\d+)$/i;

/** Id of an article: the number that its element has, or that WordPress tells of the whole page; else its address. */
function numberOf(article: Element | null, canonical: string, tree: Element): string {
  const ofPage = /(?:^|\s)postid-(\d+)(?:\s|$)/.exec(find(tree, byName('body'))?.attributes.class ?? '')?.[1];
  const named = NUMBERED.exec(article?.attributes.id ?? '')?.[1] ?? ofPage;
  return `article-${named ?? new URL(canonical).pathname.replace(/\/+$/, '') + new URL(canonical).search}`.slice(
    0,
    512,
  );
}

/** Address of the article without the page of its comments: WordPress calls each of those canonical. */
function withoutCommentPage(url: string): string {
  const address = new URL(url);
  address.pathname = address.pathname.replace(/\/comment-page-\d+\/?$/, '/');
  address.searchParams.delete('cpage');
  return address.href.replace(/#.*$/, '');
}

function isSamePage(one: string, other: string): boolean {
  const address = (url: string) => {
    const { host, pathname, search } = new URL(withoutCommentPage(url));
    // The query tells articles apart where the path does not («/?p=15»); else it says where the reader came from.
    return `${host}${pathname.replace(/\/+$/, '')}${/^\/(?:index\.php)?$/.test(pathname) ? search : ''}`;
  };
  return address(one) === address(other);
}

/** The article of a page as a post, or null when the page has none. */
export function readArticle(tree: Element, page: Page): ParsedPost | null {
  const isOuterArticle: Test = (element) =>
    (element.name === 'article' ||
      /schema\.org\/(?:News|Blog|Report)?(?:Article|Posting)\b/i.test(element.attributes.itemtype ?? '')) &&
    !isComment(element) &&
    closest(element, isComment) === null;
  const articles = findAll(tree, isOuterArticle, { outermost: true });
  // Beside it there may be teasers and widgets that are articles, too.
  const numbered = articles.filter((element) => NUMBERED.test(element.attributes.id ?? ''));
  const [only] = articles.length === 1 ? articles : numbered;
  const scope = articles.length === 1 || numbered.length === 1 ? (only ?? null) : null;
  const root = scope ?? tree;
  const headline = find(root, isHeadline) ?? find(root, isTitle) ?? find(tree, isTitle);
  const body =
    find(root, isArticleBody) ?? (scope !== null && find(scope, byName('p')) !== null ? scope : densest(tree));
  if (headline === null || body === null) return null;
  // A headline that leads elsewhere announces an article; it is not the article.
  const self = pageUrl(attribute(find(headline, byName('a')), 'href'), page.url);
  if (self !== null && !isSamePage(self, page.url)) return null;
  const title = lineOf(headline);
  const skip: Test = (element) =>
    element === headline ||
    isQuotedName(element) ||
    isSide(element) ||
    isComment(element) ||
    byClass('entry-header', 'entry-meta', 'entry-footer', 'post-meta')(element);
  const text = textOf(body, { skip });
  if (title === '' || text === '') return null;
  const canonical = pageUrl(
    attribute(
      find(tree, (element) => element.attributes.rel === 'canonical'),
      'href',
    ),
    page.url,
  );
  const isOwn = canonical !== null && new URL(canonical).host === new URL(page.url).host && !isFrontPage(canonical);
  const url = withoutCommentPage((isOwn ? canonical : null) ?? self ?? page.url);
  const time = find(
    root,
    (element) =>
      !isSide(element) &&
      (element.name === 'time' ||
        ['datePublished', 'dateCreated'].includes(element.attributes.itemprop ?? '') ||
        byClass('entry-date', 'createdate', 'article-date', 'post-date', 'news-date', 'article__date')(element)),
  );
  const meta = find(tree, (element) => element.attributes.property === 'article:published_time');
  const printed =
    attribute(meta, 'content') ?? attribute(time, 'datetime') ?? attribute(time, 'content') ?? (lineOf(time) || null);
  // The link is the name; what is around it may say «By» or «Автор:» before it.
  const isAuthor: Test = (element) =>
    element.attributes.itemprop === 'author' ||
    byClass('author', 'article-author', 'byline', 'wp-block-post-author__name', 'wp-block-post-author-name')(element);
  const author = find(root, (element) => element.attributes.rel === 'author') ?? find(root, isAuthor);
  const counter = find(root, byClass('comments-link', 'comments-count', 'comment-count'));
  const images = findAll(body, byName('img'));
  return makePost({
    nativeId: numberOf(scope, url, tree),
    url: absoluteUrl(url, page.url) ?? page.url,
    text: text.startsWith(title) ? text : `${title}\n\n${text}`,
    time: readTime(printed, page),
    threadId: numberOf(scope, url, tree),
    counts: {
      views: null,
      likes: null,
      comments: counter === null ? null : readCount(lineOf(counter).replace(/^\D+/, '')),
    },
    attachments: images.map((image) => ({ type: 'photo' as const, alt: attribute(image, 'alt') })),
    authorId: author === null ? null : lineOf(author).slice(0, 200) || null,
  });
}
