import { gunzipSync, gzipSync } from 'node:zlib';
import { isoTime } from '../src/core/clock.js';
import type { DeadLetter } from '../src/core/dead-letter.js';
import { AppError } from '../src/core/errors.js';
import { authorHash, batchId, derivedId, fingerprint, postId } from '../src/core/ids.js';
import { type PageRef, type ParsedPost, type RawPost, rawPostSchema } from '../src/core/post.js';
import type { RawPage } from '../src/core/raw-page.js';
import type { Source } from '../src/core/source.js';
import type { Page } from './adapter.js';

/** Most posts in one batch on its way into the pipeline. */
export const MAX_BATCH = 200;
const MAX_INPUT_BYTES = 1024 * 1024;

export interface RawPosts {
  posts: RawPost[];
  /** Posts that broke the schema, ready for the dead-letter store. */
  letters: DeadLetter[];
}

/** Cuts to at most 1 MiB of UTF-8 without tearing a character. */
export function cutInput(text: string): string {
  if (Buffer.byteLength(text) <= MAX_INPUT_BYTES) return text;
  return Buffer.from(text)
    .subarray(0, MAX_INPUT_BYTES)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
}

type PostSource = Pick<Source, 'id' | 'kind' | 'territory' | 'timeZone'>;

/** Makes posts out of what an adapter read, and checks them: what is done where all of them are wanted. */
export function toRawPosts(
  parsed: readonly ParsedPost[],
  source: PostSource,
  page: { url: string; fetchedAt: string },
  options: { authorKey: string; maskText: (text: string) => string },
): RawPosts {
  return checkRawPosts(makeRawPosts(parsed, source, page, options), source, page, options);
}

/** Makes posts out of what an adapter read: ids, author's keyed hash, fingerprint. Their fields are as the adapter gave them: see checkRawPosts. */
export function makeRawPosts(
  parsed: readonly ParsedPost[],
  source: PostSource,
  page: { fetchedAt: string },
  options: { authorKey: string },
): RawPost[] {
  const authors = new Map<string, string>();
  const hashOf = (authorId: string): string => {
    const hash = authors.get(authorId) ?? authorHash(options.authorKey, source.kind, authorId);
    authors.set(authorId, hash);
    return hash;
  };
  // Field by field: what is not named here, above all the author's id, does not leave the crawler.
  return parsed.map((fields) => ({
    nativeId: fields.nativeId,
    url: fields.url,
    text: fields.text,
    publishedAt: fields.publishedAt,
    timePrecision: fields.timePrecision,
    rawTime: fields.rawTime,
    threadId: fields.threadId,
    replyTo: fields.replyTo,
    edited: fields.edited,
    pinned: fields.pinned,
    repostOf: fields.repostOf,
    counts: fields.counts,
    attachments: fields.attachments,
    id: postId(source.id, fields.nativeId),
    sourceId: source.id,
    sourceKind: source.kind,
    territory: source.territory,
    timeZone: source.timeZone,
    author: fields.authorId === null ? null : hashOf(fields.authorId),
    fetchedAt: page.fetchedAt,
    fingerprint: fingerprint(fields.text, fields.attachments),
  }));
}

/** Checks posts by the schema; those that break it become dead letters. It costs as much as the rest of a post, so posts that were seen before go without. */
export function checkRawPosts(
  made: readonly RawPost[],
  source: Pick<Source, 'id' | 'kind'>,
  page: { url: string; fetchedAt: string },
  options: { maskText: (text: string) => string },
): RawPosts {
  const posts: RawPost[] = [];
  const letters: DeadLetter[] = [];
  for (const post of made) {
    const checked = rawPostSchema.safeParse(post);
    if (checked.success) {
      posts.push(checked.data);
      continue;
    }
    const problems = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    letters.push({
      id: derivedId('crawl-post', post.id, post.fingerprint),
      at: page.fetchedAt,
      where: 'crawl',
      code: 'E_PAGE_INVALID',
      message: `Post ${post.nativeId} of ${page.url} is not valid (${problems}). Mend the adapter ${source.kind}.`,
      sourceId: source.id,
      url: page.url,
      input: cutInput(options.maskText(JSON.stringify(post))),
      attempts: 1,
    });
  }
  return { posts, letters };
}

/**
 * Cuts the new posts of a page into batches. Only the last one carries the page's validators: they must not move before all is queued.
 */
export function toBatches(
  posts: readonly RawPost[],
  page: Omit<PageRef, 'id'>,
): { page: PageRef; posts: readonly RawPost[] }[] {
  const batches = [];
  for (let at = 0; at < posts.length; at += MAX_BATCH) {
    const isLast = at + MAX_BATCH >= posts.length;
    const part = at === 0 ? page.url : `${page.url}#part-${at / MAX_BATCH + 1}`;
    const id = batchId(page.sourceId, part, page.fetchedAt);
    const validators = isLast ? {} : { etag: null, lastModified: null };
    batches.push({ page: { ...page, ...validators, id }, posts: posts.slice(at, at + MAX_BATCH) });
  }
  return batches;
}

/** Characters of a page that its letter shows; the whole is kept beside it. */
const LETTER_CHARACTERS = 2_000;

/**
 * What is kept of a page that could not be parsed: the letter that tells of it, and the page itself, packed, for another try. The same failure
 * of the same page is one letter and one page.
 */
export function failedPage(
  failure: { code: string; message: string },
  source: Pick<Source, 'id' | 'kind'>,
  visit: { url: string; failures: number },
  page: Page,
  options: { nowMs: number; maskText: (text: string) => string },
): { letter: DeadLetter; rawPage: RawPage } {
  const id = derivedId('crawl-page', source.id, visit.url, failure.code);
  const { url, fetchedAt, contentType, timeZone, body } = page;
  const letter = {
    id,
    at: isoTime(options.nowMs),
    where: 'crawl',
    code: failure.code,
    message: failure.message,
    sourceId: source.id,
    url: visit.url,
    input: options.maskText(body.slice(0, LETTER_CHARACTERS)),
    attempts: visit.failures + 1,
  };
  const { kind } = source;
  const reason = { code: failure.code, message: failure.message };
  const bytes = Buffer.byteLength(body);
  const packed = gzipSync(body).toString('base64');
  return {
    letter,
    rawPage: { id, sourceId: source.id, kind, url, fetchedAt, contentType, timeZone, ...reason, bytes, body: packed },
  };
}

/** The page as it was fetched. @throws E_INPUT_INVALID when its body is damaged */
export function unpackPage({ id, url, fetchedAt, contentType, timeZone, body }: RawPage): Page {
  try {
    return { url, body: gunzipSync(Buffer.from(body, 'base64')).toString('utf8'), contentType, fetchedAt, timeZone };
  } catch (cause) {
    throw new AppError('E_INPUT_INVALID', `the body of kept page ${id} is damaged: it cannot be read again`, { cause });
  }
}
