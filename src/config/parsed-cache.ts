import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { removeOldest, writeWhole } from './kept-files.js';

/** Changes when the same text is to be understood otherwise. */
const FORMAT = 1;
/** Files that are kept; the oldest go first. */
const MOST_FILES = 300;

/**
 * What was parsed in an earlier start, by the hash of its text. A cache: whatever goes wrong with it, the text is parsed again.
 * @param folder where it is kept; made when it is missing
 */
export function openParsedCache(folder: string): ParsedCache {
  const fileOf = (text: string): string =>
    join(folder, `${createHash('sha256').update(`${FORMAT}\n${text}`).digest('hex')}.json`);
  return {
    get(text) {
      try {
        return { data: JSON.parse(readFileSync(fileOf(text), 'utf8')) as unknown };
      } catch {
        // Not there yet, or torn by a crash: it is made anew.
        return null;
      }
    },
    put(text, data) {
      const json = JSON.stringify(data);
      // What JSON cannot hold (an infinite number, say) is parsed each time.
      if (json === undefined || !isDeepStrictEqual(JSON.parse(json), data)) return;
      const file = fileOf(text);
      try {
        mkdirSync(folder, { recursive: true });
        writeWhole(file, json);
        removeOldest(folder, MOST_FILES);
      } catch {
        // A folder that cannot be written costs only time.
        return;
      }
    },
  };
}

export interface ParsedCache {
  /** Null when it is not known. */
  get(text: string): { data: unknown } | null;
  put(text: string, data: unknown): void;
}
