import { createHash } from 'node:crypto';
import { AppError } from '../../src/core/errors.js';
import { HOUR_MS, ofClosed, ofKey, ofPage, type Refusal, refusalError, restByCode } from './api-refusals.js';
import { countAt } from './json.js';

/** Error codes of OK.ru that a reader meets, as public programs that use its API name them. */
const refusals: Readonly<Record<number, Refusal>> = {
  7: ofKey('the action is blocked for a while'),
  8: ofKey('too many requests'),
  9: ofKey('the address of this machine is blocked'),
  10: ofPage('the application has no right to read this'),
  11: { what: 'the requests allowed are used up', retryAfterMs: HOUR_MS, restMs: HOUR_MS },
  50: ofClosed('only who manages the group may read this. Ask its administrators, or leave it out'),
  100: ofPage('the address names nothing that there is'),
  101: ofKey('the application key is not accepted. Set a valid one in OTKLIK_OK_APPLICATION_KEY'),
  102: ofKey('the access token has expired. Set a new one in OTKLIK_OK_TOKEN, with its OTKLIK_OK_SECRET'),
  103: ofKey('the access token is not accepted. Set a valid one in OTKLIK_OK_TOKEN'),
  104: ofKey('the signature is wrong. Set the secret that belongs to the token in OTKLIK_OK_SECRET'),
  160: ofPage('there is no such group'),
  200: ofPage('the application has no right to read this'),
  210: ofKey('the application is switched off'),
  300: ofPage('there is nothing at this address'),
  453: ofKey('a session is wanted. Set OTKLIK_OK_TOKEN'),
  455: ofClosed('this is shown to friends alone. Ask its administrators, or leave it out'),
  456: ofClosed('the group does not allow it. Ask its administrators, or leave it out'),
  457: ofClosed('this is not open to everybody. Ask its administrators, or leave it out'),
  458: ofClosed('this is not open to everybody. Ask its administrators, or leave it out'),
};

/** The error for a refusal of the API. Only its number is repeated: its words may echo the request. */
export function refusalOfOk(code: number, url: string): AppError {
  const known = refusals[code];
  const details = { url, okCode: code };
  if (known !== undefined)
    return refusalError(known, `OK.ru refuses ${url} (${code}): ${known.what}.`, {
      isTopic: (okNames(url)?.topic ?? null) !== null,
      details,
    });
  return new AppError(
    'E_FETCH_FAILED',
    `OK.ru refuses ${url} (${code}), see the list of its errors. Tried again later.`,
    {
      details,
    },
  );
}

/** How long an answer asks to be left alone, ms. */
export function restOfOk(body: string): number {
  return restByCode(body, '"error_code"', refusals, (root) => countAt(root, 'error_code') ?? 0);
}

/**
 * The fields of a request with its signature (https://apiok.ru/dev/methods): MD5 of «name=value» of all fields by name, nothing between them, and
 * the secret key of the session after them. The access token is sent but not signed, the secret is signed with but not sent.
 */
export function signedForm(
  fields: Readonly<Record<string, string>>,
  { applicationKey, secret, token }: { applicationKey: string; secret: string; token: string },
): Record<string, string> {
  const all: Record<string, string> = { ...fields, application_key: applicationKey, format: 'json' };
  const text = Object.keys(all)
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join('');
  const sig = createHash('md5')
    .update(text + secret, 'utf8')
    .digest('hex');
  return { ...all, sig, access_token: token };
}

/** Group and topic that an address names; null for any other page. */
export function okNames(url: string): { group: string; topic: string | null } | null {
  const path = /^\/group\/?(\d{1,20})(?:\/topic\/(\d{1,20}))?\/?$/.exec(new URL(url).pathname);
  return path === null ? null : { group: path[1] as string, topic: path[2] ?? null };
}

/**
 * The request, without keys, that answers for a page of ok.ru: mediatopic.getTopics for https://ok.ru/group/1, discussions.getComments for
 * https://ok.ru/group/1/topic/2. Other sites are asked under their own name, which is for tests. Throws E_SOURCE_INVALID for any other page.
 */
export function okRequest(url: string, count: number): string {
  const page = new URL(url);
  const names = okNames(url);
  if (names === null)
    throw new AppError(
      'E_SOURCE_INVALID',
      `Address ${url} is no group or topic of OK.ru. Write it like https://ok.ru/group/123 or https://ok.ru/group/123/topic/456, with numbers.`,
      { details: { url } },
    );
  const isOk = /^(?:www\.|m\.)?(?:ok|odnoklassniki)\.ru$/.test(page.hostname);
  const request = new URL('/fb.do', isOk ? `https://api.${page.hostname.replace(/^(?:www|m)\./, '')}` : page.origin);
  const fields: Record<string, string> =
    names.topic === null
      ? { method: 'mediatopic.getTopics', gid: names.group, fields: 'media_topic.*' }
      : { method: 'discussions.getComments', discussionId: names.topic, discussionType: 'GROUP_TOPIC' };
  for (const [name, value] of Object.entries({ ...fields, count: String(count) }))
    request.searchParams.set(name, value);
  const anchor = page.searchParams.get('anchor');
  if (anchor !== null) request.searchParams.set('anchor', anchor);
  return request.href;
}
