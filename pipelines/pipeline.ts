import type { z } from 'zod';
import type { Drop, Stage, StageContext } from './stage.js';
import { classify } from './stages/classify.js';
import { cluster } from './stages/cluster.js';
import { dedupe } from './stages/dedupe.js';
import { gate } from './stages/gate.js';
import { locate } from './stages/locate.js';
import { mask } from './stages/mask.js';
import { normalise } from './stages/normalise.js';
import { route } from './stages/route.js';

/** The queues between crawler and index, in order. */
export const queueNames = ['posts', 'candidates', 'index'] as const;
export type QueueName = (typeof queueNames)[number];

/** A stage whose types were checked when the line was put together. */
export interface AnyStage {
  readonly name: string;
  readonly input: z.ZodType;
  run(batch: readonly object[], context: StageContext): Promise<(object | Drop)[]>;
}

class Line<Value extends object> {
  readonly stages: readonly AnyStage[];
  constructor(stages: readonly AnyStage[]) {
    this.stages = stages;
  }
  /** The compiler refuses a stage that needs more than the ones before it give. */
  next<Next extends object>(stage: Stage<Value, Next>): Line<Next> {
    return new Line<Next>([...this.stages, stage as unknown as AnyStage]);
  }
}

function line<In extends object, Out extends object>(stage: Stage<In, Out>): Line<Out> {
  return new Line<Out>([stage as unknown as AnyStage]);
}

const posts = line(normalise).next(mask).next(dedupe).next(gate);
const candidates = posts.next(classify).next(locate).next(cluster).next(route);

/** THE LIST: which stages run in which queue, in order. The queue «index» ends the line: pipelines/indexer.ts. */
export const pipeline: Readonly<Record<'posts' | 'candidates', readonly AnyStage[]>> = {
  posts: posts.stages,
  candidates: candidates.stages.slice(posts.stages.length),
};
