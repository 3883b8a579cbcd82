import { readFile } from 'node:fs/promises';
import { type Clock, isoTime, systemClock } from '../src/core/clock.js';
import { AppError, toAppError } from '../src/core/errors.js';
import { parsedPostSchema } from '../src/core/post.js';
import type { Source } from '../src/core/source.js';
import type { Page, ParsedPage, SiteFacts } from './adapter.js';
import { type ApiKeys, withApis } from './fetch/api-pages.js';
import { MAX_BODY_BYTES } from './fetch/body.js';
import { createRenderer } from './fetch/browser.js';
import { decodeBody } from './fetch/charset.js';
import { createFetcher, type FetchSource } from './fetch/fetcher.js';
import { createHostGate } from './fetch/host-gate.js';
import type { RobotsVerdict } from './fetch/robots.js';
import { type CrawlLog, silentLog } from './log.js';
import { createPageParser, type PageParser } from './page-parser.js';
import { recogniseSite, type Suggestion } from './parse/recognise.js';
import type { Registry } from './registry.js';
import { createMemoryFrontier } from './schedule/memory-frontier.js';

export interface InspectOptions {
  /** Address (http, https) or path of a saved page. */
  urlOrFile: string;
  registry: Registry;
  /** Kind to read it as; guessed when not given: the one that finds most posts, then most links. */
  kind?: string;
  /** Kind whose reading is shown when it finds anything, although all kinds are tried. */
  prefers?: string;
  /** Who answers for the request; without it nothing is fetched. */
  contact?: string;
  allowPrivateNetwork?: boolean;
  /** HTTP proxy. */
  proxy?: string;
  /** Reads it with a browser, as a source with these settings would. */
  browser?: Source['browser'];
  /** Program of Chromium or Chrome. */
  chromium?: string;
  /** The operator's keys of APIs. */
  apiKeys?: ApiKeys;
  /** Address that a saved page had, for its relative links. */
  baseUrl?: string;
  timeZone?: string;
  language?: string;
  clock?: Clock;
  log?: CrawlLog;
  workerUrl?: URL;
}

/** What each kind made of the page. */
export interface KindVerdict {
  kind: string;
  posts: number;
  links: number;
  /** Why it found nothing; null when it found something. */
  error: { code: string; message: string } | null;
}

export interface Inspection {
  url: string;
  kind: string;
  charset: string;
  bytes: number;
  contentType: string;
  /** What robots.txt says; null where it is not asked: for a file, and where an API answers. */
  robots: { isAllowed: boolean; crawlDelayMs: number; reason: string } | null;
  /** What the site says of itself through its API; null where it is not asked, and where it does not answer, which is a warning. */
  about: SiteFacts | null;
  parsed: ParsedPage;
  /** The adapter's warnings, and posts that the pipeline would refuse. */
  warnings: string[];
  tried: KindVerdict[];
  /** Other addresses under which the site may be read better, or also. */
  suggestions: Suggestion[];
}

interface Got {
  page: Page;
  charset: string;
  bytes: number;
  robots: Inspection['robots'];
  about: SiteFacts | null;
  notes: string[];
}

async function fromFile(options: InspectOptions, timeZone: string, clock: Clock): Promise<Got> {
  const bytes = await readFile(options.urlOrFile).catch((cause: unknown) => {
    throw new AppError(
      'E_INPUT_INVALID',
      `File ${options.urlOrFile} cannot be read. Give a web address or the path of a saved page.`,
      { cause },
    );
  });
  if (bytes.length > MAX_BODY_BYTES) {
    throw new AppError(
      'E_FETCH_TOO_LARGE',
      `File ${options.urlOrFile} has more than ${MAX_BODY_BYTES} bytes; no page so big is read.`,
    );
  }
  const { text, charset } = decodeBody(bytes, null);
  const saved = /<link[^>]+rel=["']canonical["'][^>]+href=["'](https?:\/\/[^"']+)/i.exec(text.slice(0, 50_000))?.[1];
  const url = options.baseUrl ?? saved ?? 'http://saved.invalid/';
  const page = { url, body: text, contentType: '', fetchedAt: isoTime(clock.now()), timeZone };
  return { page, charset, bytes: bytes.length, robots: null, about: null, notes: [] };
}

/** The kind that answers through an API: the one that is asked for, or the one that the site belongs to; null when pages are read. */
function apiKindOf({ registry, kind, prefers, urlOrFile }: InspectOptions): string | null {
  const wanted = kind ?? prefers;
  if (wanted !== undefined && registry.get(wanted).api !== undefined) return wanted;
  if (kind !== undefined || !URL.canParse(urlOrFile)) return null;
  const host = new URL(urlOrFile).hostname.replace(/^www\./, '');
  return registry.all().find(({ api }) => api?.hosts.includes(host))?.kind ?? null;
}

function pickVerdict({ isAllowed, crawlDelayMs, reason }: RobotsVerdict): Inspection['robots'] {
  return { isAllowed, crawlDelayMs, reason };
}

async function fromWeb(options: InspectOptions, timeZone: string, clock: Clock): Promise<Got> {
  if (options.contact === undefined || options.contact.trim() === '') {
    throw new AppError(
      'E_PASSPORT_INVALID',
      `To read ${options.urlOrFile}, say who answers for it: give a contact (mail or page), which is sent along.`,
    );
  }
  const gate = createHostGate({ frontier: createMemoryFrontier(), clock });
  const proxy = options.proxy === undefined ? {} : { proxy: options.proxy };
  const log = options.log ?? silentLog;
  const isRendered = options.browser !== undefined && options.chromium !== undefined;
  const renderer = isRendered
    ? createRenderer({
        executablePath: options.chromium as string,
        log,
        version: '0.1.0',
        userAgentContact: options.contact,
      })
    : null;
  const fetcher = createFetcher({ gate, log, clock, ...proxy, ...(renderer === null ? {} : { renderer }) });
  const asking = withApis(fetcher, { registry: options.registry, keys: options.apiKeys ?? {}, clock });
  const apiKind = apiKindOf(options);
  const source: FetchSource = {
    id: 'inspected',
    urls: [options.urlOrFile],
    allowPrivateNetwork: options.allowPrivateNetwork ?? false,
    timeZone,
    language: options.language ?? 'ru',
    ...(apiKind === null ? {} : { kind: apiKind }),
    ...(options.browser === undefined ? {} : { browser: options.browser }),
    passport: { ground: 'inspected by hand', terms: 'not stated', contact: options.contact, expires: '2999-12-31' },
  };
  try {
    const robots = apiKind === null ? await fetcher.judgeRobots(options.urlOrFile, source) : null;
    const notes: string[] = [];
    // First: what stands in the way is said in its words, though the page itself is refused.
    const about = await asking.askAbout(options.urlOrFile, source).catch((thrown: unknown) => {
      notes.push(toAppError(thrown).message);
      return null;
    });
    if (about !== null && about.closed !== null) throw closedSite(options.urlOrFile, about.name, about.closed);
    const fetched = await asking.fetchPage(options.urlOrFile, { source });
    if (fetched.status !== 'ok') throw new AppError('E_FETCH_FAILED', `Page ${options.urlOrFile} came without a body.`);
    return {
      page: fetched.page,
      charset: fetched.charset,
      bytes: fetched.bytes,
      robots: robots === null ? null : pickVerdict(robots),
      about,
      notes: [
        ...notes,
        ...fetched.robotsTags.map((tag) => `the page asks robots: ${tag} (noted; it speaks to search engines)`),
      ],
    };
  } finally {
    await renderer?.close();
    await fetcher.close();
  }
}

/** A site that says of itself that nobody may read it is not asked for its pages. */
function closedSite(url: string, name: string | null, why: string): AppError {
  return new AppError(
    'E_SOURCE_CLOSED',
    `${name === null ? '' : `«${name}», `}${url}: ${why}. Its pages were not asked for.`,
    { details: { url } },
  );
}

/** The refusal of a page with what its site says of itself, which is often the reason. */
function withNotes(error: AppError, about: SiteFacts | null): AppError {
  if (about === null || about.notes.length === 0) return error;
  return new AppError(error.code, `${error.message} Of itself it says: ${about.notes.join('; ')}.`, {
    cause: error,
    details: error.details,
  });
}

/**
 * How much a kind makes of a page. Headings that lead somewhere are found by any kind that reads lists; the one that also knows when their
 * targets changed or what they count is the kind of the page.
 */
export function weightOf({ posts, links }: Pick<ParsedPage, 'posts' | 'links'>): number {
  const known = links.filter(({ changedAt, replies }) => changedAt !== null || (replies ?? null) !== null);
  return posts.length * 1_000 + links.length + known.length / 2;
}

async function tryKinds(
  kinds: readonly string[],
  parser: PageParser,
  page: Page,
  language: string,
  prefers: string | undefined,
): Promise<{ best: { kind: string; parsed: ParsedPage } | null; tried: KindVerdict[]; firstError: AppError | null }> {
  const tried: KindVerdict[] = [];
  let best: { kind: string; parsed: ParsedPage } | null = null;
  let firstError: AppError | null = null;
  const weight = (kind: string, parsed: ParsedPage) => (kind === prefers ? 1e9 : 0) + weightOf(parsed);
  for (const kind of kinds) {
    try {
      const parsed = await parser.parse(kind, page, { urls: [page.url], depth: { pages: 3, topics: 20 }, language });
      tried.push({ kind, posts: parsed.posts.length, links: parsed.links.length, error: null });
      if (best === null || weight(kind, parsed) > weight(best.kind, best.parsed)) best = { kind, parsed };
    } catch (thrown) {
      const error = toAppError(thrown);
      firstError ??= error;
      tried.push({ kind, posts: 0, links: 0, error: { code: error.code, message: error.message } });
    }
  }
  return { best, tried, firstError };
}

/**
 * Shows what an adapter sees on one page, without queue or store: for `otklik page`. Throws what the fetcher throws, E_INPUT_INVALID for
 * an unreadable file, E_PASSPORT_INVALID without a contact, E_KIND_UNKNOWN, and the parse error when no kind finds anything.
 */
export async function inspectPage(options: InspectOptions): Promise<Inspection> {
  const clock = options.clock ?? systemClock;
  const timeZone = options.timeZone ?? 'Europe/Moscow';
  const isAddress = /^https?:\/\//i.test(options.urlOrFile);
  const only = options.kind ?? (isAddress ? apiKindOf(options) : null);
  const kinds = only === null ? options.registry.kinds() : [options.registry.get(only).kind];
  const got = await (isAddress ? fromWeb : fromFile)(options, timeZone, clock);
  const parser = createPageParser({
    registry: options.registry,
    ...(options.workerUrl === undefined ? {} : { workerUrl: options.workerUrl }),
  });
  try {
    const { best, tried, firstError } = await tryKinds(
      kinds,
      parser,
      got.page,
      options.language ?? 'ru',
      options.prefers,
    );
    const suggestions = options.kind === undefined ? recogniseSite(got.page) : [];
    if (best === null) {
      if (kinds.length === 1 && firstError !== null) throw withNotes(firstError, got.about);
      throw new AppError(
        'E_PAGE_EMPTY',
        `No kind finds anything on ${options.urlOrFile} (tried ${kinds.join(', ')}).${suggestions.map((each) => ` Try ${each.url} as ${each.kind}: ${each.why}.`).join('')}`,
        { details: { tried, suggestions } },
      );
    }
    const refused = best.parsed.posts.flatMap((post) => {
      const checked = parsedPostSchema.safeParse(post);
      return checked.success
        ? []
        : [`post ${post.nativeId} would be refused: ${checked.error.issues[0]?.message ?? 'invalid'}`];
    });
    const { page, notes, ...facts } = got;
    return {
      url: page.url,
      contentType: page.contentType,
      ...facts,
      kind: best.kind,
      parsed: best.parsed,
      warnings: [...best.parsed.warnings, ...notes, ...refused],
      tried,
      suggestions,
    };
  } finally {
    await parser.close();
  }
}
