import type { Analysis, Token } from '../text/tokens.js';
import type { Node, Vocabulary } from './compile.js';
import { lazyRegexText, type Occurrence, regexOccurrences } from './stretch-terms.js';
import { ruleTokens, type TermId } from './terms.js';

const nowhere: readonly number[] = [];
const noOccurrences: readonly Occurrence[] = [];
/** Longest list of places that is kept from one text to the next. */
const keptPlaces = 64;

/**
 * One text as the evaluator sees it. There is one scene a matcher, filled anew for each text, so that nothing is allocated for terms that a
 * text does not have.
 */
export class Scene {
  readonly #vocabulary: Vocabulary;
  readonly #places: number[][];
  #touched: TermId[] = [];
  readonly #stretches = new Map<TermId, Occurrence[]>();
  #lowered: () => string = () => '';
  text = '';
  tokens: readonly Token[] = [];
  /** Number of the text, by which nodes know whether what they remember is of this one. */
  turn = 0;
  /** Work done since the scene was made, in passes of inner loops: what a text costs whatever the machine. */
  steps = 0;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#places = new Array(vocabulary.terms.size);
  }

  /** Looks up each word of the text once and reads its numbers when some rule asks for them. */
  fill(analysis: Analysis): void {
    this.#clear();
    const { terms, stretches } = this.#vocabulary;
    const tokens = ruleTokens(analysis);
    this.text = analysis.text;
    this.tokens = tokens;
    this.#lowered = lazyRegexText(analysis.text);
    this.turn++;
    let hasNumbers = false;
    for (let index = 0; index < tokens.length; index++) {
      const looked = terms.of(tokens[index] as Token);
      hasNumbers ||= looked.isNumberLike;
      const { ids } = looked;
      for (let at = 0; at < ids.length; at++) this.#put(ids[at] as TermId, index);
    }
    this.steps += tokens.length;
    if (stretches.wantsNumbers && hasNumbers)
      stretches.read(this.text, tokens, (id, occurrence) => {
        this.steps++;
        const known = this.#stretches.get(id);
        if (known) known.push(occurrence);
        else {
          this.#stretches.set(id, [occurrence]);
          this.#touched.push(id);
        }
      });
  }

  /** The terms that the text has; regular expressions that were not asked for yet are left out. */
  get present(): readonly TermId[] {
    return this.#touched;
  }

  /** Rising places of a term of single words. */
  placesOf(term: TermId): readonly number[] {
    return this.#places[term] ?? nowhere;
  }

  has(term: TermId): boolean {
    const places = this.#places[term];
    return places !== undefined && places.length > 0;
  }

  /** Where a term of several words stands, in order. A regular expression is tried when it is first asked for. */
  stretchesOf(term: TermId): readonly Occurrence[] {
    const known = this.#stretches.get(term);
    if (known) return known;
    const regex = this.#vocabulary.stretches.regexes.get(term);
    if (!regex) return noOccurrences;
    const lowered = this.#lowered();
    this.steps += 1 + (this.text.length >> 6);
    const isPossible = regex.literals === null || regex.literals.some((literal) => lowered.includes(literal));
    const found = isPossible ? regexOccurrences(regex, lowered, this.tokens) : [];
    this.#stretches.set(term, found);
    return found;
  }

  /** Rising places of any of the words, over the whole text. */
  placesOfAny(node: Extract<Node, { op: 'any' }>): readonly number[] {
    if (node.turn === this.turn) return node.found;
    node.turn = this.turn;
    node.found = this.#join(node.terms);
    return node.found;
  }

  sentenceOf(index: number): number {
    return (this.tokens[index] as Token).sentence;
  }

  #join(terms: readonly TermId[]): readonly number[] {
    let only = nowhere;
    let several: number[] | null = null;
    this.steps += terms.length;
    for (let at = 0; at < terms.length; at++) {
      const places = this.#places[terms[at] as TermId];
      if (places === undefined || places.length === 0) continue;
      if (several !== null) for (const place of places) several.push(place);
      else if (only.length === 0) only = places;
      else several = [...only, ...places];
    }
    if (several === null) return only;
    this.steps += several.length;
    several.sort((a, b) => a - b);
    return several.filter((place, at) => at === 0 || place !== (several[at - 1] as number));
  }

  #put(term: TermId, index: number): void {
    const places = this.#places[term];
    if (places === undefined) {
      this.#places[term] = [index];
      this.#touched.push(term);
      return;
    }
    if (places.length === 0) this.#touched.push(term);
    places.push(index);
  }

  #clear(): void {
    for (const term of this.#touched) {
      const places = this.#places[term];
      if (places === undefined) continue;
      if (places.length > keptPlaces) this.#places[term] = [];
      else places.length = 0;
    }
    this.#touched = [];
    this.#stretches.clear();
  }
}

/** Index of the first number that is not below the value. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
