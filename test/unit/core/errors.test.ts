import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode, errorCodes, toAppError } from '../../../src/core/errors.js';

describe('the catalogue of errors', () => {
  it.each(Object.entries(errorCodes))(
    '%s has a name, an HTTP status of an error and an answer about trying again',
    (code, entry) => {
      expect(code).toMatch(/^E_[A-Z]+(_[A-Z]+)*$/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.status).toBeLessThan(600);
      const error = new AppError(code as ErrorCode, 'a sentence');
      expect([error.retry, error.status]).toEqual([entry.retry, entry.status]);
    },
  );

  it('lets one error say otherwise about trying again', () =>
    expect(new AppError('E_CONFLICT', 'busy', { retry: true }).retry).toBe(true));

  it('keeps cause and details', () => {
    const cause = new Error('below');
    const error = new AppError('E_FETCH_FAILED', 'no page', { cause, details: { url: 'https://forum.example/' } });
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual({ url: 'https://forum.example/' });
  });
});

describe('anything thrown', () => {
  it('stays itself when it is one of ours', () => {
    const error = new AppError('E_NOT_FOUND', 'no incident');
    expect(toAppError(error)).toBe(error);
  });

  it.each([new TypeError('x is undefined'), 'a string', 42, null, undefined])('becomes E_INTERNAL: %s', (thrown) => {
    const error = toAppError(thrown);
    expect(error).toMatchObject({ code: 'E_INTERNAL', retry: false });
    expect(error.cause).toBe(thrown);
  });
});
