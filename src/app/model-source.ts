import type { JudgingSet } from '../../models/classifier.js';

/** The versions of the model set that read the next batch. */
export interface ModelInForce {
  readonly live: JudgingSet;
  /** Reads along without deciding; null when none does. */
  readonly shadow: JudgingSet | null;
}

/** Hands out versions of the model set; they may change between two batches. */
export interface ModelSource {
  /** Cheap: asked once a batch. The same object for as long as nothing changes. */
  current(): ModelInForce;
  /** The version of a batch that passed the gate before a change, or of a stored post; null when it cannot be had. */
  byRevision(revision: string): Promise<JudgingSet | null>;
}

/** One version for as long as the process runs. */
export function fixedModelSource(live: JudgingSet, shadow: JudgingSet | null = null): ModelSource {
  const inForce: ModelInForce = { live, shadow };
  const known = new Map([live, ...(shadow === null ? [] : [shadow])].map((set) => [set.revision, set]));
  return { current: () => inForce, byRevision: async (revision) => known.get(revision) ?? null };
}
