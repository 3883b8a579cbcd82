import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { canSee } from '../../core/access.js';
import {
  filterSeries,
  incidentSeriesReplySchema,
  type SeriesFound,
  seriesKindSchema,
  seriesListQuerySchema,
  seriesListReplySchema,
} from '../../core/series.js';
import type { User } from '../../core/user.js';
import { type ApiContext, userOf } from '../context.js';
import { findIncident, incidentParamsSchema } from './incident-params.js';

/** What comes again at one place. Found among the incidents that the user may see, so that it tells nothing of the others. */
export function seriesRoutes(app: FastifyInstance, context: ApiContext): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  function seriesFor(user: User): Promise<SeriesFound> {
    const { role, territories, executors } = user;
    const view = JSON.stringify([role === 'executor' ? executors.toSorted() : null, territories.toSorted()]);
    return context.series.find(view, (trace) => canSee(user, trace));
  }

  routes.get(
    '/api/series',
    {
      schema: {
        summary: 'What comes again at one place: seasonal, chronic, repeated; most episodes first',
        querystring: seriesListQuerySchema,
        response: { 200: seriesListReplySchema },
      },
    },
    async (request) => {
      const { limit, ...filter } = request.query;
      const { series, incidents, since, asOf } = await seriesFor(userOf(request));
      const { ofAnyKind, items } = filterSeries(series, filter);
      const countOf = (kind: string) => ofAnyKind.filter((one) => one.kind === kind).length;
      const [seasonal, chronic, repeated] = seriesKindSchema.options.map(countOf);
      return {
        items: items.slice(0, limit),
        total: items.length,
        kinds: { seasonal: seasonal ?? 0, chronic: chronic ?? 0, repeated: repeated ?? 0 },
        ...{ incidents, since, asOf },
      };
    },
  );

  routes.get(
    '/api/incidents/:id/series',
    {
      schema: {
        summary: 'The series that an incident is part of',
        params: incidentParamsSchema,
        response: { 200: incidentSeriesReplySchema },
      },
    },
    async (request) => {
      const user = userOf(request);
      const { id } = await findIncident(context, request.params.id, user);
      const { series } = await seriesFor(user);
      for (const one of series) {
        const member = one.incidents.find((incident) => incident.id === id);
        if (member !== undefined) return { series: one, episode: member.episode };
      }
      return { series: null, episode: null };
    },
  );
}
