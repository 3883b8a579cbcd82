import type { ParsedPost } from '../../src/core/post.js';
import type { Page } from '../adapter.js';
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

const isSchemaComment: Test = (element) => /schema\.org\/(?:User)?Comments?\b/i.test(element.attributes.itemtype ?? '');
/** Ids that comment engines give: comment-12, comment_12, comment12, li-comment-12, div-comment-12, comm-12, c12. */
const ID = /^(?:li-|div-)?(?:comment|comm|cmt|reply)[-_]?(?:id[-_]?)?(\d+)$/i;

/** Test: the element is one whole comment (its wrapper, not a part of it). */
export const isComment: Test = (element) => {
  if (isSchemaComment(element)) return true;
  const id = element.attributes.id ?? '';
  if (ID.test(id)) return element.name !== 'a' && element.name !== 'span' && !/^div-comment-/i.test(id);
  return element.attributes['data-comment-id'] !== undefined || (element.name === 'li' && hasClass(element, 'comment'));
};

const property =
  (name: string): Test =>
  (element) =>
    ` ${element.attributes.itemprop ?? ''} `.includes(` ${name} `);
const isBody: Test = (element) =>
  property('text')(element) ||
  property('commentText')(element) ||
  byClass(
    'comment-content',
    'comment-text',
    'comment_text',
    'comment__text',
    'comment-body-text',
    'comment__content',
    'comm-text',
    'commentText',
    'comment-message',
    'wp-block-comment-content',
  )(element);
const isAuthor: Test = (element) =>
  property('author')(element) ||
  property('creator')(element) ||
  byClass(
    'fn',
    'comment-author-name',
    'comment__author',
    'comment_author',
    'comment-author',
    'comment-name',
    'wp-block-comment-author-name',
    'username',
  )(element);
const isTime: Test = (element) =>
  element.name === 'time' ||
  property('dateCreated')(element) ||
  property('datePublished')(element) ||
  property('commentTime')(element) ||
  byClass('comment-date', 'comment__date', 'comment_date', 'comment-time', 'comment-meta-time')(element);
const isAsideClass = byClass(
  'comment-meta',
  'comment-metadata',
  'comment-author',
  'reply',
  'comment-reply',
  'comment-actions',
  'comment-edit-link',
  'says',
  'comment-awaiting-moderation',
  'avatar',
  'wp-block-comment-author-name',
  'wp-block-comment-date',
  'wp-block-comment-edit-link',
  'wp-block-comment-reply-link',
);
const isAside: Test = (element) => isAsideClass(element) || isQuotedName(element);

function idOf(comment: Element): string | null {
  const own =
    ID.exec(comment.attributes.id ?? '')?.[1] ?? attribute(comment, 'data-comment-id') ?? attribute(comment, 'data-id');
  if (own !== null) return own;
  const inner = find(comment, (element) => ID.test(element.attributes.id ?? ''));
  return ID.exec(inner?.attributes.id ?? '')?.[1] ?? null;
}

/** First match inside the comment that does not belong to an answer nested in it. */
function own(comment: Element, test: Test): Element | null {
  let found: Element | null = null;
  const stack: Element[] = [comment];
  for (let element = stack.pop(); element !== undefined && found === null; element = stack.pop()) {
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (typeof child === 'object' && !isComment(child)) stack.push(child);
    }
    if (element !== comment && test(element)) found = element;
  }
  return found;
}

function authorOf(comment: Element): string | null {
  const author = own(comment, isAuthor);
  if (author === null) return null;
  const name = find(author, (element) => property('name')(element) || hasClass(element, 'fn'));
  const text = attribute(name, 'content') ?? lineOf(name ?? author, { skip: byClass('says') });
  return (
    text
      .replace(/\s*(?:говорит|пишет|says)\s*:?$/i, '')
      .trim()
      .slice(0, 200) || null
  );
}

function timeOf(comment: Element): string | null {
  // What is around a <time> shows the date alone; its attribute tells the minute.
  const time =
    own(comment, byName('time')) ??
    own(comment, isTime) ??
    own(comment, byClass('comment-metadata', 'comment-meta', 'commentmetadata'));
  if (time === null) return null;
  return attribute(time, 'datetime') ?? attribute(time, 'content') ?? (lineOf(time) || null);
}

/**
 * Comments under an article: WordPress lists, schema.org Comment, and engines that number their comments in ids. A comment without a
 * number of its own is no post (its id could not be stable); how many such there are is returned.
 */
export function readComments(
  tree: Element,
  page: Page,
  threadId: string | null,
): { posts: ParsedPost[]; unnumbered: number } {
  const posts: ParsedPost[] = [];
  let unnumbered = 0;
  for (const comment of findAll(tree, isComment)) {
    // Pingbacks are other sites' links, not people's words.
    if (hasClass(comment, 'pingback') || hasClass(comment, 'trackback')) continue;
    const id = idOf(comment);
    if (id === null) {
      unnumbered++;
      continue;
    }
    const body = own(comment, isBody);
    const skip: Test = (element) =>
      (element !== comment && isComment(element)) || hasClass(element, 'children') || isAside(element);
    const text = body === null ? textOf(comment, { skip }) : textOf(body, { skip: isAside });
    if (text === '') continue;
    const parent = closest(comment, isComment);
    const stated = attribute(comment, 'data-parent-id') ?? attribute(comment, 'data-parent');
    const parentId = parent === null ? stated : idOf(parent);
    const permalink = own(
      comment,
      (element) => element.name === 'a' && /#(?:comment|comm|c)[-_]?\d+$/i.test(element.attributes.href ?? ''),
    );
    const url = absoluteUrl(attribute(permalink, 'href'), page.url) ?? `${page.url.replace(/#.*$/, '')}#comment-${id}`;
    const likes = own(comment, (element) => property('upvoteCount')(element) || hasClass(element, 'comment-likes'));
    posts.push(
      makePost({
        nativeId: `comment-${id}`,
        url,
        text,
        time: readTime(timeOf(comment), page),
        threadId,
        replyTo: parentId === null || parentId === '0' ? null : `comment-${parentId}`,
        counts: {
          views: null,
          likes: likes === null ? null : readCount(attribute(likes, 'content') ?? lineOf(likes)),
          comments: null,
        },
        authorId: authorOf(comment),
      }),
    );
  }
  return { posts, unnumbered };
}

/** A link to the page of comments before or after, or what is around it. */
const isPageStep: Test = (element) =>
  byClass('nav-previous', 'nav-next')(element) ||
  (hasClass(element, 'page-numbers') && byClass('prev', 'next')(element));
/** Where WordPress keeps further pages of comments, whatever its theme looks like; not a comment, not an answer to one. */
const COMMENT_PAGE = /(?:\/comment-page-\d+\/?|[?&]cpage=\d+)(?:#comments)?$/;

/** Addresses of the pages of comments beside this one, earlier and later ones. */
export function commentPages(tree: Element, page: Page): string[] {
  const navs = findAll(
    tree,
    byClass('comment-navigation', 'comments-pagination', 'comments-nav', 'navigation-comments'),
  );
  const steps = navs
    .flatMap((nav) => findAll(nav, isPageStep))
    .map((element) => (element.name === 'a' ? element : find(element, byName('a'))));
  const links = findAll(tree, (element) => element.name === 'a' && COMMENT_PAGE.test(element.attributes.href ?? ''));
  const here = pageUrl(page.url, page.url);
  const urls = [...steps, ...links].flatMap((link) => pageUrl(attribute(link, 'href'), page.url) ?? []);
  return [...new Set(urls)].filter((url) => url !== here);
}
