import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { draftListReplySchema } from '../../core/http.js';
import { type ApiContext, userOf } from '../context.js';
import { findIncident, incidentParamsSchema } from './incident-params.js';

/** Drafts of answers: whoever may open the card may read them. */
export function draftRoutes(app: FastifyInstance, context: ApiContext): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/incidents/:id/drafts',
    {
      schema: {
        summary: 'Drafts of answers from the templates that fit, the most particular first; nothing is published',
        params: incidentParamsSchema,
        response: { 200: draftListReplySchema },
      },
    },
    async (request) => {
      const incident = await findIncident(context, request.params.id, userOf(request));
      return { items: context.draftsFor(incident) };
    },
  );
}
