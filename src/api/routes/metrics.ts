import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Role } from '../../core/user.js';
import type { ApiContext } from '../context.js';
import { passwordChangeNeeded, roleRefused, signInNeeded } from '../refusals.js';
import type { Sessions } from '../sessions.js';

const readers: readonly Role[] = ['administrator', 'coordinator'];

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Figures for a monitoring system; open to the holder of the token and to people who watch over sources. */
export function metricsRoute(app: FastifyInstance, context: ApiContext, sessions: Sessions): void {
  /** Throws unless the request may read the figures. */
  async function check(request: FastifyRequest): Promise<void> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && context.metricsToken !== null && isSame(token, context.metricsToken)) return;
    const user = token === undefined ? await sessions.userOf(request) : null;
    if (user === null)
      throw signInNeeded(
        'send the value of OTKLIK_METRICS_TOKEN as a bearer token, or log in as administrator or coordinator',
      );
    if (user.mustChangePassword) throw passwordChangeNeeded();
    if (!readers.includes(user.role)) throw roleRefused(readers, user.role);
  }

  app.get('/metrics', { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
    await check(request);
    const { contentType, text } = await context.metrics();
    return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text);
  });
}
