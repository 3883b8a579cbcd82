import { AppError } from '../../src/core/errors.js';
import { derivedId } from '../../src/core/ids.js';
import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Adapter, Page, PageLink } from '../adapter.js';
import { readTime } from '../parse/dates.js';
import { isJsonPage } from '../parse/json.js';
import { attachmentType, readJsonFeed } from '../parse/json-feed.js';
import { absoluteUrl } from '../parse/links.js';
import { finishPage, makePost } from '../parse/post.js';
import { oneLine, plainText, readCount, textOf } from '../parse/text.js';
import { attribute, type Element, find, findAll, isQuotedName, parseTree } from '../parse/tree.js';

/** Direct child by name, prefix included; the first one. */
function child(parent: Element, ...names: string[]): Element | null {
  for (const name of names) {
    for (const node of parent.children) if (typeof node === 'object' && node.name.toLowerCase() === name) return node;
  }
  return null;
}

function rawText(element: Element | null): string {
  if (element === null) return '';
  const parts: string[] = [];
  const stack = [...element.children].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') parts.push(node);
    else stack.push(...[...node.children].reverse());
  }
  return parts.join('');
}

/** Text of the element itself: in a damaged feed a field may hold the rest of its entry. */
function ownText(element: Element | null): string {
  return oneLine(element === null ? '' : element.children.filter((node) => typeof node === 'string').join(''));
}

/** Text of a field that may be plain, escaped HTML, CDATA or inline XHTML. */
function fieldText(element: Element | null): string {
  if (element === null) return '';
  if (element.children.some((node) => typeof node === 'object')) return textOf(element, { skip: isQuotedName });
  const raw = rawText(element);
  // A second level of escaping is common: «&amp;lt;p&amp;gt;».
  const html = /<\w+[^>]*>/.test(raw) ? raw : raw.replace(/&lt;(\/?\w+[^&]*?)&gt;/g, '<$1>');
  if (/<\w|&#?\w+;/.test(html)) return textOf(parseTree(html), { skip: isQuotedName });
  return plainText(html);
}

function linkOf(item: Element, base: string): string | null {
  const links = item.children.filter((node): node is Element => typeof node === 'object' && node.name === 'link');
  const best =
    links.find((link) => ['alternate', undefined].includes(link.attributes.rel) && link.attributes.href) ?? links[0];
  if (best === undefined) return null;
  return absoluteUrl(attribute(best, 'href') ?? ownText(best), base);
}

/** Title and body as one text; a title that the body merely repeats is left out. */
function joinTitle(title: string, body: string): string {
  const start = title.replace(/(?:\.{3}|…)\s*$/, '').trim();
  if (start === '' || oneLine(body).startsWith(start)) return body;
  return body === '' ? title : `${title}\n\n${body}`;
}

function attachmentsOf(item: Element): Attachment[] {
  return findAll(item, (element) => element.name === 'enclosure' || element.name === 'media:content').map((element) => {
    const type = attachmentType(`${element.attributes.type ?? ''} ${element.attributes.medium ?? ''}`);
    return { type, alt: null };
  });
}

/** Fields that may hold the text of an entry, the fullest first. */
const BODIES = ['yandex:full-text', 'content:encoded', 'turbo:content', 'content', 'description', 'summary'];

/** The fullest text that an entry has; feeds leave the fields for it empty where they have nothing to put in. */
function bodyOf(item: Element): string {
  for (const name of BODIES) {
    const text = fieldText(child(item, name));
    if (text !== '') return text;
  }
  return '';
}

function readItem(item: Element, page: Page): ParsedPost | null {
  const link = linkOf(item, page.url);
  const guid = ownText(child(item, 'guid', 'id')) || oneLine(item.attributes['rdf:about'] ?? '');
  const guidUrl = /^https?:\/\//i.test(guid) ? absoluteUrl(guid, page.url) : null;
  const title = oneLine(fieldText(child(item, 'title')));
  const body = bodyOf(item);
  const text = joinTitle(title, body);
  const published = ownText(child(item, 'pubdate', 'published', 'dc:date', 'issued', 'created'));
  const updated = ownText(child(item, 'updated', 'modified'));
  const time = readTime(published || updated || null, page);
  const nativeId = (guid || link || (text === '' ? '' : derivedId('feed-item', title, time.rawTime ?? text))).slice(
    0,
    512,
  );
  if (nativeId === '' || (text === '' && link === null)) return null;
  const updatedAt = published === '' ? null : readTime(updated || null, page).publishedAt;
  const author = child(item, 'author', 'dc:creator', 'itunes:author');
  const name = author === null ? '' : oneLine(rawText(child(author, 'name') ?? author));
  return makePost({
    nativeId,
    url: link ?? guidUrl ?? page.url,
    text,
    time,
    edited:
      updatedAt !== null && time.publishedAt !== null && Date.parse(updatedAt) - Date.parse(time.publishedAt) > 60_000,
    counts: { views: null, likes: null, comments: readCount(rawText(child(item, 'slash:comments', 'thr:total'))) },
    attachments: attachmentsOf(item),
    authorId: name === '' ? null : name,
  });
}

const PERIODS: Record<string, number> = { hourly: 60, daily: 1_440, weekly: 10_080, monthly: 43_200, yearly: 525_600 };

/** RSS `ttl` or the syndication module's period, minutes; null when the feed states none. */
function ttlOf(channel: Element): number | null {
  const ttl = Number(oneLine(rawText(child(channel, 'ttl'))) || Number.NaN);
  if (Number.isFinite(ttl) && ttl > 0) return Math.min(ttl, 1_440);
  const period = PERIODS[oneLine(rawText(child(channel, 'sy:updateperiod'))).toLowerCase()];
  if (period === undefined) return null;
  const frequency = Number(oneLine(rawText(child(channel, 'sy:updatefrequency'))) || '1');
  return Math.min(period / Math.max(1, Number.isFinite(frequency) ? frequency : 1), 1_440);
}

export const adapter: Adapter = {
  kind: 'feed',
  title: 'RSS 0.9x, 1.0, 2.0, Atom and JSON feed (1.0, 1.1)',
  notes: 'No key. A feed is published to be read by programs; robots.txt of the host is obeyed all the same.',
  limits: [
    'Holds only as much text as the site puts into it.',
    'Comments are not read unless the site offers a feed of them as an address of its own.',
  ],
  accepts: [
    'application/rss+xml',
    'application/atom+xml',
    'application/rdf+xml',
    'application/feed+json',
    'application/json',
    'application/xml',
    'text/xml',
    'text/html',
    'text/plain',
  ],
  parse(page) {
    if (isJsonPage(page)) return readJsonFeed(page);
    const head = page.body.slice(0, 4_000);
    if (!/<(?:rss|feed|rdf:rdf)\b/i.test(head)) {
      throw new AppError(
        'E_PAGE_INVALID',
        `Page ${page.url} is neither RSS nor Atom nor JSON Feed. Name the address of the feed itself, or another kind.`,
        { details: { url: page.url } },
      );
    }
    const tree = parseTree(page.body, { xml: true });
    const root = find(tree, (element) => /^(?:rss|feed|rdf:rdf)$/i.test(element.name)) ?? tree;
    const channel = child(root, 'channel') ?? root;
    const items = findAll(root, (element) => element.name === 'item' || element.name === 'entry', { outermost: true });
    const posts: ParsedPost[] = [];
    let broken = 0;
    for (const item of items) {
      const post = readItem(item, page);
      if (post === null) broken++;
      else posts.push(post);
    }
    const links: PageLink[] = [];
    for (const node of channel.children) {
      if (typeof node !== 'object' || !/^(?:atom:)?link$/.test(node.name) || node.attributes.rel !== 'next') continue;
      const url = absoluteUrl(node.attributes.href, page.url);
      if (url !== null) links.push({ url, rel: 'older', changedAt: null });
    }
    const warnings = broken > 0 ? [`${broken} entries without text, address and id`] : [];
    return finishPage(page, { posts, links, ttlMinutes: ttlOf(channel), warnings });
  },
};
