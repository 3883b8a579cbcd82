import type { Label, LabelOrigin } from './label.js';
import type { GroupCode } from './verdict.js';

export interface LabelQuery {
  origin?: readonly LabelOrigin[];
  who?: string;
  /** Given at or after, ISO. */
  since?: string;
  /** About one of these. */
  subjects?: readonly string[];
}
/** What persons said of texts. src/core/label-truth.ts makes one truth a text of them. */
export interface LabelStore {
  /** Writes each label under its id; a stored one of a higher version stays. */
  put(labels: readonly Label[]): Promise<void>;
  /** In real time, those that are there. */
  byIds(ids: readonly string[]): Promise<Label[]>;
  /** All labels that pass, in the order of their ids, as of the moment at which the walk began. */
  all(query?: LabelQuery): AsyncIterable<Label>;
  /** By who gave them, of which origin and group; «none» for those without group, «not-incident» for texts that are none. */
  counts(): Promise<LabelCount[]>;
  /** Those that are there; one that is replaced in the same moment stays. */
  remove(ids: readonly string[]): Promise<void>;
}
export interface LabelCount {
  origin: LabelOrigin;
  who: string;
  group: GroupCode | 'none' | 'not-incident';
  count: number;
}
