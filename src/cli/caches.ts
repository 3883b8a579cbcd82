import { join } from 'node:path';
import type { Env } from '../config/env.js';
import { openKeptResults, programRevision } from '../config/kept-results.js';
import type { KeptResults } from '../core/kept.js';
import { packageText } from '../version.js';

/** What is kept between starts: the parsed files of the configuration, and what was made of them, which is large. */
export function openCaches({ OTKLIK_STATE_DIR }: Env): { parsed: KeptResults; compiled: KeptResults } {
  const folder = (name: string): string => join(OTKLIK_STATE_DIR, 'cache', name);
  const program = programRevision(packageText);
  return {
    parsed: openKeptResults(folder('config'), 300, program),
    compiled: openKeptResults(folder('compiled'), 20, program),
  };
}
