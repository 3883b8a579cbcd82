import type { ErrorReply } from '../../core/http.js';
import { ApiError } from '../lib/error-words.js';

async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = (body as Partial<ErrorReply> | null)?.error;
  if (error === undefined) return new ApiError(response.status, 'E_HTTP', response.statusText);
  return new ApiError(response.status, error.code, error.message, error);
}

/**
 * Calls the API on this host and returns the parsed reply (undefined for 204).
 * Throws ApiError for status >= 400 and, with status 0, when no reply came.
 */
export async function callApi<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new ApiError(0, 'E_NETWORK', cause instanceof Error ? cause.message : String(cause));
  }
  if (!response.ok) throw await readError(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}
