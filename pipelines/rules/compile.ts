import type { Atom, Query } from './ast.js';
import { type TermId, type TermTable, wordParts } from './terms.js';

/** A query over term numbers. */
export type Node =
  | { op: 'term'; term: TermId }
  /** Any of these words: the usual shape of lists and of `a | b | c`. */
  | { op: 'any'; terms: readonly TermId[] }
  | { op: 'sequence'; terms: readonly TermId[] }
  | { op: 'near'; ordered: boolean; distance: number; left: Node; right: Node }
  | { op: 'neg'; inner: Node }
  /** `anchors`: terms of which one must be present, to try only the sentences that have one. */
  | { op: 'sentence'; inner: Node; anchors: readonly TermId[] }
  | { op: 'and'; parts: readonly Node[] }
  | { op: 'or'; parts: readonly Node[] }
  | { op: 'not'; inner: Node };

/** Turns a query into numbers; the words take the same way through the text engine as texts do. */
export function compileQuery(query: Query, terms: TermTable): Node {
  switch (query.kind) {
    case 'word':
    case 'exact':
    case 'prefix':
    case 'number':
    case 'typo':
    case 'quantity':
      return sequence(atomTerms(query, terms));
    case 'phrase':
      return sequence(query.items.flatMap((item) => atomTerms(item, terms)));
    case 'near':
      return {
        op: 'near',
        ordered: query.ordered,
        distance: query.distance,
        left: compileQuery(query.left, terms),
        right: compileQuery(query.right, terms),
      };
    case 'notNear':
    case 'regex':
      return { op: 'any', terms: [] };
    case 'neg':
      return { op: 'neg', inner: compileQuery(query.inner, terms) };
    case 'list': {
      const known = terms.lists.get(query.inner);
      if (known) return known;
      const node = compileQuery(query.inner, terms);
      terms.lists.set(query.inner, node);
      return node;
    }
    case 'sentence': {
      const inner = compileQuery(query.inner, terms);
      return { op: 'sentence', inner, anchors: anchorsOf(inner, () => 1) ?? [] };
    }
    case 'and':
      return { op: 'and', parts: query.parts.map((part) => compileQuery(part, terms)) };
    case 'or':
      return either(query.parts.map((part) => compileQuery(part, terms)));
    case 'not':
      return { op: 'not', inner: compileQuery(query.inner, terms) };
  }
}

/** The words of an atom as the text engine cuts them; «пр-т» may be two. */
export function atomTerms(atom: Atom, terms: TermTable): TermId[] {
  switch (atom.kind) {
    case 'quantity':
    case 'number':
      return [terms.range(atom.from, atom.to)];
    case 'prefix': {
      const parts = wordParts(atom.prefix);
      return parts.map((part, index) =>
        index === parts.length - 1 ? terms.prefix(part.text) : terms.exact(part.text),
      );
    }
    case 'exact':
      return wordParts(atom.word).map((part) => terms.exact(part.text));
    case 'typo':
    case 'word':
      return wordParts(atom.word).map((part) => terms.stem(part.stem));
  }
}

/** Joins alternatives: single words go together into one node. */
function either(parts: readonly Node[]): Node {
  const words = new Set<TermId>();
  const rest: Node[] = [];
  const add = (node: Node): void => {
    if (node.op === 'term') words.add(node.term);
    else if (node.op === 'any') for (const term of node.terms) words.add(term);
    else if (node.op === 'or') node.parts.forEach(add);
    else rest.push(node);
  };
  parts.forEach(add);
  const any: Node = { op: 'any', terms: [...words] };
  if (rest.length === 0) return any;
  return { op: 'or', parts: words.size === 0 ? rest : [any, ...rest] };
}

function sequence(terms: readonly TermId[]): Node {
  const [first] = terms;
  return terms.length === 1 && first !== undefined ? { op: 'term', term: first } : { op: 'sequence', terms };
}

/**
 * The cheapest set of terms of which at least one must be present for the query to hold; null when it may hold without any.
 * `cost` says how often a term comes.
 */
export function anchorsOf(node: Node, cost: (term: TermId) => number): TermId[] | null {
  const total = (set: readonly TermId[]): number => set.reduce((sum, term) => sum + cost(term), 0);
  const cheapest = (sets: (TermId[] | null)[]): TermId[] | null =>
    sets.reduce((best, set) => (set && (best === null || total(set) < total(best)) ? set : best), null);
  switch (node.op) {
    case 'term':
      return [node.term];
    case 'any':
      return [...node.terms];
    case 'sequence':
      return cheapest(node.terms.map((term) => [term]));
    case 'near':
      return cheapest([anchorsOf(node.left, cost), anchorsOf(node.right, cost)]);
    case 'neg':
    case 'sentence':
      return anchorsOf(node.inner, cost);
    case 'and':
      return cheapest(node.parts.map((part) => anchorsOf(part, cost)));
    case 'or': {
      const union = new Set<TermId>();
      for (const part of node.parts) {
        const set = anchorsOf(part, cost);
        if (set === null) return null;
        for (const term of set) union.add(term);
      }
      return [...union];
    }
    case 'not':
      return null;
  }
}

/** Adds all terms of a query to the set, for counting how many rules ask for each. */
export function collectTerms(node: Node, into: Set<TermId>): void {
  switch (node.op) {
    case 'term':
      into.add(node.term);
      break;
    case 'any':
    case 'sequence':
      for (const term of node.terms) into.add(term);
      break;
    case 'near':
      collectTerms(node.left, into);
      collectTerms(node.right, into);
      break;
    case 'neg':
    case 'sentence':
    case 'not':
      collectTerms(node.inner, into);
      break;
    case 'and':
    case 'or':
      for (const part of node.parts) collectTerms(part, into);
  }
}
