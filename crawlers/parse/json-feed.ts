import { derivedId } from '../../src/core/ids.js';
import type { Attachment, ParsedPost } from '../../src/core/post.js';
import type { Page, PageLink, ParsedPage } from '../adapter.js';
import { readTime } from './dates.js';
import { idAt, type JsonRecord, parseJson, recordOf, recordsOf, stringAt, unexpectedPage } from './json.js';
import { absoluteUrl } from './links.js';
import { finishPage, makePost } from './post.js';
import { readRichText } from './rich-text.js';
import { oneLine, plainText } from './text.js';

/** Kind of a file by its media type. */
export function attachmentType(mediaType: string): Attachment['type'] {
  return /image/.test(mediaType)
    ? 'photo'
    : /video/.test(mediaType)
      ? 'video'
      : /audio/.test(mediaType)
        ? 'audio'
        : 'document';
}

/** Version 1.1 has a list of authors, 1.0 one; an item without its own has those of the feed. */
function authorOf(item: JsonRecord, feed: JsonRecord): string | null {
  for (const owner of [item, feed]) {
    const author = recordsOf(owner.authors)[0] ?? recordOf(owner.author);
    const name = stringAt(author, 'name') || stringAt(author, 'url');
    if (name !== '') return oneLine(name).slice(0, 200);
  }
  return null;
}

/** A post of one item; null when it has neither text nor address, or no id. */
function readItem(item: JsonRecord, feed: JsonRecord, page: Page): ParsedPost | null {
  const link = absoluteUrl(stringAt(item, 'url'), page.url);
  const about = absoluteUrl(stringAt(item, 'external_url'), page.url);
  const title = oneLine(stringAt(item, 'title'));
  const html = stringAt(item, 'content_html');
  const rich = html === '' ? null : readRichText(html);
  const body = rich?.text || plainText(stringAt(item, 'content_text') || stringAt(item, 'summary'));
  const text = title === '' || oneLine(body).startsWith(title) ? body : `${title}\n\n${body}`.trim();
  const time = readTime(stringAt(item, 'date_published') || stringAt(item, 'date_modified') || null, page);
  const modified = readTime(stringAt(item, 'date_modified') || null, page).publishedAt;
  const made = text === '' ? null : derivedId('feed-item', title, time.rawTime ?? text);
  const nativeId = (idAt(item, 'id') ?? link ?? made)?.slice(0, 512);
  if (nativeId === undefined || (text === '' && link === null)) return null;
  const files = recordsOf(item.attachments).map((file) => ({
    type: attachmentType(stringAt(file, 'mime_type')),
    alt: stringAt(file, 'title').slice(0, 300) || null,
  }));
  const hasPicture = rich?.attachments.some(({ type }) => type === 'photo') === true;
  const image: Attachment[] = stringAt(item, 'image') === '' || hasPicture ? [] : [{ type: 'photo', alt: null }];
  const preview: Attachment[] = about === null ? [] : [{ type: 'link', alt: about.slice(0, 300) }];
  return makePost({
    nativeId,
    url: link ?? (/^https?:/i.test(nativeId) ? absoluteUrl(nativeId, page.url) : null) ?? page.url,
    text,
    time,
    edited:
      modified !== null && time.publishedAt !== null && Date.parse(modified) - Date.parse(time.publishedAt) > 60_000,
    attachments: [...(rich?.attachments ?? []), ...image, ...files, ...preview],
    authorId: authorOf(item, feed),
  });
}

/** Reads a JSON Feed 1.0 or 1.1 (https://www.jsonfeed.org/version/1.1/). Throws E_PAGE_INVALID when the JSON is none. */
export function readJsonFeed(page: Page): ParsedPage {
  const feed = recordOf(parseJson(page));
  const isFeed = /^https?:\/\/(?:www\.)?jsonfeed\.org\/version\//i.test(stringAt(feed, 'version'));
  if (feed === null || !isFeed || !Array.isArray(feed.items)) throw unexpectedPage(page, 'a JSON Feed');
  const posts: ParsedPost[] = [];
  let broken = 0;
  for (const item of recordsOf(feed.items)) {
    const post = readItem(item, feed, page);
    if (post === null) broken++;
    else posts.push(post);
  }
  const next = absoluteUrl(stringAt(feed, 'next_url'), page.url);
  const links: PageLink[] = next === null ? [] : [{ url: next, rel: 'older', changedAt: null }];
  const warnings = broken > 0 ? [`${broken} entries without text, address and id`] : [];
  return finishPage(page, { posts, links, warnings });
}
