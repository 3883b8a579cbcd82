/** The load server: 320 hosts on loopback, each with robots.txt and the same 64 pages of 50 kB. Runs in a process of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePage } from './pages.js';

const HOSTS = 320;
const DISTINCT_PAGES = 64;
const ROBOTS = Buffer.from('User-agent: *\nDisallow: /search\nDisallow: /*?q=\n\nUser-agent: BadBot\nDisallow: /\n');

const pages = Array.from({ length: DISTINCT_PAGES }, (_, seed) => Buffer.from(makePage(seed + 1)));

function listen(): Promise<number> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const path = request.url ?? '/';
    if (path === '/robots.txt') {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': ROBOTS.length }).end(ROBOTS);
      return;
    }
    const number = Number(/^\/s\/kanal_(\d+)/.exec(path)?.[1] ?? Number.NaN);
    const page = pages[number % DISTINCT_PAGES];
    if (page === undefined) {
      response.writeHead(404, { 'content-length': 0 }).end();
      return;
    }
    const etag = `"${number % DISTINCT_PAGES}"`;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    response
      .writeHead(200, { etag, 'content-type': 'text/html; charset=utf-8', 'content-length': page.length })
      .end(request.method === 'HEAD' ? undefined : page);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const ports = await Promise.all(Array.from({ length: HOSTS }, listen));
process.send?.({ urls: ports.map((port) => `http://127.0.0.1:${port}`) });
process.on('disconnect', () => process.exit());
