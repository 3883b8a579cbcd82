/** A small board of the test's own: a feed to which a test adds a post whenever it wants one to come in. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OwnPost {
  title: string;
  /** Text as a reader sees it, tags and all. */
  text: string;
  /** When it was published; now unless said otherwise. */
  at?: Date;
}

export interface OwnSite {
  /** Entry of the source list that reads this site every six seconds. */
  source: object;
  /** Publishes a post and returns its address. */
  add(post: OwnPost): string;
  stop(): Promise<void>;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Starts the board on a free port of the loopback. */
export async function startOwnSite(posts: OwnPost[] = []): Promise<OwnSite> {
  const entries: { post: OwnPost; at: Date; link: string }[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/board.xml') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page');
      return;
    }
    const items = entries
      .map(
        ({ post, at, link }) =>
          // Escaped twice: the description is HTML, and the tags stand in it as words.
          `<item><title>${escapeXml(post.title)}</title><link>${link}</link><guid>${link}</guid><pubDate>${at.toUTCString()}</pubDate><description>${escapeXml(escapeXml(post.text))}</description></item>`,
      )
      .reverse();
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Доска двора</title><link>${origin}/</link><description>Объявления</description>${items.join('')}</channel></rss>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const add = (post: OwnPost): string => {
    const link = `${origin}/posts/${entries.length + 1}`;
    entries.push({ post, at: post.at ?? new Date(), link });
    return link;
  };
  for (const post of posts) add(post);
  return {
    source: {
      id: 'own-board',
      kind: 'feed',
      name: 'Доска двора',
      urls: [`${origin}/board.xml`],
      territory: 'demo-svetloozersk',
      everyMinutes: 0.1,
      requestsPerDay: 80_000,
      allowPrivateNetwork: true,
      passport: {
        ground: 'own test page',
        terms: 'invented texts, served by this machine to itself',
        contact: 'demo@otklik.invalid',
        expires: '2099-12-31',
      },
    },
    add,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
