import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  AlertListReply,
  DeadLetterListReply,
  DraftListReply,
  IncidentAction,
  IncidentCard,
  IncidentListReply,
  MergePreviewReply,
  MetaReply,
  SessionReply,
  SimilarReply,
  SourceListReply,
  SystemReply,
} from '../../core/http.js';
import type { IncidentSeriesReply, SeriesListReply } from '../../core/series.js';
import { ApiError } from '../lib/error-words.js';
import { type Filters, formatFilters, toApiQuery } from '../lib/filters.js';
import { callApi } from './client.js';
import { sessionKey } from './query-client.js';

const PAGE = 100;
/** While the stream is down the queue is asked this often. */
const POLL_MS = 30_000;

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async () => {
      try {
        return await callApi<SessionReply>('GET', '/api/session');
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

export function useLogin() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['login'],
    mutationFn: async (input: { login: string; password: string }) => {
      await callApi<unknown>('POST', '/api/session', input);
      return callApi<SessionReply>('GET', '/api/session');
    },
    onSuccess: (session) => {
      client.setQueryData(sessionKey, session);
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ['login'],
    mutationFn: async (input: { current: string; next: string }) => {
      await callApi<void>('POST', '/api/session/password', input);
      return callApi<SessionReply>('GET', '/api/session');
    },
    onSuccess: (session) => client.setQueryData(sessionKey, session),
  });
}

/** Names of groups, topics, executors and sources. */
export function useMeta() {
  return useQuery({
    queryKey: ['meta'],
    queryFn: () => callApi<MetaReply>('GET', '/api/meta'),
    staleTime: 5 * 60_000,
  });
}

/** The queue under these filters, page by page. */
export function useIncidents(filters: Filters, isLive: boolean) {
  return useInfiniteQuery({
    queryKey: ['incidents', formatFilters(filters)],
    queryFn: ({ pageParam }) =>
      callApi<IncidentListReply>('GET', `/api/incidents?${toApiQuery(filters, Date.now(), pageParam, PAGE)}`),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? false : POLL_MS,
  });
}

export function useCard(id: string) {
  return useQuery({
    queryKey: ['card', id],
    queryFn: () => callApi<IncidentCard>('GET', `/api/incidents/${encodeURIComponent(id)}`),
  });
}

/** Incidents whose posts mean nearly the same. */
export function useSimilar(id: string) {
  return useQuery({
    queryKey: ['similar', id],
    queryFn: () => callApi<SimilarReply>('GET', `/api/incidents/${encodeURIComponent(id)}/similar`),
    staleTime: 60_000,
  });
}

/** Drafts of answers; asked for anew with every version, whose place, topic or term may be another. */
export function useAnswerDrafts(id: string, version: number) {
  return useQuery({
    queryKey: ['drafts', id, version],
    queryFn: () => callApi<DraftListReply>('GET', `/api/incidents/${encodeURIComponent(id)}/drafts`),
    staleTime: 60_000,
  });
}

/** What comes again at one place. */
export function useSeries(filter: { kind: string; group: string }) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  return useQuery({
    queryKey: ['series', query.toString()],
    queryFn: () => callApi<SeriesListReply>('GET', `/api/series?${query}`),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** The series that an incident is part of. */
export function useIncidentSeries(id: string) {
  return useQuery({
    queryKey: ['incident-series', id],
    queryFn: () => callApi<IncidentSeriesReply>('GET', `/api/incidents/${encodeURIComponent(id)}/series`),
    staleTime: 5 * 60_000,
  });
}

/** Incidents with this number or these words; none while nothing is asked for. */
export function useMergeable(text: string) {
  return useQuery({
    queryKey: ['mergeable', text],
    queryFn: () =>
      callApi<IncidentListReply>('GET', `/api/incidents?${new URLSearchParams({ text, limit: '20', sort: 'newest' })}`),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
}

/** What the other incident would be with this one merged into it. */
export function useMergePreview(id: string, intoId: string) {
  return useQuery({
    queryKey: ['merge-preview', id, intoId],
    queryFn: () =>
      callApi<MergePreviewReply>(
        'GET',
        `/api/incidents/${encodeURIComponent(id)}/merge-preview?${new URLSearchParams({ into: intoId })}`,
      ),
  });
}

/** Sends an action upon the version that the operator saw; the reply is the new card. */
export function useAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { version: number; action: IncidentAction }) =>
      callApi<IncidentCard>('POST', `/api/incidents/${encodeURIComponent(id)}/actions`, input),
    onSuccess: (card) => {
      client.setQueryData(['card', id], card);
      void client.invalidateQueries({ queryKey: ['incidents'] });
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.status !== 409) return;
      void client.invalidateQueries({ queryKey: ['card', id] });
      // The other half of a merge may be what changed: its row and the preview are old too.
      for (const queryKey of [['similar', id], ['mergeable'], ['merge-preview', id]])
        void client.invalidateQueries({ queryKey });
    },
  });
}

/** Which sources the page shows. */
export interface SourceFilter {
  text: string;
  health: string;
}

/** Sources under this filter, page by page. */
export function useSources({ text, health }: SourceFilter) {
  const given = Object.entries({ text, health }).filter(([, value]) => value !== '');
  return useInfiniteQuery({
    queryKey: ['sources', text, health],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams([...given, ['limit', String(PAGE)]]);
      if (pageParam !== null) query.set('after', pageParam);
      return callApi<SourceListReply>('GET', `/api/sources?${query}`);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.items.length < PAGE ? null : (last.items.at(-1)?.source.id ?? null)),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
}

/** What must be looked at now. */
export function useAlerts() {
  return useQuery({
    queryKey: ['alerts'],
    queryFn: () => callApi<AlertListReply>('GET', '/api/alerts?limit=20'),
    refetchInterval: POLL_MS,
  });
}

/** Switches a source off for a reason, or on. Only administrators may. */
export function useSwitchSource(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string | null) =>
      callApi<unknown>(
        'PUT',
        `/api/sources/${encodeURIComponent(id)}/switch`,
        reason === null ? { on: true } : { on: false, reason },
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sources'] }),
  });
}

/** Pages that were set aside, without their content. Only administrators and coordinators may ask. */
export function useUnreadPages(enabled: boolean) {
  return useQuery({
    queryKey: ['unread-pages'],
    queryFn: () => callApi<DeadLetterListReply>('GET', '/api/dead-letters?where=crawl&brief=true&limit=20'),
    refetchInterval: POLL_MS,
    enabled,
  });
}

export function useSystem() {
  return useQuery({
    queryKey: ['system'],
    queryFn: () => callApi<SystemReply>('GET', '/api/system'),
    refetchInterval: 5_000,
  });
}
