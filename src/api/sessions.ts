import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import type { User } from '../core/user.js';
import type { ApiContext } from './context.js';
import { passwordChangeNeeded, roleRefused, signInNeeded } from './refusals.js';

export const sessionCookie = 'otklik_session';
const sessionMs = 12 * 3_600_000;
/** How long a session that was looked up is trusted without another look. */
const trustedMs = 10_000;

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Cookie sessions: the browser holds a random token, the store only its hash. Deny by default: see `guard`. */
export function createSessions(context: ApiContext, isSecure: boolean) {
  const { store, clock } = context;
  const known = new Map<string, { user: User; untilMs: number }>();

  async function userFor(token: string): Promise<User | null> {
    const id = idOf(token);
    const held = known.get(id);
    if (held !== undefined && held.untilMs > clock.now()) return held.user;
    known.delete(id);
    const session = await store.sessions.get(id);
    if (session === null || Date.parse(session.expiresAt) <= clock.now()) return null;
    const user = await store.users.get(session.login);
    if (user === null || user.disabled) return null;
    if (known.size > 10_000) known.clear();
    known.set(id, { user, untilMs: clock.now() + trustedMs });
    return user;
  }

  async function userOf(request: FastifyRequest): Promise<User | null> {
    const token = request.cookies[sessionCookie];
    return token === undefined ? null : userFor(token);
  }

  return {
    /** Who is logged in, for routes that are open to others too; null when nobody is. */
    userOf,
    async open(reply: FastifyReply, user: User): Promise<void> {
      const token = randomBytes(32).toString('base64url');
      const nowMs = clock.now();
      const expiresAt = isoTime(nowMs + sessionMs);
      await store.sessions.put({ id: idOf(token), login: user.login, createdAt: isoTime(nowMs), expiresAt });
      reply.setCookie(sessionCookie, token, {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: isSecure,
        maxAge: sessionMs / 1000,
      });
    },
    async close(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const token = request.cookies[sessionCookie];
      if (token !== undefined) {
        known.delete(idOf(token));
        await store.sessions.remove(idOf(token));
      }
      reply.clearCookie(sessionCookie, { path: '/' });
    },
    /** After a password change the next request sees the new user. */
    forget(login: string): void {
      for (const [id, { user }] of known) if (user.login === login) known.delete(id);
    },
    /** Every route is closed unless its config says `access: 'open'`. */
    guard(app: FastifyInstance): void {
      app.decorateRequest('user', null);
      app.addHook('onRequest', async (request) => {
        const { access, beforePasswordChange } = request.routeOptions.config;
        if (access === 'open') return;
        request.user = await userOf(request);
        if (request.user === null) throw signInNeeded('log in first: POST /api/session with login and password');
        if (access !== undefined && !access.includes(request.user.role)) {
          throw roleRefused(access, request.user.role);
        }
        if (request.user.mustChangePassword && beforePasswordChange !== true) {
          throw passwordChangeNeeded();
        }
        // A browser on another site may send a request but not this header; SameSite=strict stands before it.
        if (request.method !== 'GET' && request.headers['content-type'] !== undefined) {
          const type = request.headers['content-type'];
          if (!type.startsWith('application/json'))
            throw new AppError('E_INPUT_INVALID', `send application/json, not ${type}`);
        }
      });
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;
