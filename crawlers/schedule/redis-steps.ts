import { Redis } from 'ioredis';
import { AppError } from '../../src/core/errors.js';
import { type Step, stepsScript } from './redis-scripts.js';

/** Steps that go to Redis at once: some milliseconds during which it does nothing else. */
const MOST_AT_ONCE = 128;

export type Argument = string | number;

interface Waiting {
  /** Name and arguments. */
  parts: string[];
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

export interface RedisSteps {
  /** Does one step. Throws E_REDIS_UNAVAILABLE. */
  run<T>(step: Step, args: readonly Argument[]): Promise<T>;
  /** Does any other command under the same guard. */
  guard<T>(work: (redis: Redis) => Promise<T>): Promise<T>;
  close(): void;
}

function unavailable(cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError(
    'E_REDIS_UNAVAILABLE',
    `Redis did not do what the frontier asked (${reason}). Check that it runs.`,
    { cause },
  );
}

/** Half a surrogate pair is no JSON to Redis, and would fail all that travels with it. */
function toJson(steps: readonly string[][]): string {
  const json = JSON.stringify(steps);
  if (!json.includes('\\ud')) return json;
  return JSON.stringify(steps.map((parts) => parts.map((part) => part.replace(/\p{Cs}/gu, '\ufffd'))));
}

/**
 * The frontier's steps in Redis. What is asked for side by side, within one turn of the event loop, travels as one command: a visit takes half a dozen
 * steps, and a command of the client costs several times what a step in Lua does. Steps are done in the order in which they were asked for.
 * @param prefix of all keys
 */
export function connectSteps(url: string, prefix: string, onError: (error: Error) => void): RedisSteps {
  const redis = new Redis(url, { maxRetriesPerRequest: 3 });
  redis.on('error', onError);
  redis.defineCommand('doSteps', { numberOfKeys: 1, lua: stepsScript });
  // One argument for all: the client handles each one by itself, and a visit has sixty.
  const client = redis as unknown as {
    doSteps(prefix: string, steps: string): Promise<[unknown[], (number | string)[]]>;
  };
  let waiting: Waiting[] = [];

  async function send(list: readonly Waiting[]): Promise<void> {
    try {
      const [results, failed] = await client.doSteps(prefix, toJson(list.map(({ parts }) => parts)));
      for (let at = 0; at < failed.length; at += 2)
        list[Number(failed[at]) - 1]?.reject(unavailable(new Error(String(failed[at + 1]))));
      // Those that were rejected above stay so.
      for (const [at, each] of list.entries()) each.resolve(results[at]);
    } catch (cause) {
      for (const each of list) each.reject(unavailable(cause));
    }
  }

  function flush(): void {
    if (waiting.length === 0) return;
    const list = waiting;
    waiting = [];
    void send(list);
  }

  return {
    run<T>(step: Step, args: readonly Argument[]): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const parts: string[] = [step];
        for (const argument of args) parts.push(String(argument));
        waiting.push({ parts, resolve: resolve as (value: unknown) => void, reject });
        if (waiting.length === 1) setImmediate(flush);
        else if (waiting.length >= MOST_AT_ONCE) flush();
      });
    },
    async guard(work) {
      try {
        return await work(redis);
      } catch (cause) {
        throw unavailable(cause);
      }
    },
    close: () => redis.disconnect(),
  };
}
