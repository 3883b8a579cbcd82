import type { Position } from './ast.js';

/** A query that cannot be understood; `at` points into the query. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.at = at;
  }
}

/** Goes through a query and knows the line and the column (in UTF-16 units) where it stands. */
export class Reader {
  readonly query: string;
  #index = 0;
  #line = 1;
  #lineStart = 0;

  constructor(query: string) {
    this.query = query;
  }

  /** The character here; empty at the end. */
  get char(): string {
    return this.query[this.#index] ?? '';
  }

  get isAtEnd(): boolean {
    return this.#index >= this.query.length;
  }

  /** The whole character here, also one of two UTF-16 units, for messages. */
  get shown(): string {
    const code = this.query.codePointAt(this.#index);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  /** This place, or the one `ahead` units further on the same line. */
  here(ahead = 0): Position {
    return { line: this.#line, column: this.#index - this.#lineStart + 1 + ahead };
  }

  /** Goes on by so many units. */
  skip(count: number): void {
    const end = Math.min(this.#index + count, this.query.length);
    for (; this.#index < end; this.#index++) {
      if (this.query[this.#index] !== '\n') continue;
      this.#line++;
      this.#lineStart = this.#index + 1;
    }
  }

  skipSpace(): void {
    while (!this.isAtEnd && /\s/u.test(this.char)) this.skip(1);
  }

  /** What the pattern (sticky) finds here, without taking it. */
  look(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#index;
    return pattern.exec(this.query);
  }

  /** Takes what the pattern (sticky) finds here. */
  take(pattern: RegExp): RegExpExecArray | null {
    const found = this.look(pattern);
    if (found) this.skip(found[0].length);
    return found;
  }
}
