import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { limitedTo } from '../../core/access.js';
import { similarQuerySchema, similarReplySchema } from '../../core/http.js';
import { sameProblemFrom } from '../../core/nearness.js';
import { type ApiContext, userOf } from '../context.js';
import { incidentsNear, meaningOf } from '../meaning.js';
import { shownRow } from '../shown.js';
import { findIncident, incidentParamsSchema } from './incident-params.js';

/** Incidents whose posts mean nearly the same. */
export function similarRoutes(app: FastifyInstance, context: ApiContext): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/incidents/:id/similar',
    {
      schema: {
        summary: 'Incidents whose posts mean nearly the same, the most similar first',
        params: incidentParamsSchema,
        querystring: similarQuerySchema,
        response: { 200: similarReplySchema },
      },
    },
    async (request) => {
      const user = userOf(request);
      const incident = await findIncident(context, request.params.id, user);
      const vector = await meaningOf(context, incident);
      if (vector === null) return { items: [], isKnown: false };
      const near = (await incidentsNear(context, user, vector, { except: incident.id })).filter(
        ({ similarity }) => similarity >= sameProblemFrom,
      );
      const query = { nearest: near, sort: 'relevance' as const, limit: request.query.limit };
      const limited = limitedTo(user, query, context.meta.territories);
      if (limited === null) return { items: [], isKnown: true };
      const { items } = await context.store.incidents.search(limited);
      const similarities = new Map(near.map(({ id, similarity }) => [id, similarity]));
      return {
        items: items.map((one) => ({ incident: shownRow(one), similarity: similarities.get(one.id) ?? 0 })),
        isKnown: true,
      };
    },
  );
}
