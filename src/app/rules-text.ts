import { readText } from '../../pipelines/text/read.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import type { Span } from '../core/verdict.js';

/** A text as it was given, and as the rules see it. */
export interface RuleText {
  raw: string;
  /** Cleaned, masked, without quotations: what the line would judge. */
  analysis: Analysis;
  /** Spans of the analysed text as spans of the given one: `text` is a slice of `raw`. In order, each once. */
  toRaw(spans: readonly Span[]): Span[];
}

/** Takes a text the way that the line takes it. */
export function readRuleText(raw: string): RuleText {
  const { map, analysis } = readText(raw);
  return {
    raw,
    analysis,
    toRaw(spans) {
      const byPlace = new Map<string, Span>();
      for (const span of spans) {
        const { start, end } = map.toOriginal(span.start, span.end);
        byPlace.set(`${start} ${end}`, { text: raw.slice(start, end), start, end });
      }
      return [...byPlace.values()].sort((a, b) => a.start - b.start || a.end - b.end);
    },
  };
}
