import { CAPITAL, isWordUnit, UPPER, type Words } from './mask-scan.js';

/** The Russian words of a text by their number; asking beyond the ends is allowed. */
export class WordRow {
  readonly text: string;
  readonly #words: Words;

  constructor(text: string, words: Words) {
    this.text = text;
    this.#words = words;
  }

  get count(): number {
    return this.#words.starts.length;
  }

  start(index: number): number {
    return this.#words.starts[index] ?? this.text.length;
  }

  end(index: number): number {
    return this.#words.ends[index] ?? 0;
  }

  look(index: number): number {
    return this.#words.looks[index] ?? 0;
  }

  /** CAPITAL, UPPER or 0. */
  style(index: number): number {
    return this.look(index) & (CAPITAL | UPPER);
  }

  length(index: number): number {
    return (this.#words.ends[index] ?? 0) - (this.#words.starts[index] ?? 0);
  }

  /** The word in small letters, '' beyond the ends. */
  word(index: number): string {
    if (index < 0 || index >= this.count) return '';
    return this.text.slice(this.start(index), this.end(index)).toLowerCase();
  }

  /** One or two spaces or line breaks and nothing else stand between this word and the one before. */
  isJoined(index: number): boolean {
    if (index <= 0 || index >= this.count) return false;
    const from = this.end(index - 1);
    const to = this.start(index);
    if (to - from === 1) return /\s/u.test(this.text[from] ?? '');
    return to - from === 2 && /^\s\s$/u.test(this.text.slice(from, to));
  }

  /** No letter, digit or hyphen sticks to the words from `from` to `to`. */
  isWhole(from: number, to: number): boolean {
    const start = this.start(from);
    if (start > 0) {
      const before = this.text.charCodeAt(start - 1);
      if (before === 0x2d || isWordUnit(before)) return false;
    }
    const end = this.end(to);
    return end >= this.text.length || !isWordUnit(this.text.charCodeAt(end));
  }
}
