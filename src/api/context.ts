import type { FastifyRequest } from 'fastify';
import type { AnswerDraft } from '../core/answer-draft.js';
import type { Clock } from '../core/clock.js';
import type { MetaReply, SystemReply } from '../core/http.js';
import type { Incident } from '../core/incident.js';
import type { TextVectors } from '../core/nearness.js';
import type { PlaceExplanation } from '../core/place-explanation.js';
import type { IncidentDesk, IncidentFeed, Store } from '../core/ports.js';
import type { SeriesFinder } from '../core/series.js';
import type { RegisteredSource } from '../core/source.js';
import type { Role, User } from '../core/user.js';
import { signInNeeded } from './refusals.js';

/** What the routes work with; handed over by src/app. */
export interface ApiContext {
  store: Store;
  desk: IncidentDesk;
  feed: IncidentFeed;
  /** What comes again at one place. */
  series: SeriesFinder;
  clock: Clock;
  /** Topic groups, executors and territories, as far as they do not come from the store. */
  meta: Pick<MetaReply, 'version' | 'groups' | 'executors' | 'territories'>;
  /** What the words that people search by mean. */
  vectors: TextVectors;
  /** Drafts of answers for an incident as it stands now. */
  draftsFor(incident: Incident): AnswerDraft[];
  /** The territories given and all those below them that are known. */
  territoriesWithin(ids: readonly string[]): string[];
  /**
   * What place a text names and why.
   * @param home OKTMO code, id or name of where the writer is at home; null: not known
   * @throws AppError E_INPUT_INVALID for a home that is not there or is the name of several
   */
  explainPlace(text: string, home: string | null): PlaceExplanation;
  /** Names of all sources, as of a few seconds ago. */
  sourceNames(): Promise<MetaReply['sources']>;
  /**
   * Switches a source off for a reason, or on when there is none.
   * @throws AppError E_NOT_FOUND for an unknown id, E_CONFLICT when config/ keeps it off
   */
  switchSource(id: string, to: { by: string; reason: string | null }): Promise<RegisteredSource>;
  /** What a monitoring system reads, in the text format of Prometheus. */
  metrics(): Promise<{ contentType: string; text: string }>;
  /** Who shows this as a bearer token may read the metrics; null: only people who are logged in. */
  metricsToken: string | null;
  queues(): Promise<SystemReply['queues']>;
  mode: SystemReply['mode'];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the session hook on every route that is not open. */
    user: User | null;
  }
  interface FastifyContextConfig {
    /** Who may use the route. Missing = everybody who is logged in; «open» = without a login. */
    access?: 'open' | readonly Role[];
    /** May be used before the one-time password is changed. */
    beforePasswordChange?: boolean;
  }
}

/** The user behind a request. @throws AppError E_UNAUTHENTICATED when there is none. */
export function userOf(request: FastifyRequest): User {
  if (request.user === null) throw signInNeeded('log in first');
  return request.user;
}
