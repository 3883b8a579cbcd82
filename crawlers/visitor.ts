import type { Clock } from '../src/core/clock.js';
import { isoTime } from '../src/core/clock.js';
import { AppError, toAppError } from '../src/core/errors.js';
import type { DeadLetterStore, PostSink, PostStore } from '../src/core/ports.js';
import type { RawPost } from '../src/core/post.js';
import { isPassportValid, type Source } from '../src/core/source.js';
import type { RawPageStore } from '../src/core/source-ports.js';
import type { Page, ParsedPage } from './adapter.js';
import { isInScope } from './fetch/addresses.js';
import type { Fetcher } from './fetch/fetcher.js';
import { StoppingError } from './fetch/host-gate.js';
import type { CrawlLog } from './log.js';
import type { PageParser } from './page-parser.js';
import { checkRawPosts, failedPage, makeRawPosts, toBatches } from './raw-posts.js';
import { stretchFor } from './schedule/budget.js';
import { type Frontier, hostOf, type Visit, type VisitMemory, type VisitOutcome } from './schedule/frontier.js';
import { compareRoll, MISSES_TO_REMOVE, missAgain, missAll, type RollEntry } from './schedule/page-roll.js';
import {
  type NextVisit,
  nextClosedVisit,
  nextFailedVisit,
  nextListVisit,
  nextThreadVisit,
  updateRate,
} from './schedule/revisit.js';
import { delaysOf, isCursorReached, lastPageOf, linksToFollow } from './visit-findings.js';

const VISIT_LEASE_MS = 15 * 60_000;
const PASSPORT_RETRY_MS = 3_600_000;
/** A site that says of all its pages that they are not there is mended by then. */
const GONE_RETRY_MS = 3_600_000;
const DAY_MINUTES = 1_440;
/** Tries before an older page or a thread is given up; its list leads there again when it changes. */
const MAX_FAILURES = 5;
const ownTrouble: readonly string[] = ['E_REDIS_UNAVAILABLE', 'E_STORE_UNAVAILABLE'];
const PARSE_ERRORS = ['E_PAGE_EMPTY', 'E_PAGE_INVALID'];

export interface VisitorOptions {
  frontier: Frontier;
  fetcher: Pick<Fetcher, 'fetchPage'>;
  parser: PageParser;
  sink: PostSink;
  deadLetters: DeadLetterStore;
  /** Keeps pages that could not be parsed. */
  rawPages: Pick<RawPageStore, 'put'>;
  /** Notes what is no longer on its page. */
  posts: Pick<PostStore, 'markRemoved'>;
  getSource(id: string): Promise<Source | null>;
  /** Key of the authors' hashes. */
  authorKey: string;
  /** Masks personal data in what is kept of pages that failed. */
  maskText(text: string): string;
  clock: Clock;
  log: CrawlLog;
  budgets?: Budgets;
  /** How long a visit that was taken up may last before it is handed out anew, ms. */
  visitLeaseMs?: number;
}

/** How many requests there may be; what is not given is without limit. */
export interface Budgets {
  /** Of the whole installation, a minute. */
  perMinute: number | null;
  /** Of one host, a minute. */
  hostPerMinute(host: string): number | null;
}

/** What one visit came to. */
export interface VisitResult {
  visit: Visit;
  outcome: 'skipped' | 'not-modified' | 'read' | 'failed';
  newPosts: number;
  error: AppError | null;
}

interface Reading {
  outcome: 'not-modified' | 'read';
  newPosts: number;
  /** From publication to fetch, ms, of the new posts that appeared since the visit before. */
  delaysMs: number[];
  /** Floor until the next reading by the page itself (feed TTL), as it said when it was last read in full, and by its HTTP headers; null when silent. */
  ttlMinutes: number | null;
  freshMinutes: number | null;
}

/** The longer of two floors, either of which may be missing. */
function longerOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** What stays of the memory when a visit learnt nothing. */
function outcomeOf(memory: VisitMemory): VisitOutcome {
  const { postsPerDay, ratedDays, ttlMinutes, failures, quietVisits, lastVisitMs, lastNewMs } = memory;
  return { postsPerDay, ratedDays, ttlMinutes, failures, quietVisits, lastVisitMs, lastNewMs };
}

/** Makes single visits: from the passport to the cursor. Never throws for anything that a page or host does. */
export function createVisitor(options: VisitorOptions): { visit(visit: Visit): Promise<VisitResult> } {
  const { frontier, clock, log } = options;

  async function parse(visit: Visit, source: Source, page: Page, memory: VisitMemory): Promise<ParsedPage> {
    try {
      return await options.parser.parse(source.kind, page, source);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (PARSE_ERRORS.includes(error.code)) {
        const failed = { url: visit.url, failures: memory.failures };
        const { letter, rawPage } = failedPage(error, source, failed, page, {
          nowMs: clock.now(),
          maskText: options.maskText,
        });
        await options.rawPages.put([rawPage]);
        await options.deadLetters.put([letter]);
      }
      throw error;
    }
  }

  async function read(visit: Visit, source: Source, memory: VisitMemory): Promise<Reading> {
    const { etag, lastModified } = memory;
    const fetched = await options.fetcher.fetchPage(visit.url, { source, etag, lastModified });
    if (fetched.status === 'not-modified') {
      await noteUnchanged(visit, source);
      return {
        outcome: 'not-modified',
        newPosts: 0,
        delaysMs: [],
        ttlMinutes: memory.ttlMinutes,
        freshMinutes: fetched.freshMinutes,
      };
    }
    const { page } = fetched;
    const parsed = await parse(visit, source, page, memory);
    const asks = fetched.robotsTags.map((tag) => `the page asks robots: ${tag}`);
    for (const warning of [...parsed.warnings, ...asks])
      log.debug({ sourceId: source.id, url: visit.url, warning }, 'page has an oddity');

    const made = makeRawPosts(parsed.posts, source, page, options);
    // What is there without the other is asked for side by side: a page in work is a page in memory.
    const [unseen, before] = await Promise.all([frontier.unseen(source.id, made), rollOf(visit)]);
    // What was seen was sound when it was indexed.
    const { posts: fresh, letters } = checkRawPosts(
      made.filter(({ id }) => unseen.has(id)),
      source,
      page,
      options,
    );
    if (letters.length > 0) await options.deadLetters.put(letters);
    const sound = new Set(fresh.map(({ id }) => id));
    const posts = letters.length === 0 ? made : made.filter(({ id }) => !unseen.has(id) || sound.has(id));
    const isReached = isCursorReached(posts, unseen);
    const isAllNew = posts.length > 0 && posts.every((post) => post.pinned || unseen.has(post.id));
    const lastPage = lastPageOf(visit, source, memory, isAllNew);
    // Links first: when the cursor has moved, the page may answer «not modified» and show them no more.
    const links = linksToFollow(visit, source, parsed.links, lastPage);
    const [woken] = await Promise.all([frontier.add(links.now), noteRemoved(visit, source, posts, before)]);
    if (fresh.length > 0 ? !isReached : woken > 0) await frontier.add(links.ifNew);

    const ref = {
      sourceId: source.id,
      url: visit.url,
      fetchedAt: page.fetchedAt,
      etag: fetched.etag,
      lastModified: fetched.lastModified,
    };
    for (const batch of toBatches(fresh, ref)) await options.sink.accept(batch.page, batch.posts);
    if (fresh.length === 0) await frontier.indexed({ ...ref, id: 'none' }, []);
    const delaysMs = delaysOf(fresh, memory.lastVisitMs, Date.parse(page.fetchedAt));
    return {
      outcome: 'read',
      newPosts: fresh.length,
      delaysMs,
      ttlMinutes: parsed.ttlMinutes,
      freshMinutes: fetched.freshMinutes,
    };
  }

  /** What stood on the page when it was last read; null for a page that is read once: there is nothing to compare with. */
  async function rollOf(visit: Visit): Promise<RollEntry[] | null> {
    return visit.role === 'older' ? null : await frontier.roll(visit.id);
  }

  /** A page that is as it was confirms what was missing on it. */
  async function noteUnchanged(visit: Visit, source: Source): Promise<void> {
    const change = missAgain((await rollOf(visit)) ?? []);
    if (change === null) return;
    await options.posts.markRemoved(change.gone, isoTime(clock.now()));
    await frontier.putRoll(visit.id, change.roll);
    log.info({ sourceId: source.id, url: visit.url, posts: change.gone.length }, 'posts are gone');
  }

  /** Tells the store what was taken off the page since it was last read, and what came back. */
  async function noteRemoved(
    visit: Visit,
    source: Source,
    posts: readonly RawPost[],
    before: readonly RollEntry[] | null,
  ): Promise<void> {
    if (before === null) return;
    // Pinned posts stand on top however old they are: those pushed to the next page would count as missing beside them.
    const timed = posts.flatMap(({ id, publishedAt, pinned }) =>
      publishedAt === null || pinned ? [] : [{ id, publishedMs: Date.parse(publishedAt) }],
    );
    if (timed.length === 0) return;
    const { roll, gone, back } = compareRoll(before, timed);
    if (gone.length > 0) await options.posts.markRemoved(gone, isoTime(clock.now()));
    if (back.length > 0) await options.posts.markRemoved(back, null);
    await frontier.putRoll(visit.id, roll);
    if (gone.length > 0) log.info({ sourceId: source.id, url: visit.url, posts: gone.length }, 'posts are gone');
  }

  function success(
    visit: Visit,
    source: Source,
    memory: VisitMemory,
    reading: Reading,
  ): [VisitOutcome, NextVisit | null] {
    const nowMs = clock.now();
    const { everyMinutes, atMostMinutes = DAY_MINUTES } = source;
    const hasNews = reading.newPosts > 0;
    const outcome: VisitOutcome = {
      ...updateRate(memory, nowMs, reading.newPosts),
      ttlMinutes: reading.ttlMinutes,
      failures: 0,
      quietVisits: hasNews ? 0 : memory.quietVisits + 1,
      lastVisitMs: nowMs,
      lastNewMs: hasNews ? nowMs : memory.lastNewMs,
    };
    const ttlMinutes = longerOf(reading.ttlMinutes, reading.freshMinutes);
    const { perMinute = null, hostPerMinute = () => null } = options.budgets ?? {};
    const stretch = Math.max(
      stretchFor(memory.demand, perMinute),
      stretchFor(memory.hostDemand, hostPerMinute(hostOf(visit.url))),
    );
    const bounds = { nowMs, everyMinutes, atMostMinutes, stretch, ttlMinutes };
    if (visit.role === 'older') return [outcome, null];
    if (visit.role === 'thread') return [outcome, nextThreadVisit({ ...outcome, ...bounds })];
    const { postsPerDay, ratedDays } = outcome;
    return [
      outcome,
      nextListVisit({ ...bounds, postsPerDay, ratedDays, yield: memory.yield, yieldOfAll: memory.yieldOfAll }),
    ];
  }

  /**
   * A topic that is not there any more takes its posts along once it was missed as often as a single post must be.
   * @returns when it is asked for again; null when it is given up
   */
  async function noteGone(visit: Visit, source: Source): Promise<number | null> {
    const nowMs = clock.now();
    const { roll, gone } = missAll((await rollOf(visit)) ?? []);
    if (gone.length > 0) {
      await options.posts.markRemoved(gone, isoTime(nowMs));
      log.info({ sourceId: source.id, url: visit.url, posts: gone.length }, 'posts are gone with their page');
    }
    if (roll.every(({ misses }) => misses >= MISSES_TO_REMOVE)) return null;
    await frontier.putRoll(visit.id, roll);
    return nowMs + Math.max(GONE_RETRY_MS, source.everyMinutes * 60_000);
  }

  async function failure(
    visit: Visit,
    source: Source,
    memory: VisitMemory,
    error: AppError,
  ): Promise<[VisitOutcome, number | null]> {
    const nowMs = clock.now();
    const kept = outcomeOf(memory);
    // Spent budgets and resting hosts are no fault of the page.
    const isWait =
      error.code === 'E_TOO_MANY_REQUESTS' || (error.code === 'E_FETCH_BLOCKED' && error.details.host !== undefined);
    const failures = memory.failures + (isWait ? 0 : 1);
    const outcome = { ...kept, failures };
    if (error.code === 'E_PASSPORT_INVALID') return [kept, nowMs + PASSPORT_RETRY_MS];
    if (isWait) return [outcome, nowMs + Math.max(1_000, error.retryAfterMs ?? 60_000)];
    const status = Number(error.details.status);
    if (visit.role !== 'list' && [404, 410].includes(status)) return [outcome, await noteGone(visit, source)];
    // 400 is what WordPress answers to the page after the last: asking again is in vain.
    if (visit.role !== 'list' && (status === 400 || failures >= MAX_FAILURES || error.code === 'E_REDIRECT_INVALID'))
      return [outcome, null];
    const { everyMinutes } = source;
    if (error.details.isClosed === true) return [outcome, nextClosedVisit({ nowMs, everyMinutes, failures })];
    return [outcome, nextFailedVisit({ nowMs, everyMinutes, failures, retryAfterMs: error.retryAfterMs })];
  }

  function checkPassport(source: Source): void {
    if (isPassportValid(source.passport, clock.now())) return;
    throw new AppError(
      'E_PASSPORT_INVALID',
      `The passport of source ${source.id} expired on ${source.passport.expires}, so it is not read. Renew passport.expires after checking ground and terms.`,
      { details: { sourceId: source.id } },
    );
  }

  return {
    async visit(visit) {
      const skipped: VisitResult = { visit, outcome: 'skipped', newPosts: 0, error: null };
      const memory = await frontier.begin(visit, clock.now(), options.visitLeaseMs ?? VISIT_LEASE_MS);
      if (memory === null) return skipped;
      const source = await options.getSource(visit.sourceId);
      const isOwn =
        source !== null && (visit.role !== 'list' || visit.page > 1 || isInScope(new URL(visit.url), source.urls));
      if (source === null || !source.enabled || !isOwn) {
        await frontier.finish(visit, clock.now(), outcomeOf(memory), null);
        return skipped;
      }
      let reading: Reading | null = null;
      let error: AppError | null = null;
      const startedMs = clock.now();
      try {
        checkPassport(source);
        reading = await read(visit, source, memory);
      } catch (thrown) {
        error = toAppError(thrown);
        // Redis, the store or the end of this process: the visit stays under way and is made again with its job.
        if (error instanceof StoppingError || ownTrouble.includes(error.code)) throw error;
      }
      let outcome: VisitOutcome;
      let nextDueMs: number | null;
      let next: NextVisit | null = null;
      if (reading !== null) {
        [outcome, next] = success(visit, source, memory, reading);
        nextDueMs = next?.dueMs ?? null;
      } else
        [outcome, nextDueMs] = await failure(visit, source, memory, error ?? toAppError('a visit ended in nothing'));
      // Side by side: both then travel together.
      const finished = frontier.finish(visit, clock.now(), outcome, nextDueMs, next?.demand);
      const recorded = frontier.record({
        sourceId: source.id,
        isList: visit.role === 'list',
        atMs: clock.now(),
        newPosts: reading?.newPosts ?? 0,
        nextVisitMs: visit.role === 'list' ? nextDueMs : null,
        delaysMs: reading?.delaysMs ?? [],
        intervalMinutes: visit.role === 'list' ? (next?.intervalMinutes ?? null) : null,
        wantedMinutes: visit.role === 'list' ? (next?.wantedMinutes ?? null) : null,
        error: error === null ? null : { code: error.code, message: error.message, url: visit.url },
      });
      await Promise.all([finished, recorded]);
      const facts = { sourceId: source.id, url: visit.url, role: visit.role, ms: clock.now() - startedMs };
      if (error !== null) log.warn({ ...facts, code: error.code, reason: error.message }, 'visit failed');
      else log.debug({ ...facts, newPosts: reading?.newPosts, outcome: reading?.outcome }, 'visit made');
      if (nextDueMs !== null) log.debug({ ...facts, nextVisitAt: isoTime(nextDueMs) }, 'next visit set');
      return { visit, outcome: reading?.outcome ?? 'failed', newPosts: reading?.newPosts ?? 0, error };
    },
  };
}
