import { describe, expect, it } from 'vitest';
import { createHostGate, StoppingError } from '../../../crawlers/fetch/host-gate.js';
import { parseCrawlJob } from '../../../crawlers/runner.js';
import { createMemoryFrontier } from '../../../crawlers/schedule/memory-frontier.js';
import { AppError } from '../../../src/core/errors.js';
import { sourceSchema } from '../../../src/core/source.js';

const source = sourceSchema.parse({
  id: 'town',
  kind: 'telegram-channel',
  name: 'Городок',
  urls: ['http://127.0.0.1/s/town'],
  territory: 'demo-svetloozersk',
  passport: { ground: 'own test page', terms: 'invented', contact: 'test@otklik.invalid', expires: '2099-12-31' },
});

describe('a crawler that stops', () => {
  it('lets the request on the wire end and nobody through after it', async () => {
    const stopping = new AbortController();
    const frontier = createMemoryFrontier();
    const gate = createHostGate({ frontier, clock: { now: () => 0 }, signal: stopping.signal });
    let answer: (page: string) => void = () => {};
    const page = new Promise<string>((resolve) => {
      answer = resolve;
    });
    let isSent: () => void = () => {};
    const sent = new Promise<void>((resolve) => {
      isSent = resolve;
    });
    const request = (): Promise<string> => {
      isSent();
      return page;
    };
    const onWire = gate.pass('town', source, 1_000, request, () => 0);
    await sent;
    const waiting = gate
      .pass(
        'town',
        source,
        1_000,
        async () => 'never',
        () => 0,
      )
      .catch((error) => error);
    stopping.abort();
    answer('page');
    expect(await onWire).toBe('page');
    const refused = await waiting;
    expect(refused).toBeInstanceOf(StoppingError);
    expect(refused.retry).toBe(true);
  });

  it('wakes those who wait for a host to rest', async () => {
    const stopping = new AbortController();
    const gate = createHostGate({ frontier: createMemoryFrontier(), clock: { now: () => 0 }, signal: stopping.signal });
    await gate.pass(
      'town',
      source,
      60_000,
      async () => 'page',
      () => 0,
    );
    const waiting = gate
      .pass(
        'town',
        source,
        30_000,
        async () => 'never',
        () => 0,
      )
      .catch((error) => error);
    stopping.abort();
    expect(await waiting).toBeInstanceOf(StoppingError);
  });
});

describe('visits under way whose job was lost', () => {
  it('are handed out anew after a recall', async () => {
    const frontier = createMemoryFrontier();
    await frontier.seed([source], [], 0);
    const options = { leaseMs: 600_000, perHost: 20 };
    const [visit] = await frontier.popDue(1, 10, options);
    expect(await frontier.popDue(2, 10, options)).toEqual([]);
    await frontier.recall();
    expect(await frontier.popDue(3, 10, options)).toEqual([visit]);
  });
});

describe('a job that is no batch of visits', () => {
  it.each([[{}], [null], [{ visits: [{ id: 'v1' }] }], [{ visits: [], more: 1 }]])(
    'is refused in one sentence: %j',
    (data) => {
      expect(() => parseCrawlJob(data)).toThrow(AppError);
      expect(() => parseCrawlJob(data)).toThrow(/^queue «fetch» got a job that is no batch of visits \(.*\): .+/);
    },
  );
});
