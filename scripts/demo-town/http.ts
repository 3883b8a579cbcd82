import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AppError } from '../../src/core/errors.js';
import type { Page, PageRequest } from './types.js';

const ROBOTS = 'User-agent: *\nDisallow: /admin\nDisallow: /search\n';
const DRIP_MS = 500;

function isNotModified(request: IncomingMessage, etag: string, modifiedMs: number | undefined): boolean {
  const known = request.headers['if-none-match'];
  if (known !== undefined) return known === '*' || known.split(',').some((tag) => tag.trim() === etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  // HTTP dates have whole seconds.
  return modifiedMs !== undefined && !Number.isNaN(since) && Math.floor(modifiedMs / 1000) * 1000 <= since;
}

function acceptsGzip(request: IncomingMessage): boolean {
  return String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .some((part) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(part));
}

function drip(page: Page, response: ServerResponse): void {
  response.writeHead(page.status, { 'content-type': page.type });
  response.write(page.body);
  let count = 0;
  const timer = setInterval(() => response.write(`<!-- ${count++} -->\n`), DRIP_MS);
  timer.unref();
  response.on('close', () => clearInterval(timer));
}

/** Writes a page with validators; answers 304 when the client has it, gzips when the client accepts it. */
export function sendPage(page: Page, request: IncomingMessage, response: ServerResponse): void {
  if (page.drip) {
    drip(page, response);
    return;
  }
  const body = typeof page.body === 'string' ? Buffer.from(page.body, 'utf8') : page.body;
  const headers: Record<string, string> = { 'content-type': page.type, vary: 'Accept-Encoding' };
  if (page.location !== undefined) headers.location = page.location;
  if (page.status === 200) {
    const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    headers.etag = etag;
    headers['cache-control'] = 'no-cache';
    if (page.modifiedMs !== undefined) headers['last-modified'] = new Date(page.modifiedMs).toUTCString();
    if (isNotModified(request, etag, page.modifiedMs)) {
      delete headers['content-type'];
      response.writeHead(304, headers).end();
      return;
    }
  }
  const isGzip = body.length > 512 && acceptsGzip(request);
  const sent = isGzip ? gzipSync(body, { level: 6 }) : body;
  if (isGzip) headers['content-encoding'] = 'gzip';
  headers['content-length'] = String(sent.length);
  response.writeHead(page.status, headers);
  response.end(request.method === 'HEAD' ? undefined : sent);
}

/** Pages that every site has; undefined when the path is the site's own business. */
function sharedPage(path: string): Page | undefined {
  if (path === '/robots.txt') return { status: 200, type: 'text/plain; charset=utf-8', body: ROBOTS };
  if (path === '/favicon.ico') return { status: 404, type: 'text/plain; charset=utf-8', body: 'нет' };
  if (path.startsWith('/admin') || path.startsWith('/search')) {
    return { status: 200, type: 'text/html; charset=utf-8', body: '<p>Сюда роботам нельзя: см. robots.txt.</p>' };
  }
  return undefined;
}

export interface Site {
  readonly server: Server;
  readonly origin: string;
}

/**
 * Listens on host:port (0: any free one) and answers with `respond`.
 * Throws E_ENV_INVALID naming the port and the way out when it is taken.
 */
export async function listen(options: {
  host: string;
  port: number;
  now: () => number;
  respond: (request: PageRequest) => Page | undefined;
  onRequest: (path: string, userAgent: string, atMs: number) => void;
}): Promise<Site> {
  let origin = '';
  const server = createServer((request, response) => {
    const nowMs = options.now();
    const target = request.url ?? '/';
    options.onRequest(target, request.headers['user-agent'] ?? '', nowMs);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const url = URL.canParse(target, origin) ? new URL(target, origin) : new URL(origin);
    const page = sharedPage(url.pathname) ?? options.respond({ url, origin, nowMs });
    const missing = { status: 404, type: 'text/html; charset=utf-8', body: '<h1>404</h1><p>Страница не найдена</p>' };
    sendPage(page ?? missing, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const advice = 'free it or choose another base port with OTKLIK_DEMO_PORT (--port when the town runs alone)';
      const reason = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${cause.code})`;
      reject(
        new AppError('E_ENV_INVALID', `demo town: port ${options.port} on ${options.host} ${reason}; ${advice}`, {
          cause,
        }),
      );
    });
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address() as AddressInfo;
  origin = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${address.port}`;
  return { server, origin };
}

/** Stops listening and cuts the connections that are still open, dripping ones too. */
export async function close(site: Site): Promise<void> {
  await new Promise<void>((resolve) => {
    site.server.close(() => resolve());
    site.server.closeAllConnections();
  });
}
