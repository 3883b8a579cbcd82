import { type MaskKind, markLengthAt } from './marks.js';

/** A piece of personal data in a text, UTF-16 units, `end` exclusive. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: MaskKind;
}

/** Collects pieces; what is found first, the marks that stand in the text already and what was shut are not found again. */
export class Findings {
  readonly pieces: Piece[] = [];
  readonly #length: number;
  /** One byte per unit, made when first needed: most texts have nothing to hide. */
  #taken: Uint8Array | null = null;

  constructor(text: string) {
    this.#length = text.length;
    for (let open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
      const length = markLengthAt(text, open);
      if (length > 0) this.shut(open, open + length);
    }
  }

  /** Keeps a stretch out of every further search (an address of a page). */
  shut(start: number, end: number): void {
    this.#taken ??= new Uint8Array(this.#length);
    this.#taken.fill(1, start, end);
  }

  isTaken(index: number): boolean {
    return this.#taken !== null && this.#taken[index] === 1;
  }

  /** False, and nothing done, when a part of it is taken. */
  add(start: number, end: number, kind: MaskKind): boolean {
    for (let index = start; index < end; index += 1) if (this.isTaken(index)) return false;
    this.shut(start, end);
    this.pieces.push({ start, end, kind });
    return true;
  }
}
