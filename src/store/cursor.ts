import { AppError } from '../core/errors.js';
import type { IncidentQuery } from '../core/ports.js';

export type Sort = NonNullable<IncidentQuery['sort']>;
/** Sort values of the last incident on a page. */
export type SortValues = (string | number)[];

/** `dueAt` of incidents without a deadline for sorting: after all others (9999-12-31T23:59:59.999Z, in ms). */
export const neverMs = 253_402_300_799_999;

/** Relevance means something only where something is searched for. */
export function effectiveSort(query: IncidentQuery, hasText: boolean): Sort {
  const wanted = query.sort ?? 'relevance';
  return wanted === 'relevance' && !hasText ? 'newest' : wanted;
}

const lengths: Record<Sort, number> = { newest: 2, due: 3, people: 3, recurrences: 3, relevance: 3 };

export function encodeCursor(sort: Sort, values: SortValues): string {
  return Buffer.from(JSON.stringify([1, sort, ...values])).toString('base64url');
}

/** Throws E_INPUT_INVALID for anything that `encodeCursor` did not make for the same order. */
export function decodeCursor(cursor: string, sort: Sort): SortValues {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw invalid(cause);
  }
  if (!Array.isArray(parts) || parts[0] !== 1 || parts[1] !== sort || parts.length !== lengths[sort] + 2)
    throw invalid();
  const values: unknown[] = parts.slice(2);
  const id = values.at(-1);
  const numbers = values.slice(0, -1).every((value) => typeof value === 'number' && Number.isFinite(value));
  if (!numbers || typeof id !== 'string') throw invalid();
  return values as SortValues;
}

function invalid(cause?: unknown): AppError {
  return new AppError(
    'E_INPUT_INVALID',
    'The page cursor («after») was not made for this list in this order; leave it out to start from the first page.',
    { cause, reason: { key: 'page-outdated', params: {} } },
  );
}

/** The page size, 1-200; 50 when none is asked for. Throws E_INPUT_INVALID outside. */
export function pageSize(query: IncidentQuery): number {
  const limit = query.limit ?? 50;
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new AppError('E_INPUT_INVALID', `A page of ${limit} incidents is not possible («limit»); ask for 1 to 200.`);
}
