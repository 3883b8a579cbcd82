import type { z } from 'zod';
import type { Clock } from '../src/core/clock.js';
import type { ExecutorSuggester } from '../src/core/executor-suggestion.js';
import type { ClusterMemory, Decision, IncidentStore, Locator, PostStore, Router } from '../src/core/ports.js';
import type { Recurrence } from '../src/core/recurrence.js';

/** What a stage may use. Nothing of Redis or BullMQ. */
export interface StageContext {
  /** The rules of one version, from the first to the last post of the batch. */
  decision: Decision;
  clock: Clock;
  locator: Locator;
  router: Router;
  /** Suggests executors where the routing table is silent; left out where none was trained. */
  suggester?: ExecutorSuggester | null;
  memory: ClusterMemory;
  posts: PostStore;
  incidents: IncidentStore;
  /** When a complaint about what was closed means that it came back; the shipped spans where it is left out. */
  recurrence?: Recurrence;
}

/** A post that goes no further. */
export interface Drop {
  readonly drop: string;
  /** It is stored with the reason, for replay and statistics; otherwise it is only counted. */
  readonly keep: boolean;
  /** What is stored, when the stage that drops it knows more than the stage before. */
  readonly value: object | null;
}

/** Ends a post's way through the stages. `reason` is a constant slug: it becomes an outcome in the ledger. */
export function drop(reason: string, options: { keep?: boolean; value?: object } = {}): Drop {
  return { drop: reason, keep: options.keep ?? true, value: options.value ?? null };
}

export function isDrop(value: object): value is Drop {
  return 'drop' in value && 'keep' in value;
}

/**
 * One step of the straight line. `run` gets the posts of one page that are still on their way and returns, in the same order, the next
 * value of each or `drop(reason)`. It may run twice with the same batch and must then have the same effect.
 */
export interface Stage<In extends object, Out extends object> {
  readonly name: string;
  /** Checks what arrives over a queue; inside a queue the compiler has checked it. */
  readonly input: z.ZodType<In>;
  run(batch: readonly In[], context: StageContext): Promise<(Out | Drop)[]>;
}
