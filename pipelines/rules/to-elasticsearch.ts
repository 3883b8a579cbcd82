/**
 * A query of the rule language as a query of Elasticsearch over the field `words` (words.ts). Where the index cannot answer exactly, the
 * answer is a superset and `exact` false: whoever asks looks at each text with the matcher. docs/search.md lists these cases.
 */
import type { Query } from './ast.js';
import {
  anyOf,
  deniedSource,
  filtered,
  hasPrefix,
  inOrder,
  isWhole,
  match,
  nearSource,
  type Sequence,
  type Source,
  sequenceSource,
  sequencesOf,
} from './interval-sources.js';
import { wordParts } from './terms.js';
import { sentenceEnd, sentenceStart, stemTerm } from './words.js';

export interface ElasticsearchQuery {
  query: object;
  /** False: what is found must be verified, since more is found than the query means. Never less. */
  exact: boolean;
}

/**
 * How much the index is asked for. A beginning of a word inside NEAR, phrases and sentences is spelled out by the index, and it refuses
 * when that gives too many words; `no-beginnings` and then `words-only` ask for less and find more.
 */
export type Effort = 'all' | 'no-beginnings' | 'words-only';

/**
 * What an inexact part must be. Under an odd number of NOTs it must find too little for the whole to find too much; what has no such
 * form finds nothing there.
 */
type Side = 'superset' | 'subset';

const all = { match_all: {} };
const none = { match_none: {} };
/** No word has so many neighbours; Lucene would leave out the rest. */
const oneEdit = { fuzziness: 1, max_expansions: 1_000, transpositions: true };
/** One sentence as an interval. */
const sentence = inOrder([match(sentenceStart), match(sentenceEnd)], -1);

/** Pure. The same query always gives the same answer. */
export function toElasticsearch(query: Query, effort: Effort = 'all'): ElasticsearchQuery {
  const translation = new Translation(effort);
  return { query: translation.document(query, 'superset'), exact: translation.exact };
}

class Translation {
  exact = true;
  readonly #effort: Effort;

  constructor(effort: Effort) {
    this.#effort = effort;
  }

  /** The query over whole posts. */
  document(query: Query, side: Side): object {
    switch (query.kind) {
      case 'and':
        return { bool: { filter: query.parts.map((part) => this.document(part, side)) } };
      case 'not':
        return { bool: { must_not: [this.document(query.inner, opposite(side))] } };
      case 'list':
        return this.document(query.inner, side);
      case 'typo': {
        // One edit as the matcher counts it is one edit of the index; of words side by side each is asked for by itself.
        const fuzzy = wordParts(query.word).map(({ stem }) => ({
          fuzzy: { words: { value: stemTerm(stem), ...oneEdit } },
        }));
        return this.#looser(side, () => ({ bool: { filter: fuzzy } }));
      }
      case 'sentence': {
        if (this.#effort === 'words-only') return this.#looser(side, () => this.#anywhere(query.inner));
        const found = this.#within(query.inner, sentence, side);
        return found === null ? none : intervals(found);
      }
      case 'or':
        // Words and phrases together are cheaper than one by one.
        if (sequencesOf(query) === null) return either(query.parts.map((part) => this.document(part, side)));
    }
    const sequences = sequencesOf(query);
    const words = sequences?.filter((each) => each.length === 1) ?? [];
    const longer = sequences?.filter((each) => each.length > 1) ?? [];
    if (sequences !== null && (longer.length === 0 || this.#takes(longer))) {
      this.#note(isWhole(sequences));
      if (side === 'subset' && !isWhole(sequences)) return none;
      const found = words.map(wordsQuery);
      return either(longer.length === 0 ? found : [...found, intervals(anyOf(longer.map(sequenceSource)))]);
    }
    const place = this.#place(query);
    if (place !== null) {
      this.#note(place.exact);
      if (place.source === null || (side === 'subset' && !place.exact)) return none;
      return intervals(place.source);
    }
    return this.#looser(side, () => {
      if (query.kind === 'near' && this.#effort === 'all') {
        const found = this.#within(query, sentence, side);
        return found === null ? none : intervals(found);
      }
      return { bool: { filter: partsOf(query).map((part) => this.document(part, side)) } };
    });
  }

  /** What a post must have for some sentence of it to answer the query: what one sentence lacks another one may have. */
  #anywhere(query: Query): object {
    switch (query.kind) {
      case 'and':
        return { bool: { filter: query.parts.map((part) => this.#anywhere(part)) } };
      case 'or':
        return either(query.parts.map((part) => this.#anywhere(part)));
      case 'sentence':
      case 'list':
        return this.#anywhere(query.inner);
      case 'not':
        return all;
      default:
        return this.document(query, 'superset');
    }
  }

  /** The intervals of `base` (sentences) in which the query holds; null for none. */
  #within(query: Query, base: Source, side: Side): Source | null {
    switch (query.kind) {
      case 'and':
        return this.#all(query.parts, base, (part, source) => this.#within(part, source, side));
      case 'or':
        if (this.#place(query) !== null) break;
        return this.#any(query.parts, (part) => this.#within(part, base, side));
      case 'sentence':
        return this.#within(query.inner, base, side);
      case 'list':
        return this.#within(query.inner, base, side);
      case 'not':
        return this.#without(query.inner, base, side);
    }
    const place = this.#place(query);
    if (place === null) {
      this.exact = false;
      if (side === 'subset') return null;
      return this.#all(partsOf(query), base, (part, source) => this.#within(part, source, side));
    }
    this.#note(place.exact);
    if (place.source === null || (side === 'subset' && !place.exact)) return null;
    return filtered(base, 'containing', place.source);
  }

  /** The intervals of `base` in which the query does not hold; null for none. */
  #without(query: Query, base: Source, side: Side): Source | null {
    switch (query.kind) {
      case 'and':
        return this.#any(query.parts, (part) => this.#without(part, base, side));
      case 'or':
        if (this.#place(query) !== null) break;
        return this.#all(query.parts, base, (part, source) => this.#without(part, source, side));
      case 'sentence':
      case 'list':
        return this.#without(query.inner, base, side);
      case 'not':
        return this.#within(query.inner, base, side);
    }
    const place = this.#place(query);
    this.#note(place?.exact ?? false);
    if (place !== null && place.source === null) return base;
    // What is known of the places is more than the query means: without them is less than without it.
    if (place?.source && (place.exact || side === 'subset')) return filtered(base, 'not_containing', place.source);
    return side === 'subset' ? null : base;
  }

  /** Where the query stands, as intervals; a null source stands nowhere. Null when intervals cannot express it. */
  #place(query: Query): { source: Source | null; exact: boolean } | null {
    const sequences = sequencesOf(query);
    if (sequences !== null) {
      if (!this.#takes(sequences)) return null;
      const source = sequences.length === 0 ? null : anyOf(sequences.map(sequenceSource));
      return { source, exact: isWhole(sequences) };
    }
    switch (query.kind) {
      case 'list':
        return this.#place(query.inner);
      case 'or': {
        const places = query.parts.map((part) => this.#place(part));
        if (places.includes(null)) return null;
        const known = places.flatMap((place) => (place?.source ? [place.source] : []));
        const exact = places.every((place) => place?.exact);
        return { source: known.length === 0 ? null : anyOf(known), exact };
      }
      case 'near': {
        const left = sequencesOf(query.left);
        const right = sequencesOf(query.right);
        if (left === null || right === null || !this.#takes(left) || !this.#takes(right)) return null;
        if (left.length === 0 || right.length === 0) return { source: null, exact: true };
        const { source, exact } = nearSource(left, right, query);
        return { source, exact: exact && isWhole(left) && isWhole(right) };
      }
      case 'neg':
        return this.#denied(query.inner);
      default:
        return null;
    }
  }

  /** Where the query stands denied. Of NEAR and of denials it is not kept whether they are denied: they count as if they were. */
  #denied(inner: Query): { source: Source | null; exact: boolean } | null {
    const sequences = sequencesOf(inner);
    if (sequences !== null) {
      if (!this.#takes(sequences)) return null;
      const source = sequences.length === 0 ? null : anyOf(sequences.map(deniedSource));
      return { source, exact: isWhole(sequences) };
    }
    if (inner.kind === 'list') return this.#denied(inner.inner);
    if (inner.kind === 'or') {
      const places = inner.parts.map((part) => this.#denied(part));
      if (places.includes(null)) return null;
      const known = places.flatMap((place) => (place?.source ? [place.source] : []));
      return { source: known.length === 0 ? null : anyOf(known), exact: places.every((place) => place?.exact) };
    }
    const place = this.#place(inner);
    return place === null ? null : { source: place.source, exact: place.source === null };
  }

  #takes(sequences: readonly Sequence[]): boolean {
    if (this.#effort === 'all') return true;
    return this.#effort === 'no-beginnings' && !hasPrefix(sequences);
  }

  #note(exact: boolean): void {
    if (!exact) this.exact = false;
  }

  /** A form that finds more; under a NOT nothing may be found instead. */
  #looser(side: Side, make: () => object): object {
    this.exact = false;
    return side === 'subset' ? none : make();
  }

  #all(parts: readonly Query[], base: Source, narrow: (part: Query, base: Source) => Source | null): Source | null {
    return parts.reduce<Source | null>((source, part) => (source === null ? null : narrow(part, source)), base);
  }

  #any(parts: readonly Query[], one: (part: Query) => Source | null): Source | null {
    const found = parts.map(one).filter((source) => source !== null);
    return found.length === 0 ? null : anyOf(found);
  }
}

function opposite(side: Side): Side {
  return side === 'superset' ? 'subset' : 'superset';
}

/** Parts that must all be there for the query to hold; empty when that is not known. */
function partsOf(query: Query): Query[] {
  switch (query.kind) {
    case 'phrase':
      return query.items;
    case 'near':
      return [query.left, query.right];
    case 'neg':
      return [query.inner];
    default:
      return leftOnly(query);
  }
}

/** Of «A NOT NEAR/n B» only A must be there. */
function leftOnly(query: object): Query[] {
  return 'left' in query ? [query.left as Query] : [];
}

function wordsQuery([choice]: Sequence): object {
  const { terms = [], prefixes = [] } = choice ?? {};
  const [first] = terms;
  const words = terms.length === 1 ? { term: { words: first } } : { terms: { words: terms } };
  const beginnings = prefixes.map((value) => ({ prefix: { words: value } }));
  return either(terms.length === 0 ? beginnings : [words, ...beginnings]);
}

function either(queries: readonly object[]): object {
  const [first] = queries;
  if (first === undefined) return none;
  return queries.length === 1 ? first : { bool: { should: queries, minimum_should_match: 1 } };
}

function intervals(source: Source): object {
  return { intervals: { words: source } };
}
