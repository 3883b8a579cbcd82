import { isoTime } from '../src/core/clock.js';
import type { DeadLetter } from '../src/core/dead-letter.js';
import { authorHash, batchId, derivedId, fingerprint, postId } from '../src/core/ids.js';
import { type PageRef, type ParsedPost, type RawPost, rawPostSchema } from '../src/core/post.js';
import type { Source } from '../src/core/source.js';

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

/** Makes posts out of what an adapter read: ids, author's keyed hash, fingerprint; each checked by the schema. */
export function toRawPosts(
  parsed: readonly ParsedPost[],
  source: Pick<Source, 'id' | 'kind' | 'territory' | 'timeZone'>,
  page: { url: string; fetchedAt: string },
  options: { authorKey: string; maskText: (text: string) => string },
): RawPosts {
  const posts: RawPost[] = [];
  const letters: DeadLetter[] = [];
  for (const { authorId, ...fields } of parsed) {
    const post: RawPost = {
      ...fields,
      id: postId(source.id, fields.nativeId),
      sourceId: source.id,
      sourceKind: source.kind,
      territory: source.territory,
      timeZone: source.timeZone,
      author: authorId === null ? null : authorHash(options.authorKey, source.kind, authorId),
      fetchedAt: page.fetchedAt,
      fingerprint: fingerprint(fields.text, fields.attachments),
    };
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
      message: `Post ${fields.nativeId} of ${page.url} is not valid (${problems}). Mend the adapter ${source.kind}.`,
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

/** Dead letter of a page that could not be parsed; the same failure of the same page is one letter. */
export function pageLetter(
  failure: { code: string; message: string },
  visit: { sourceId: string; url: string; failures: number },
  body: string,
  nowMs: number,
  maskText: (text: string) => string,
): DeadLetter {
  return {
    id: derivedId('crawl-page', visit.sourceId, visit.url, failure.code),
    at: isoTime(nowMs),
    where: 'crawl',
    code: failure.code,
    message: failure.message,
    sourceId: visit.sourceId,
    url: visit.url,
    input: cutInput(maskText(cutInput(body))),
    attempts: visit.failures + 1,
  };
}
