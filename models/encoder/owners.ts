import { normalisedWithStarts } from '../../pipelines/text/normalised.js';
import type { Analysis } from '../../pipelines/text/tokens.js';
import { prepareText } from './tokeniser.js';

/**
 * For each piece the token of the analysis that it is a part of, -1 for marks, signs and spaces. A piece that touches several tokens counts
 * for the one of which it has most; of equals for the first.
 * @param lengths units of the prepared text in each piece, as the tokeniser gives them
 */
export function ownersOf(analysis: Analysis, lengths: readonly number[]): number[] {
  const { text, starts } = normalisedWithStarts(analysis);
  const tokenAt = new Int32Array(text.length).fill(-1);
  starts.forEach((start, token) => {
    tokenAt.fill(token, start, start + (analysis.tokens[token]?.text.length ?? 0));
  });
  const sources = sourcesOf(text);
  let end = 0;
  return lengths.map((length) => {
    const start = end;
    end += length;
    return mostFrequent(sources.slice(start, end).map((source) => tokenAt[source] ?? -1));
  });
}

/** For each unit of the prepared text the unit of the text that it came from, -1 for the space put in front. */
function sourcesOf(text: string): number[] {
  const prepared = prepareText(text);
  const sources: number[] = [];
  let joined = '';
  // NFKC never joins what stands on both sides of a base letter, but for Hangul; there the guess below is good enough.
  for (const { 0: cluster, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const form = prepareText(cluster);
    const isSpace = form === '▁';
    const units = isSpace ? form : form.slice(1);
    if (isSpace && joined.endsWith('▁')) continue;
    joined += units;
    for (let at = 0; at < units.length; at++) sources.push(Math.min(index + at, index + cluster.length - 1));
  }
  const front = prepared.length - joined.length;
  if (front === 1 && prepared.endsWith(joined)) return [-1, ...sources];
  if (front === 0 && prepared === joined) return sources;
  return Array.from({ length: prepared.length }, (_, at) => Math.floor((at / prepared.length) * text.length));
}

function mostFrequent(tokens: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const token of tokens) if (token >= 0) counts.set(token, (counts.get(token) ?? 0) + 1);
  let best = -1;
  for (const [token, count] of counts) if (count > (counts.get(best) ?? 0)) best = token;
  return best;
}
