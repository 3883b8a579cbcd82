import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '../../src/core/errors.js';
import { header } from './response-headers.js';

const MAX_REDIRECTS = 5;

/** An answer off the wire, redirects not yet followed. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Inflated; empty unless the status is 2xx. */
  body: Buffer;
}

/** Where an answer sends its reader, null when it does not. Throws E_REDIRECT_INVALID for a target that is no address. */
export function redirectTarget(from: URL, answer: Answer): URL | null {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return null;
  const location = header(answer.headers, 'location') ?? '';
  if (location === '' || !URL.canParse(location, from.href)) {
    throw new AppError(
      'E_REDIRECT_INVALID',
      `Page ${from.href} redirects to «${location.slice(0, 100)}», which is no address.`,
    );
  }
  const target = new URL(location, from);
  target.hash = '';
  return target;
}

/**
 * Makes requests with `hop` until one is no redirect. Each target passes `check`, which throws to refuse it. Throws E_REDIRECT_INVALID after
 * five redirects.
 */
export async function follow(
  start: URL,
  hop: (url: URL) => Promise<Answer>,
  check: (url: URL, from: URL) => Promise<void> | void,
): Promise<{ url: URL; answer: Answer }> {
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const answer = await hop(url);
    const target = redirectTarget(url, answer);
    if (target === null) return { url, answer };
    if (redirects >= MAX_REDIRECTS) {
      throw new AppError(
        'E_REDIRECT_INVALID',
        `Page ${start.href} redirects more than ${MAX_REDIRECTS} times. Name its final address.`,
      );
    }
    await check(target, url);
    url = target;
  }
}
