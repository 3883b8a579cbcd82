import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { recordAudit } from '../../core/audit.js';
import { isoTime } from '../../core/clock.js';
import {
  alertListReplySchema,
  sourceItemSchema,
  sourceListQuerySchema,
  sourceListReplySchema,
  sourceSwitchSchema,
} from '../../core/http.js';
import { sourceHealth } from '../../core/source-health.js';
import type { SourceQuery } from '../../core/source-ports.js';
import { type ApiContext, userOf } from '../context.js';

/** The registry of watched pages and its health. */
export function sourceRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store, clock } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const staff = { access: ['administrator', 'coordinator', 'operator'] as const };

  routes.get(
    '/api/sources',
    {
      config: staff,
      schema: {
        summary: 'Sources with their health, by id',
        querystring: sourceListQuerySchema,
        response: { 200: sourceListReplySchema },
      },
    },
    async (request) => {
      const { limit, after, ...filter } = request.query;
      const nowMs = clock.now();
      const at = isoTime(nowMs);
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
      const page = { limit, ...(after === undefined ? {} : { after }) };
      const [{ items, total }, counts] = await Promise.all([
        store.sources.search({ at, ...given } as SourceQuery, page),
        store.sources.counts(at),
      ]);
      const states = await store.sources.states(items.map(({ id }) => id));
      const byId = new Map(states.map((state) => [state.sourceId, state]));
      const rows = items.map((source) => {
        const state = byId.get(source.id) ?? null;
        return { source, state, health: sourceHealth(source, state, nowMs) };
      });
      return { items: rows, total, counts };
    },
  );

  routes.put(
    '/api/sources/:id/switch',
    {
      config: { access: ['administrator'] },
      schema: {
        summary: 'Switches a source on or off',
        params: z.strictObject({ id: z.string().min(1).max(64) }),
        body: sourceSwitchSchema,
        response: { 200: sourceItemSchema },
      },
    },
    async (request) => {
      const { login } = userOf(request);
      const { id } = request.params;
      const source = await context.switchSource(id, {
        by: login,
        reason: request.body.on ? null : request.body.reason,
      });
      await recordAudit(context, login, request.body.on ? 'source-on' : 'source-off', id);
      const [state = null] = await store.sources.states([id]);
      return { source, state, health: sourceHealth(source, state, clock.now()) };
    },
  );

  routes.get(
    '/api/alerts',
    {
      config: staff,
      schema: {
        summary: 'What must be looked at: sources that are broken or silent, passports that expire',
        querystring: z.strictObject({
          open: z.enum(['true', 'false']).default('true'),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: { 200: alertListReplySchema },
      },
    },
    async (request) => ({
      items: await store.alerts.list({ isOpen: request.query.open === 'true', limit: request.query.limit }),
    }),
  );
}
