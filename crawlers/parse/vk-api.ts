import { AppError } from '../../src/core/errors.js';
import type { ApiBatch } from '../adapter.js';
import { HOUR_MS, MINUTE_MS, ofClosed, ofKey, ofPage, type Refusal, refusalError, restByCode } from './api-refusals.js';
import { countAt, type JsonRecord, recordOf, recordsOf, stringAt } from './json.js';

/** Version of the API whose answers are read (https://dev.vk.com/ru/reference/versions). */
const VERSION = '5.199';
const CLOSED =
  'this is not open to everybody. «otklik sources check» says why: ask its administrators to open it, or leave it out';
/** Error codes of VK (https://dev.vk.com/ru/reference/errors) that a reader meets. */
const refusals: Readonly<Record<number, Refusal>> = {
  5: ofKey('the key is not accepted. Set a valid service key in OTKLIK_VK_TOKEN'),
  6: { what: 'too many requests a second', retryAfterMs: 5_000, restMs: 2_000 },
  7: ofPage('the key has no right to read this'),
  9: { what: 'too many requests of one kind', retryAfterMs: 15 * MINUTE_MS, restMs: 10 * MINUTE_MS },
  14: {
    what: 'a CAPTCHA is asked for, which is never solved. Ask for less, or for another key',
    retryAfterMs: 6 * HOUR_MS,
    restMs: HOUR_MS,
  },
  15: ofClosed(CLOSED),
  17: ofKey('the owner of the key must confirm it first'),
  18: ofClosed('the page was deleted or banned. Leave it out, or watch the one that took its place'),
  19: ofClosed('its content is not shown. Leave it out'),
  27: ofKey('a key of a community cannot read this'),
  28: ofKey('the key of the application is not accepted'),
  // A day's calls of one method: 5 000 of wall.get, 1 000 of newsfeed.search, those within `execute` among them (https://github.com/python273/vk_api/issues/411).
  29: {
    what: 'the calls of this method that it allows a day are used up',
    retryAfterMs: HOUR_MS,
    restMs: 0,
    methodRestMs: HOUR_MS,
  },
  30: ofClosed('the profile is closed. Leave it out'),
  100: ofPage('the address names nothing that there is'),
  113: ofPage('there is no such person or community'),
  203: ofClosed(CLOSED),
  212: ofClosed('the comments are closed'),
};
/** An answer to a batch that would be longer than VK sends, among other faults of its script. */
const TOO_LONG = 13;
/** Trouble of VK's own. */
const OWN_TROUBLE: readonly number[] = [1, 10];

function codeOf(error: JsonRecord): number {
  return countAt(error, 'error_code') ?? 0;
}

/** The error for a refusal of the API. Only its number is repeated: the answer echoes the request. */
export function refusalOfVk(error: JsonRecord, url: string): AppError {
  const code = codeOf(error);
  const known = refusals[code];
  const details = { url, vkCode: code };
  if (known !== undefined)
    return refusalError(known, `VK refuses ${url} (${code}): ${known.what}.`, {
      isTopic: 'post' in vkPageOf(url),
      details,
    });
  const why = OWN_TROUBLE.includes(code) ? 'it has trouble of its own' : 'see the list of its errors';
  return new AppError('E_FETCH_FAILED', `VK refuses ${url} (${code}): ${why}. Tried again later.`, { details });
}

/** How long an answer asks that the whole API be left alone, ms. */
export function restOfVk(body: string): number {
  return restByCode(body, '"error"', refusals, codeIn);
}

/** How long an answer asks that its method be left alone, ms. */
export function methodRestOfVk(body: string): number {
  return restByCode(body, '"error"', refusals, codeIn, 'methodRestMs');
}

function codeIn(root: JsonRecord | null): number {
  const error = recordOf(root?.error);
  return error === null ? 0 : codeOf(error);
}

/** Calls that `execute` takes at once, by its documentation (https://dev.vk.com/ru/method/execute). */
const CALLS_AT_ONCE = 25;
const METHOD_PATH = '/method/';

/** Method and parameters of a request; the version is that of the batch. */
function callOf(requestUrl: string): { method: string; parameters: Record<string, string> } {
  const url = new URL(requestUrl);
  const { v, ...parameters } = Object.fromEntries(url.searchParams);
  return { method: url.pathname.slice(METHOD_PATH.length), parameters };
}

/**
 * Several requests in one by the method `execute`: a list of calls in VKScript, whose strings and objects are written as in JSON. A call that failed leaves `false` in
 * its place, and its error stands in `execute_errors`, in the order of the calls, each perhaps followed by the same once more under the name «execute»
 * (https://github.com/voronind/vk/issues/42). An answer above 5 MB is error 13 (https://github.com/negezor/vk-io/issues/447).
 */
export const vkBatch: ApiBatch = {
  limit: CALLS_AT_ONCE,
  request(requestUrls) {
    const calls = requestUrls
      .map(callOf)
      .map(({ method, parameters }) => `API.${method}(${JSON.stringify(parameters)})`);
    const url = new URL(`${METHOD_PATH}execute?v=${VERSION}`, requestUrls[0]);
    return { url: url.href, form: { code: `return [${calls.join(',')}];` } };
  },
  split(body, requestUrls) {
    const root = answerOf(body);
    const parts = root?.response;
    if (!Array.isArray(parts) || parts.length !== requestUrls.length) return null;
    const errors = recordsOf(root?.execute_errors).filter((error) => stringAt(error, 'method') !== 'execute');
    return parts.map((response: unknown, at) => {
      if (response !== false) return JSON.stringify({ response });
      const { method } = callOf(requestUrls[at] ?? '');
      const own = errors.findIndex((error) => stringAt(error, 'method') === method);
      return JSON.stringify({ error: (own === -1 ? null : errors.splice(own, 1)[0]) ?? {} });
    });
  },
  isTooLong: (body) => body.includes('too big') && codeOf(recordOf(answerOf(body)?.error) ?? {}) === TOO_LONG,
};

/** What an answer holds; null where it is no JSON. */
function answerOf(body: string): JsonRecord | null {
  try {
    return recordOf(JSON.parse(body));
  } catch {
    return null;
  }
}

/** Sections of the site that are no names of walls. */
const SECTIONS = new Set([
  'feed',
  'search',
  'groups',
  'im',
  'video',
  'clips',
  'market',
  'about',
  'support',
  'dev',
  'away',
  'login',
]);

/** What a page of VK is of. */
export type VkPage =
  | { owner: string }
  | { name: string }
  /** Owner and number of a post, «-1_2». */
  | { post: string }
  | { words: string };

/** @throws AppError E_SOURCE_INVALID for a page that is no wall, post or search */
export function vkPageOf(url: string): VkPage {
  const page = new URL(url);
  const path = decodeURIComponent(page.pathname).replace(/\/+$/, '').slice(1);
  const post = /^wall(-?\d+_\d+)$/.exec(path)?.[1];
  if (post !== undefined) return { post };
  const words = page.searchParams.get('q');
  if (words !== null && words.trim() !== '' && /^(?:search(?:\/statuses)?|feed)$/.test(path)) return { words };
  const owner = /^(?:(?:club|public|event)(\d+)|id(\d+)|wall(-?\d+))$/.exec(path);
  if (owner !== null) {
    const [, community, person, either] = owner;
    return { owner: either ?? person ?? `-${community}` };
  }
  if (/^[A-Za-z][\w.]{2,31}$/.test(path) && !SECTIONS.has(path.toLowerCase())) return { name: path };
  throw new AppError(
    'E_SOURCE_INVALID',
    `Address ${url} is no wall, post or search of VK. Write it like https://vk.com/name, https://vk.com/wall-1_2 or https://vk.com/search/statuses?q=words.`,
    { details: { url } },
  );
}

/** Address of a method for a page of VK. Other sites are asked under their own name, which is for tests. */
export function vkMethodUrl(url: string, method: string, parameters: Readonly<Record<string, string | null>>): string {
  const { hostname, origin } = new URL(url);
  const isVk = /^(?:www\.|m\.)?vk\.(?:com|ru)$/.test(hostname);
  const request = new URL(
    METHOD_PATH + method,
    isVk ? `https://api.vk.${hostname.endsWith('.ru') ? 'ru' : 'com'}` : origin,
  );
  for (const [name, value] of Object.entries(parameters)) if (value !== null) request.searchParams.set(name, value);
  request.searchParams.set('v', VERSION);
  return request.href;
}

/**
 * The request that answers for a page of vk.com or vk.ru: wall.get for a wall (https://vk.com/name, /club1, /public1, /id1, /wall-1), wall.getComments for a post
 * (/wall-1_2, with `thread` for the answers to one comment), newsfeed.search for /search/statuses?q=words (and /feed?section=search&q=words).
 * Throws E_SOURCE_INVALID for any other page.
 */
export function vkRequest(url: string, count: number): string {
  const page = vkPageOf(url);
  const further = new URL(url).searchParams;
  const list = { count: String(count), offset: further.get('offset') };
  if ('post' in page) {
    const [owner = '', id = ''] = page.post.split('_');
    const thread = further.get('thread');
    return vkMethodUrl(url, 'wall.getComments', {
      owner_id: owner,
      post_id: id,
      comment_id: thread,
      ...list,
      // The newest first: what is new stands on the first page.
      sort: 'desc',
      need_likes: '1',
      thread_items_count: thread === null ? '10' : null,
    });
  }
  if ('words' in page)
    return vkMethodUrl(url, 'newsfeed.search', {
      q: page.words,
      count: String(count),
      start_from: further.get('start_from'),
    });
  return vkMethodUrl(
    url,
    'wall.get',
    'owner' in page ? { owner_id: page.owner, ...list } : { domain: page.name, ...list },
  );
}
