/** Longest piece that is remembered; links and the like hardly come twice. */
const LONGEST_KEY = 60;

/**
 * Remembers what a pure function gives for pieces of text, in two generations of `size` pieces each: when the young one is full it
 * becomes the old one, and what is asked for again moves back. Memory is bounded, and no piece keeps the text alive that it came from.
 */
export class Memo<T extends object> {
  readonly #make: (piece: string) => T;
  readonly #size: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(size: number, make: (piece: string) => T) {
    this.#size = size;
    this.#make = make;
  }

  get(piece: string): T {
    const known = this.#young.get(piece);
    if (known !== undefined) return known;
    if (piece.length > LONGEST_KEY) return this.#make(detach(piece));
    const key = detach(piece);
    const value = this.#old.get(key) ?? this.#make(key);
    if (this.#young.size >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }

  /** Number of pieces held now. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }
}

/** A copy of its own: V8 keeps the whole text alive for a slice of 13 and more units of it. */
function detach(piece: string): string {
  return piece.length < 13 ? piece : Buffer.from(piece, 'utf16le').toString('utf16le');
}
