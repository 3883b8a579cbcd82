import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isInside } from '../../core/access.js';
import { deadLetterListReplySchema, metaReplySchema, systemReplySchema } from '../../core/http.js';
import { type ApiContext, userOf } from '../context.js';

/** Sources whose names every browser gets; beyond it would wait for megabytes, and the further ones are shown by their ids. */
const MOST_NAMES = 5_000;

/** What stands around the queue: names for the screens, the state of the system. */
export function overviewRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const staff = { access: ['administrator', 'coordinator', 'operator'] as const };

  routes.get(
    '/api/meta',
    {
      schema: {
        summary: 'Groups, topics, executors, sources and territories by name',
        response: { 200: metaReplySchema },
      },
    },
    async (request) => {
      const user = userOf(request);
      const sources = (await context.sourceNames()).slice(0, MOST_NAMES);
      const territories = context.meta.territories.filter(({ id }) => isInside(id, user, context.meta.territories));
      return { ...context.meta, territories, sources };
    },
  );

  routes.get(
    '/api/system',
    { config: staff, schema: { summary: 'Queues, ledger and dead letters', response: { 200: systemReplySchema } } },
    async () => {
      const [queues, ledger, deadLetters, posts] = await Promise.all([
        context.queues(),
        store.ledger.totals(),
        store.deadLetters.count(),
        store.posts.count(),
      ]);
      return { queues, ledger, deadLetters, posts, mode: context.mode };
    },
  );

  routes.get(
    '/api/dead-letters',
    {
      config: { access: ['administrator', 'coordinator'] },
      schema: {
        summary: 'Input that could not be handled',
        querystring: z.strictObject({
          where: z.string().max(100).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          brief: z.enum(['true']).optional(),
        }),
        response: { 200: deadLetterListReplySchema },
      },
    },
    async (request) => {
      const { where, limit, brief } = request.query;
      const letters = await store.deadLetters.list({ limit, ...(where === undefined ? {} : { where }) });
      return { items: brief === undefined ? letters : letters.map(({ input, ...letter }) => letter) };
    },
  );
}
