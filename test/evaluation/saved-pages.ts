import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { close, listen } from '../../scripts/demo-town/http.js';
import { evaluationSource } from './support/forums.js';
import { runLine } from './support/run-line.js';

export interface PageResult {
  page: string;
  kind: string;
  bytes: number;
  /** Posts that came to the index. */
  posts: number;
  /** Further pages of the same site that the crawler went on to. */
  followed: number;
  warnings: string[];
  /** Code of the error; null when the page was read. */
  error: string | null;
}

interface SavedPage {
  name: string;
  kind: string;
  /** Path and query under which it is served: some adapters read the topic's number there. */
  path: string;
  type: string;
  body: Buffer;
}

const folders = { pages: 'forum-news-html', feeds: 'rss', telegram: 'telegram', fragments: 'telegram/tchan_messages' };
/** What in a page's markup names its engine, the surest first; pages without a mark are tried as pages with comments. */
const engineMarks: [RegExp, string][] = [
  [/content="vBulletin|vbulletin_(?:global|css|md5)/, 'vbulletin'],
  [/id="post-main-\d+"|ipbtable|IP\.Board/, 'invision'],
  [/viewtopic\.php|viewforum\.php|class="postbody"/, 'phpbb'],
];

/** Reads every saved page with the product's own crawler, each as a source of its own. */
export async function evaluatePages(folder: string): Promise<PageResult[]> {
  const pages = savedPages(join(folder, 'fixtures'));
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const site = await listen({
    host: '127.0.0.1',
    port: 0,
    now: Date.now,
    respond: ({ url }) => {
      const page = byPath.get(`${url.pathname}${url.search}`);
      return page === undefined ? undefined : { status: 200, type: page.type, body: page.body };
    },
    onRequest: () => {},
  });
  try {
    const sources = pages.map((page, index) =>
      evaluationSource(`page-${index + 1}`, page.kind, `${site.origin}${page.path}`, 'moscow-troitsk', 3),
    );
    // What the pages gave is looked at, not what was decided on it.
    const run = await runLine(sources, { isRulesOnly: true });
    try {
      const results: PageResult[] = [];
      for (const [index, page] of pages.entries()) {
        const address = sources[index]?.urls[0];
        const all = run.entries.filter((entry) => entry.sourceId === sources[index]?.id);
        const own = all.filter((entry) => entry.url === address);
        const visit = own.find((entry) => entry.message === 'visit made');
        const failed = own.find((entry) => entry.message === 'visit failed');
        results.push({
          page: page.name,
          kind: page.kind,
          bytes: page.body.length,
          posts: Number(visit?.newPosts ?? 0),
          // They are not served, so each of them ends in a failed visit.
          followed: new Set(
            all.filter((entry) => entry.url !== address && entry.url !== undefined).map(({ url }) => url),
          ).size,
          warnings: own.filter((entry) => entry.warning !== undefined).map((entry) => String(entry.warning)),
          error: failed === undefined ? (visit === undefined ? 'not visited' : null) : String(failed.code),
        });
      }
      return results;
    } finally {
      await run.close();
    }
  } finally {
    await close(site);
  }
}

function savedPages(folder: string): SavedPage[] {
  const files = (name: string): string[] =>
    readdirSync(join(folder, name))
      .filter((file) => /\.(?:html|xml|rss)$/.test(file))
      .sort();
  const read = (name: string, file: string): Buffer => readFileSync(join(folder, name, file));
  const pages = files(folders.pages).map((file): SavedPage => {
    const body = read(folders.pages, file);
    const text = body.toString('latin1');
    const kind = engineMarks.find(([mark]) => mark.test(text))?.[1] ?? 'news-comments';
    // The charset stands in the page itself, if anywhere.
    return { name: file, kind, path: `/${kind}/${encodeURIComponent(file)}`, type: 'text/html', body };
  });
  const feeds = files(folders.feeds).map((file): SavedPage => {
    const path = `/feed/${encodeURIComponent(file)}`;
    return { name: file, kind: 'feed', path, type: 'application/xml', body: read(folders.feeds, file) };
  });
  const channel = files(folders.telegram).map((file): SavedPage => {
    const body = read(folders.telegram, file);
    return { name: file, kind: 'telegram-channel', path: '/s/saved_page', type: 'text/html; charset=utf-8', body };
  });
  const fragments = files(folders.fragments).map((file) => read(folders.fragments, file).toString('utf8'));
  if (fragments.length > 0) {
    const main = `<main class="tgme_main"><section class="tgme_channel_history js-message_history">${fragments.join('\n')}</section></main>`;
    const body = Buffer.from(`<!DOCTYPE html><html><body>${main}</body></html>`);
    const name = `${fragments.length} message fragments`;
    channel.push({
      name,
      kind: 'telegram-channel',
      path: '/s/saved_fragments',
      type: 'text/html; charset=utf-8',
      body,
    });
  }
  return [...pages, ...feeds, ...channel];
}
