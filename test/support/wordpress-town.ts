/** Fills a WordPress through its forms and its API, and keeps the truth about what was written. */
import type { RealWordPress } from './real-wordpress.js';
import { ARTICLES, COMMENTS, HIDDEN_ARTICLES } from './wordpress-texts.js';

/** One article or comment as the site itself tells about it. */
export interface Written {
  what: 'article' | 'comment';
  id: number;
  /** Permanent address by the engine's own word. */
  url: string;
  text: string;
  publishedMs: number;
  author: string;
  /** Article that it stands under; its own number for an article. */
  articleId: number;
  /** Comment that it answers. */
  parentId: number | null;
}

export interface WrittenTown {
  articles: Written[];
  comments: Written[];
}

/** GMT as WordPress writes it, without a zone. */
const instantOf = (record: Record<string, unknown>): number => Date.parse(`${String(record.date_gmt)}Z`);
const gmt = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
const mailOf = (author: string): string => `a${Buffer.from(author).toString('hex').slice(0, 20)}@example.org`;

function written(record: Record<string, unknown>, fields: Pick<Written, 'what' | 'text' | 'author'>): Written {
  const id = Number(record.id);
  const parent = Number(record.parent ?? 0);
  return {
    ...fields,
    id,
    url: String(record.link),
    publishedMs: instantOf(record),
    articleId: fields.what === 'article' ? id : Number(record.post),
    parentId: parent === 0 ? null : parent,
  };
}

/** A comment of a visitor: through the form below the article, or dated by the administrator. */
export async function writeComment(
  site: RealWordPress,
  fields: { post: number; parent: number; author: string; text: string; shown: string; atMs: number | null },
): Promise<Written> {
  const { post, parent, author, text, shown, atMs } = fields;
  const email = mailOf(author);
  const words = { what: 'comment' as const, text: shown, author };
  if (atMs === null) {
    const id = await site.admin.comment({ post, parent, author, email, text });
    return written(await site.admin.call('GET', `comments/${id}`), words);
  }
  const dated = { post, parent, author_name: author, author_email: email, content: text, date_gmt: gmt(atMs) };
  return written(await site.admin.call('POST', 'comments', dated), words);
}

/** Writes all articles and comments. */
export async function fillTown(site: RealWordPress): Promise<WrittenTown> {
  const { admin } = site;
  const user = {
    username: 'korrespondent',
    email: 'k@example.org',
    password: 'test-Parol-77-dlinnyj',
    roles: ['author'],
  };
  const authors = { redaktor: 1, korrespondent: Number((await admin.call('POST', 'users', user)).id) };
  const startMs = Date.now();
  const articles: Written[] = [];
  for (const [at, { title, html, shown, author, daysAgo, sticky = false }] of ARTICLES.entries()) {
    const record = await admin.call('POST', 'posts', {
      title,
      content: html,
      status: 'publish',
      sticky,
      author: authors[author],
      slug: `zametka-${at + 1}`,
      date_gmt: gmt(startMs - daysAgo * 86_400_000),
    });
    articles.push(written(record, { what: 'article', text: `${title}\n\n${shown}`, author }));
  }
  for (const { title, status } of HIDDEN_ARTICLES) await admin.call('POST', 'posts', { title, content: title, status });
  const comments: Written[] = [];
  for (const { article, parent, minutes, ...words } of COMMENTS) {
    const under = articles[article];
    const answered = parent === null ? undefined : comments[parent];
    if (under === undefined || (parent !== null && answered === undefined)) throw new Error('a comment under nothing');
    const atMs = minutes === null ? null : under.publishedMs + minutes * 60_000;
    comments.push(await writeComment(site, { ...words, post: under.id, parent: answered?.id ?? 0, atMs }));
  }
  return { articles, comments };
}
