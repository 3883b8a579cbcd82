import type { ErrorReason } from './error-reason.js';

/**
 * The one catalogue of errors. A message says what went wrong, which thing it concerns and what to do.
 * Translated at three edges only: Crawlee (crawlers/runner.ts), BullMQ (pipelines/runner.ts), HTTP (src/api/errors.ts).
 */
export const errorCodes = {
  E_CONFIG_INVALID: { status: 500, retry: false },
  E_ENV_INVALID: { status: 500, retry: false },
  E_SOURCE_INVALID: { status: 400, retry: false },
  E_SOURCE_CLOSED: { status: 403, retry: false },
  E_PASSPORT_INVALID: { status: 403, retry: false },
  E_KIND_UNKNOWN: { status: 400, retry: false },
  E_ROBOTS_DISALLOWED: { status: 403, retry: false },
  E_ADDRESS_FORBIDDEN: { status: 403, retry: false },
  E_FETCH_FAILED: { status: 502, retry: true },
  E_FETCH_BLOCKED: { status: 502, retry: false },
  E_FETCH_TOO_LARGE: { status: 502, retry: false },
  E_FETCH_TIMEOUT: { status: 504, retry: true },
  E_REDIRECT_INVALID: { status: 502, retry: false },
  E_PAGE_EMPTY: { status: 422, retry: false },
  E_PAGE_INVALID: { status: 422, retry: false },
  E_JOB_INVALID: { status: 422, retry: false },
  E_STAGE_FAILED: { status: 500, retry: true },
  E_RULE_INVALID: { status: 400, retry: false },
  E_ROUTE_MISSING: { status: 500, retry: false },
  E_STORE_UNAVAILABLE: { status: 503, retry: true },
  E_STORE_REJECTED: { status: 422, retry: false },
  E_REDIS_UNAVAILABLE: { status: 503, retry: true },
  E_REDIS_UNSAFE: { status: 500, retry: false },
  E_SERVICE_MISSING: { status: 500, retry: false },
  E_MODEL_OFF: { status: 503, retry: false },
  E_MODEL_MISSING: { status: 500, retry: false },
  E_MODEL_ALTERED: { status: 500, retry: false },
  E_MODEL_FAILED: { status: 503, retry: true },
  E_NOT_FOUND: { status: 404, retry: false },
  E_CONFLICT: { status: 409, retry: false },
  E_MOVE_FORBIDDEN: { status: 409, retry: false },
  E_INPUT_INVALID: { status: 400, retry: false },
  E_UNAUTHENTICATED: { status: 401, retry: false },
  E_FORBIDDEN: { status: 403, retry: false },
  E_TOO_MANY_REQUESTS: { status: 429, retry: true },
  E_INTERNAL: { status: 500, retry: false },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

export interface AppErrorOptions {
  /** Overrides the catalogue's answer to "may the same call succeed later?". */
  retry?: boolean;
  /** Earliest sensible moment of another try, in milliseconds from now. */
  retryAfterMs?: number;
  cause?: unknown;
  /** Facts for the log or the HTTP reply: file, line, field, id. Never post text or personal data. */
  details?: Record<string, unknown>;
  /** For what a person at a screen can meet: why, so that the screen can say it in the person's language. */
  reason?: ErrorReason;
}

/** Every failure that Otklik raises on purpose. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly retry: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: Record<string, unknown>;
  readonly reason: ErrorReason | null;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry ?? errorCodes[code].retry;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? {};
    this.reason = options.reason ?? null;
  }

  /** HTTP status under which the API reports this error. */
  get status(): number {
    return errorCodes[this.code].status;
  }
}

/** Narrows anything thrown to an AppError; unknown throwables become E_INTERNAL with the original as cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('E_INTERNAL', message, { cause: thrown });
}
