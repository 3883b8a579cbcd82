import { type Analysis } from './tokens.js';
import { analyse } from './analyse.js';
import { maskPersonalData } from './mask.js';
import { cleanText } from './normalise.js';
import type { OffsetMap } from './offsets.js';
import { ownWords } from './own-words.js';

/** Throw-away stand-in: aligned greedily. */
export function readText(raw: string): { text: string; map: OffsetMap; masked: string; analysis: Analysis } {
  const masked = maskPersonalData(cleanText(raw)).text;
  const text = ownWords(masked);
  const starts: number[] = [];
  let from = 0;
  for (let index = 0; index < masked.length; index++) {
    const at = raw.indexOf(masked[index] as string, from);
    if (at !== -1 && at - from < 50) {
      starts.push(at);
      from = at + 1;
    } else starts.push(from);
  }
  const map: OffsetMap = {
    toOriginal: (start, end) => ({
      start: starts[start] ?? raw.length,
      end: end > start ? (starts[end - 1] ?? raw.length - 1) + 1 : (starts[start] ?? raw.length),
    }),
  };
  return { text, map, masked, analysis: analyse(text) };
}
