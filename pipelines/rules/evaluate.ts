import type { Token } from '../text/tokens.js';
import type { Node } from './compile.js';
import { denialOf } from './negation.js';
import type { TermId } from './terms.js';

/** A place where a query holds: from the first to the last word, and the words that made it hold. */
export interface Occurrence {
  from: number;
  to: number;
  words: readonly number[];
}

/** One text as the evaluator sees it. */
export interface Scene {
  text: string;
  tokens: readonly Token[];
  /** Rising positions of each term that the text has. */
  positions: ReadonlyMap<TermId, readonly number[]>;
}

const nothing: readonly number[] = [];
const holdsWithoutWords: Occurrence[] = [];

/** Where the query holds among the words [low, high); null when it does not; an empty list when it holds by absence alone. */
export function evaluate(node: Node, scene: Scene, low: number, high: number): Occurrence[] | null {
  switch (node.op) {
    case 'term': {
      const found = within(scene, node.term, low, high);
      return found.length === 0 ? null : found.map((index) => ({ from: index, to: index, words: [index] }));
    }
    case 'any':
      return evaluateAny(node.terms, scene, low, high);
    case 'sequence':
      return evaluateSequence(node.terms, scene, low, high);
    case 'near':
      return evaluateNear(node, scene, low, high);
    case 'neg': {
      const inner = evaluate(node.inner, scene, low, high);
      if (!inner) return null;
      const denied: Occurrence[] = [];
      for (const { from, to, words } of inner) {
        const denial = denialOf(scene.text, scene.tokens, from, to, low, high);
        if (denial)
          denied.push({ from: Math.min(from, ...denial), to: Math.max(to, ...denial), words: [...words, ...denial] });
      }
      return denied.length === 0 ? null : merge(denied);
    }
    case 'sentence':
      return evaluateSentence(node, scene, low, high);
    case 'and': {
      const all: Occurrence[] = [];
      for (const part of node.parts) {
        const found = evaluate(part, scene, low, high);
        if (!found) return null;
        for (const occurrence of found) all.push(occurrence);
      }
      return all;
    }
    case 'or': {
      let all: Occurrence[] | null = null;
      for (const part of node.parts) {
        const found = evaluate(part, scene, low, high);
        if (!found) continue;
        if (all === null) all = found === holdsWithoutWords ? [] : found;
        else all = all.concat(found);
      }
      return all && all.length > 1 ? merge(all) : all;
    }
    case 'not':
      return evaluate(node.inner, scene, low, high) ? null : holdsWithoutWords;
  }
}

/** False when a word that the query cannot do without is missing: a cheap look before the work of `evaluate`. */
export function isPossible(node: Node, { positions }: Scene): boolean {
  const possible = (part: Node): boolean => {
    switch (part.op) {
      case 'term':
        return positions.has(part.term);
      case 'any':
        return part.terms.some((term) => positions.has(term));
      case 'sequence':
        return part.terms.every((term) => positions.has(term));
      case 'near':
        return possible(part.left) && possible(part.right);
      case 'and':
        return part.parts.every(possible);
      case 'or':
        return part.parts.some(possible);
      case 'neg':
      case 'sentence':
        return possible(part.inner);
      case 'not':
        return true;
    }
  };
  return possible(node);
}

function within(scene: Scene, term: TermId, low: number, high: number): readonly number[] {
  const found = scene.positions.get(term);
  if (!found) return nothing;
  if (low === 0 && high === scene.tokens.length) return found;
  const first = lowerBound(found, low);
  const last = lowerBound(found, high);
  return first === last ? nothing : found.slice(first, last);
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function has(sorted: readonly number[] | undefined, value: number): boolean {
  return sorted !== undefined && sorted[lowerBound(sorted, value)] === value;
}

function sentenceOf(scene: Scene, index: number): number {
  return (scene.tokens[index] as Token).sentence;
}

function evaluateAny(terms: readonly TermId[], scene: Scene, low: number, high: number): Occurrence[] | null {
  let found: number[] | null = null;
  for (const term of terms) {
    const positions = within(scene, term, low, high);
    if (positions.length > 0) found = found === null ? [...positions] : found.concat(positions);
  }
  if (found === null) return null;
  const unique = found.length === 1 ? found : [...new Set(found)].sort((a, b) => a - b);
  return unique.map((index) => ({ from: index, to: index, words: [index] }));
}

function evaluateSequence(terms: readonly TermId[], scene: Scene, low: number, high: number): Occurrence[] | null {
  const [first] = terms;
  if (first === undefined) return null;
  for (const term of terms) if (!scene.positions.has(term)) return null;
  const found: Occurrence[] = [];
  for (const from of within(scene, first, low, high)) {
    const to = from + terms.length - 1;
    if (to >= high || sentenceOf(scene, from) !== sentenceOf(scene, to)) continue;
    if (terms.every((term, offset) => has(scene.positions.get(term), from + offset)))
      found.push({ from, to, words: terms.map((_, offset) => from + offset) });
  }
  return found.length === 0 ? null : found;
}

function evaluateNear(
  node: Extract<Node, { op: 'near' }>,
  scene: Scene,
  low: number,
  high: number,
): Occurrence[] | null {
  const left = evaluate(node.left, scene, low, high);
  if (!left) return null;
  const right = evaluate(node.right, scene, low, high);
  if (!right) return null;
  const sorted = [...right].sort((a, b) => a.from - b.from);
  const longest = sorted.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  const starts = sorted.map(({ from }) => from);
  const found: Occurrence[] = [];
  for (const a of left) {
    // Only what begins within reach: the work stays linear in the text's length however often a word comes.
    const lowest = node.ordered ? a.to + 1 : a.from - node.distance - longest;
    for (let index = lowerBound(starts, lowest); index < sorted.length; index++) {
      const b = sorted[index] as Occurrence;
      if (b.from > a.to + node.distance) break;
      if (!isNear(a, b, node) || sentenceOf(scene, a.from) !== sentenceOf(scene, b.from)) continue;
      found.push({ from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), words: [...a.words, ...b.words] });
    }
  }
  return found.length === 0 ? null : merge(found);
}

/** Unordered, a stretch inside the other is near too: «яма на ужасной дороге» for `яма NEAR/5 дорога NEAR/5 ужасный`. */
function isNear(a: Occurrence, b: Occurrence, { ordered, distance }: { ordered: boolean; distance: number }): boolean {
  if (b.from > a.to) return b.from - a.to <= distance;
  if (ordered) return false;
  if (a.from > b.to) return a.from - b.to <= distance;
  return (b.from > a.from && b.to < a.to) || (a.from > b.from && a.to < b.to);
}

function evaluateSentence(
  node: Extract<Node, { op: 'sentence' }>,
  scene: Scene,
  low: number,
  high: number,
): Occurrence[] | null {
  const starts = new Set<number>();
  for (const term of node.anchors)
    for (const index of within(scene, term, low, high)) starts.add(sentenceOf(scene, index));
  let all: Occurrence[] | null = null;
  for (const sentence of [...starts].sort((a, b) => a - b)) {
    const from = Math.max(low, firstOfSentence(scene, sentence));
    const to = Math.min(high, firstOfSentence(scene, sentence + 1));
    const found = evaluate(node.inner, scene, from, to);
    if (found) all = all === null ? [...found] : all.concat(found);
  }
  return all;
}

/** Index of the first word whose sentence is this one or a later one; sentences never fall along the text. */
function firstOfSentence(scene: Scene, sentence: number): number {
  let low = 0;
  let high = scene.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sentenceOf(scene, middle) < sentence) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One occurrence a stretch, with all the words that any way of matching it used; keeps chains of NEAR from multiplying. */
function merge(found: readonly Occurrence[]): Occurrence[] {
  const byStretch = new Map<number, Occurrence>();
  for (const occurrence of found) {
    const key = occurrence.from * 0x100000 + (occurrence.to - occurrence.from);
    const known = byStretch.get(key);
    const words = known ? [...known.words, ...occurrence.words] : occurrence.words;
    byStretch.set(key, { ...occurrence, words: [...new Set(words)] });
  }
  return [...byStretch.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
