import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from '../log.js';
import type { ApiContext } from './context.js';
import { handleErrors } from './errors.js';
import { draftRoutes } from './routes/drafts.js';
import { incidentRoutes } from './routes/incidents.js';
import { metricsRoute } from './routes/metrics.js';
import { overviewRoutes } from './routes/overview.js';
import { placeRoutes } from './routes/places.js';
import { seriesRoutes } from './routes/series.js';
import { sessionRoutes } from './routes/session.js';
import { similarRoutes } from './routes/similar.js';
import { sourceRoutes } from './routes/sources.js';
import { streamRoutes } from './routes/stream.js';
import { createSessions } from './sessions.js';
import { contentSecurityPolicy, serveWeb } from './static.js';

export interface ServerOptions {
  context: ApiContext;
  log: Logger;
  /** Folder of the built web application; null = API only. */
  webFolder: string | null;
  /** Send the session cookie over HTTPS only. */
  isSecure: boolean;
}

/** Builds the application without listening; tests call it with `inject`. */
export async function buildServer({ context, log, webFolder, isSecure }: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    // One JSON body is a decision of an operator, never more.
    bodyLimit: 256 * 1024,
    trustProxy: 'loopback',
    forceCloseConnections: true,
    // Not counted from 1: the log is that of many processes, and a person reads it out from the screen.
    genReqId: () => randomUUID().slice(0, 8),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  handleErrors(app, log);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    // The demo and intranets run without TLS; where a proxy adds it, it adds this header too.
    strictTransportSecurity: isSecure,
  });
  app.addHook('onSend', async (request, reply) => {
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', contentSecurityPolicy(null));
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  await app.register(cookie);
  await app.register(rateLimit, { global: true, max: 1_200, timeWindow: '1 minute' });
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Otklik',
        version: context.meta.version,
        description:
          'Incidents found in public pages. Times are ISO 8601 in UTC; all routes need a session unless said otherwise.',
      },
    },
    transform: jsonSchemaTransform,
  });
  const sessions = createSessions(context, isSecure);
  sessions.guard(app);
  sessionRoutes(app, context, sessions);
  incidentRoutes(app, context);
  draftRoutes(app, context);
  similarRoutes(app, context);
  seriesRoutes(app, context);
  overviewRoutes(app, context);
  sourceRoutes(app, context);
  metricsRoute(app, context, sessions);
  placeRoutes(app, context);
  streamRoutes(app, context);
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/healthz', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) => {
    try {
      await context.store.check();
      return { status: 'ok' };
    } catch {
      return reply.status(503).send({ status: 'the store does not answer' });
    }
  });
  if (webFolder !== null) await serveWeb(app, webFolder);
  return app;
}
