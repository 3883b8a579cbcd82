/** A query, texts on which it holds and texts on which it does not; each text is one pair of the golden set. */
export type GoldenRow = [query: string, holds: string[], fails: string[]];
