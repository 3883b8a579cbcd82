import type { Place } from './place.js';
import type { Span, Verdict } from './verdict.js';

/** What a learnt model makes of who might act. */
export interface ExecutorSuggestion {
  /** The first of `ranked`; null when the model is not sure enough to name anyone. */
  executorName: string | null;
  /** Probability from which on the first is named. */
  sureFrom: number;
  /** Bodies by falling probability, at most five. */
  ranked: { executorName: string; probability: number }[];
  /** Words that speak most for the first body, with what they add to its score. */
  words: (Span & { weight: number })[];
  /** Of the trained model. */
  revision: string;
}

/** What a suggestion follows from. */
export interface SuggestionSubject {
  /** The masked text without quoted lines. */
  text: string;
  /** The text as it came, for the marks of its form; null where it is not at hand. */
  raw: string | null;
  verdict: Pick<Verdict, 'groups' | 'topic' | 'evidence'>;
  place: Place;
  /** The encoder's mean state as a post keeps it; null where rules decide alone. */
  pooled: string | null;
}

/** Suggests who might act, where the routing table is silent. Pure: no I/O, no clock. */
export interface ExecutorSuggester {
  readonly revision: string;
  /** Region that the training texts are of, as context for finding places; null where they did not tell. */
  readonly homeRegion: string | null;
  /** Whether it goes by the encoder's state. */
  readonly usesEncoder: boolean;
  suggest(subject: SuggestionSubject): ExecutorSuggestion;
}
