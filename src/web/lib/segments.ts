/** A stretch [start, end) of a text in UTF-16 units with something to say about it. */
export interface Range<T> {
  start: number;
  end: number;
  value: T;
}
export interface Segment<T> {
  text: string;
  start: number;
  /** Values of all ranges that cover this segment, in the order given. */
  values: T[];
}

/** Cuts a text at every border of a range, so that overlapping ranges share segments. Ranges outside the text are clipped. */
export function segmentText<T>(text: string, ranges: readonly Range<T>[]): Segment<T>[] {
  const valid = ranges
    .map((range) => ({ ...range, start: Math.max(0, range.start), end: Math.min(text.length, range.end) }))
    .filter((range) => range.start < range.end);
  const borders = new Set([0, text.length]);
  for (const range of valid) borders.add(range.start).add(range.end);
  const sorted = [...borders].sort((a, b) => a - b);
  const segments: Segment<T>[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const start = sorted[i] ?? 0;
    const end = sorted[i + 1] ?? text.length;
    const values = valid.filter((range) => range.start <= start && range.end >= end).map((range) => range.value);
    segments.push({ text: text.slice(start, end), start, values });
  }
  return segments;
}
