import type { Token } from '../text/tokens.js';
import { otherFrequencies } from './frequency.js';
import { readNumbers } from './numbers.js';
import { readQuantities } from './quantities.js';
import { compileRegex, type Regex, regexText } from './regex.js';
import type { TermId, TermTable } from './terms.js';
import { convert, type Quantity, type Unit, unitNamed } from './units.js';

/** A place in a text: from the first to the last word, and the words that made it one. */
export interface Occurrence {
  from: number;
  to: number;
  words: readonly number[];
}

/** Longest stretch of words that one hit of a regular expression stands for; what is longer is cut there. */
export const longestRegexHit = 100;
/** Tolerance of rounding when units are converted. */
const epsilon = 1e-9;

interface Bounds {
  from: number;
  to: number;
  id: TermId;
}

/** These terms as they are kept between starts: expressions by their sources, which are compiled again. */
export interface KeptStretches {
  numbers: Map<string, Bounds>;
  quantities: Map<string, Bounds & { unit: Unit }>;
  regexes: Map<string, TermId>;
  counts: Map<string, Unit>;
}

/** The terms that stand for several words: numbers in words, quantities with units and regular expressions. */
export class StretchTerms {
  readonly #terms: TermTable;
  readonly #numbers: KeptStretches['numbers'];
  readonly #quantities: KeptStretches['quantities'];
  readonly #regexes: Map<string, TermId>;
  /** Compiled expressions by term. */
  readonly regexes = new Map<TermId, Regex>();
  /** Units that are words of no known kind, by stem. */
  readonly #counts: Map<string, Unit>;

  /** @param kept what `keep` of another one gave, together with its table */
  constructor(terms: TermTable, kept?: KeptStretches) {
    this.#terms = terms;
    this.#numbers = kept?.numbers ?? new Map();
    this.#quantities = kept?.quantities ?? new Map();
    this.#regexes = kept?.regexes ?? new Map();
    this.#counts = kept?.counts ?? new Map();
    for (const [source, id] of this.#regexes) this.regexes.set(id, compileRegex(source));
  }

  /** What makes the same terms again; it shares its maps with this. */
  keep(): KeptStretches {
    return { numbers: this.#numbers, quantities: this.#quantities, regexes: this.#regexes, counts: this.#counts };
  }

  /** A number in words between the bounds. */
  number(from: number, to: number): TermId {
    return this.#bounds(this.#numbers, `${from}..${to}`, otherFrequencies.worded, (id) => ({ from, to, id }));
  }

  quantity(from: number, to: number, written: string): TermId {
    const unit = unitNamed(written);
    if (unit.family.startsWith('word:')) this.#counts.set(unit.family.slice('word:'.length), unit);
    const key = `${from}..${to}:${unit.family}:${unit.factor}`;
    return this.#bounds(this.#quantities, key, otherFrequencies.quantity, (id) => ({ from, to, id, unit }));
  }

  regex(source: string): TermId {
    const known = this.#regexes.get(source);
    if (known !== undefined) return known;
    const id = this.#terms.add(otherFrequencies.regex);
    this.#regexes.set(source, id);
    this.regexes.set(id, compileRegex(source));
    return id;
  }

  /** True when texts with numbers in them must be read for them. */
  get wantsNumbers(): boolean {
    return this.#numbers.size > 0 || this.#quantities.size > 0;
  }

  /** Every number and quantity of the text that some rule asks for, in order within each term. */
  read(text: string, tokens: readonly Token[], found: (id: TermId, occurrence: Occurrence) => void): void {
    const numbers = readNumbers(text, tokens);
    if (this.#numbers.size > 0)
      for (const { from, to, low, high, hasFigures, isVague } of numbers) {
        if (hasFigures || isVague) continue;
        for (const wanted of this.#numbers.values())
          if (high >= wanted.from && low <= wanted.to) found(wanted.id, stretch(from, to));
      }
    if (this.#quantities.size === 0) return;
    for (const quantity of readQuantities(text, tokens, numbers, this.#counts))
      for (const wanted of this.#quantities.values())
        if (isWithin(quantity, wanted)) found(wanted.id, stretch(quantity.from, quantity.to));
  }

  #bounds<T extends Bounds>(table: Map<string, T>, key: string, cost: number, make: (id: TermId) => T): TermId {
    const known = table.get(key);
    if (known) return known.id;
    this.#terms.readsNumbers = true;
    const made = make(this.#terms.add(cost));
    table.set(key, made);
    return made.id;
  }
}

/** Whether the quantity may lie between the bounds: the two stretches meet. */
export function isWithin(quantity: Quantity, bounds: { from: number; to: number; unit: Unit }): boolean {
  const converted = convert(quantity.low, quantity.high, quantity.unit, bounds.unit);
  return converted !== null && converted[1] >= bounds.from - epsilon && converted[0] <= bounds.to + epsilon;
}

/** Where the expression hits, as the words that each hit touches. */
export function regexOccurrences(regex: Regex, lowered: string, tokens: readonly Token[]): Occurrence[] {
  const found: Occurrence[] = [];
  let from = 0;
  for (const [start, end] of regex.find(lowered)) {
    while (from < tokens.length && (tokens[from] as Token).end <= start) from++;
    let to = from;
    while (to < tokens.length && (tokens[to] as Token).start < end && to - from < longestRegexHit) to++;
    if (to > from) found.push(stretch(from, to - 1));
  }
  return found;
}

/** The text of regular expressions, worked out when the first one asks. */
export function lazyRegexText(text: string): () => string {
  let lowered: string | null = null;
  return () => {
    lowered ??= regexText(text);
    return lowered;
  };
}

function stretch(from: number, to: number): Occurrence {
  const words: number[] = [];
  for (let index = from; index <= to; index++) words.push(index);
  return { from, to, words };
}
