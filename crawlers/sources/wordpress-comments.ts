import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import { type ReadTime, readTime } from '../parse/dates.js';
import {
  countAt,
  idAt,
  isSet,
  type JsonRecord,
  parseJson,
  recordOf,
  recordsOf,
  stringAt,
  unexpectedPage,
} from '../parse/json.js';
import { absoluteUrl, parameter, withParameter } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { readRichText } from '../parse/rich-text.js';
import { byClass, isQuotedName, type Test } from '../parse/tree.js';

/** Entries on a page when the address names no number, and the most there may be. */
const PER_PAGE = 10;
const MOST_PER_PAGE = 100;
/** Published and put right within this time is no edit. */
const EDIT_MS = 60_000;

/** Buttons and what other programs hang on; who is quoted is a name. */
const isAside: Test = (element) =>
  isQuotedName(element) ||
  byClass('sharedaddy', 'jp-relatedposts', 'wp-block-buttons', 'wp-block-file__button', 'screen-reader-text')(element);
const isFile: Test = byClass('wp-block-file');
const isPreview: Test = byClass('wp-embedded-content');

/** HTML that WordPress rendered for a field, e.g. `content`. */
function renderedAt(record: JsonRecord, key: string): string {
  return stringAt(recordOf(record[key]), 'rendered');
}

/** GMT as WordPress writes it, without a zone; else the site's own time. */
function timeOf(record: JsonRecord, name: 'date' | 'modified', page: Page): ReadTime {
  const gmt = stringAt(record, `${name}_gmt`);
  const isKnown = gmt !== '' && !gmt.startsWith('0000');
  return readTime(isKnown ? gmt.replace(/(?:Z|[+-]\d\d:?\d\d)?$/, 'Z') : stringAt(record, name) || null, page);
}

/** Number of a registered author, else the name given; null when there is neither. */
function authorOf(record: JsonRecord): string | null {
  const id = idAt(record, 'author');
  return id === null ? stringAt(record, 'author_name').slice(0, 200) || null : `u${id}`;
}

function readComment(comment: JsonRecord, page: Page): ParsedPost | null {
  const [id, articleId, parent] = [idAt(comment, 'id'), idAt(comment, 'post'), idAt(comment, 'parent')];
  const { text, attachments } = readRichText(renderedAt(comment, 'content'), { skip: isAside });
  const url = absoluteUrl(stringAt(comment, 'link'), page.url);
  if (id === null || url === null || text === '') return null;
  return makePost({
    nativeId: `comment-${id}`,
    url,
    text,
    time: timeOf(comment, 'date', page),
    threadId: articleId === null ? null : `post-${articleId}`,
    replyTo: parent === null ? null : `comment-${parent}`,
    attachments,
    authorId: authorOf(comment),
  });
}

/** The picture above an article, where the answer holds it and the text does not. */
function featured(article: JsonRecord): Attachment[] {
  const media = recordsOf(recordOf(article._embedded)?.['wp:featuredmedia'])[0];
  if (media === undefined || stringAt(media, 'media_type') !== 'image') return [];
  return [{ type: 'photo', alt: stringAt(media, 'alt_text').slice(0, 300) || null }];
}

function readArticle(article: JsonRecord, page: Page): ParsedPost | null {
  const id = idAt(article, 'id');
  const url = absoluteUrl(stringAt(article, 'link'), page.url);
  const title = readRichText(renderedAt(article, 'title')).text;
  const body = renderedAt(article, 'content') || renderedAt(article, 'excerpt');
  const { text, attachments } = readRichText(body, { skip: isAside, file: isFile, preview: isPreview });
  if (id === null || url === null || (title === '' && text === '')) return null;
  const [time, modified] = [timeOf(article, 'date', page), timeOf(article, 'modified', page)];
  const lateMs = Date.parse(modified.publishedAt ?? '') - Date.parse(time.publishedAt ?? '');
  return makePost({
    nativeId: `post-${id}`,
    url,
    text: title === '' || text.startsWith(title) ? text : `${title}\n\n${text}`.trim(),
    time,
    threadId: `post-${id}`,
    edited: lateMs > EDIT_MS,
    pinned: isSet(article, 'sticky'),
    attachments: attachments.some(({ type }) => type === 'photo')
      ? attachments
      : [...featured(article), ...attachments],
    authorId: authorOf(article),
  });
}

/** Comments of an article, when the answer shows that it has some: the newest first, as many at once as there may be. */
function commentsLink(article: JsonRecord, page: Page): PageLink[] {
  const embedded = recordOf(article._embedded)?.replies;
  const replies = Array.isArray(embedded) ? embedded.flatMap((list) => recordsOf(list)) : [];
  const href = stringAt(recordsOf(recordOf(article._links)?.replies)[0] ?? null, 'href');
  const address = replies.length === 0 ? null : absoluteUrl(href, page.url);
  if (address === null) return [];
  const times = replies.flatMap((reply) => timeOf(reply, 'date', page).publishedAt ?? []);
  const url = withParameter(address, 'per_page', String(MOST_PER_PAGE));
  return [{ url, rel: 'thread', changedAt: times.sort().at(-1) ?? null }];
}

/** The next page, unless this one is short: how many there are stands in headers of the answer only. */
function olderLink(count: number, page: Page): PageLink[] {
  const asked = { size: parameter(page.url, 'per_page'), page: parameter(page.url, 'page') };
  if (count === 0 || count < (countAt(asked, 'size') ?? PER_PAGE)) return [];
  const next = String((countAt(asked, 'page') ?? 1) + 1);
  return [{ url: withParameter(page.url, 'page', next), rel: 'older', changedAt: null }];
}

/** Whether an empty list is no sign of trouble: the page after the last, or an article whose comments were all taken away. */
function isEmptyInOrder(page: Page): boolean {
  const asked = { page: parameter(page.url, 'page') };
  return (countAt(asked, 'page') ?? 1) > 1 || parameter(page.url, 'post') !== null;
}

const isComment = (entry: JsonRecord) => entry.author_name !== undefined && entry.title === undefined;
const isArticle = (entry: JsonRecord) => recordOf(entry.title) !== null || recordOf(entry.content) !== null;

export const adapter: Adapter = {
  kind: 'wordpress-comments',
  title: 'WordPress articles and comments (REST: /wp-json/wp/v2/posts?_embed, /wp-json/wp/v2/comments)',
  notes: 'No key. The REST API that WordPress opens to everyone by default; robots.txt of the host is obeyed.',
  limits: [
    'Sites whose owners switched the API or its comments off cannot be read; read them as news-comments.',
    'How many pages there are stands in headers that are not seen: pages are asked for until one is short, so a list of just full pages costs one question in vain.',
    'Comments of an article are followed when the address of the list has _embed, which shows that there are some.',
    'The API does not tell the number of comments, nor whether one was edited.',
    'Edits and removals are noticed on the first page of a list: ask for as many entries as it may have (/wp-json/wp/v2/comments?per_page=100).',
  ],
  accepts: ['application/json'],
  parse(page) {
    const value = parseJson(page);
    const entries = recordsOf(Array.isArray(value) ? value : [value]);
    const known = entries.filter((entry) => isComment(entry) || isArticle(entry));
    if (known.length === 0 && !(Array.isArray(value) && value.length === 0))
      throw unexpectedPage(page, 'articles or comments of WordPress');
    if (entries.length === 0 && isEmptyInOrder(page)) return { posts: [], links: [], ttlMinutes: null, warnings: [] };
    const posts: ParsedPost[] = [];
    const links: PageLink[] = [];
    let [broken, unfollowed] = [0, 0];
    for (const entry of known) {
      // Links from other sites are no people's words.
      if (isComment(entry) && /^(?:pingback|trackback)$/.test(stringAt(entry, 'type'))) continue;
      const post = isComment(entry) ? readComment(entry, page) : readArticle(entry, page);
      if (post === null) broken++;
      else posts.push(post);
      if (isComment(entry)) continue;
      links.push(...commentsLink(entry, page));
      if (entry._embedded === undefined && stringAt(entry, 'comment_status') === 'open') unfollowed++;
    }
    if (Array.isArray(value)) links.push(...olderLink(value.length, page));
    const warnings = [];
    if (broken > 0) warnings.push(`${broken} entries without id, address or text`);
    if (unfollowed > 0)
      warnings.push(`${unfollowed} articles whose comments are not followed: the address lacks _embed`);
    return finishPage(page, { posts, links, warnings });
  },
};
