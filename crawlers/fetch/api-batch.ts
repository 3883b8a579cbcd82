import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src/core/errors.js';
import type { ApiBatch } from '../adapter.js';
import { createBatchSize } from './batch-size.js';
import type { ApiOptions, Fetcher, FetchSource } from './fetcher.js';

/** An answer to many may be as long as this; what one page may bring stays a page's limit. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** What begins at the same moment as the first in line travels with it. */
const GATHER_MS = 20;

/** A request that waits for its turn. */
interface Waiting {
  requestUrl: string;
  source: FetchSource;
  /** It has been counted against its source's budget: it is sent anew after an answer that was too long. */
  isPaid: boolean;
  answer(body: string): void;
  fail(thrown: unknown): void;
}

export interface BatcherOptions {
  fetcher: Pick<Fetcher, 'askApi'>;
  batch: ApiBatch;
  /** How all requests are sent; `source`, `form` and what is asked are each request's own. */
  shared: Omit<ApiOptions, 'source' | 'form' | 'prepare'>;
  /** Lets a request pass and counts it against its source's budget of the day. Throws E_TOO_MANY_REQUESTS when that is spent, E_FETCH_BLOCKED while its method is left alone. */
  admit(requestUrl: string, source: FetchSource): Promise<void>;
}

export interface Batcher {
  /** The API's answer to one request, which travels with whatever else waits for the API's turn by then. Throws as Fetcher.askApi does. */
  ask(requestUrl: string, source: FetchSource): Promise<string>;
}

/** Nothing that waited may be asked any more. */
class NothingToAsk extends Error {}

/**
 * Sends together what waits for one API: while one request is on the wire or its host rests, all others gather. Every page in it counts against its own source's budget. How many travel
 * together is found out (batch-size.ts).
 */
export function createBatcher({ fetcher, batch, shared, admit }: BatcherOptions): Batcher {
  const line: Waiting[] = [];
  const size = createBatchSize(batch.limit);
  let isSending = false;

  /** The next ones in line whose sources may still ask. */
  async function take(): Promise<Waiting[]> {
    const taken: Waiting[] = [];
    while (taken.length < size.now()) {
      const next = line.shift();
      if (next === undefined) break;
      try {
        if (!next.isPaid) await admit(next.requestUrl, next.source);
        next.isPaid = true;
        taken.push(next);
      } catch (thrown) {
        next.fail(thrown);
      }
    }
    return taken;
  }

  function isTooLong(thrown: unknown): boolean {
    return thrown instanceof AppError && thrown.code === 'E_FETCH_TOO_LARGE';
  }

  /** Speaks of the address of the one who asks, not of the host. */
  function isOwn(thrown: unknown): boolean {
    return thrown instanceof AppError && thrown.code === 'E_ADDRESS_FORBIDDEN';
  }

  /** All of them are asked for anew, fewer at a time. */
  function again(taken: readonly Waiting[]): void {
    size.overflowed(taken.length);
    line.unshift(...taken);
  }

  async function sendNext(first: Waiting): Promise<void> {
    let taken: Waiting[] = [];
    let answers: readonly string[] = [];
    const restMs = (body: string): number => {
      const rest = shared.restMs ?? (() => 0);
      // An answer that speaks of all at once is everyone's own.
      answers = (taken.length > 1 ? batch.split(body, urlsOf(taken)) : null) ?? taken.map(() => body);
      return Math.max(rest(body), ...answers.map(rest));
    };
    try {
      const body = await fetcher.askApi(first.requestUrl, {
        ...shared,
        source: withoutBudget(first.source),
        restMs,
        async prepare() {
          taken = await take();
          const [only] = taken;
          if (only === undefined) throw new NothingToAsk();
          if (taken.length === 1) return { url: only.requestUrl };
          return { ...batch.request(urlsOf(taken)), maxBytes: MAX_BATCH_BYTES };
        },
      });
      if (taken.length > 1 && batch.isTooLong(body)) return again(taken);
      size.fitted(taken.length);
      for (const [at, each] of taken.entries()) each.answer(answers[at] ?? body);
    } catch (thrown) {
      if (thrown instanceof NothingToAsk) return;
      if (taken.length > 1 && isTooLong(thrown)) return again(taken);
      // The turn never came: nobody else's will, unless it was the first one's own address that may not be asked.
      const all = taken.length > 0 ? taken : line.splice(0, isOwn(thrown) ? 1 : line.length);
      for (const each of all) each.fail(thrown);
    }
  }

  async function sendAll(): Promise<void> {
    isSending = true;
    await sleep(GATHER_MS);
    for (let first = line[0]; first !== undefined; first = line[0]) await sendNext(first);
    isSending = false;
  }

  return {
    ask(requestUrl, source) {
      return new Promise((answer, fail) => {
        line.push({ requestUrl, source, isPaid: false, answer, fail });
        if (!isSending) void sendAll();
      });
    },
  };
}

function urlsOf(taken: readonly Waiting[]): string[] {
  return taken.map(({ requestUrl }) => requestUrl);
}

/** The gate counts nothing for it: each page in a batch is counted for its own source. */
function withoutBudget({
  id,
  urls,
  allowPrivateNetwork,
  passport,
  timeZone,
  language,
  browser,
}: FetchSource): FetchSource {
  return { id, urls, allowPrivateNetwork, passport, timeZone, language, ...(browser === undefined ? {} : { browser }) };
}
