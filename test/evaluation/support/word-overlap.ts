import type { Analysis } from '../../../pipelines/text/tokens.js';

/** Share of the stems that two texts have in common (Jaccard), 0-1. */
export function commonStems(one: Analysis, other: Analysis): number {
  const [a, b] = [one, other].map(({ tokens }) => new Set(tokens.map(({ stem }) => stem))) as [
    Set<string>,
    Set<string>,
  ];
  const common = [...a].filter((stem) => b.has(stem)).length;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}
