/** Series: incidents of one place and topic that come again and again; the traces that they are found from, and GET /api/series. */
import { z } from 'zod';
import { list } from './http.js';
import { type Incident, incidentStatusSchema, type Outcome } from './incident.js';
import { type Landmark, landmarkSchema } from './place.js';
import { groupCodeSchema } from './verdict.js';

/** config/series.yaml. */
export const seriesConfigSchema = z.strictObject({
  /** Episodes that make a series. */
  episodes: z.number().int().min(3).max(20).default(3),
  /** What is told within so many days of an episode's first incident is part of that episode. */
  episodeDays: z.number().int().min(1).max(90).default(14),
  /** Older incidents do not count. */
  years: z.number().int().min(1).max(30).default(10),
  seasonal: z
    .strictObject({
      /** Share of false ones among those called seasonal that is put up with. */
      falseShare: z.number().min(0.001).max(0.2).default(0.05),
      /** The longest time of the year that still is a season. */
      windowDays: z.number().int().min(14).max(180).default(120),
      /** Share of the seasons since the first one in which it came. */
      inSeasons: z.number().min(0.1).max(1).default(0.5),
    })
    .prefault({}),
  chronic: z
    .strictObject({
      /** The longest time without an episode, */
      gapDays: z.number().int().min(7).max(365).default(60),
      /** for at least so long. */
      spanDays: z.number().int().min(30).max(3_650).default(180),
    })
    .prefault({}),
});
export type SeriesConfig = z.infer<typeof seriesConfigSchema>;

/** What is needed of an incident to see that it comes again. */
export interface IncidentTrace
  extends Pick<
    Incident,
    | 'id'
    | 'number'
    | 'status'
    | 'group'
    | 'topic'
    | 'executorId'
    | 'executorName'
    | 'approverId'
    | 'territories'
    | 'settlement'
    | 'street'
    | 'house'
    | 'oktmo'
    | 'authors'
    | 'peopleCount'
  > {
  landmarks: readonly Landmark[];
  /** Zone of its place; null where an earlier version kept none. */
  timeZone: string | null;
  /** Earliest publication; where no page told it, when it entered the queue. ISO. */
  at: string;
  /** How it was closed; null while it is open, or open again. */
  outcome: Outcome | null;
}

/** Incidents in these states do not count: there was nothing, or it is told of in another one. */
export const uncounted = ['not-incident', 'merged'] as const satisfies readonly Incident['status'][];

/** Fields of the stored incident that a trace is made from. */
export const traceFields = [
  'id',
  'number',
  'status',
  'group',
  'topic',
  'executorId',
  'executorName',
  'approverId',
  'territories',
  'settlement',
  'street',
  'house',
  'oktmo',
  'authors',
  'peopleCount',
  'clocks.publishedAt',
  'clocks.queuedAt',
  'review.outcome',
  'machine.place.landmarks',
  'machine.timeZone',
] as const;

/** An incident as stored, with these fields at least. */
type TraceSource = Omit<IncidentTrace, 'landmarks' | 'timeZone' | 'at' | 'outcome'> & {
  clocks: Pick<Incident['clocks'], 'publishedAt' | 'queuedAt'>;
  review?: { outcome?: Outcome | null };
  machine?: { timeZone?: string; place?: { landmarks?: readonly Landmark[] } };
};

/** The trace of a stored incident, whichever version wrote it. */
export function traceOf(stored: TraceSource): IncidentTrace {
  const { id, number, status, group, topic, executorId, executorName, territories, authors, peopleCount } = stored;
  return {
    ...{ id, number, status, group, topic, executorId, executorName, territories, authors, peopleCount },
    approverId: stored.approverId ?? null,
    settlement: stored.settlement ?? null,
    street: stored.street ?? null,
    house: stored.house ?? null,
    oktmo: stored.oktmo ?? null,
    landmarks: (stored.machine?.place?.landmarks ?? []).map(({ kind, name }) => ({ kind, name })),
    timeZone: stored.machine?.timeZone ?? null,
    at: stored.clocks.publishedAt ?? stored.clocks.queuedAt,
    outcome: stored.review?.outcome ?? null,
  };
}

/** Same weeks of the year; again and again without a long break; else simply more than once. */
export const seriesKindSchema = z.enum(['seasonal', 'chronic', 'repeated']);
export type SeriesKind = z.infer<typeof seriesKindSchema>;

const windowSchema = z.object({ from: z.iso.date(), to: z.iso.date() });

export const seriesSchema = z.object({
  /** Made from place and topic. */
  id: z.string(),
  kind: seriesKindSchema,
  group: groupCodeSchema.nullable(),
  /** The topic that the others are kin to. */
  topic: z.string(),
  /** All topics, the most frequent first. */
  topics: z.array(z.string()),
  place: z.object({
    settlement: z.string().nullable(),
    street: z.string().nullable(),
    house: z.string().nullable(),
    landmark: landmarkSchema.nullable(),
  }),
  territories: z.array(z.string()),
  /** Zone of the place, IANA; null where none is known. */
  timeZone: z.string().nullable(),
  /** Why it is one, in numbers; the screens have the words. */
  reason: z.object({
    episodes: z.number().int(),
    spanDays: z.number().int(),
    longestGapDays: z.number().int(),
    /** Null where the history is shorter than two whole years, or holds too few episodes. */
    season: z
      .object({
        /** Seasons in which it came, and those since the first. */
        came: z.number().int(),
        of: z.number().int(),
        /** Episodes that count, and how many of them lie in the window. */
        counted: z.number().int(),
        inside: z.number().int(),
        windowDays: z.number().int(),
        /** Chance of days so close together if they were spread over the year evenly. */
        p: z.number(),
        /** What p had to be at most, with all tests allowed for; null where there were too few episodes to be tested among so many. */
        limit: z.number().nullable(),
        /** How many places and topics were tested. */
        tests: z.number().int(),
      })
      .nullable(),
  }),
  /** When it is due again, or due now; null unless seasonal. */
  next: windowSchema.nullable(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  /** Oldest first. `episode` counts from 1. */
  incidents: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      at: z.iso.datetime(),
      status: incidentStatusSchema,
      topic: z.string(),
      episode: z.number().int(),
    }),
  ),
  /** Different people over all incidents. */
  peopleCount: z.number().int(),
  /** Who had to act and how often, the most frequent first. */
  bodies: z.array(z.object({ id: z.string(), name: z.string(), count: z.number().int() })),
  /** Incidents that stand closed as solved. */
  solvedCount: z.number().int(),
});
export type Series = z.infer<typeof seriesSchema>;

// GET /api/series
export const seriesListQuerySchema = z.strictObject({
  /** Any of these territories or one below them. */
  territory: list(z.string()).optional(),
  group: list(groupCodeSchema).optional(),
  kind: list(seriesKindSchema).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type SeriesFilter = Partial<Omit<z.infer<typeof seriesListQuerySchema>, 'limit'>>;
export const seriesListReplySchema = z.object({
  /** Most episodes first. */
  items: z.array(seriesSchema),
  total: z.number().int(),
  /** How many of each kind, whatever kind is asked for. */
  kinds: z.record(seriesKindSchema, z.number().int()),
  /** Incidents looked at, and the oldest of them. */
  incidents: z.number().int(),
  since: z.iso.datetime().nullable(),
  /** When they were read: at most some minutes ago. */
  asOf: z.iso.datetime(),
});
export type SeriesListReply = z.infer<typeof seriesListReplySchema>;

// GET /api/incidents/:id/series
export const incidentSeriesReplySchema = z.object({
  /** Null where it is in none. */
  series: seriesSchema.nullable(),
  /** The incident's episode in it, from 1; null where it is in none. */
  episode: z.number().int().nullable(),
});
export type IncidentSeriesReply = z.infer<typeof incidentSeriesReplySchema>;

/** All series of a part of the incidents. */
export interface SeriesFound {
  series: readonly Series[];
  incidents: number;
  since: string | null;
  asOf: string;
}

export interface SeriesFinder {
  /**
   * Series among the incidents that may be seen, as of some minutes ago at most.
   * @param view names what `canSee` lets through: the same name is answered from memory
   */
  find(view: string, canSee: (trace: IncidentTrace) => boolean): Promise<SeriesFound>;
}

/** Those that pass, whatever their kind, and those of the kinds asked for. */
export function filterSeries(
  series: readonly Series[],
  filter: SeriesFilter,
): { ofAnyKind: Series[]; items: Series[] } {
  const { territory, group, kind } = filter;
  const passes = (wanted: readonly string[] | undefined, has: readonly (string | null)[]) =>
    wanted === undefined || wanted.length === 0 || has.some((value) => value !== null && wanted.includes(value));
  const ofAnyKind = series.filter((one) => passes(territory, one.territories) && passes(group, [one.group]));
  return { ofAnyKind, items: ofAnyKind.filter((one) => passes(kind, [one.kind])) };
}
