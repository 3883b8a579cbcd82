import type { Env } from '../config/env.js';

/** The operator's own keys of the APIs that are asked in place of pages, by the names that adapters know them by. */
export function apiKeysOf(env: Env): Readonly<Record<string, string | undefined>> {
  const { OTKLIK_VK_TOKEN, OTKLIK_MAX_TOKEN, OTKLIK_OK_APPLICATION_KEY, OTKLIK_OK_SECRET, OTKLIK_OK_TOKEN } = env;
  return { OTKLIK_VK_TOKEN, OTKLIK_MAX_TOKEN, OTKLIK_OK_APPLICATION_KEY, OTKLIK_OK_SECRET, OTKLIK_OK_TOKEN };
}
