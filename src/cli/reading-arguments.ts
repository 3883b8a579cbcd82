import { apiKeysOf } from '../app/api-keys.js';
import { chromiumOf } from '../app/chromium.js';
import type { Env } from '../config/env.js';
import type { Source } from '../core/source.js';

/** Options of commands that read a page once: how a browser is to read it. */
export const browserArguments = {
  browser: { type: 'boolean', default: false, description: 'read with a browser: its posts are put there by scripts' },
  'browser-hosts': {
    type: 'string',
    description: 'with a browser: further hosts of its scripts and data, by commas',
    valueHint: 'cdn.example',
  },
  'wait-for': {
    type: 'string',
    description: 'with a browser: CSS selector of what shows that the posts are there',
    valueHint: '.post',
  },
} as const;

/** Settings of the browser by these options; nothing where none was given. */
export function browserOf(args: {
  browser: boolean;
  'browser-hosts'?: string | undefined;
  'wait-for'?: string | undefined;
}): Pick<Source, 'browser'> {
  const hosts = (args['browser-hosts'] ?? '').split(/[\s,]+/).filter((host) => host !== '');
  const waitFor = args['wait-for'];
  if (!args.browser && hosts.length === 0 && waitFor === undefined) return {};
  return { browser: { hosts, ...(waitFor === undefined ? {} : { waitFor }) } };
}

/** By which way the environment lets pages be read. */
export function networkOf(env: Env): { proxy?: string; chromium?: string; apiKeys: ReturnType<typeof apiKeysOf> } {
  return {
    apiKeys: apiKeysOf(env),
    ...chromiumOf(env),
    ...(env.OTKLIK_HTTP_PROXY === undefined ? {} : { proxy: env.OTKLIK_HTTP_PROXY }),
  };
}
