import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isoTime } from '../../core/clock.js';
import { AppError } from '../../core/errors.js';
import {
  actionRequestSchema,
  type IncidentCard,
  type IncidentRow,
  incidentCardSchema,
  incidentListQuerySchema,
  incidentListReplySchema,
} from '../../core/http.js';
import type { Incident } from '../../core/incident.js';
import type { IncidentQuery } from '../../core/ports.js';
import type { User } from '../../core/user.js';
import { recordAudit } from '../audit.js';
import { type ApiContext, canSee, userOf } from '../context.js';

const paramsSchema = z.strictObject({ id: z.string().min(2).max(64) });
const shownPosts = 200;

function rowOf(incident: Incident): IncidentRow {
  const { texts, posts, postIds, authors, clusterKeys, machine, review, ...row } = incident;
  return row;
}

/** The user's own limits go into the query, so that counts tell nothing about what the user may not see. */
function limitedTo(user: User, query: IncidentQuery): IncidentQuery | null {
  const limited = { ...query };
  if (user.territories.length > 0) {
    // A filter inside the user's territories narrows further; canSee drops what lies outside.
    limited.territory = query.territory?.filter((id) => user.territories.includes(id)) ?? user.territories;
    if (limited.territory.length === 0) return null;
  }
  if (user.role === 'executor') {
    limited.executorId = query.executorId?.filter((id) => user.executors.includes(id)) ?? user.executors;
    if (limited.executorId.length === 0) return null;
  }
  return limited;
}

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
    const { texts, clusterKeys, postIds, authors, ...shown } = incident;
    return {
      incident: shown,
      posts: posts
        .sort((one, other) => (one.publishedAt ?? one.fetchedAt).localeCompare(other.publishedAt ?? other.fetchedAt))
        .map(({ author, ...post }) => post),
      history: events.map(({ seq, at, actor, change }) => ({ seq, at, actor, change })),
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
      const limited = limitedTo(user, {
        ...query,
        ...(overdue === undefined ? {} : { overdueAt: isoTime(clock.now()) }),
        ...(unsure === undefined ? {} : { unsure: unsure === 'true' }),
      } as IncidentQuery);
      if (limited === null) return nothing;
      const page = await store.incidents.search(limited);
      const items = page.items.map(rowOf);
      if (user.role !== 'executor') return { ...page, items };
      // A field's counts leave out the filter on that field, and so would tell of other bodies.
      const executorId = page.facets.executorId.filter(({ key }) => user.executors.includes(key));
      return { ...page, items, facets: { ...page.facets, executorId } };
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
      const after = await desk.act(before.id, version, action, actor);
      await recordAudit(context, user.login, action.type, before.id);
      return cardOf(after, user);
    },
  );
}
