import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../src/core/errors.js';
import { insertByLength, takeBatch, type Waiting } from './batches.js';

/** A kind of run that texts wait for. */
export interface Lane<In, Out> {
  /** Pieces, padding included, that a batch may have now. */
  budget(): number;
  /** A text is padded by up to so many pieces rather than run alone. */
  readonly worthPadding: number;
  /** What the runs need of a text; made when there is room for it. */
  prepare(given: In): { ids: Int32Array };
  /** Runs a batch; answers in its order. */
  run(texts: readonly { given: In; ids: Int32Array }[]): Promise<Out[]>;
}

/** Texts that wait for the workers: all kinds of runs share the workers and the room. */
export interface TextQueue {
  /**
   * Answers in the order of the texts. Waits while too many wait; fails as a whole or not at all.
   * @throws E_MODEL_FAILED (may succeed later) when a batch failed twice or the queue was closed
   */
  ask<In, Out>(lane: Lane<In, Out>, given: readonly In[]): Promise<Out[]>;
  /** Texts that wait now. */
  waiting(): number;
  /** Refuses what waits. */
  close(): void;
}

/** All texts of one call. */
interface Call {
  answers: unknown[];
  open: number;
  failure: unknown;
  resolve: (answers: unknown[]) => void;
  reject: (error: unknown) => void;
}

interface Item extends Waiting {
  given: unknown;
  ids: Int32Array;
  call: Call;
  index: number;
}

type AnyLane = Lane<unknown, unknown>;

const CUT_AT_ONCE = 64;

/**
 * @param hasRoom whether a worker is without work
 * @param maxQueued texts that may wait
 */
export function createTextQueue({ hasRoom, maxQueued }: { hasRoom: () => boolean; maxQueued: number }): TextQueue {
  const lanes = new Map<AnyLane, Item[]>();
  const forRoom: (() => void)[] = [];
  let turn = 0;
  let isPlanned = false;
  let isClosed = false;

  const waiting = (): number => [...lanes.values()].reduce((sum, items) => sum + items.length, 0);

  /** Looks for work once all calls of this moment have handed over their texts. */
  function plan(): void {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      while (waiting() > 0 && hasRoom()) void runNext();
    });
  }

  /** The text that has waited longest, whatever for, goes first. */
  function nextLane(): [AnyLane, Item[]] | undefined {
    const oldest = (items: readonly Item[]): number => items.reduce((least, item) => Math.min(least, item.turn), turn);
    return [...lanes]
      .filter(([, items]) => items.length > 0)
      .reduce<[AnyLane, Item[]] | undefined>(
        (best, lane) => (best === undefined || oldest(lane[1]) < oldest(best[1]) ? lane : best),
        undefined,
      );
  }

  async function runNext(): Promise<void> {
    const next = nextLane();
    if (next === undefined) return;
    const [lane, all] = next;
    const items = takeBatch(all, lane.budget(), lane.worthPadding);
    makeRoom();
    try {
      const answers = await lane.run(items);
      items.forEach(({ call, index }, at) => {
        call.answers[index] = answers[at];
        if (--call.open === 0) call.resolve(call.answers);
      });
    } catch (error) {
      for (const { call } of items) fail(call, error);
    }
    plan();
  }

  function makeRoom(): void {
    for (const wake of forRoom.splice(0)) wake();
  }

  /** Fails a call and forgets those of its texts that still wait. */
  function fail(call: Call, error: unknown): void {
    if (call.failure !== undefined) return;
    call.failure = error;
    call.reject(error);
    for (const items of lanes.values()) {
      const others = items.filter((item) => item.call !== call);
      items.splice(0, items.length, ...others);
    }
    makeRoom();
  }

  async function hand(lane: AnyLane, given: readonly unknown[], call: Call): Promise<void> {
    const items = lanes.get(lane) ?? [];
    lanes.set(lane, items);
    for (const [index, one] of given.entries()) {
      while (waiting() >= maxQueued && call.failure === undefined && !isClosed)
        await new Promise<void>((resolve) => {
          forRoom.push(resolve);
        });
      if (isClosed) fail(call, closed());
      if (call.failure !== undefined) return;
      const { ids } = lane.prepare(one);
      insertByLength(items, { given: one, ids, call, index, length: ids.length, turn: turn++ });
      plan();
      // Cutting takes a fraction of a millisecond a text: others get their turn in between.
      if (index % CUT_AT_ONCE === CUT_AT_ONCE - 1) await nextTurn();
    }
  }

  return {
    async ask<In, Out>(lane: Lane<In, Out>, given: readonly In[]): Promise<Out[]> {
      if (isClosed) throw closed();
      if (given.length === 0) return [];
      const { promise, call } = newCall(given.length);
      hand(lane as AnyLane, given, call).catch((error: unknown) => fail(call, error));
      return (await promise) as Out[];
    },
    waiting,
    close() {
      isClosed = true;
      for (const items of lanes.values())
        for (const call of new Set(items.map((item) => item.call))) fail(call, closed());
      makeRoom();
    },
  };
}

function newCall(size: number): { promise: Promise<unknown[]>; call: Call } {
  const call = { answers: new Array<unknown>(size), open: size, failure: undefined } as unknown as Call;
  const promise = new Promise<unknown[]>((resolve, reject) => {
    call.resolve = resolve;
    call.reject = reject;
  });
  return { promise, call };
}

function closed(): AppError {
  return new AppError('E_MODEL_FAILED', 'The encoder was closed before the texts were read. Open it again.');
}
