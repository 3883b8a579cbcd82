/** A real WordPress, filled through its own forms and API, read by the product's own collector. */
import { describe, expect, it } from 'vitest';
import { compileCrawlers } from '../support/crawl-kit.js';
import { installHint, missingPackages, THEMES } from '../support/real-wordpress.js';
import { checkWordPress } from '../support/wordpress-check.js';

const missing = await missingPackages();
const reason = missing.length === 0 ? '' : ` (${installHint(missing)})`;

describe.skipIf(missing.length > 0)(`a real WordPress${reason}`, () => {
  it.each([
    ['pretty', THEMES],
    ['plain', THEMES.slice(0, 1)],
  ] as const)(
    'with %s addresses is read whole and exactly once by every kind, and what changes there is noticed',
    { timeout: 300_000 },
    async (addresses, themes) => {
      const workerUrl = new URL('crawlers/parse-worker.js', compileCrawlers());
      const { results, troubles } = await checkWordPress(addresses, themes, workerUrl);
      expect(results.filter(({ expected, found, misses }) => found !== expected || misses.length > 0)).toEqual([]);
      expect(troubles).toEqual([]);
    },
  );
});
