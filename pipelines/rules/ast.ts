/** Where something stands in a query; both 1-based. */
export interface Position {
  line: number;
  column: number;
}

/** One word, or a number with or without its unit. Atoms may stand inside a phrase. */
export type Atom =
  /** Any form of the word. */
  | { kind: 'word'; word: string; at: Position }
  /** This form only («=дома»). */
  | { kind: 'exact'; word: string; at: Position }
  /** Any word that begins so («освещ*»). */
  | { kind: 'prefix'; prefix: string; at: Position }
  /** Any form of the word with at most one typing error in its stem («~остановка»). */
  | { kind: 'typo'; word: string; at: Position }
  /** A number between the bounds, both included («#3..10»); with the bounds of `anyNumber` («#») only figures count. */
  | { kind: 'number'; from: number; to: number; at: Position }
  /** A number with its unit («#3..10:день»); bounds in that unit, -Infinity and Infinity when open; `unit` as written. */
  | { kind: 'quantity'; from: number; to: number; unit: string; at: Position };

/** A parsed query. */
export type Query =
  | Atom
  /** Words side by side in one sentence. */
  | { kind: 'phrase'; items: Atom[]; at: Position }
  /** At most `distance` words onwards (1 = side by side) in one sentence; ordered: right after left. */
  | { kind: 'near'; ordered: boolean; distance: number; left: Query; right: Query; at: Position }
  /** The left side with no right side within reach; holds where the left side stands. */
  | { kind: 'notNear'; ordered: boolean; distance: number; left: Query; right: Query; at: Position }
  /** The inner words denied: «не работает», «нет воды», «воды нет», «перестал работать». */
  | { kind: 'neg'; inner: Query; at: Position }
  /** A regular expression over the lower-case text (ё as е); `source` stands between the slashes as written. */
  | { kind: 'regex'; source: string; at: Position }
  /** All of the inner query within one sentence. */
  | { kind: 'sentence'; inner: Query; at: Position }
  /** A shared word list, put in by name. */
  | { kind: 'list'; name: string; inner: Query; at: Position }
  | { kind: 'and'; parts: Query[]; at: Position }
  | { kind: 'or'; parts: Query[]; at: Position }
  | { kind: 'not'; inner: Query; at: Position };

/** The bounds of a bare «#»: any whole number, in figures only. */
export const anyNumber = { from: 0, to: Number.MAX_SAFE_INTEGER } as const;

/** True when the query stands for places in the text, so that NEAR, neg and the like can speak of it. */
export function isPositional(query: Query): boolean {
  switch (query.kind) {
    case 'and':
    case 'not':
    case 'sentence':
      return false;
    case 'or':
      return query.parts.every(isPositional);
    case 'list':
      return isPositional(query.inner);
    default:
      return true;
  }
}

/** True when the query can hold only if some word is present: a rule of exclusions alone would match every text. */
export function needsWord(query: Query): boolean {
  switch (query.kind) {
    case 'not':
      return false;
    case 'or':
      return query.parts.every(needsWord);
    case 'and':
      return query.parts.some(needsWord);
    case 'sentence':
    case 'list':
      return needsWord(query.inner);
    default:
      return true;
  }
}
