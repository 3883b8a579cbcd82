import { isMessageKey, type Translate } from '../i18n/translate.js';
import { describeReason, type SentReason } from './refusal-words.js';

interface ErrorFacts {
  details?: Record<string, unknown>;
  reason?: SentReason | null;
  requestId?: string | null;
}

/** A reply with status >= 400, or no reply at all (status 0, code E_NETWORK). `message` is English and for the console alone. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly reason: SentReason | null;
  readonly requestId: string | null;

  constructor(status: number, code: string, message: string, facts: ErrorFacts = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = facts.details ?? {};
    this.reason = facts.reason ?? null;
    this.requestId = facts.requestId ?? null;
  }
}

/**
 * What to tell the operator: the reason in words; where the page knows none, the sentence of the code, with what an administrator needs to find the
 * failure. Never the server's own sentence, which is English.
 */
export function describeError(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return t('error.crash');
  if (error.status === 0) return t('error.network');
  const why = error.reason && describeReason(error.reason, t);
  if (why) return why;
  const key = `error.${error.code}`;
  const sentence = t(isMessageKey(key) ? key : 'error.unknown');
  const code = isMessageKey(key) ? error.code : `${error.code} (${error.status})`;
  if (error.requestId === null) return t('error.withCode', { sentence, code });
  return t('error.withRequest', { sentence, code, requestId: error.requestId });
}
