import { AppError } from '../../src/core/errors.js';

/** The error for a request that brought no answer: what was thrown on the way, as it is where it is one of ours. */
export function failure(thrown: unknown, url: URL, signal: AbortSignal): AppError {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof AppError) return error;
  }
  const code = (thrown as { code?: string } | null)?.code ?? '';
  if (signal.aborted || /TIMEOUT/.test(code)) {
    return new AppError('E_FETCH_TIMEOUT', `Host ${url.host} did not send ${url.href} in time. Tried again later.`, {
      cause: thrown,
      details: { url: url.href },
    });
  }
  const reason = code === '' ? (thrown instanceof Error ? thrown.message : String(thrown)) : code;
  return new AppError(
    'E_FETCH_FAILED',
    `Page ${url.href} could not be read (${reason}). Check the address and the network.`,
    {
      cause: thrown,
      details: { url: url.href },
    },
  );
}
