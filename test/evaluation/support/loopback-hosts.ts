/** Thousands of hosts on one listener: all of 127.0.0.0/8 is loopback, and a host is its address. A process of its own, so that it does not slow what is measured. */
import { createServer } from 'node:http';

interface Host {
  lastEndMs: number;
  shortestMs: number;
  requests: number;
  open: number;
  mostOpen: number;
}

/** Address of host `number`: 127.1.0.1 and on. */
export function addressOf(number: number): string {
  return `127.${1 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
}

/** Serves feeds of one post that stays the same for a minute, and answers «not modified» meanwhile. */
function serve(): void {
  const hosts = new Map<string, Host>();
  const server = createServer((request, response) => {
    const name = request.headers.host ?? '';
    let host = hosts.get(name);
    if (host === undefined) {
      host = {
        lastEndMs: Number.NEGATIVE_INFINITY,
        shortestMs: Number.POSITIVE_INFINITY,
        requests: 0,
        open: 0,
        mostOpen: 0,
      };
      hosts.set(name, host);
    }
    const known = host;
    known.requests++;
    known.shortestMs = Math.min(known.shortestMs, performance.now() - known.lastEndMs);
    known.mostOpen = Math.max(known.mostOpen, ++known.open);
    response.on('close', () => {
      known.open--;
      known.lastEndMs = performance.now();
    });
    if (request.url === '/robots.txt') return void response.writeHead(404).end();
    const minute = Math.floor(Date.now() / 600_000);
    const etag = `"${minute}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    const link = `http://${name}${request.url}`;
    const item = `<item><title>Сводка ${minute}</title><guid>${link}#${minute}</guid><link>${link}#${minute}</link><pubDate>${new Date(minute * 600_000).toUTCString()}</pubDate><description>Добрый день, сегодня ясно, выпуск ${minute}</description></item>`;
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag });
    response.end(
      `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Лента</title>${item}</channel></rss>`,
    );
  });
  server.listen(0, '0.0.0.0', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
  });
  process.on('message', () => {
    const all = [...hosts.values()];
    const requests = all.map((host) => host.requests).sort((a, b) => a - b);
    process.send?.({
      hosts: all.length,
      requests: requests.reduce((sum, count) => sum + count, 0),
      median: requests[requests.length >> 1] ?? 0,
      most: requests.at(-1) ?? 0,
      shortestMs: Math.min(...all.map((host) => host.shortestMs)),
      mostOpen: Math.max(0, ...all.map((host) => host.mostOpen)),
    });
  });
  process.on('disconnect', () => process.exit());
}

if (
  process.send !== undefined &&
  process.argv[1] !== undefined &&
  import.meta.url.endsWith('/loopback-hosts.js') &&
  process.argv[2] === 'serve'
)
  serve();
