import { userInfo } from 'node:os';
import { AppError } from '../core/errors.js';

/**
 * Who does something, for the record: what --by says, else the user of the operating system.
 * @throws AppError E_INPUT_INVALID when neither is known.
 */
export function personAtWork(by: string | undefined): string {
  if (by !== undefined && by.trim() !== '') return by.trim().slice(0, 200);
  try {
    return userInfo().username;
  } catch (cause) {
    throw new AppError('E_INPUT_INVALID', 'this user has no name on this machine: say who you are with --by NAME', {
      cause,
    });
  }
}

export const byOption = {
  type: 'string',
  description: 'who does it, for the record; else the user of this machine',
} as const;
