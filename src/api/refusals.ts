import { AppError } from '../core/errors.js';
import type { Role } from '../core/user.js';

/** Refusals of who asks, whatever is asked for. */

/** @param message what to do instead, in English */
export function signInNeeded(message: string): AppError {
  return new AppError('E_UNAUTHENTICATED', message, { reason: { key: 'sign-in-needed', params: {} } });
}

export function passwordChangeNeeded(): AppError {
  return new AppError('E_FORBIDDEN', 'change the one-time password first: POST /api/session/password', {
    details: { mustChangePassword: true },
    reason: { key: 'password-one-time', params: {} },
  });
}

export function roleRefused(allowed: readonly Role[], role: Role): AppError {
  return new AppError('E_FORBIDDEN', `this needs one of the roles ${allowed.join(', ')}; you are ${role}`, {
    reason: { key: 'role-not-allowed', params: { role, allowed: [...allowed] } },
  });
}
