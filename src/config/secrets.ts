import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../core/errors.js';
import type { Env } from './env.js';

/** Secrets never ride in the config object. */
export interface Secrets {
  /** Key of the authors' HMAC; the same on every machine of a deployment, or one author would count as two. */
  authorKey: string;
}

/**
 * The author key from OTKLIK_AUTHOR_KEY, else from `<state dir>/author.key`, made on the first start (readable by the owner only).
 * @throws AppError E_CONFIG_INVALID when the file cannot be read or written.
 */
export function loadSecrets(env: Env): Secrets {
  if (env.OTKLIK_AUTHOR_KEY !== undefined) return { authorKey: env.OTKLIK_AUTHOR_KEY };
  const file = join(env.OTKLIK_STATE_DIR, 'author.key');
  try {
    mkdirSync(env.OTKLIK_STATE_DIR, { recursive: true });
    try {
      writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const authorKey = readFileSync(file, 'utf8').trim();
    if (authorKey.length < 32) throw new Error('it holds fewer than 32 characters');
    return { authorKey };
  } catch (cause) {
    throw new AppError(
      'E_CONFIG_INVALID',
      `the key for authors' hashes in ${file} is unusable (${(cause as Error).message}): make the folder writable, restore the file from a backup, or set OTKLIK_AUTHOR_KEY`,
      { cause },
    );
  }
}
