/** Telling the client library's failures apart and putting them into words. */
import { errors } from '@elastic/elasticsearch';
import { AppError } from '../core/errors.js';

/** Statuses that say «not now» rather than «never». */
export const temporaryStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Elasticsearch's names of failures that pass: a disk that is full, an index that gets a new analyser. */
export const temporaryTypes: ReadonlySet<string> = new Set(['cluster_block_exception', 'index_closed_exception']);

/** HTTP status of an answer, 0 when there was none. */
export function statusOf(error: unknown): number {
  return error instanceof errors.ResponseError ? (error.statusCode ?? 0) : 0;
}

function bodyError(error: errors.ResponseError): { type?: string; reason?: string; caused_by?: unknown } | undefined {
  const body: unknown = error.body;
  if (body === null || typeof body !== 'object' || !('error' in body)) return undefined;
  return body.error !== null && typeof body.error === 'object' ? body.error : undefined;
}

/** Elasticsearch's name of the failure, e.g. `index_not_found_exception`; empty when it gave none. */
export function typeOf(error: unknown): string {
  return (error instanceof errors.ResponseError && bodyError(error)?.type) || '';
}

/** True when the same request may succeed later. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof AppError) return error.retry;
  if (error instanceof errors.ResponseError) {
    return temporaryStatuses.has(error.statusCode ?? 0) || temporaryTypes.has(typeOf(error));
  }
  return (
    error instanceof errors.ConnectionError ||
    error instanceof errors.TimeoutError ||
    error instanceof errors.NoLivingConnectionsError ||
    error instanceof errors.RequestAbortedError ||
    // An answer that breaks off in the middle is no JSON any more.
    error instanceof errors.DeserializationError
  );
}

/**
 * The server's reason without what it quotes of the document: reasons go to logs and dead letters, texts do not.
 * The innermost cause is added since the outer one often says only that a field could not be parsed.
 */
export function reasonOf(error: unknown): string | undefined {
  if (error === null || typeof error !== 'object') return undefined;
  const parts: string[] = [];
  for (let cause: unknown = error; cause !== null && typeof cause === 'object' && parts.length < 3; ) {
    const { reason, caused_by: next } = cause as { reason?: unknown; caused_by?: unknown };
    if (typeof reason === 'string') parts.push(withoutQuotations(reason));
    cause = next;
  }
  return parts.length > 0 ? parts.join(': ').slice(0, 500) : undefined;
}

function withoutQuotations(reason: string): string {
  return reason
    .replace(/\.? ?Preview of field's value: '[\s\S]*'/g, '')
    .replace(/The prefix of the first immense term is: '[\s\S]*?'/g, '')
    .replace(/For input string: "[\s\S]*"/g, 'unreadable number')
    .replace(/failed to parse date field \[[\s\S]*?\] with format/g, 'failed to parse date field with format')
    .replace(/could not parse input string \[[\s\S]*?\]/g, 'could not parse the value');
}

/** A few words for a sentence. */
export function describeFailure(failure: unknown): string {
  if (failure instanceof errors.ResponseError) {
    const type = typeOf(failure);
    return `status ${failure.statusCode ?? '?'}${type ? ` ${type}` : ''}`;
  }
  if (failure instanceof Error) return `${failure.name}: ${failure.message.slice(0, 200)}`;
  if (failure !== null && typeof failure === 'object' && 'type' in failure) return String(failure.type);
  return `status ${String(failure)}`;
}

/** Turns what the client threw while `doing` something into an error of the catalogue. */
export function toStoreError(error: unknown, doing: string, address: string): AppError {
  if (error instanceof AppError) return error;
  const cause = describeFailure(error);
  if (error instanceof errors.ProductNotSupportedError) {
    return new AppError(
      'E_STORE_UNAVAILABLE',
      `What answers at ${address} is not Elasticsearch (${doing}); correct OTKLIK_ELASTICSEARCH_URL.`,
      { cause: error, retry: false },
    );
  }
  const status = statusOf(error);
  if (typeOf(error) === 'index_not_found_exception') return missingIndex(doing, address, error);
  if (status === 401 || (status === 403 && typeOf(error) !== 'cluster_block_exception')) {
    return new AppError(
      'E_STORE_UNAVAILABLE',
      `Elasticsearch at ${address} refuses the key (${doing}: ${cause}); check the API key and its rights on the indices.`,
      { cause: error, retry: false },
    );
  }
  if (isTemporary(error)) {
    return new AppError(
      'E_STORE_UNAVAILABLE',
      `Elasticsearch at ${address} does not answer as it should (${doing}: ${cause}); see that it runs («npm run services»), that OTKLIK_ELASTICSEARCH_URL is right, and its log.`,
      { cause: error },
    );
  }
  if (error instanceof errors.ResponseError) {
    const reason = reasonOf(bodyError(error));
    return new AppError(
      'E_STORE_REJECTED',
      `Elasticsearch at ${address} refuses the request (${doing}: ${cause}${reason ? `, ${reason}` : ''}).`,
      { cause: error },
    );
  }
  return new AppError('E_INTERNAL', `Unexpected failure in the store (${doing}: ${cause}).`, { cause: error });
}

/** The indices are not there. */
export function missingIndex(doing: string, address: string, cause?: unknown): AppError {
  return new AppError(
    'E_STORE_UNAVAILABLE',
    `The indices are missing in Elasticsearch at ${address} (${doing}); run «otklik up» or set up the store first.`,
    { cause },
  );
}
