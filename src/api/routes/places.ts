import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { placeResolveQuerySchema } from '../../core/http.js';
import { placeExplanationSchema } from '../../core/place-explanation.js';
import type { ApiContext } from '../context.js';

/** A text's place on demand. The text is neither kept nor written into the audit: it belongs to no incident. */
export function placeRoutes(app: FastifyInstance, context: ApiContext): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/places/resolve',
    {
      schema: {
        summary: 'The place that a text names, its territories with OKTMO codes, and the candidates of every name',
        querystring: placeResolveQuerySchema,
        response: { 200: placeExplanationSchema },
      },
    },
    async ({ query }) => context.explainPlace(query.text, query.home ?? null),
  );
}
