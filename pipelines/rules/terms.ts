import { analyse } from '../text/analyse.js';
import type { Analysis, Token } from '../text/tokens.js';
import type { Query } from './ast.js';
import type { Node } from './compile.js';

/** Number of a term: a stem, an exact form, a word beginning or a range of numbers that some rule asks for. */
export type TermId = number;

const cacheLimit = 60_000;

/** The tokens that rules see, words and numbers, in order; rule positions count these. */
export function ruleTokens(analysis: Analysis): Token[] {
  return analysis.tokens.filter((token) => token.kind !== 'other');
}

/** How the text engine sees a word of a query: the same path as texts take, so that ё/е, case and the like agree. */
export function wordParts(word: string): Token[] {
  return ruleTokens(analyse(word));
}

/** The value of a token that is a whole number («5», «5-й»), else null. */
export function numberOf(token: Token): number | null {
  return /^\d{1,15}$/.test(token.stem) ? Number(token.stem) : null;
}

/** Numbers the terms of all rules, so that a token is looked up once whatever the number of rules. */
export class TermTable {
  readonly #stems = new Map<string, TermId>();
  readonly #exacts = new Map<string, TermId>();
  readonly #prefixes = new Map<string, TermId>();
  readonly #ranges = new Map<string, { from: number; to: number; id: TermId }>();
  readonly #prefixLengths = new Set<number>();
  #cache = new Map<string, readonly TermId[]>();
  #size = 0;
  /** Shared word lists are compiled once, however many rules use them. */
  readonly lists = new WeakMap<Query, Node>();

  get size(): number {
    return this.#size;
  }

  stem(stem: string): TermId {
    return this.#number(this.#stems, stem);
  }

  exact(text: string): TermId {
    return this.#number(this.#exacts, text);
  }

  prefix(prefix: string): TermId {
    this.#prefixLengths.add(prefix.length);
    return this.#number(this.#prefixes, prefix);
  }

  range(from: number, to: number): TermId {
    const key = `${from}..${to}`;
    const known = this.#ranges.get(key);
    if (known) return known.id;
    this.#cache.clear();
    const id = this.#size++;
    this.#ranges.set(key, { from, to, id });
    return id;
  }

  /** The terms that a token satisfies. */
  of(token: Token): readonly TermId[] {
    const known = this.#cache.get(token.text);
    if (known) return known;
    const ids: TermId[] = [];
    const add = (id: TermId | undefined): void => {
      if (id !== undefined && !ids.includes(id)) ids.push(id);
    };
    // A hyphenated word counts as itself and as each of its parts: «кафе-бар» is a «кафе».
    for (const { stem, text } of [token, ...(token.parts ?? [])]) {
      add(this.#stems.get(stem));
      add(this.#exacts.get(text));
      for (const length of this.#prefixLengths)
        if (length <= text.length) add(this.#prefixes.get(text.slice(0, length)));
    }
    const value = this.#ranges.size > 0 ? numberOf(token) : null;
    if (value !== null)
      for (const range of this.#ranges.values()) if (value >= range.from && value <= range.to) add(range.id);
    if (this.#cache.size >= cacheLimit) this.#cache = new Map();
    this.#cache.set(token.text, ids);
    return ids;
  }

  #number(table: Map<string, TermId>, key: string): TermId {
    const known = table.get(key);
    if (known !== undefined) return known;
    this.#cache.clear();
    const id = this.#size++;
    table.set(key, id);
    return id;
  }
}
