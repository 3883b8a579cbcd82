import type { ParsedPost } from '../../src/core/post.js';
import type { Adapter, PageLink } from '../adapter.js';
import { articleLinks, olderListPage, readArticle } from '../parse/article.js';
import { commentPages, isComment, readComments } from '../parse/comments.js';
import { finishPage } from '../parse/post.js';
import { isSitemap, readSitemap } from '../parse/sitemap.js';
import { byClass, closest, find, findAll, parseTree } from '../parse/tree.js';

/** A page with this many headings that lead elsewhere is a list of articles, not an article. */
const LIST_LINKS = 2;

export const adapter: Adapter = {
  kind: 'news-comments',
  title: 'News site or blog with comments (WordPress and alike, schema.org), from its lists or its sitemap',
  notes: 'No key. Public articles and the comments under them; robots.txt of the host is obeyed.',
  limits: [
    'Comments that a script loads later (widgets of other companies) are not on the page.',
    'Comments without a number of their own are counted in the warnings, not collected.',
    'Lists whose titles are no headings are not recognised; name the feed or the sitemap of such a site instead.',
    'Of a sitemap what changed last is opened, as many pages as depth.topics says; packed sitemaps (.gz) and those above 2 MiB are not read.',
  ],
  accepts: ['text/html', 'application/xhtml+xml', 'application/xml', 'text/xml'],
  parse(page) {
    if (isSitemap(page.body)) return readSitemap(page);
    const tree = parseTree(page.body);
    const hasComments =
      find(tree, (element) => isComment(element)) !== null ||
      find(tree, byClass('comments-area', 'comment-list')) !== null;
    // Comments may be articles too, inside their wrappers.
    const articles = findAll(
      tree,
      (element) => element.name === 'article' && !isComment(element) && closest(element, isComment) === null,
    );
    const targets = articleLinks(tree, page);
    const isList = !hasComments && targets.length >= LIST_LINKS && articles.length !== 1;
    const posts: ParsedPost[] = [];
    const links: PageLink[] = [];
    const warnings: string[] = [];
    const article = isList ? null : readArticle(tree, page);
    if (article === null && (isList || targets.length > 0)) {
      for (const url of targets) links.push({ url, rel: 'thread', changedAt: null });
      const older = olderListPage(tree, page);
      if (older !== null) links.push({ url: older, rel: 'older', changedAt: null });
    }
    if (article !== null) posts.push(article);
    if (!isList) {
      const comments = readComments(tree, page, article?.threadId ?? null);
      posts.push(...comments.posts);
      if (comments.unnumbered > 0) warnings.push(`${comments.unnumbered} comments without a number of their own`);
      // Answers to early comments stand on early pages: each page is read again.
      for (const url of commentPages(tree, page)) links.push({ url, rel: 'thread', changedAt: null });
    }
    return finishPage(page, { posts, links, warnings });
  },
};
