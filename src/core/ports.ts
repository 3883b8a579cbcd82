/**
 * The interfaces through which the rooms meet. Implementations are handed over by src/app; crawlers, pipelines, models and store never
 * import each other.
 */

import type { ClockView } from './clock-run.js';
import type { DeadLetter } from './dead-letter.js';
import type { IncidentAction, IncidentActionType } from './http.js';
import type { Incident, IncidentEvent, IncidentStatus } from './incident.js';
import type { LabelStore } from './label-store.js';
import type { LedgerEntry } from './ledger.js';
import type { ModelSetEntry, ModelSetVersion, ModelUse } from './model-set-version.js';
import type { NearestOptions, NearIncident, NearPost } from './nearness.js';
import type { PageRef, Post, RawPost } from './post.js';
import type { RuleSet, SavedSearch } from './rule-set.js';
import type { IncidentTrace } from './series.js';
import type { AlertStore, RawPageStore, SourceStore } from './source-ports.js';
import type { AuditEntry, Hand, Session, User } from './user.js';
import type { GroupCode, Urgency } from './verdict.js';

// ---------------------------------------------------------------- store

/** What became of each document of a bulk write, in the order given. */
export type SaveOutcome =
  | { ok: true }
  /** The store refuses this document for good: it belongs in a dead letter. */
  | { ok: false; code: string; message: string };

export interface PostStore {
  /** Fingerprint, version and incident of the posts that are known already. Reads in real time (not as of the last refresh). */
  known(ids: readonly string[]): Promise<Map<string, KnownPost>>;
  /**
   * Writes each post under its id, replacing an older version. Temporary failures (whole request or single items) are retried with
   * back-off inside; throws E_STORE_UNAVAILABLE when they last.
   */
  save(posts: readonly Post[]): Promise<SaveOutcome[]>;
  byIds(ids: readonly string[]): Promise<Post[]>;
  /** Notes that these posts are no longer on their pages (an instant), or are again (null); unknown ids are passed over. */
  markRemoved(ids: readonly string[], at: string | null): Promise<void>;
  /** How many there are, or how many pass, as of the last refresh. */
  count(options?: Pick<ScanOptions, 'query' | 'since' | 'until'>): Promise<number>;
  /**
   * All posts that pass, page by page, as of the moment at which the walk began and the last refresh before it. Holds one page a slice in memory, however many
   * there are; the order is the index's own. Ending the loop early ends the walk. Throws E_STORE_REJECTED for a query that cannot be.
   */
  scan<F extends keyof Post = keyof Post>(options?: ScanOptions<F>): AsyncIterable<Pick<Post, F>[]>;
  /** Writes again the posts whose searchable words another version of the text engine made. Returns how many were written. */
  refreshWords(onProgress?: (written: number) => void): Promise<number>;
  /**
   * The posts nearest in meaning, most similar first, as of the last refresh; posts without a vector are never among them. The similarity
   * is exact; which posts are found is exact too up to some thousands of candidates, beyond that a search through a graph may miss one.
   * Throws E_INPUT_INVALID for a vector or a number of posts that cannot be.
   * @param vector 384 numbers, not all zero
   */
  nearest<F extends keyof Post = keyof Post>(
    vector: Float32Array,
    options: NearestOptions<F>,
  ): Promise<NearPost<Pick<Post, F>>[]>;
}

export interface ScanOptions<F extends keyof Post = keyof Post> {
  /** Elasticsearch's query language, as far as pipelines/rules/to-elasticsearch.ts speaks it. Without it: all posts. */
  query?: object;
  /** Written at or after / before, ISO; a post without a date counts by when it was read. */
  since?: string;
  until?: string;
  /** The fields wanted; without it all. Fewer are faster: {id, text} by a factor of three. */
  fields?: readonly F[];
  /** Ends after so many posts. */
  limit?: number;
}
export interface KnownPost {
  fingerprint: string;
  version: number;
  incidentId: string | null;
}

export interface IncidentQuery {
  /** Full-text search in Russian over the posts' texts, number and address. */
  text?: string;
  status?: IncidentStatus[];
  group?: GroupCode[];
  urgency?: Urgency;
  /** Any of these territories or one below them. */
  territory?: string[];
  /** The code begins with these digits: 2 are a region, 5 a municipality, 8 or 11 one territory. */
  oktmo?: string;
  executorId?: string[];
  /** What concerns any of these bodies: theirs to work on, or waiting for their approval or for publication after it. */
  bodies?: readonly string[];
  sourceId?: string[];
  settlement?: string[];
  /** Queued at or after / before, ISO. */
  from?: string;
  to?: string;
  /** Only those whose deadline has passed at this instant (ISO) and that still wait for an answer. */
  overdueAt?: string;
  /** Only those with an open promise whose day is over at this instant (ISO). */
  promisesOverAt?: string;
  unsure?: boolean;
  /** Only those that came back after an answer or a closing. */
  recurring?: boolean;
  /** Only these incidents; by relevance they stand in the order of their similarity (-1 to 1). At most 1 000. */
  nearest?: readonly NearIncident[];
  sort?: 'newest' | 'due' | 'people' | 'recurrences' | 'relevance';
  /** Cursor as returned in `next`. */
  after?: string;
  /** Page size, 1-200. */
  limit?: number;
}
export interface IncidentPage {
  items: Incident[];
  total: number;
  next: string | null;
  /** Counts over the whole result by field; a field's own filter is left out of its counts. */
  facets: Record<
    'status' | 'group' | 'urgency' | 'executorId' | 'settlement' | 'sourceId',
    { key: string; count: number }[]
  >;
  /** Per incident id: the fragments of text that matched, with matches between U+E000 and U+E001. */
  highlights: Record<string, string[]>;
}

export interface IncidentStore {
  /** Reads in real time. */
  get(id: string): Promise<Incident | null>;
  /** All events in order; the log is the truth, the incident document its projection. Reads in real time. */
  events(id: string): Promise<IncidentEvent[]>;
  /** The same to the letter as they were written, whichever version wrote them: what the chain of hashes is held against. */
  log(id: string): Promise<IncidentEvent[]>;
  /**
   * Appends events and writes the projection made from the whole log. The first event's seq must be the next one: when another
   * writer was faster, throws E_CONFLICT and writes nothing. `visible`: wait until searches see it.
   */
  append(events: readonly IncidentEvent[], projection: Incident, options?: { visible?: boolean }): Promise<void>;
  /** Writes a projection again (healing after a crash between event and projection); older versions never replace newer ones. */
  project(projection: Incident): Promise<void>;
  search(query: IncidentQuery): Promise<IncidentPage>;
  /** Ids of incidents of which somebody must be told by the instant (ISO), the longest owed first, as of the last refresh. */
  noticesDue(at: string, limit: number): Promise<string[]>;
  /**
   * Ids of incidents whose log has an event between the instants (ISO, both inclusive) that their projection does not hold: whoever wrote it died before
   * the projection was written. As of the last refresh.
   */
  behind(from: string, to: string): Promise<string[]>;
  /** Walks the incidents that are answered, also by an interim answer, or closed, and were changed at or after the instant (ISO). */
  restedSince(at: string): AsyncIterable<RestedIncident>;
  /** Walks all incidents that had a post since the instant (ISO), for rebuilding the cluster memory. */
  since(lastPostAt: string): AsyncIterable<Incident>;
  /**
   * Walks all incidents that count, neither «not an incident» nor merged into another, as of the last refresh: of each what is needed to see
   * that it comes again. Holds one page in memory; oldest entry into the queue first.
   * @param since ISO; only those told of at or after it
   */
  traces(since?: string): AsyncIterable<IncidentTrace>;
}

/** What is needed of an answered or closed incident to know its authors by thread, and its answer. */
export type RestedIncident = Pick<Incident, 'id' | 'status' | 'group' | 'clocks' | 'authors' | 'clusterKeys' | 'reply'>;

export interface DeadLetterStore {
  put(letters: readonly DeadLetter[]): Promise<void>;
  list(options?: { where?: string; limit?: number }): Promise<DeadLetter[]>;
  count(): Promise<number>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface LedgerStore {
  /** An entry whose id is there already changes nothing: the first one counts. */
  add(entries: readonly LedgerEntry[]): Promise<void>;
  /** Sums by queue, stage and outcome. */
  totals(options?: { sourceId?: string; from?: string }): Promise<LedgerTotal[]>;
}
export interface LedgerTotal {
  queue: string;
  stage: string;
  outcome: string;
  count: number;
}

export interface UserStore {
  get(login: string): Promise<User | null>;
  put(user: User): Promise<void>;
  list(): Promise<User[]>;
}
export interface SessionStore {
  get(id: string): Promise<Session | null>;
  put(session: Session): Promise<void>;
  remove(id: string): Promise<void>;
}
export interface AuditStore {
  add(entries: readonly AuditEntry[]): Promise<void>;
  list(options?: { target?: string; limit?: number }): Promise<AuditEntry[]>;
}

/** Versions of the rule packs. The history only grows: the highest version is in force. */
export interface RuleSetStore {
  /** The version in force, in real time; null when nothing was ever deployed. */
  latest(): Promise<RuleSet | null>;
  /** Its number alone, in real time: cheap enough to ask every few seconds. 0 when nothing was ever deployed. */
  latestVersion(): Promise<number>;
  get(version: number): Promise<RuleSet | null>;
  /** Newest first, without the files. */
  list(options?: { limit?: number }): Promise<Omit<RuleSet, 'files'>[]>;
  /**
   * Writes the version `set.version`, which must be the next one: when somebody was faster, throws E_CONFLICT (details.between: version,
   * who, when and why of what came between) and writes nothing. It is in force when this resolves.
   */
  deploy(set: RuleSet): Promise<void>;
}

/** Versions of the model set, and the log of which of them were in use. Both only grow. */
export interface ModelSetStore {
  /** Its number, in real time: 0 when only the shipped set is there. */
  latestVersion(): Promise<number>;
  /** Reads in real time; null for 0, which is a file, and for what is not there. */
  get(version: number): Promise<ModelSetVersion | null>;
  /** Newest first, without the weights. */
  list(options?: { limit?: number }): Promise<ModelSetEntry[]>;
  /** Writes the next version; it is used by nobody yet. When somebody was faster, throws E_CONFLICT that says who and writes nothing. */
  add(set: ModelSetVersion): Promise<void>;
  /** Number of the newest entry of the log, in real time: cheap enough to ask every few seconds. 0 when the log is empty. */
  latestSeq(): Promise<number>;
  /** The entry that holds, in real time; null when none was ever written: the shipped set decides and none looks on. */
  inUse(): Promise<ModelUse | null>;
  /** Newest first. */
  uses(options?: { limit?: number }): Promise<ModelUse[]>;
  /**
   * Writes the next entry of the log; it holds when this resolves. When somebody was faster, throws E_CONFLICT that says who (details.between)
   * and writes nothing.
   */
  use(entry: ModelUse): Promise<void>;
}

export interface SavedSearchStore {
  /** In the order of their ids, up to the last `put` or `remove`. */
  list(): Promise<SavedSearch[]>;
  /** Reads in real time. */
  get(id: string): Promise<SavedSearch | null>;
  /** Throws E_CONFLICT when the id is taken. */
  add(search: SavedSearch): Promise<void>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
}

/** Everything that is kept. */
export interface Store {
  sources: SourceStore;
  alerts: AlertStore;
  rawPages: RawPageStore;
  posts: PostStore;
  incidents: IncidentStore;
  deadLetters: DeadLetterStore;
  ledger: LedgerStore;
  users: UserStore;
  sessions: SessionStore;
  audit: AuditStore;
  ruleSets: RuleSetStore;
  modelSets: ModelSetStore;
  savedSearches: SavedSearchStore;
  labels: LabelStore;
  /** Creates or updates what the store needs (indices and mappings). Idempotent. */
  setUp(): Promise<void>;
  /** Throws E_STORE_UNAVAILABLE with a sentence that helps when it does not answer. */
  check(): Promise<{ name: string; version: string }>;
  /** Makes all that was written visible to searches; for `--once` and tests. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

// ---------------------------------------------------------------- collecting

/** Takes what a page gave into the pipeline; resolves when it is safely queued. */
export interface PostSink {
  accept(page: PageRef, posts: readonly RawPost[]): Promise<void>;
}

/** Told when all posts of a page are in the index: only then may the crawl cursor move. */
export interface PageCursor {
  /** @param found how many of these posts are or may be incidents; default none */
  indexed(page: PageRef, posts: readonly { id: string; fingerprint: string }[], found?: number): Promise<void>;
}

// ---------------------------------------------------------------- queues

export interface JobCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}
/** A durable queue of jobs. Adding a job whose id still waits has no effect. */
export interface JobQueue<T> {
  readonly name: string;
  add(jobs: readonly { id: string; data: T }[]): Promise<void>;
  counts(): Promise<JobCounts>;
}

// ---------------------------------------------------------------- analysis

export type {
  Admission,
  Classifier,
  ClassifyOptions,
  ClusterMark,
  ClusterMatter,
  ClusterMemory,
  Decider,
  Decision,
  Gate,
  Judgement,
  Locator,
  PlaceContext,
  RouteOrigin,
  Router,
  TextOrigin,
  TextToClassify,
} from './analysis-ports.js';

export type { AddressQuery, GeocodedPoint, Geocoder } from './geocoder.js';

// ---------------------------------------------------------------- live updates

export interface IncidentNotice {
  incidentId: string;
  version: number;
  type: string;
}
export interface IncidentFeed {
  publish(notice: IncidentNotice): Promise<void>;
  /** Returns the way to stop listening. */
  subscribe(listener: (notice: IncidentNotice) => void): () => void;
}

// ---------------------------------------------------------------- the operator's desk

/** Changes incidents by events; implemented in pipelines/incidents over IncidentStore. */
export interface IncidentDesk {
  /**
   * Carries out an operator's action on the version that the operator saw. Throws E_NOT_FOUND, E_CONFLICT (details.events: what came
   * in between), E_FORBIDDEN (somebody else may) or E_MOVE_FORBIDDEN (the state does not allow it).
   */
  act(incidentId: string, version: number, action: IncidentAction, hand: Hand): Promise<Incident>;
  /** Which actions the state allows, and the role. */
  allowed(incident: Incident, hand: Hand): IncidentActionType[];
  /** Every run of every clock as it stands now. */
  clocks(incident: Incident): ClockView[];
  /** What `into` would be if `from` were merged into it now; writes nothing. */
  preview(from: Incident, into: Incident): Incident;
}
