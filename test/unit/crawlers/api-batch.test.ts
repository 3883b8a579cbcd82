import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatcher } from '../../../crawlers/fetch/api-batch.js';
import { createBatchSize } from '../../../crawlers/fetch/batch-size.js';
import type { ApiOptions } from '../../../crawlers/fetch/fetcher.js';
import { AppError, toAppError } from '../../../src/core/errors.js';
import { testSource } from '../../support/crawl-kit.js';

const tooLong = 'too long';
const origin = 'https://api.example';

/** An API that answers a batch with its addresses, as long as there are not more than `most`. */
function setUp(most: number, refuse: (sourceId: string) => AppError | null = () => null) {
  const sizes: number[] = [];
  const batcher = createBatcher({
    batch: {
      limit: 25,
      request: (urls) => ({ url: `${origin}/all`, form: { urls: urls.join(' ') } }),
      split: (body, urls) => (body === tooLong ? null : urls.map((url) => `answer to ${url}`)),
      isTooLong: (body) => body === tooLong,
    },
    shared: { delayMs: 0, deadlineMs: 1_000, maxBytes: 1_000 },
    admit: async () => {},
    fetcher: {
      async askApi(_url: string, { source, prepare, restMs }: ApiOptions) {
        const refusal = refuse(source.id);
        if (refusal !== null) throw refusal;
        const late = (await prepare?.()) ?? { url: '' };
        const count = late.form?.urls?.split(' ').length ?? 1;
        sizes.push(count);
        const body = count > most ? tooLong : `answer to ${late.url}`;
        restMs?.(body);
        return body;
      },
    },
  });
  const ask = (n: number) =>
    batcher.ask(`${origin}/${n}`, testSource({ id: `wall-${n}`, urls: [`https://site.example/${n}`] }));
  const askAll = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => ask(n).catch((thrown: unknown) => toAppError(thrown).code)));
  return { sizes, askAll };
}
const answers = (count: number) => Array.from({ length: count }, (_, n) => `answer to ${origin}/${n}`);

describe('requests that travel together', () => {
  it('find out how many fit, and seldom try more than that', async () => {
    const { sizes, askAll } = setUp(6);
    expect(await askAll(1_200)).toEqual(answers(1_200));
    // 25, 12 and 7 to find out, and 7 again each fifty batches later.
    expect(sizes.filter((size) => size > 6)).toEqual([25, 12, 7, 7, 7, 7]);
    expect(sizes).toHaveLength(1_200 / 6 + 6);
  });

  it('do not suffer for one whose own address is refused before its turn', async () => {
    const { askAll } = setUp(25, (id) =>
      id === 'wall-0' ? new AppError('E_ADDRESS_FORBIDDEN', `${id} may not`) : null,
    );
    expect(await askAll(60)).toEqual(answers(60).with(0, 'E_ADDRESS_FORBIDDEN'));
  });

  it('wait all together when it is the host that is left alone', async () => {
    const { sizes, askAll } = setUp(25, () => new AppError('E_FETCH_BLOCKED', 'rest', { details: { host: 'h' } }));
    expect(await askAll(60)).toEqual(answers(60).fill('E_FETCH_BLOCKED'));
    expect(sizes).toEqual([]);
  });
});

describe('how many travel together', () => {
  it('settles one below what was too many, wherever that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), (most) => {
        const size = createBatchSize(25);
        let overflows = 0;
        for (let batches = 0; batches < 400; batches++) {
          if (size.now() <= most) size.fitted(size.now());
          else {
            overflows++;
            size.overflowed(size.now());
          }
        }
        expect(size.now()).toBeLessThanOrEqual(most + 1);
        expect(size.now()).toBeGreaterThanOrEqual(most);
        expect(overflows).toBeLessThanOrEqual(6 + 400 / 50);
      }),
    );
  });

  it('goes back to all that the API takes once they fit again, and never above', () => {
    const size = createBatchSize(25);
    size.overflowed(25);
    expect(size.now()).toBe(12);
    for (let batches = 0; batches < 100; batches++) size.fitted(size.now());
    expect(size.now()).toBe(25);
  });

  it('learns nothing from batches that were not full', () => {
    const size = createBatchSize(25);
    size.overflowed(20);
    for (let batches = 0; batches < 100; batches++) size.fitted(4);
    expect(size.now()).toBe(10);
  });

  it('halves when even what fitted before does not fit any more', () => {
    const size = createBatchSize(25);
    size.fitted(25);
    size.overflowed(25);
    expect(size.now()).toBe(12);
    size.overflowed(12);
    size.overflowed(6);
    size.overflowed(3);
    expect(size.now()).toBe(1);
  });
});
