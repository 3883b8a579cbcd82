import type { Page, PageLink, ParsedPage } from '../adapter.js';
import { readTime } from './dates.js';
import { absoluteUrl } from './links.js';
import { finishPage } from './post.js';
import { oneLine } from './text.js';
import { type Element, findAll, parseTree, type Test } from './tree.js';

/** Sitemaps that an index leads to, those that changed last. */
const MAX_MAPS = 20;

/** True for the XML of https://www.sitemaps.org/protocol.html: a list of pages, or a list of such lists. */
export function isSitemap(body: string): boolean {
  return /^\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*|<\?xml-stylesheet[^>]*>\s*)*<(?:urlset|sitemapindex)\b/.test(
    body.slice(0, 10_000),
  );
}

const isNamed =
  (name: string): Test =>
  (element) =>
    element.name.replace(/^.*:/, '').toLowerCase() === name;

/** Own text of a child by name without its prefix. */
function fieldOf(entry: Element, name: string): string | null {
  for (const node of findAll(entry, isNamed(name))) {
    const text = oneLine(node.children.filter((part) => typeof part === 'string').join(''));
    if (text !== '') return text;
  }
  return null;
}

/**
 * Pages of a sitemap, what changed last first (`lastmod`, or the publication date of a news sitemap); an index leads to its sitemaps. Throws E_PAGE_EMPTY
 * when it names none.
 */
export function readSitemap(page: Page): ParsedPage {
  const tree = parseTree(page.body, { xml: true });
  const links: PageLink[] = [];
  const read = (name: string, rel: PageLink['rel']): void => {
    for (const entry of findAll(tree, isNamed(name))) {
      const url = absoluteUrl(fieldOf(entry, 'loc'), page.url);
      const printed = fieldOf(entry, 'lastmod') ?? fieldOf(entry, 'publication_date');
      if (url !== null) links.push({ url, rel, changedAt: readTime(printed, page).publishedAt });
    }
  };
  read('url', 'thread');
  read('sitemap', 'feed');
  const latest = links.toSorted((a, b) => ((a.changedAt ?? '') < (b.changedAt ?? '') ? 1 : -1));
  const maps = latest.filter(({ rel }) => rel === 'feed').slice(0, MAX_MAPS);
  return finishPage(page, { posts: [], links: [...latest.filter(({ rel }) => rel === 'thread'), ...maps] });
}
