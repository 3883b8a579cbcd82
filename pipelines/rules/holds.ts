import type { Node } from './compile.js';
import { evaluate, isSequenceAt } from './evaluate.js';
import { denialOf } from './negation.js';
import { lowerBound, type Scene } from './scene.js';

/** False when a word that the query cannot do without is missing: a cheap look before the work of `holds`. */
export function isPossible(node: Node, scene: Scene): boolean {
  scene.steps++;
  switch (node.op) {
    case 'term':
      return scene.has(node.term);
    case 'any':
      return hasAny(node, scene);
    case 'stretch':
      return scene.stretchesOf(node.term).length > 0;
    case 'sequence':
      for (const term of node.terms) if (!scene.has(term)) return false;
      return true;
    case 'near':
      return isPossible(node.left, scene) && isPossible(node.right, scene);
    case 'notNear':
      return isPossible(node.left, scene);
    case 'and':
    case 'chain':
      for (const part of node.parts) if (!isPossible(part, scene)) return false;
      return true;
    case 'or':
      for (const part of node.parts) if (isPossible(part, scene)) return true;
      return false;
    case 'neg':
    case 'sentence':
      return isPossible(node.inner, scene);
    case 'not':
      return true;
  }
}

/** Whether the query holds on the whole text: what `evaluate` says, found out without collecting the words where that is cheaper. */
export function holds(node: Node, scene: Scene): boolean {
  switch (node.op) {
    case 'and':
      for (const part of node.parts) if (!holds(part, scene)) return false;
      return true;
    case 'or':
      for (const part of node.parts) if (isPossible(part, scene) && holds(part, scene)) return true;
      return false;
    case 'not':
      return !(isPossible(node.inner, scene) && holds(node.inner, scene));
    case 'term':
    case 'any':
    case 'stretch':
      return isPossible(node, scene);
    case 'sequence':
      return isPossible(node, scene) && hasSequence(node.terms, scene);
    case 'near': {
      const left = flatPlaces(node.left, scene);
      const right = left && flatPlaces(node.right, scene);
      return left && right ? hasNear(left, right, node, scene) : evaluate(node, scene, 0, scene.tokens.length) !== null;
    }
    case 'neg': {
      const places = flatPlaces(node.inner, scene);
      if (!places) return evaluate(node, scene, 0, scene.tokens.length) !== null;
      for (const place of places) {
        scene.steps++;
        if (denialOf(scene.tokens, place, place, 0, scene.tokens.length)) return true;
      }
      return false;
    }
    default:
      return evaluate(node, scene, 0, scene.tokens.length) !== null;
  }
}

function hasAny(node: Extract<Node, { op: 'any' }>, scene: Scene): boolean {
  if (node.turn === scene.turn) return node.found.length > 0;
  const { terms } = node;
  for (let at = 0; at < terms.length; at++)
    if (scene.has(terms[at] as number)) {
      scene.steps += at;
      return true;
    }
  scene.steps += terms.length;
  return false;
}

/** Places of a node that stands for single words; null for others. */
function flatPlaces(node: Node, scene: Scene): readonly number[] | null {
  if (node.op === 'term') return scene.placesOf(node.term);
  return node.op === 'any' ? scene.placesOfAny(node) : null;
}

function hasSequence(terms: readonly number[], scene: Scene): boolean {
  for (const from of scene.placesOf(terms[0] ?? -1)) {
    scene.steps++;
    if (isSequenceAt(terms, scene, from)) return true;
  }
  return false;
}

function hasNear(
  left: readonly number[],
  right: readonly number[],
  { ordered, distance }: { ordered: boolean; distance: number },
  scene: Scene,
): boolean {
  for (const a of left) {
    for (let at = lowerBound(right, ordered ? a + 1 : a - distance); at < right.length; at++) {
      const b = right[at] as number;
      if (b > a + distance) break;
      scene.steps++;
      if (a !== b && scene.sentenceOf(a) === scene.sentenceOf(b)) return true;
    }
  }
  return false;
}
