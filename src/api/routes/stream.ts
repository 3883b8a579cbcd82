import type { FastifyInstance } from 'fastify';
import { canSee } from '../../core/access.js';
import { type ApiContext, userOf } from '../context.js';

const heartbeatMs = 15_000;

/** Live updates as server-sent events (WHATWG HTML, 9.2): «incident» with { incidentId, version, type }. */
export function streamRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store, feed } = context;
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });

  app.get(
    '/api/stream',
    { schema: { summary: 'Live updates of the queue (server-sent events)' } },
    (request, reply) => {
      const user = userOf(request);
      const isLimited = user.territories.length > 0 || user.role === 'executor';
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      });
      raw.write('retry: 2000\n\n: open\n\n');
      const stop = feed.subscribe(async (notice) => {
        if (isLimited) {
          const incident = await store.incidents.get(notice.incidentId).catch(() => null);
          if (incident === null || !canSee(user, incident)) return;
        }
        raw.write(`event: incident\nid: ${notice.incidentId}-${notice.version}\ndata: ${JSON.stringify(notice)}\n\n`);
      });
      const timer = setInterval(() => raw.write(': alive\n\n'), heartbeatMs);
      const end = (): void => {
        clearInterval(timer);
        stop();
        open.delete(end);
        raw.end();
      };
      open.add(end);
      raw.on('close', end);
      raw.on('error', end);
    },
  );
}
