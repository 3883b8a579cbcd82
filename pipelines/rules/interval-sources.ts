/** Interval rules of Elasticsearch over the field `words`, and the places of a query that they can express. */
import type { Atom, Query } from './ast.js';
import { wordParts } from './terms.js';
import { deniedAfter, deniedBefore, formTerm, longestTerm, stemTerm, wholeNumber } from './words.js';

/** A rule of an `intervals` query. */
export type Source = Readonly<Record<string, unknown>>;

/** What may stand at one position: any of these terms, or any that begins so. */
interface Choice {
  terms: readonly string[];
  prefixes: readonly string[];
}
/** Choices side by side; all occurrences are equally wide. */
export type Sequence = readonly Choice[];

export function match(term: string): Source {
  // The analyser leaves the term as it is.
  return { match: { query: term, analyzer: 'keyword' } };
}

export function anyOf(sources: readonly Source[]): Source {
  const [first] = sources;
  return sources.length === 1 && first !== undefined ? first : { any_of: { intervals: sources } };
}

/** The parts one after the other, with at most so many words in between altogether; -1 for any number. */
export function inOrder(parts: readonly Source[], maxGaps: number): Source {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return { all_of: { ordered: true, max_gaps: maxGaps, intervals: parts } };
}

export function filtered(source: Source, kind: 'containing' | 'not_containing' | 'contained_by', by: Source): Source {
  return { any_of: { intervals: [source], filter: { [kind]: by } } };
}

/** The words of an atom; null when the index does not know what it asks for. */
function atomSequence(atom: Atom): Sequence | null {
  const known = (term: string): Choice => ({ terms: [term], prefixes: [] });
  switch (atom.kind) {
    case 'word':
      return wordParts(atom.word).map(({ stem }) => known(stemTerm(stem)));
    case 'exact':
      return wordParts(atom.word).map(({ text }) => known(formTerm(text)));
    case 'prefix': {
      const parts = wordParts(atom.prefix);
      return parts.map(({ text }, index) =>
        index < parts.length - 1 ? known(formTerm(text)) : { terms: [], prefixes: [formTerm(text)] },
      );
    }
    case 'number':
      return atom.from === 0 && atom.to === Number.MAX_SAFE_INTEGER ? [known(wholeNumber)] : null;
    default:
      return null;
  }
}

/**
 * The sequences of which one must stand somewhere for the query to hold; single words are gathered into one. Null when the query has
 * other places (NEAR, neg) or asks for what the index does not know; empty when it can never hold.
 */
export function sequencesOf(query: Query): Sequence[] | null {
  switch (query.kind) {
    case 'phrase': {
      const items = query.items.map(atomSequence);
      return items.includes(null) ? null : some((items as Sequence[]).flat());
    }
    case 'list':
      return sequencesOf(query.inner);
    case 'or': {
      const parts = query.parts.map(sequencesOf);
      return parts.includes(null) ? null : gathered((parts as Sequence[][]).flat());
    }
    case 'near':
    case 'neg':
    case 'sentence':
    case 'and':
    case 'not':
      return null;
    default: {
      const sequence = atomSequence(query as Atom);
      return sequence === null ? null : some(sequence);
    }
  }
}

/** A query without any word («№» alone) never holds. */
function some(sequence: Sequence): Sequence[] {
  return sequence.length === 0 ? [] : [sequence];
}

function gathered(sequences: readonly Sequence[]): Sequence[] {
  const single = sequences.filter((sequence) => sequence.length === 1).flat();
  const longer = sequences.filter((sequence) => sequence.length > 1);
  if (single.length === 0) return longer;
  const terms = [...new Set(single.flatMap((choice) => choice.terms))];
  const prefixes = [...new Set(single.flatMap((choice) => choice.prefixes))];
  return [[{ terms, prefixes }], ...longer];
}

/** True when no term had to be cut: a cut term stands for several words. */
export function isWhole(sequences: readonly Sequence[]): boolean {
  const isShort = (term: string): boolean => term.length < longestTerm;
  return sequences.every((sequence) =>
    sequence.every(({ terms, prefixes }) => terms.every(isShort) && prefixes.every(isShort)),
  );
}

export function hasPrefix(sequences: readonly Sequence[]): boolean {
  return sequences.some((sequence) => sequence.some(({ prefixes }) => prefixes.length > 0));
}

function choiceSource({ terms, prefixes }: Choice): Source {
  return anyOf([...terms.map(match), ...prefixes.map((prefix) => ({ prefix: { prefix, analyzer: 'keyword' } }))]);
}

export function sequenceSource(sequence: Sequence): Source {
  return inOrder(sequence.map(choiceSource), 0);
}

/** The sequence denied: what stands before its first word or after its last denies it. */
export function deniedSource(sequence: Sequence): Source {
  const sources = sequence.map(choiceSource);
  const marked = (at: number, mark: string): Source =>
    inOrder(
      sources.map((source, index) => (index === at ? filtered(source, 'contained_by', match(mark)) : source)),
      0,
    );
  if (sources.length === 1) {
    return filtered(anyOf(sources), 'contained_by', anyOf([match(deniedBefore), match(deniedAfter)]));
  }
  return anyOf([marked(0, deniedBefore), marked(sources.length - 1, deniedAfter)]);
}

/**
 * One of the left sequences and one of the right ones within `distance` words. Lucene looks at the smallest intervals only; among
 * sequences of equal width none is smaller than another, so they are taken by width.
 */
export function nearSource(
  left: readonly Sequence[],
  right: readonly Sequence[],
  { ordered, distance }: { ordered: boolean; distance: number },
): { source: Source; exact: boolean } {
  const pairs: Source[] = [];
  let exact = true;
  for (const [leftWidth, lefts] of byWidth(left)) {
    for (const [rightWidth, rights] of byWidth(right)) {
      pairs.push(inOrder([lefts, rights], distance - 1));
      if (ordered) continue;
      pairs.push(inOrder([rights, lefts], distance - 1));
      // A stretch inside the other counts as near, but not one that begins or ends with it, which intervals cannot tell apart.
      if (leftWidth >= rightWidth + 2) pairs.push(filtered(lefts, 'containing', rights));
      if (rightWidth >= leftWidth + 2) pairs.push(filtered(rights, 'containing', lefts));
      if (Math.abs(leftWidth - rightWidth) >= 2) exact = false;
    }
  }
  return { source: anyOf(pairs), exact };
}

function byWidth(sequences: readonly Sequence[]): Map<number, Source> {
  const widths = new Map<number, Sequence[]>();
  for (const sequence of sequences) {
    const same = widths.get(sequence.length);
    if (same) same.push(sequence);
    else widths.set(sequence.length, [sequence]);
  }
  return new Map([...widths].map(([width, same]) => [width, anyOf(same.map(sequenceSource))]));
}
