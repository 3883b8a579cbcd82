import { type Clock, isoTime } from '../../src/core/clock.js';
import { AppError } from '../../src/core/errors.js';
import type { ApiAccess, Page, SiteFacts } from '../adapter.js';
import type { Registry } from '../registry.js';
import { type Batcher, createBatcher } from './api-batch.js';
import { MAX_BODY_BYTES } from './body.js';
import type { ApiOptions, Fetcher, FetchOptions, FetchResult, FetchSource } from './fetcher.js';
import type { MethodRests } from './method-rests.js';

const DEADLINE_MS = 20_000;

/** Keys of APIs by the name of their variable in the environment. */
export type ApiKeys = Readonly<Record<string, string | undefined>>;

/** Says that it is the key where the API does not accept it; any other error as it is. */
function refusedKey(thrown: unknown, keyNames: string, sourceId: string): unknown {
  if (!(thrown instanceof AppError) || thrown.details.status !== 401) return thrown;
  const { retryAfterMs, details } = thrown;
  return new AppError(
    'E_FETCH_BLOCKED',
    `The API of source ${sourceId} does not accept the key in ${keyNames}. Set a valid one.`,
    { cause: thrown, details, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  );
}

/** The API of a site answers for all of its hosts (m.vk.com), whatever its own name: no other host is asked for them. */
function withinApi<T extends FetchSource>(source: T, { hosts }: ApiAccess, url: string, requestUrl: string): T {
  const host = new URL(url).hostname.replace(/^www\./, '');
  return hosts.includes(host) ? { ...source, urls: [requestUrl] } : source;
}

export interface ApisOptions {
  registry: Registry;
  keys: ApiKeys;
  clock: Clock;
  /** Counts a page against its source's budget of the day, for those that travel together; without it each is asked for alone. */
  spend?: (source: FetchSource) => Promise<void>;
  /** Methods that are left alone; without it each answer says for itself that there were too many. */
  rests?: MethodRests;
}

export interface ApiFetcher extends Fetcher {
  /** What the API says of the site that a page belongs to; null where it is not asked for that. Throws as fetchPage does. */
  askAbout(url: string, source: FetchSource): Promise<SiteFacts | null>;
}

/**
 * A fetcher that asks the API in place of the page where the kind has one. The key goes to the host of the API alone, never into an address; without it
 * not one request is made (E_SERVICE_MISSING). Pages that wait for the same API are asked for together where it takes several at once.
 */
export function withApis(fetcher: Fetcher, { registry, keys, clock, spend, rests }: ApisOptions): ApiFetcher {
  const batchers = new Map<string, Batcher>();

  /** The one that gathers requests to this API; null where they are sent one by one. */
  function batcherFor(
    kind: string,
    { batch }: ApiAccess,
    { origin }: URL,
    { allowPrivateNetwork }: FetchSource,
    shared: Omit<ApiOptions, 'source'>,
  ): Batcher | null {
    if (batch === undefined || spend === undefined) return null;
    const name = `${kind} ${origin} ${allowPrivateNetwork}`;
    const admit = async (requestUrl: string, source: FetchSource) => {
      await rests?.check(requestUrl);
      await spend(source);
    };
    const batcher = batchers.get(name) ?? createBatcher({ fetcher, batch, shared, admit });
    batchers.set(name, batcher);
    return batcher;
  }

  /** @throws AppError E_SERVICE_MISSING where a key was not given */
  function keysOf(api: ApiAccess, source: FetchSource): { key: string; given: Record<string, string>; names: string } {
    const names = [api.keyName, ...(api.moreKeyNames ?? [])];
    const given: Record<string, string> = {};
    for (const name of names) {
      const value = keys[name];
      if (value !== undefined) given[name] = value;
    }
    const key = given[api.keyName];
    const missing = names.filter((name) => given[name] === undefined);
    if (key === undefined || missing.length > 0) {
      throw new AppError(
        'E_SERVICE_MISSING',
        `Source ${source.id} is read through the API of its site, which wants your own key. Set ${missing.join(', ')} (docs/collector.md#keys).`,
        { details: { sourceId: source.id } },
      );
    }
    return { key, given, names: names.join(', ') };
  }

  function sharedOf(api: ApiAccess, key: string, deadlineMs = DEADLINE_MS): Omit<ApiOptions, 'source'> {
    return {
      delayMs: 0,
      deadlineMs,
      maxBytes: MAX_BODY_BYTES,
      headers: api.headers(key),
      ...(api.restMs === undefined ? {} : { restMs: api.restMs }),
    };
  }

  async function askFor(url: string, kind: string, options: FetchOptions): Promise<FetchResult | null> {
    const { api } = registry.get(kind);
    if (api === undefined) return null;
    const { key, given, names } = keysOf(api, options.source);
    const requestUrl = api.requestUrl(url);
    const source = withinApi(options.source, api, url, requestUrl);
    await rests?.check(requestUrl);
    const form = api.form?.(requestUrl, given);
    const shared = sharedOf(api, key, options.deadlineMs);
    const batcher = batcherFor(kind, api, new URL(requestUrl), source, shared);
    const answer =
      batcher?.ask(requestUrl, source) ??
      fetcher.askApi(form === undefined ? requestUrl : requestUrl.replace(/\?.*$/, ''), {
        ...shared,
        source,
        ...(form === undefined ? {} : { form }),
      });
    const body = await answer.catch((thrown: unknown) => {
      throw refusedKey(thrown, names, source.id);
    });
    const restMs = api.methodRestMs?.(body) ?? 0;
    if (restMs > 0) await rests?.begin(requestUrl, restMs);
    const page: Page = {
      url,
      body,
      contentType: 'application/json',
      fetchedAt: isoTime(clock.now()),
      timeZone: source.timeZone,
    };
    const bytes = Buffer.byteLength(body);
    const silent = { etag: null, lastModified: null, freshMinutes: null, robotsTags: [] };
    return { status: 'ok', page, charset: 'utf-8', bytes, ...silent };
  }

  return {
    ...fetcher,
    async askAbout(url, source) {
      const api = source.kind === undefined ? undefined : registry.get(source.kind).api;
      const requestUrl = api?.about?.requestUrl(url) ?? null;
      if (api?.about === undefined || requestUrl === null) return null;
      const { key, names } = keysOf(api, source);
      try {
        const asking = { ...sharedOf(api, key), source: withinApi(source, api, url, requestUrl) };
        return api.about.read(await fetcher.askApi(requestUrl, asking), url);
      } catch (thrown) {
        throw refusedKey(thrown, names, source.id);
      }
    },
    async fetchPage(url, options) {
      const { kind } = options.source;
      return (kind === undefined ? null : await askFor(url, kind, options)) ?? fetcher.fetchPage(url, options);
    },
  };
}
