import { afterAll, describe, expect, it } from 'vitest';
import { createPageParser } from '../../crawlers/page-parser.js';
import { loadRegistry } from '../../crawlers/registry.js';
import { toAppError } from '../../src/core/errors.js';
import { compileCrawlers, testSource } from '../support/crawl-kit.js';
import { poisonLengths, poisons } from '../support/poison.js';

const registry = await loadRegistry();
const parser = createPageParser({ registry, workerUrl: new URL('crawlers/parse-worker.js', compileCrawlers()) });
afterAll(() => parser.close());

const DEADLINE_MS = 5_000;
const MOST_MB = 300;
/** The deadline of the parser is one of wall time; what comes around it is small. */
const SLACK_MS = 1_000;

describe('a poisonous page', () => {
  it.each(registry.kinds())(
    'ends within seconds for kind %s, in an error of the catalogue or in posts',
    { timeout: 300_000 },
    async (kind) => {
      const [contentType = ''] = registry.get(kind).accepts;
      const source = testSource({ id: 'own', kind, urls: ['http://own.example/'] });
      const startMb = process.memoryUsage.rss() / 2 ** 20;
      const faults: string[] = [];
      let mostMb = 0;
      for (const [name, make] of Object.entries(poisons)) {
        for (const length of poisonLengths) {
          const page = {
            url: 'http://own.example/x',
            body: make(length),
            contentType,
            fetchedAt: '2026-03-14T12:00:00.000Z',
            timeZone: 'Europe/Moscow',
          };
          const startedMs = performance.now();
          try {
            await parser.parse(kind, page, source);
          } catch (thrown) {
            const { code } = toAppError(thrown);
            if (!['E_PAGE_EMPTY', 'E_PAGE_INVALID'].includes(code)) faults.push(`${name} of ${length}: ${code}`);
          }
          const ms = performance.now() - startedMs;
          if (ms > DEADLINE_MS + SLACK_MS) faults.push(`${name} of ${length}: ${Math.round(ms)} ms`);
          mostMb = Math.max(mostMb, process.memoryUsage.rss() / 2 ** 20 - startMb);
        }
      }
      expect(faults).toEqual([]);
      expect(mostMb).toBeLessThan(MOST_MB);
    },
  );
});
