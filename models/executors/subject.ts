import type { Analysis } from '../../pipelines/text/tokens.js';
import type { Place } from '../../src/core/place.js';
import type { Verdict } from '../../src/core/verdict.js';
import type { TextForm } from './form.js';

/** All that a suggestion of executors may follow from. */
export interface Subject {
  /** Of the masked text without quoted lines, as the line analyses it. */
  readonly analysis: Analysis;
  readonly verdict: Pick<Verdict, 'groups' | 'topic' | 'evidence'>;
  readonly place: Place;
  /** Null where the raw text is not at hand. */
  readonly form: TextForm | null;
  /** The encoder's mean state, 384 numbers; null where rules decide alone. */
  readonly pooled: Float32Array | null;
}
