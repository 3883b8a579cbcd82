import type { z } from 'zod';
import type { Clock } from '../src/core/clock.js';
import type { Classifier, ClusterMemory, IncidentStore, Locator, PostStore, Router } from '../src/core/ports.js';

/** The decision which posts are worth a closer look. Pure. */
export interface Gate {
  admits(text: string): { pass: boolean; reason: string };
}

/** What a stage may use. Nothing of Redis or BullMQ. */
export interface StageContext {
  /** Cheap, recall-oriented: only what it admits meets the classifiers. */
  gate: Gate;
  clock: Clock;
  classifier: Classifier;
  locator: Locator;
  router: Router;
  memory: ClusterMemory;
  posts: PostStore;
  incidents: IncidentStore;
}

/** A post that goes no further. `keep`: it is stored with the reason (for replay and statistics); otherwise it is only counted. */
export interface Drop {
  readonly drop: string;
  readonly keep: boolean;
}

/** Ends a post's way through the stages. */
export function drop(reason: string, options: { keep?: boolean } = {}): Drop {
  return { drop: reason, keep: options.keep ?? true };
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
