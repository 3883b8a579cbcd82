import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { recordAudit } from '../../core/audit.js';
import { AppError } from '../../core/errors.js';
import { loginRequestSchema, passwordRequestSchema, type SessionReply, sessionReplySchema } from '../../core/http.js';
import type { User } from '../../core/user.js';
import { type ApiContext, userOf } from '../context.js';
import { hashPassword, verifyPassword } from '../passwords.js';
import { signInNeeded } from '../refusals.js';
import type { Sessions } from '../sessions.js';

function replyFor(user: User): SessionReply {
  const { login, name, role, mustChangePassword } = user;
  return { login, name, role, mustChangePassword };
}

/** A hash that no password fits, so that an unknown login takes as long as a wrong password. */
const nobody = `scrypt$65536$8$2$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export function sessionRoutes(app: FastifyInstance, context: ApiContext, sessions: Sessions): void {
  const { store } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const limit = { rateLimit: { max: 20, timeWindow: '1 minute' } };

  routes.post(
    '/api/session',
    {
      config: { access: 'open', ...limit },
      schema: { summary: 'Log in', body: loginRequestSchema, response: { 200: sessionReplySchema } },
    },
    async (request, reply) => {
      const { login, password } = request.body;
      const user = await store.users.get(login.toLowerCase());
      const fits = await verifyPassword(password, user?.passwordHash ?? nobody);
      if (user === null || user.disabled || !fits)
        throw new AppError('E_UNAUTHENTICATED', 'login or password is wrong', {
          reason: { key: 'credentials-wrong', params: {} },
        });
      await sessions.open(reply, user);
      await recordAudit(context, user.login, 'login', user.login);
      return replyFor(user);
    },
  );

  routes.get(
    '/api/session',
    { config: { beforePasswordChange: true }, schema: { summary: 'Who am I', response: { 200: sessionReplySchema } } },
    async (request) => replyFor(userOf(request)),
  );

  routes.delete(
    '/api/session',
    { config: { beforePasswordChange: true }, schema: { summary: 'Log out', response: { 204: z.null() } } },
    async (request, reply) => {
      await sessions.close(request, reply);
      return reply.status(204).send(null);
    },
  );

  routes.post(
    '/api/session/password',
    {
      config: { beforePasswordChange: true, ...limit },
      schema: { summary: 'Change the password', body: passwordRequestSchema, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { login } = userOf(request);
      // Not the user as the session remembers it: an administrator's change of a moment ago must not be undone.
      const user = await store.users.get(login);
      if (user === null) throw signInNeeded('log in first');
      const { current, next } = request.body;
      if (!(await verifyPassword(current, user.passwordHash)))
        throw new AppError('E_FORBIDDEN', 'current: this is not your password', {
          reason: { key: 'password-wrong', params: {} },
        });
      if (current === next)
        throw new AppError('E_INPUT_INVALID', 'next: choose another password than the old one', {
          reason: { key: 'password-same', params: {} },
        });
      await store.users.put({ ...user, passwordHash: await hashPassword(next), mustChangePassword: false });
      sessions.forget(user.login);
      await recordAudit(context, user.login, 'password-changed', user.login);
      return reply.status(204).send(null);
    },
  );
}
