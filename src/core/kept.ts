/**
 * What earlier starts worked out. A cache: whatever it does not know, or knows no more, is worked out again, so that nothing but time
 * depends on it.
 */
export interface KeptResults {
  /** Whether it seems to be known: a file that turns out to be torn is known no more. */
  has(kind: string, key: string): boolean;
  /**
   * A copy of what was put, with its maps, typed arrays and shared objects; undefined when it is not known.
   * @param kind word for what it is, e.g. «rules»
   * @param key everything that the result follows from, but for the program itself
   */
  get(kind: string, key: string): unknown;
  put(kind: string, key: string, result: unknown): void;
}
