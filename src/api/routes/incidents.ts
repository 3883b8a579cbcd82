import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isoTime } from '../../core/clock.js';
import { AppError } from '../../core/errors.js';
import {
  actionRequestSchema,
  type IncidentCard,
  incidentCardSchema,
  incidentListQuerySchema,
  incidentListReplySchema,
} from '../../core/http.js';
import type { Incident, IncidentEvent } from '../../core/incident.js';
import type { IncidentQuery } from '../../core/ports.js';
import type { User } from '../../core/user.js';
import { canSee, limitedTo, shownFacets } from '../access.js';
import { recordAudit } from '../audit.js';
import { type ApiContext, userOf } from '../context.js';
import { shownEntry, shownIncident, shownRecord, shownRow } from '../shown.js';

const paramsSchema = z.strictObject({ id: z.string().min(2).max(64) });
const shownPosts = 200;

const nothing = {
  items: [],
  total: 0,
  next: null,
  highlights: {},
  facets: { status: [], group: [], urgency: [], executorId: [], settlement: [], sourceId: [] },
};

export function incidentRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store, desk, clock } = context;
  const routes = app.withTypeProvider<ZodTypeProvider>();

  async function find(id: string, user: User): Promise<Incident> {
    const incident = await store.incidents.get(id);
    // Another territory's incident is as unknown as one that does not exist.
    if (incident === null || !canSee(user, incident)) throw new AppError('E_NOT_FOUND', `there is no incident ${id}`);
    return incident;
  }

  async function cardOf(incident: Incident, user: User): Promise<IncidentCard> {
    const [events, posts] = await Promise.all([
      store.incidents.events(incident.id),
      store.posts.byIds(incident.postIds.slice(0, shownPosts)),
    ]);
    return {
      incident: shownIncident(incident),
      posts: posts
        .sort((one, other) => (one.publishedAt ?? one.fetchedAt).localeCompare(other.publishedAt ?? other.fetchedAt))
        .map(shownRecord),
      history: events.map(shownEntry),
      allowed:
        user.role === 'executor'
          ? desk.allowed(incident).filter((type) => type === 'answer' || type === 'comment')
          : desk.allowed(incident),
    };
  }

  routes.get(
    '/api/incidents',
    {
      schema: {
        summary: 'The queue',
        querystring: incidentListQuerySchema,
        response: { 200: incidentListReplySchema },
      },
    },
    async (request) => {
      const { overdue, unsure, ...query } = request.query;
      const user = userOf(request);
      const asked = {
        ...query,
        ...(overdue === undefined ? {} : { overdueAt: isoTime(clock.now()) }),
        ...(unsure === undefined ? {} : { unsure: unsure === 'true' }),
      } as IncidentQuery;
      const limited = limitedTo(user, asked, context.meta.territories);
      if (limited === null) return nothing;
      const page = await store.incidents.search(limited);
      return { ...page, items: page.items.map(shownRow), facets: shownFacets(user, page.facets) };
    },
  );

  routes.get(
    '/api/incidents/:id',
    { schema: { summary: 'The card of an incident', params: paramsSchema, response: { 200: incidentCardSchema } } },
    async (request) => {
      const user = userOf(request);
      const incident = await find(request.params.id, user);
      await recordAudit(context, user.login, 'read', incident.id);
      return cardOf(incident, user);
    },
  );

  routes.post(
    '/api/incidents/:id/actions',
    {
      schema: {
        summary: 'Act on an incident at the version that you saw',
        params: paramsSchema,
        body: actionRequestSchema,
        response: { 200: incidentCardSchema },
      },
    },
    async (request) => {
      const user = userOf(request);
      const { version, action } = request.body;
      const before = await find(request.params.id, user);
      if (user.role === 'executor' && action.type !== 'answer' && action.type !== 'comment') {
        throw new AppError(
          'E_FORBIDDEN',
          `«${action.type}» is for operators; as an executor you may answer and comment`,
        );
      }
      const actor = { kind: 'operator' as const, id: user.login, name: user.name };
      const after = await desk.act(before.id, version, action, actor).catch((error: unknown) => {
        throw withShownEvents(error);
      });
      await recordAudit(context, user.login, action.type, before.id);
      return cardOf(after, user);
    },
  );
}

/** A conflict tells what came in between in the form of the history. */
function withShownEvents(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'E_CONFLICT') return error;
  const events = (error.details.events ?? []) as Omit<IncidentEvent, 'incidentId'>[];
  return new AppError('E_CONFLICT', error.message, {
    details: { ...error.details, events: events.map(shownEntry) },
    cause: error,
  });
}
