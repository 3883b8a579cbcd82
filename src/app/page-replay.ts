import type { ParsedPage } from '../../crawlers/adapter.js';
import { createPageParser } from '../../crawlers/page-parser.js';
import { toBatches, toRawPosts, unpackPage } from '../../crawlers/raw-posts.js';
import { loadRegistry } from '../../crawlers/registry.js';
import { maskPersonalData } from '../../pipelines/text/mask.js';
import { type AppError, toAppError } from '../core/errors.js';
import type { PostSink, Store } from '../core/ports.js';
import type { RawPage } from '../core/raw-page.js';

export interface ReplayedPage {
  page: Omit<RawPage, 'body'>;
  /** What the adapter reads now; null when it still fails. */
  parsed: ParsedPage | null;
  error: AppError | null;
  /** Posts sent into the line. */
  sent: number;
}

export interface ReplayOptions {
  store: Pick<Store, 'rawPages' | 'sources' | 'deadLetters'>;
  /** Where the posts go; null: only look. */
  sink: PostSink | null;
  authorKey: string;
}

/** The kept pages that a person means: one by its id, those of a source, or all. */
export async function findKeptPages(store: Pick<Store, 'rawPages'>, what: string): Promise<Omit<RawPage, 'body'>[]> {
  const one = what === 'all' ? null : await store.rawPages.get(what);
  if (one !== null) {
    const { body: _, ...page } = one;
    return [page];
  }
  return store.rawPages.list({ limit: 10_000, ...(what === 'all' ? {} : { sourceId: what }) });
}

/**
 * Reads kept pages again with the adapters as they are now. With a sink their posts go into the line (those that are stored already change nothing
 * there), and a page that could be read is kept no longer, nor its dead letter.
 */
export async function* replayPages(
  pages: readonly Omit<RawPage, 'body'>[],
  options: ReplayOptions,
): AsyncGenerator<ReplayedPage> {
  const { store, sink, authorKey } = options;
  const parser = createPageParser({ registry: await loadRegistry() });
  try {
    for (const page of pages) {
      try {
        const raw = await store.rawPages.get(page.id);
        if (raw === null) continue; // forgotten in the meantime
        const source = await store.sources.get(page.sourceId);
        const { urls = [page.url], depth = { pages: 1, topics: 0 }, language = 'ru' } = source ?? {};
        const fetched = unpackPage(raw);
        const parsed = await parser.parse(source?.kind ?? page.kind, fetched, { urls, depth, language });
        let sent = 0;
        if (sink !== null && source !== null) {
          const maskText = (text: string) => maskPersonalData(text).text;
          const { posts, letters } = toRawPosts(parsed.posts, source, fetched, { authorKey, maskText });
          if (letters.length > 0) await store.deadLetters.put(letters);
          // No validators: the cursor of the page moves by its own visits.
          const ref = { sourceId: source.id, url: page.url, fetchedAt: page.fetchedAt, etag: null, lastModified: null };
          for (const batch of toBatches(posts, ref)) await sink.accept(batch.page, batch.posts);
          sent = posts.length;
          await store.rawPages.remove([page.id]);
          await store.deadLetters.remove([page.id]);
        }
        yield { page, parsed, error: null, sent };
      } catch (thrown) {
        yield { page, parsed: null, error: toAppError(thrown), sent: 0 };
      }
    }
  } finally {
    await parser.close();
  }
}
