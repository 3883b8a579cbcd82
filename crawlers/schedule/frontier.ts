import { derivedId } from '../../src/core/ids.js';
import type { PageCursor } from '../../src/core/ports.js';
import type { Source, SourceState } from '../../src/core/source.js';
import { type Demand, noDemand } from './budget.js';
import type { RollEntry } from './page-roll.js';
import { noYield, type Yield } from './revisit.js';

/**
 * `list`: a start page or board, read for ever; `older`: one further page of a list, read once; `thread`: a topic or article, read
 * again at growing intervals until it has been quiet for long.
 */
export type VisitRole = 'list' | 'older' | 'thread';

/** One due reading of one address, as it travels in a job. */
export interface Visit {
  /** Depends on source and address alone. */
  id: string;
  sourceId: string;
  url: string;
  role: VisitRole;
  /** How many pages deep from the start page of its list or thread, the first being 1. */
  page: number;
  /** Last page of its list that may be read in this pass; null: as deep as the source says. */
  lastPage: number | null;
  /** Instant for which it was due, ms; together with `id` it names this one reading. */
  dueAtMs: number;
}

/** What is known of an address from earlier visits. */
export interface VisitMemory {
  etag: string | null;
  lastModified: string | null;
  /** EWMA of new posts per day; null before the second visit. */
  postsPerDay: number | null;
  /** Days of watching that this rests on. */
  ratedDays: number | null;
  /** Pause that the page asked for when it was last read in full (feed TTL): «not modified» does not say it again. Minutes; null when silent. */
  ttlMinutes: number | null;
  failures: number;
  /** Visits in a row that brought nothing new. */
  quietVisits: number;
  lastVisitMs: number | null;
  lastNewMs: number | null;
  /** What all addresses together ask for, and those of this host. */
  demand: Demand;
  hostDemand: Demand;
  /** What the posts of the source came to, and those of all. */
  yield: Yield;
  yieldOfAll: Yield;
}
export const emptyMemory: VisitMemory = {
  etag: null,
  lastModified: null,
  postsPerDay: null,
  ratedDays: null,
  ttlMinutes: null,
  failures: 0,
  quietVisits: 0,
  lastVisitMs: null,
  lastNewMs: null,
  demand: noDemand,
  hostDemand: noDemand,
  yield: noYield,
  yieldOfAll: noYield,
};

/** The part of the memory that a finished visit writes; validators and yield are written by the page cursor only, sums by all visits. */
export type VisitOutcome = Omit<
  VisitMemory,
  'etag' | 'lastModified' | 'demand' | 'hostDemand' | 'yield' | 'yieldOfAll'
>;

export interface NewVisit {
  sourceId: string;
  url: string;
  role: VisitRole;
  page: number;
  /** As in Visit; default null. */
  lastPage?: number | null;
  dueAtMs: number;
  /** When the list says the target last changed (ISO); a known visit is pulled forward when this moved on. */
  changedAt: string | null;
  /** How many replies the list says it has; a known visit is pulled forward when that changed. Default: the list does not say. */
  replies?: number | null;
}

export interface IdleInfo {
  /** Visits that are due by the horizon and wait. */
  due: number;
  /** Visits handed out and not finished. */
  inFlight: number;
  /** Earliest due time of all waiting visits, ms; null when none waits. */
  nextDueMs: number | null;
}

/** Changes to a source's health, added to what is known in one step, so that many processes may write. */
export interface SourceVisit {
  sourceId: string;
  /** Whether a list was read: only those count as failures in a row, and only their success clears the last error. */
  isList: boolean;
  atMs: number;
  newPosts: number;
  nextVisitMs: number | null;
  /** From publication to fetch, ms, of each new post that appeared since the visit before. */
  delaysMs: readonly number[];
  /** How often the list is read now and how often it asks for; null where that does not change. */
  intervalMinutes: number | null;
  wantedMinutes: number | null;
  error: { code: string; message: string; url: string | null } | null;
}

/**
 * When each address is due, who may speak to which host, and what was seen: shared by all crawl processes. It can be wiped at any time
 * and is then built again from the source list. All instants are milliseconds and given by the caller; the clocks of machines that
 * share a frontier must agree to a fraction of a second (NTP).
 */
export interface Frontier extends PageCursor {
  /**
   * Adds start pages that are not known yet, due at `nowMs`; changes nothing for those that are. Restores health from `states` where it
   * was lost. After a wipe, batches of pages fetched before `epochMs` (default `nowMs`) move the cursor no more.
   */
  seed(sources: readonly Source[], states: readonly SourceState[], nowMs: number, epochMs?: number): Promise<void>;
  /** False after a wipe. */
  isSeeded(): Promise<boolean>;
  /** Adds found addresses: unknown ones as given, known ones only pulled forward when `changedAt` moved on or `replies` changed. Returns how many are now due. */
  add(visits: readonly NewVisit[]): Promise<number>;
  /**
   * Hands out visits that are due at `horizonMs`, earliest hosts first, two of each before more of one, at most `perHost` in flight per host (two where many hosts are due), of wide hosts as many as these may have. Visits whose lease ran
   * out (their crawler died) come back first.
   */
  popDue(nowMs: number, limit: number, options: PopOptions): Promise<Visit[]>;
  /** Ends the leases of all visits under way, so that the next `popDue` hands them out anew: for visits whose jobs were lost. */
  recall(): Promise<void>;
  /** Takes up a visit that was handed out and renews its lease; null when it was finished by another or handed out anew. */
  begin(visit: Visit, nowMs: number, leaseMs: number): Promise<VisitMemory | null>;
  /** Ends a visit: due again at `nextDueMs`, or forgotten when null. What the address asks for from now on replaces its part of the sums. */
  finish(visit: Visit, nowMs: number, outcome: VisitOutcome, nextDueMs: number | null, demand?: Demand): Promise<void>;
  /**
   * How many of `wanted` visits may be handed out now without exceeding so many a minute over all processes; they count as made. Up to a minute's
   * worth is saved up. Less than nothing gives visits back.
   */
  grant(nowMs: number, perMinute: number, wanted: number): Promise<number>;
  /**
   * Takes the host's slot for `holder`; 0 when taken, else milliseconds to wait before asking again. The pause since the last request is
   * the longer of `delayMs` and what the holder before asked for: another process may know a crawl-delay that this one does not know yet.
   */
  acquire(host: string, holder: string, nowMs: number, delayMs: number, leaseMs: number): Promise<number>;
  /** Gives the slot back; the host then rests for the delay of the next `acquire`, or for `restMs` when that is longer. */
  release(host: string, holder: string, nowMs: number, restMs?: number): Promise<void>;
  /** Leaves a part of a host alone until then, e.g. one method of an API («api.vk.com/method/newsfeed.search»); nobody holds it. */
  rest(part: string, untilMs: number): Promise<void>;
  /** Until when a part of a host is left alone, ms; 0 when it is not known to rest. It may be over by now. */
  restsUntil(part: string): Promise<number>;
  /** Counts one request of a source; false (and not counted) when today's budget (UTC) is spent. */
  spend(sourceId: string, nowMs: number, requestsPerDay: number): Promise<boolean>;
  /** Of these posts, the ids of those that are new or whose fingerprint changed since they were indexed. */
  unseen(sourceId: string, posts: readonly { id: string; fingerprint: string }[]): Promise<Set<string>>;
  /** Which posts stood on the page of a visit when it was last read; empty when that is not known. */
  roll(visitId: string): Promise<RollEntry[]>;
  putRoll(visitId: string, roll: readonly RollEntry[]): Promise<void>;
  /** Adds one visit to the source's health. */
  record(visit: SourceVisit): Promise<void>;
  /** Health of these sources as it stands now. */
  health(sourceIds: readonly string[]): Promise<SourceState[]>;
  idleInfo(horizonMs: number): Promise<IdleInfo>;
  close(): Promise<void>;
}

/** Up to so many hosts with due visits get `perHost` each at once; where there are more, two each, so that all have their turn. */
export const FEW_HOSTS = 25;

export interface PopOptions {
  leaseMs: number;
  /** Most visits of one host in flight at once (they are made one after another anyway). */
  perHost: number;
  /** Visits due later than this stay; default: now. */
  horizonMs?: number;
  /** Hosts whose pages are asked for many at once, and how many visits of each may be in flight. */
  wide?: { hosts: readonly string[]; perHost: number };
}

/** Id of the visits of one address of one source. */
export function visitId(sourceId: string, url: string): string {
  return derivedId('visit', sourceId, url);
}

/** Host slot that an address belongs to: name and port. Throws TypeError on what is no URL (checked earlier). */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Midnight UTC that ends the day of `nowMs`: when a spent budget is full again. */
export function nextDayMs(nowMs: number): number {
  return (Math.floor(nowMs / 86_400_000) + 1) * 86_400_000;
}

/** Short forms under which a post is remembered: 72 bits of its id, 60 of its fingerprint. */
export function seenKey(id: string): string {
  return id.slice(0, 13);
}
export function seenMark(fingerprint: string): string {
  return fingerprint.slice(0, 10);
}
