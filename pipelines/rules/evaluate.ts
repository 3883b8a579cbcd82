import type { Node } from './compile.js';
import { denialOf } from './negation.js';
import { lowerBound, type Scene } from './scene.js';
import type { Occurrence } from './stretch-terms.js';

const holdsWithoutWords: Occurrence[] = [];
type Places = Occurrence[] | null;

/** Where the query holds among the words [low, high); null when it does not; an empty list when it holds by absence alone. */
export function evaluate(node: Node, scene: Scene, low: number, high: number): Places {
  switch (node.op) {
    case 'term':
      return single(within(scene.placesOf(node.term), scene, low, high));
    case 'any':
      return single(within(scene.placesOfAny(node), scene, low, high));
    case 'stretch':
      return stretchesWithin(scene.stretchesOf(node.term), scene, low, high);
    case 'sequence':
      return evaluateSequence(node.terms, scene, low, high);
    case 'chain':
      return evaluateChain(node.parts, scene, low, high);
    case 'near':
      return evaluateNear(node, scene, low, high);
    case 'notNear':
      return evaluateNotNear(node, scene, low, high);
    case 'neg':
      return evaluateNeg(node.inner, scene, low, high);
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
      let all: Places = null;
      for (const part of node.parts) {
        const found = evaluate(part, scene, low, high);
        if (!found) continue;
        if (all === null) all = found === holdsWithoutWords ? [] : found;
        else all = all.concat(found);
      }
      return all && all.length > 1 ? merge(all, scene) : all;
    }
    case 'not':
      return evaluate(node.inner, scene, low, high) ? null : holdsWithoutWords;
  }
}

function within(places: readonly number[], scene: Scene, low: number, high: number): readonly number[] {
  if (low === 0 && high === scene.tokens.length) return places;
  return places.slice(lowerBound(places, low), lowerBound(places, high));
}

function single(places: readonly number[]): Places {
  return places.length === 0 ? null : places.map((index) => ({ from: index, to: index, words: [index] }));
}

function stretchesWithin(all: readonly Occurrence[], scene: Scene, low: number, high: number): Places {
  if (all.length === 0) return null;
  const found: Occurrence[] = [];
  for (let index = firstFrom(all, low); index < all.length; index++) {
    const occurrence = all[index] as Occurrence;
    if (occurrence.from >= high) break;
    scene.steps++;
    if (occurrence.to < high) found.push(occurrence);
  }
  return found.length === 0 ? null : found;
}

/** Index of the first occurrence that does not begin before `low`. */
function firstFrom(sorted: readonly Occurrence[], low: number): number {
  let first = 0;
  let end = sorted.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((sorted[middle] as Occurrence).from < low) first = middle + 1;
    else end = middle;
  }
  return first;
}

function evaluateSequence(terms: readonly number[], scene: Scene, low: number, high: number): Places {
  const found: Occurrence[] = [];
  for (const from of within(scene.placesOf(terms[0] ?? -1), scene, low, high)) {
    scene.steps++;
    const to = from + terms.length - 1;
    if (to < high && isSequenceAt(terms, scene, from)) {
      const words: number[] = [];
      for (let index = from; index <= to; index++) words.push(index);
      found.push({ from, to, words });
    }
  }
  return found.length === 0 ? null : found;
}

/** Whether the terms stand side by side from here on, in one sentence. */
export function isSequenceAt(terms: readonly number[], scene: Scene, from: number): boolean {
  const to = from + terms.length - 1;
  if (to >= scene.tokens.length || scene.sentenceOf(from) !== scene.sentenceOf(to)) return false;
  for (let offset = 1; offset < terms.length; offset++) {
    const places = scene.placesOf(terms[offset] as number);
    if (places[lowerBound(places, from + offset)] !== from + offset) return false;
  }
  return true;
}

function evaluateChain(parts: readonly Node[], scene: Scene, low: number, high: number): Places {
  let chains: readonly Occurrence[] | null = null;
  for (const part of parts) {
    const found = evaluate(part, scene, low, high);
    if (!found) return null;
    if (chains === null) {
      chains = found;
      continue;
    }
    const sorted = [...found].sort(byPlace);
    const longer = new Stretches();
    for (const chain of chains) {
      for (let index = firstFrom(sorted, chain.to + 1); index < sorted.length; index++) {
        const next = sorted[index] as Occurrence;
        if (next.from !== chain.to + 1) break;
        scene.steps++;
        if (scene.sentenceOf(chain.from) === scene.sentenceOf(next.to))
          longer.add(chain.from, next.to, chain.words, next.words);
      }
    }
    chains = longer.shortest();
    if (chains === null) return null;
  }
  return chains === null ? null : [...chains];
}

interface Reach {
  ordered: boolean;
  distance: number;
}

/** Visits, for each of `left`, those of `right` that begin within reach, so that the work stays linear in the text's length. */
function forEachPair(
  left: readonly Occurrence[],
  right: readonly Occurrence[],
  { ordered, distance }: Reach,
  scene: Scene,
  visit: (a: Occurrence, b: Occurrence) => boolean,
): void {
  const sorted = [...right].sort(byPlace);
  let longest = 0;
  for (const { from, to } of sorted) longest = Math.max(longest, to - from);
  for (const a of left) {
    const lowest = ordered ? a.to + 1 : a.from - distance - longest;
    for (let index = firstFrom(sorted, lowest); index < sorted.length; index++) {
      const b = sorted[index] as Occurrence;
      if (b.from > a.to + distance) break;
      scene.steps++;
      if (!visit(a, b)) break;
    }
  }
}

function evaluateNear(node: Extract<Node, { op: 'near' }>, scene: Scene, low: number, high: number): Places {
  const left = evaluate(node.left, scene, low, high);
  if (!left) return null;
  const right = evaluate(node.right, scene, low, high);
  if (!right) return null;
  const stretches = new Stretches();
  forEachPair(left, right, node, scene, (a, b) => {
    const from = Math.min(a.from, b.from);
    const to = Math.max(a.to, b.to);
    if (isNear(a, b, node) && scene.sentenceOf(from) === scene.sentenceOf(to))
      stretches.add(from, to, a.words, b.words);
    return true;
  });
  return stretches.shortest();
}

/** Unordered, a stretch inside the other is near too: «яма на ужасной дороге» for `яма NEAR/5 дорога NEAR/5 ужасный`. */
function isNear(a: Occurrence, b: Occurrence, { ordered, distance }: Reach): boolean {
  if (b.from > a.to) return b.from - a.to <= distance;
  if (ordered) return false;
  if (a.from > b.to) return a.from - b.to <= distance;
  return (b.from > a.from && b.to < a.to) || (a.from > b.from && a.to < b.to);
}

function evaluateNotNear(node: Extract<Node, { op: 'notNear' }>, scene: Scene, low: number, high: number): Places {
  const left = evaluate(node.left, scene, low, high);
  if (!left) return null;
  const right = evaluate(node.right, scene, low, high);
  if (!right) return left;
  const near = new Set<Occurrence>();
  forEachPair(left, right, node, scene, (a, b) => {
    const isDisturbed = disturbs(a, b, node) && scene.sentenceOf(a.from) === scene.sentenceOf(b.from);
    if (isDisturbed) near.add(a);
    return !isDisturbed;
  });
  const found = left.filter((occurrence) => !near.has(occurrence));
  return found.length === 0 ? null : found;
}

/** Like near; words in common disturb as well, but nothing disturbs itself. */
function disturbs(a: Occurrence, b: Occurrence, { ordered, distance }: Reach): boolean {
  if (b.from > a.to) return b.from - a.to <= distance;
  if (ordered) return false;
  if (a.from > b.to) return a.from - b.to <= distance;
  return a.from !== b.from || a.to !== b.to;
}

function evaluateNeg(inner: Node, scene: Scene, low: number, high: number): Places {
  const found = evaluate(inner, scene, low, high);
  if (!found) return null;
  const denied: Occurrence[] = [];
  for (const { from, to, words } of found) {
    scene.steps++;
    const denial = denialOf(scene.tokens, from, to, low, high);
    if (denial)
      denied.push({ from: Math.min(from, ...denial), to: Math.max(to, ...denial), words: [...words, ...denial] });
  }
  return denied.length === 0 ? null : merge(denied, scene);
}

function evaluateSentence(node: Extract<Node, { op: 'sentence' }>, scene: Scene, low: number, high: number): Places {
  const starts = new Set<number>();
  for (const term of node.anchors) {
    for (const index of within(scene.placesOf(term), scene, low, high)) starts.add(scene.sentenceOf(index));
    for (const { from } of stretchesWithin(scene.stretchesOf(term), scene, low, high) ?? [])
      starts.add(scene.sentenceOf(from));
  }
  let all: Places = null;
  for (const sentence of [...starts].sort((a, b) => a - b)) {
    scene.steps++;
    const from = Math.max(low, firstOfSentence(scene, sentence));
    const to = Math.min(high, firstOfSentence(scene, sentence + 1));
    const found = evaluate(node.inner, scene, from, to);
    if (!found) continue;
    if (all === null) all = [...found];
    else for (const occurrence of found) all.push(occurrence);
  }
  return all;
}

/** Index of the first word whose sentence is this one or a later one; sentences never fall along the text. */
function firstOfSentence(scene: Scene, sentence: number): number {
  let low = 0;
  let high = scene.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scene.sentenceOf(middle) < sentence) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byPlace(a: Occurrence, b: Occurrence): number {
  return a.from - b.from || a.to - b.to;
}

/** Of the stretches that begin at one word so many count, the shortest: a text that repeats a word must not take for ever. */
export const maxStretches = 8;

/** Stretches that several ways of matching may share; each has the words of all of them. */
class Stretches {
  readonly #words = new Map<number, Set<number>>();

  add(from: number, to: number, left: readonly number[], right: readonly number[]): void {
    const key = keyOf(from, to);
    let words = this.#words.get(key);
    if (words === undefined) {
      words = new Set();
      this.#words.set(key, words);
    }
    for (const word of left) words.add(word);
    for (const word of right) words.add(word);
  }

  /** In order; null when there is none. */
  shortest(): Places {
    if (this.#words.size === 0) return null;
    const found: Occurrence[] = [];
    let beginning = -1;
    let count = 0;
    for (const key of [...this.#words.keys()].sort((a, b) => a - b)) {
      const from = Math.floor(key / keyBase);
      count = from === beginning ? count + 1 : 1;
      beginning = from;
      if (count <= maxStretches)
        found.push({ from, to: from + (key % keyBase), words: [...(this.#words.get(key) ?? [])] });
    }
    return found;
  }
}

const keyBase = 0x100000;

/** Orders stretches by their beginning, the shorter first. */
function keyOf(from: number, to: number): number {
  return from * keyBase + (to - from);
}

/** One occurrence a stretch, with all the words that any way of matching it used; keeps chains of NEAR from multiplying. */
function merge(found: readonly Occurrence[], scene: Scene): Occurrence[] {
  scene.steps += found.length;
  if (found.length === 1) return [...found];
  const byStretch = new Map<number, Occurrence>();
  for (const occurrence of found) {
    const key = keyOf(occurrence.from, occurrence.to);
    const known = byStretch.get(key);
    const words = known ? [...known.words, ...occurrence.words] : occurrence.words;
    byStretch.set(key, words.length > 1 ? { ...occurrence, words: [...new Set(words)] } : occurrence);
  }
  return [...byStretch.values()].sort(byPlace);
}
