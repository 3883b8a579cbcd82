import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { limitedTo } from '../../core/access.js';
import { recordAudit } from '../../core/audit.js';
import { isoTime } from '../../core/clock.js';
import { selfEvidentOutcomes } from '../../core/closing.js';
import { AppError } from '../../core/errors.js';
import {
  actionRequestSchema,
  type IncidentCard,
  incidentCardSchema,
  incidentListQuerySchema,
  incidentListReplySchema,
  mergePreviewQuerySchema,
  mergePreviewReplySchema,
} from '../../core/http.js';
import type { Incident, IncidentEvent } from '../../core/incident.js';
import type { NearIncident } from '../../core/nearness.js';
import type { IncidentQuery } from '../../core/ports.js';
import type { User } from '../../core/user.js';
import { type ApiContext, userOf } from '../context.js';
import { incidentsNear } from '../meaning.js';
import { shownEntry, shownIncident, shownRecord, shownRow } from '../shown.js';
import { findIncident, incidentParamsSchema } from './incident-params.js';

const shownPosts = 200;

const nothing = {
  items: [],
  total: 0,
  next: null,
  highlights: {},
  similarities: {},
  facets: { status: [], group: [], urgency: [], executorId: [], settlement: [], sourceId: [] },
};

export function incidentRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store, desk, clock } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  async function cardOf(incident: Incident, user: User): Promise<IncidentCard> {
    const [events, posts, words] = await Promise.all([
      store.incidents.events(incident.id),
      store.posts.byIds(incident.postIds.slice(0, shownPosts)),
      store.posts.byIds(incident.reactions.map(({ postId }) => postId)),
    ]);
    return {
      incident: shownIncident(incident),
      posts: posts
        .sort((one, other) => (one.publishedAt ?? one.fetchedAt).localeCompare(other.publishedAt ?? other.fetchedAt))
        .map(shownRecord),
      authorWords: words.map(({ id, text, url, publishedAt, fetchedAt }) => ({
        id,
        text,
        url,
        publishedAt,
        fetchedAt,
      })),
      history: events.map(shownEntry),
      clocks: desk.clocks(incident),
      allowed: desk.allowed(incident, user),
      selfEvidentOutcomes: selfEvidentOutcomes(incident.status),
    };
  }

  routes.get(
    '/api/incidents',
    {
      schema: {
        summary: 'The queue; with by=meaning the incidents nearest in meaning to the text',
        querystring: incidentListQuerySchema,
        response: { 200: incidentListReplySchema },
      },
    },
    async (request) => {
      const { overdue, promises, unsure, recurring, by, text, ...query } = request.query;
      const user = userOf(request);
      const isByMeaning = by === 'meaning' && text !== undefined && text.trim() !== '';
      const asked = {
        ...query,
        ...(text === undefined || isByMeaning ? {} : { text }),
        ...(overdue === undefined ? {} : { overdueAt: isoTime(clock.now()) }),
        ...(recurring === undefined ? {} : { recurring: true }),
        ...(promises === undefined ? {} : { promisesOverAt: isoTime(clock.now()) }),
        ...(unsure === undefined ? {} : { unsure: unsure === 'true' }),
      } as IncidentQuery;
      const limited = limitedTo(user, asked, context.meta.territories);
      if (limited === null) return nothing;
      if (isByMeaning) limited.nearest = await incidentsNear(context, user, await context.vectors.vectorOf(text));
      const page = await store.incidents.search(limited);
      return {
        ...page,
        items: page.items.map(shownRow),
        similarities: similaritiesOf(page.items, limited.nearest),
      };
    },
  );

  routes.get(
    '/api/incidents/:id',
    {
      schema: {
        summary: 'The card of an incident',
        params: incidentParamsSchema,
        response: { 200: incidentCardSchema },
      },
    },
    async (request) => {
      const user = userOf(request);
      const incident = await findIncident(context, request.params.id, user);
      await recordAudit(context, user.login, 'read', incident.id);
      return cardOf(incident, user);
    },
  );

  routes.get(
    '/api/incidents/:id/merge-preview',
    {
      schema: {
        summary: 'What another incident would be with this one merged into it',
        params: incidentParamsSchema,
        querystring: mergePreviewQuerySchema,
        response: { 200: mergePreviewReplySchema },
      },
    },
    async (request) => {
      const user = userOf(request);
      const [from, into] = await Promise.all(
        [request.params.id, request.query.into].map((id) => findIncident(context, id, user)),
      );
      if (from === undefined || into === undefined || from.id === into.id)
        throw new AppError('E_INPUT_INVALID', 'into: name another incident', {
          reason: { key: 'merge-with-itself', params: {} },
        });
      return { into: shownRow(into), after: shownRow(desk.preview(from, into)) };
    },
  );

  routes.post(
    '/api/incidents/:id/actions',
    {
      schema: {
        summary: 'Act on an incident at the version that you saw',
        params: incidentParamsSchema,
        body: actionRequestSchema,
        response: { 200: incidentCardSchema },
      },
    },
    async (request) => {
      const user = userOf(request);
      const { version, action } = request.body;
      const before = await findIncident(context, request.params.id, user);
      // What somebody may not see is as unknown as what does not exist, also as the other half of a merge.
      if (action.type === 'merge') await findIncident(context, action.intoId, user);
      const after = await desk.act(before.id, version, action, user).catch((error: unknown) => {
        throw withShownEvents(error);
      });
      await recordAudit(context, user.login, action.type, before.id);
      return cardOf(after, user);
    },
  );
}

/** How similar each incident of a page is. */
function similaritiesOf(items: readonly Incident[], nearest: readonly NearIncident[] = []): Record<string, number> {
  const known = new Map(nearest.map(({ id, similarity }) => [id, similarity]));
  return Object.fromEntries(
    items.map(({ id }) => [id, known.get(id)] as const).filter(([, value]) => value !== undefined),
  ) as Record<string, number>;
}

/** A conflict tells what came in between in the form of the history. */
function withShownEvents(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'E_CONFLICT') return error;
  const events = (error.details.events ?? []) as Omit<IncidentEvent, 'incidentId'>[];
  return new AppError('E_CONFLICT', error.message, {
    details: { ...error.details, events: events.map(shownEntry) },
    ...(error.reason === null ? {} : { reason: error.reason }),
    cause: error,
  });
}
