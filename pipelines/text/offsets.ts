/** One replacement in a text: the UTF-16 units [start, end) of it gave way to `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A stretch of a text in UTF-16 units, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Leads from stretches of an edited text back to the text that it was made of. */
export interface OffsetMap {
  /**
   * The smallest stretch of the original text that holds all that the stretch of the edited text was made of. What touches a replaced
   * piece gets the whole of what was replaced; an empty stretch stays empty.
   */
  toOriginal(start: number, end: number): Stretch;
}

/** The map of a text that was not edited. */
export const unchanged: OffsetMap = { toOriginal: (start, end) => ({ start, end }) };

/** The text with all edits carried out. They must be in order and apart from each other; offsets are of `text`. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  let out = '';
  let from = 0;
  for (const edit of edits) {
    out += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return out + text.slice(from);
}

/** The way back from `applyEdits(text, edits)` to `text`. A look-up costs the logarithm of the number of edits. */
export function mapEdits(edits: readonly Edit[]): OffsetMap {
  if (edits.length === 0) return unchanged;
  /** Where the replacement of each edit begins in the edited text. */
  const starts = new Array<number>(edits.length);
  let shift = 0;
  edits.forEach((edit, index) => {
    starts[index] = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
  });
  /** The last edit that begins at or before the offset, -1 when there is none. */
  const lastBefore = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  /** Original offset of the unit at `offset`: its beginning, or (`isEnd`) the end of the unit before `offset`. */
  const back = (offset: number, isEnd: boolean): number => {
    const index = lastBefore(isEnd ? offset - 1 : offset);
    if (index < 0) return offset;
    const edit = edits[index] as Edit;
    const inside = offset - (starts[index] as number);
    const length = edit.text.length;
    if (isEnd ? inside <= length && length > 0 : inside < length) return isEnd ? edit.end : edit.start;
    return edit.end + inside - length;
  };
  return {
    toOriginal(start, end) {
      const from = back(start, false);
      return { start: from, end: end > start ? Math.max(from, back(end, true)) : from };
    },
  };
}

/** The way back over several steps; `maps` in the order in which the texts were made. */
export function chainMaps(...maps: readonly OffsetMap[]): OffsetMap {
  const steps = maps.filter((map) => map !== unchanged).reverse();
  if (steps.length === 0) return unchanged;
  return {
    toOriginal(start, end) {
      let stretch: Stretch = { start, end };
      for (const step of steps) stretch = step.toOriginal(stretch.start, stretch.end);
      return stretch;
    },
  };
}
