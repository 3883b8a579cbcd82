import { AppError } from '../../src/core/errors.js';

const MAX_RETRY_AFTER_MS = 24 * 3_600_000;
/** How long a host that refuses without naming a time is left alone. */
export const DEFAULT_REST_MS = 15 * 60_000;
/** How long a whole host rests after it refused one page: it may be the page alone (a closed topic), and it may be us. */
export const REFUSED_REST_MS = 60_000;
/** A robot check is a small page. */
export const CHALLENGE_CHARACTERS = 150_000;

/** Retry-After (seconds or HTTP date) as milliseconds from `nowMs`, at most a day; undefined when absent or senseless. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const waitMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), MAX_RETRY_AFTER_MS) : undefined;
}

/** The error for an answer that is neither a page nor «not modified»; null when the answer is a page. */
export function refusalOf(status: number, retryAfter: string | undefined, url: string, nowMs: number): AppError | null {
  const retryAfterMs = parseRetryAfter(retryAfter, nowMs);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  const details = { url, status };
  if (status === 401 || status === 403) {
    return new AppError(
      'E_FETCH_BLOCKED',
      `Host answered ${status} for ${url}: it does not want this page read. Ask its owner or remove the address.`,
      { details, retryAfterMs: retryAfterMs ?? DEFAULT_REST_MS },
    );
  }
  if (status === 429) {
    return new AppError(
      'E_FETCH_BLOCKED',
      `Host answered 429 for ${url}: too many requests. It is left alone for a while; raise everyMinutes if this repeats.`,
      { details, retry: true, retryAfterMs: retryAfterMs ?? DEFAULT_REST_MS },
    );
  }
  if (status === 404 || status === 410) {
    return new AppError(
      'E_FETCH_FAILED',
      `Host answered ${status} for ${url}: there is no such page. Check the address.`,
      {
        retry: false,
        details,
      },
    );
  }
  if (status >= 500) {
    return new AppError(
      'E_FETCH_FAILED',
      `Host answered ${status} for ${url}: it has trouble of its own. Tried again later.`,
      {
        details,
        ...wait,
      },
    );
  }
  if (status < 200 || status >= 300) {
    return new AppError('E_FETCH_FAILED', `Host answered ${status} for ${url}, which is no page. Check the address.`, {
      retry: false,
      details,
      ...wait,
    });
  }
  return null;
}

const challengeTitle =
  /<title[^>]*>\s*(?:just a moment|attention required|access denied|ddos-guard|ddos protection|проверка браузера|проверка безопасности|доступ ограничен|вы не робот|ой!|captcha|капча|are you a robot|confirm (?:that )?you are)/i;
const challengeBody =
  /\bcf_chl_opt\b|id=["']challenge-form["']|class=["'][^"']*\b(?:CheckboxCaptcha|AdvancedCaptcha)\b|\/showcaptcha\b/;

/** One of these stands in all that `challengeBody` finds; it is far quicker on the pages that are none. */
const challengeWords = /cf_chl_opt|challenge-form|Captcha|showcaptcha/;

/** Characters in which the title of a page stands. */
const HEAD_CHARACTERS = 20_000;

/** Whether a page is a robot check in place of itself. Comment forms with a CAPTCHA are none. */
export function isChallenge(text: string): boolean {
  if (text.length > CHALLENGE_CHARACTERS) return false;
  return challengeTitle.test(text.slice(0, HEAD_CHARACTERS)) || (challengeWords.test(text) && challengeBody.test(text));
}

/** Throws E_FETCH_BLOCKED when the text is a robot check in place of the page. */
export function checkChallenge(text: string, url: string): void {
  if (isChallenge(text)) throw challengeAt(url);
}

/** The error for a robot check. */
export function challengeAt(url: string): AppError {
  return new AppError(
    'E_FETCH_BLOCKED',
    `Host shows a robot check instead of ${url}. Such checks are never solved; ask the owner for access or remove the address.`,
    { details: { url }, retryAfterMs: 6 * 3_600_000 },
  );
}
