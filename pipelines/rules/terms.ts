import { isWithinOneEdit } from '../../src/core/one-edit.js';
import { analyse } from '../text/analyse.js';
import type { Analysis, Token } from '../text/tokens.js';
import { deletionNeighbours } from '../text/typo.js';
import type { Query } from './ast.js';
import type { Node } from './compile.js';
import { isTimeLike } from './durations.js';
import { otherFrequencies, prefixFrequency, stemFrequency } from './frequency.js';
import { isNumberLike } from './numbers.js';

/** Number of a term: a stem, an exact form, a word beginning, a mistyped stem, a number in figures or a stretch of words. */
export type TermId = number;

/** Most sets that one term may be in. */
const mostSets = 32;
/** Words kept in each of the two generations of the cache. */
const generationSize = 60_000;

/** The tokens that rules see, words and numbers, in order; rule positions count these. */
export function ruleTokens(analysis: Analysis): readonly Token[] {
  const { tokens } = analysis;
  return tokens.some(isOther) ? tokens.filter((token) => token.kind !== 'other') : tokens;
}

function isOther(token: Token): boolean {
  return token.kind === 'other';
}

/** How the text engine sees a word of a query: the same path as texts take, so that ё/е, case and the like agree. */
export function wordParts(word: string): readonly Token[] {
  return ruleTokens(analyse(word));
}

/** The value of a token that is a whole number in figures («5», «5-й», «3-и»), else null. */
export function numberOf(token: Token): number | null {
  const digits = /^(\d{1,15})(?:-и)?$/.exec(token.stem)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** What a token is to the rules. */
export interface Looked {
  readonly ids: readonly TermId[];
  /** May be or begin a number or tell a time, for which whole stretches are read. */
  readonly isNumberLike: boolean;
}

const unknown: Looked = { ids: [], isNumberLike: false };

/** A table as it is kept between starts. */
export interface KeptTerms {
  stems: Map<string, TermId>;
  exacts: Map<string, TermId>;
  prefixes: Map<string, TermId>;
  prefixLengths: number[];
  typos: Map<string, { stem: string; id: TermId }[]>;
  typoIds: Map<string, TermId>;
  ranges: Map<string, { from: number; to: number; id: TermId }>;
  sets: Map<string, TermId>;
  setsOf: Map<TermId, TermId[]>;
  costs: number[];
  readsNumbers: boolean;
}

/** Numbers the terms of all rules, so that a token is looked up once whatever the number of rules. */
export class TermTable {
  readonly #stems: Map<string, TermId>;
  readonly #exacts: Map<string, TermId>;
  readonly #prefixes: Map<string, TermId>;
  readonly #prefixLengths: number[];
  /** Mistyped stems by themselves and by each of their forms with one letter left out: two words one error apart share one of these. */
  readonly #typos: KeptTerms['typos'];
  readonly #typoIds: Map<string, TermId>;
  readonly #ranges: KeptTerms['ranges'];
  /** Sets of terms by their members, and the sets that each member is in. */
  readonly #sets: Map<string, TermId>;
  readonly #setsOf: Map<TermId, TermId[]>;
  readonly #costs: number[];
  /** Whether numbers and times are read, for which tokens must tell that they may be one. */
  readsNumbers: boolean;
  readonly #stemLooks: (Looked | undefined)[] = [];
  #young = new Map<string, Looked>();
  #old = new Map<string, Looked>();
  /** Shared word lists are compiled once, however many rules use them. */
  readonly lists = new WeakMap<Query, Node>();

  /** @param kept what `keep` of another table gave */
  constructor(kept?: KeptTerms) {
    this.#stems = kept?.stems ?? new Map();
    this.#exacts = kept?.exacts ?? new Map();
    this.#prefixes = kept?.prefixes ?? new Map();
    this.#prefixLengths = kept?.prefixLengths ?? [];
    this.#typos = kept?.typos ?? new Map();
    this.#typoIds = kept?.typoIds ?? new Map();
    this.#ranges = kept?.ranges ?? new Map();
    this.#sets = kept?.sets ?? new Map();
    this.#setsOf = kept?.setsOf ?? new Map();
    this.#costs = kept?.costs ?? [];
    this.readsNumbers = kept?.readsNumbers ?? false;
  }

  /** What makes an equal table; it shares its maps with this one. */
  keep(): KeptTerms {
    return {
      stems: this.#stems,
      exacts: this.#exacts,
      prefixes: this.#prefixes,
      prefixLengths: this.#prefixLengths,
      typos: this.#typos,
      typoIds: this.#typoIds,
      ranges: this.#ranges,
      sets: this.#sets,
      setsOf: this.#setsOf,
      costs: this.#costs,
      readsNumbers: this.readsNumbers,
    };
  }

  get size(): number {
    return this.#costs.length;
  }

  /** Of a thousand posts, those that have the term, roughly. */
  costOf(term: TermId): number {
    return this.#costs[term] ?? 0;
  }

  stem(stem: string): TermId {
    return this.#number(this.#stems, stem, () => stemFrequency(stem));
  }

  exact(text: string, stem: string): TermId {
    return this.#number(this.#exacts, text, () => stemFrequency(stem) / 2);
  }

  prefix(prefix: string): TermId {
    if (!this.#prefixLengths.includes(prefix.length)) this.#prefixLengths.push(prefix.length);
    return this.#number(this.#prefixes, prefix, () => prefixFrequency(prefix));
  }

  typo(stem: string): TermId {
    const known = this.#typoIds.get(stem);
    if (known !== undefined) return known;
    const id = this.#number(this.#typoIds, stem, () => stemFrequency(stem) + 1);
    for (const key of deletionNeighbours(stem)) {
      const entries = this.#typos.get(key);
      if (entries) entries.push({ stem, id });
      else this.#typos.set(key, [{ stem, id }]);
    }
    return id;
  }

  range(from: number, to: number): TermId {
    const key = `${from}..${to}`;
    const known = this.#ranges.get(key);
    if (known) return known.id;
    const id = this.add(otherFrequencies.figure);
    this.#ranges.set(key, { from, to, id });
    return id;
  }

  /**
   * A term that a token satisfies when it satisfies one of these; null when one of them is in so many sets already that its words would
   * cost every text too much.
   */
  set(members: readonly TermId[]): TermId | null {
    const key = [...members].sort((a, b) => a - b).join();
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    if (members.some((member) => (this.#setsOf.get(member)?.length ?? 0) >= mostSets)) return null;
    const id = this.add(members.reduce((sum, member) => sum + this.costOf(member), 0));
    this.#sets.set(key, id);
    for (const member of members) {
      const sets = this.#setsOf.get(member);
      if (sets) sets.push(id);
      else this.#setsOf.set(member, [id]);
    }
    return id;
  }

  /** A new term that no single token satisfies. */
  add(cost: number): TermId {
    this.#young.clear();
    this.#stemLooks.length = 0;
    this.#old.clear();
    return this.#costs.push(cost) - 1;
  }

  /** The terms that a token satisfies. */
  of(token: Token): Looked {
    if (this.#asksStemsOnly && token.parts === undefined) return this.#ofStem(token.stem);
    const known = this.#young.get(token.text);
    if (known) return known;
    const looked = this.#old.get(token.text) ?? this.#look(token);
    if (this.#young.size >= generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(token.text, looked);
    return looked;
  }

  /** True when nothing but stems is asked for: they are few and at hand, so that the forms of words need not be remembered. */
  get #asksStemsOnly(): boolean {
    return !this.readsNumbers && this.#exacts.size + this.#prefixes.size + this.#typos.size + this.#ranges.size === 0;
  }

  #ofStem(stem: string): Looked {
    const id = this.#stems.get(stem);
    if (id === undefined) return unknown;
    const known = this.#stemLooks[id];
    if (known) return known;
    const looked = { ids: [...this.#withSets(new Set([id]))], isNumberLike: false };
    this.#stemLooks[id] = looked;
    return looked;
  }

  /** Adds the sets that the terms are in; a set may be a member of others, so what is added is looked at as well. */
  #withSets(ids: Set<TermId>): Set<TermId> {
    for (const id of ids) for (const set of this.#setsOf.get(id) ?? []) ids.add(set);
    return ids;
  }

  #look(token: Token): Looked {
    const ids = new Set<TermId>();
    const add = (id: TermId | undefined): void => {
      if (id !== undefined) ids.add(id);
    };
    // A hyphenated word counts as itself and as each of its parts: «кафе-бар» is a «кафе».
    for (const { stem, text } of [token, ...(token.parts ?? [])]) {
      add(this.#stems.get(stem));
      add(this.#exacts.get(text));
      for (const length of this.#prefixLengths)
        if (length <= text.length) add(this.#prefixes.get(text.slice(0, length)));
      if (this.#typos.size > 0 && token.kind === 'word')
        for (const key of deletionNeighbours(stem))
          for (const entry of this.#typos.get(key) ?? []) if (isWithinOneEdit(entry.stem, stem)) add(entry.id);
    }
    const value = this.#ranges.size > 0 ? numberOf(token) : null;
    if (value !== null)
      for (const range of this.#ranges.values()) if (value >= range.from && value <= range.to) add(range.id);
    this.#withSets(ids);
    const numberLike = isNumberLike(token) || isTimeLike(token);
    return ids.size === 0 && !numberLike ? unknown : { ids: [...ids], isNumberLike: numberLike };
  }

  #number(table: Map<string, TermId>, key: string, cost: () => number): TermId {
    const known = table.get(key);
    if (known !== undefined) return known;
    const id = this.add(cost());
    table.set(key, id);
    return id;
  }
}
