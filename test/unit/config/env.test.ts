import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../../../src/config/env.js';
import { loadSecrets } from '../../../src/config/secrets.js';
import { AppError } from '../../../src/core/errors.js';

function failure(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('this should have thrown an AppError');
}

describe('the environment', () => {
  it('has an answer for everything that is not said', () =>
    expect(readEnv({})).toMatchObject({ OTKLIK_HOST: '127.0.0.1', OTKLIK_PORT: 8470, OTKLIK_CONFIG_DIR: 'config' }));

  it('takes an empty variable for one that is not set', () =>
    expect(readEnv({ OTKLIK_PORT: '', OTKLIK_REDIS_URL: '' }).OTKLIK_PORT).toBe(8470));

  it('leaves alone what is not ours', () => expect(readEnv({ PATH: '/bin' })).not.toHaveProperty('PATH'));

  it('is frozen', () => expect(Object.isFrozen(readEnv({}))).toBe(true));

  it('lists all bad variables in one error, one a line', () => {
    const error = failure(() =>
      readEnv({
        OTKLIK_REDIS_URL: 'http://127.0.0.1:6379',
        OTKLIK_ELASTICSEARCH_URL: 'not an address',
        OTKLIK_PORT: '70000',
        OTKLIK_PREFIX: 'Otklik:1',
        OTKLIK_AUTHOR_KEY: 'short',
        OTKLIK_LOG_LEVEL: 'loud',
      }),
    );
    expect(error.code).toBe('E_ENV_INVALID');
    const names = error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0]);
    expect(names.toSorted()).toEqual([
      'OTKLIK_AUTHOR_KEY',
      'OTKLIK_ELASTICSEARCH_URL',
      'OTKLIK_LOG_LEVEL',
      'OTKLIK_PORT',
      'OTKLIK_PREFIX',
      'OTKLIK_REDIS_URL',
    ]);
    expect(error.message).toContain('6 problem(s)');
    expect(error.message).toContain('redis://127.0.0.1:6379');
  });

  it('does not print a secret that is wrong', () => {
    const error = failure(() => readEnv({ OTKLIK_AUTHOR_KEY: 'too-short-a-key' }));
    expect(error.message).not.toContain('too-short-a-key');
  });
});

describe('the key for authors’ hashes', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'otklik-state-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));
  const envWith = (state: string, key?: string): ReturnType<typeof readEnv> =>
    readEnv({ OTKLIK_STATE_DIR: join(dir, state), OTKLIK_AUTHOR_KEY: key });

  it('comes from the environment when it is there', () =>
    expect(loadSecrets(envWith('unused', 'k'.repeat(32))).authorKey).toBe('k'.repeat(32)));

  it('is made once, kept for the next start, and readable by its owner only', () => {
    const first = loadSecrets(envWith('new')).authorKey;
    expect(first.length).toBeGreaterThanOrEqual(64);
    expect(loadSecrets(envWith('new')).authorKey).toBe(first);
    expect(statSync(join(dir, 'new', 'author.key')).mode & 0o777).toBe(0o600);
  });

  it('is not silently replaced when the file is damaged: all authors would be new people', () => {
    loadSecrets(envWith('damaged'));
    const file = join(dir, 'damaged', 'author.key');
    writeFileSync(file, 'x');
    const error = failure(() => loadSecrets(envWith('damaged')));
    expect(error.code).toBe('E_CONFIG_INVALID');
    expect(error.message).toMatch(/author\.key.*restore the file from a backup, or set OTKLIK_AUTHOR_KEY/);
    expect(readFileSync(file, 'utf8')).toBe('x');
  });

  it('names the folder when it cannot be written', () => {
    writeFileSync(join(dir, 'a-file'), '');
    expect(failure(() => loadSecrets(envWith('a-file'))).message).toContain('make the folder writable');
  });
});
