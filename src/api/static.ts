import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../core/errors.js';

/** The web application; every address that is no file and no API answers with its page. */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  let page: string;
  try {
    page = readFileSync(join(folder, 'index.html'), 'utf8');
  } catch (cause) {
    throw new AppError(
      'E_SERVICE_MISSING',
      `the web application is not built (${folder} has no index.html): run «npm run build:web»`,
      { cause },
    );
  }
  await app.register(async (scope) => {
    // The bundle is public, like the login page that needs it; everything else stays closed.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'open' };
    });
    await scope.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      setHeaders: (reply, path) => {
        const isHashed = path.includes('/assets/');
        reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
  const send = (_request: unknown, reply: FastifyReply): FastifyReply => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('__CSP_NONCE__', nonce));
  };
  app.get('/', { config: { access: 'open' }, schema: { hide: true } }, send);
  app.get('/*', { config: { access: 'open' }, schema: { hide: true } }, (request, reply) => {
    if (!request.url.startsWith('/api/')) return send(request, reply);
    throw new AppError('E_NOT_FOUND', `there is no ${request.method} ${request.url}`);
  });
}

/** Nothing is loaded from elsewhere; style attributes are set by the components, style elements need the page's nonce. */
export function contentSecurityPolicy(nonce: string | null): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${nonce === null ? '' : ` 'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
