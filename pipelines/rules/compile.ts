import { type Atom, anyNumber, type Query } from './ast.js';
import { type KeptStretches, StretchTerms } from './stretch-terms.js';
import { type KeptTerms, type TermId, TermTable, wordParts } from './terms.js';

/** A query over term numbers. */
export type Node =
  | { op: 'term'; term: TermId }
  /** Any of these words: the usual shape of lists and of `a | b | c`. `turn` and `found` remember the places in the text at hand. */
  | { op: 'any'; terms: readonly TermId[]; turn: number; found: readonly number[] }
  /** A number in words, a quantity or a regular expression: may take several words. */
  | { op: 'stretch'; term: TermId }
  | { op: 'sequence'; terms: readonly TermId[] }
  /** Like a sequence, of parts that may take several words each. */
  | { op: 'chain'; parts: readonly Node[] }
  | { op: 'near'; ordered: boolean; distance: number; left: Node; right: Node }
  | { op: 'notNear'; ordered: boolean; distance: number; left: Node; right: Node }
  | { op: 'neg'; inner: Node }
  /** `anchors`: terms of which one must be present, to try only the sentences that have one. */
  | { op: 'sentence'; inner: Node; anchors: readonly TermId[] }
  | { op: 'and'; parts: readonly Node[] }
  | { op: 'or'; parts: readonly Node[] }
  | { op: 'not'; inner: Node };

/** All terms of a set of rules. */
export class Vocabulary {
  readonly terms: TermTable;
  readonly stretches: StretchTerms;

  /** @param kept what `keep` of another one gave */
  constructor(kept?: KeptVocabulary) {
    this.terms = new TermTable(kept?.terms);
    this.stretches = new StretchTerms(this.terms, kept?.stretches);
  }

  keep(): KeptVocabulary {
    return { terms: this.terms.keep(), stretches: this.stretches.keep() };
  }
}

/** A vocabulary as it is kept between starts. */
export interface KeptVocabulary {
  terms: KeptTerms;
  stretches: KeptStretches;
}

/** Turns a query into numbers; the words take the same way through the text engine as texts do. */
export function compileQuery(query: Query, vocabulary: Vocabulary): Node {
  const compile = (part: Query): Node => compileQuery(part, vocabulary);
  switch (query.kind) {
    case 'word':
    case 'exact':
    case 'prefix':
    case 'typo':
    case 'number':
    case 'quantity':
      return sideBySide(atomNodes(query, vocabulary));
    case 'phrase':
      return sideBySide(query.items.flatMap((item) => atomNodes(item, vocabulary)));
    case 'regex':
      return { op: 'stretch', term: vocabulary.stretches.regex(query.source) };
    case 'near':
    case 'notNear': {
      const { kind, ordered, distance, left, right } = query;
      return { op: kind, ordered, distance, left: compile(left), right: compile(right) };
    }
    case 'neg':
      return { op: 'neg', inner: compile(query.inner) };
    case 'list': {
      const known = vocabulary.terms.lists.get(query.inner);
      if (known) return known;
      const node = compile(query.inner);
      vocabulary.terms.lists.set(query.inner, node);
      return node;
    }
    case 'sentence': {
      const inner = compile(query.inner);
      return {
        op: 'sentence',
        inner,
        anchors:
          cheapest(
            requiredSets(inner, () => 1),
            () => 1,
          ) ?? [],
      };
    }
    case 'and':
      return { op: 'and', parts: query.parts.map(compile) };
    case 'or':
      return either(query.parts.map(compile), vocabulary.terms);
    case 'not':
      return { op: 'not', inner: compile(query.inner) };
  }
}

/** What an atom asks of each word, as the text engine cuts it; «пр-т» may be two. */
function atomNodes(atom: Atom, { terms, stretches }: Vocabulary): Node[] {
  const term = (id: TermId): Node => ({ op: 'term', term: id });
  switch (atom.kind) {
    case 'number': {
      const figures = term(terms.range(atom.from, atom.to));
      if (atom.from === anyNumber.from && atom.to === anyNumber.to) return [figures];
      return [either([figures, { op: 'stretch', term: stretches.number(atom.from, atom.to) }], terms)];
    }
    case 'quantity':
      return [{ op: 'stretch', term: stretches.quantity(atom.from, atom.to, atom.unit) }];
    case 'prefix': {
      const parts = wordParts(atom.prefix);
      return parts.map((part, index) =>
        term(index === parts.length - 1 ? terms.prefix(part.text) : terms.exact(part.text, part.stem)),
      );
    }
    case 'exact':
      return wordParts(atom.word).map((part) => term(terms.exact(part.text, part.stem)));
    case 'typo':
      return wordParts(atom.word).map((part) => term(terms.typo(part.stem)));
    case 'word':
      return wordParts(atom.word).map((part) => term(terms.stem(part.stem)));
  }
}

/** Joins alternatives: single words go together into one node. */
function either(parts: readonly Node[], terms: TermTable): Node {
  const words = new Set<TermId>();
  const rest: Node[] = [];
  const add = (node: Node): void => {
    if (node.op === 'term') words.add(node.term);
    else if (node.op === 'any') for (const term of node.terms) words.add(term);
    else if (node.op === 'or') node.parts.forEach(add);
    else rest.push(node);
  };
  parts.forEach(add);
  const any = anyOf([...words], terms);
  if (rest.length === 0) return any;
  return { op: 'or', parts: words.size === 0 ? rest : [any, ...rest] };
}

function anyOf(words: readonly TermId[], terms: TermTable): Node {
  const set = words.length === 1 ? words[0] : terms.set(words);
  return typeof set === 'number' ? { op: 'term', term: set } : { op: 'any', terms: words, turn: 0, found: [] };
}

function sideBySide(nodes: readonly Node[]): Node {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined) return first;
  const terms = nodes.flatMap((node) => (node.op === 'term' ? [node.term] : []));
  return terms.length === nodes.length ? { op: 'sequence', terms } : { op: 'chain', parts: nodes };
}

/** Sets of terms of each of which one must be present for the query to hold. `cost` says how often a term comes. */
export function requiredSets(node: Node, cost: (term: TermId) => number): (readonly TermId[])[] {
  const inner = (part: Node): (readonly TermId[])[] => requiredSets(part, cost);
  switch (node.op) {
    case 'term':
    case 'stretch':
      return [[node.term]];
    case 'any':
      return [node.terms];
    case 'sequence':
      return node.terms.map((term) => [term]);
    case 'near':
      return [...inner(node.left), ...inner(node.right)];
    case 'notNear':
      return inner(node.left);
    case 'neg':
    case 'sentence':
      return inner(node.inner);
    case 'and':
    case 'chain':
      return node.parts.flatMap(inner);
    case 'or': {
      const union = new Set<TermId>();
      for (const part of node.parts) {
        const set = cheapest(inner(part), cost);
        if (set === null) return [];
        for (const term of set) union.add(term);
      }
      return [[...union]];
    }
    case 'not':
      return [];
  }
}

/** The set whose terms come most rarely all together; null when there is none. */
export function cheapest(
  sets: readonly (readonly TermId[])[],
  cost: (term: TermId) => number,
): readonly TermId[] | null {
  let best: readonly TermId[] | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const set of sets) {
    const total = set.reduce((sum, term) => sum + cost(term), 0);
    if (best !== null && total >= least) continue;
    best = set;
    least = total;
  }
  return best;
}
