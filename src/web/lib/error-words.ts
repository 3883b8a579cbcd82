import { isMessageKey, type Translate } from '../i18n/translate.js';

/** A reply with status >= 400, or no reply at all (status 0, code E_NETWORK). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** What to tell the operator; the code's own sentence where the dictionary has one. */
export function describeError(error: unknown, t: Translate): string {
  if (!(error instanceof ApiError)) return t('error.crash');
  if (error.status === 0) return t('error.network');
  const key = `error.${error.code}`;
  if (isMessageKey(key)) return t(key);
  return t('error.unknown', { code: `${error.code} (${error.status})` });
}
