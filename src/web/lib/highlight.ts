/** A stretch of text; marked when the search matched it. */
export interface Piece {
  text: string;
  marked: boolean;
}

const OPEN = '\uE000';
const CLOSE = '\uE001';

/** Splits a highlight fragment (matches between U+E000 and U+E001) into pieces; unpaired markers are dropped. */
export function splitHighlight(fragment: string): Piece[] {
  const pieces: Piece[] = [];
  let marked = false;
  for (const part of fragment.split(/([\uE000\uE001])/)) {
    if (part === OPEN) marked = true;
    else if (part === CLOSE) marked = false;
    else if (part !== '') pieces.push({ text: part, marked });
  }
  return pieces;
}
