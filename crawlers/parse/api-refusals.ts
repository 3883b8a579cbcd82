import { AppError } from '../../src/core/errors.js';
import type { JsonRecord } from './json.js';
import { recordOf } from './json.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What an API means by one of its error codes, for who reads pages by it. */
export interface Refusal {
  what: string;
  /** How long this page is left alone. */
  retryAfterMs: number;
  /** How long the whole API is left alone, where the refusal speaks of the key and not of the page. */
  restMs: number;
  /** How long the one method is left alone, where the refusal speaks of its calls. */
  methodRestMs?: number;
  /** Whoever owns it lets nobody in: asked for ever more seldom. */
  isClosed?: true;
}

/** A refusal that speaks of the key: the whole API is left alone for a while. */
export const ofKey = (what: string): Refusal => ({ what, retryAfterMs: HOUR_MS, restMs: 10 * MINUTE_MS });
/** A refusal of this page alone. */
export const ofPage = (what: string): Refusal => ({ what, retryAfterMs: DAY_MS, restMs: 0 });
/** A refusal of what its owner keeps closed, or of what is gone. */
export const ofClosed = (what: string): Refusal => ({ ...ofPage(what), isClosed: true });

/** The error for a refusal that is known: E_SOURCE_CLOSED where a whole source is closed and not one topic of it. */
export function refusalError(
  known: Refusal,
  message: string,
  { isTopic, details }: { isTopic: boolean; details: Record<string, unknown> },
): AppError {
  const { isClosed = false, retryAfterMs } = known;
  return new AppError(isClosed && !isTopic ? 'E_SOURCE_CLOSED' : 'E_FETCH_BLOCKED', message, {
    details: isClosed ? { ...details, isClosed } : details,
    retryAfterMs,
  });
}

/** Answers this long are no refusals. */
const REFUSAL_CHARACTERS = 8_000;

/**
 * How long an answer asks to be left alone, ms; 0 when it is no refusal.
 * @param mark stands in every refusal
 * @param codeOf code of a refusal, 0 when the answer is none
 * @param of what is left alone: the whole API or the one method
 */
export function restByCode(
  body: string,
  mark: string,
  refusals: Readonly<Record<number, Refusal>>,
  codeOf: (root: JsonRecord | null) => number,
  of: 'restMs' | 'methodRestMs' = 'restMs',
): number {
  if (body.length > REFUSAL_CHARACTERS || !body.includes(mark)) return 0;
  try {
    return refusals[codeOf(recordOf(JSON.parse(body)))]?.[of] ?? 0;
  } catch {
    return 0; // no JSON: whoever reads the page says so
  }
}
