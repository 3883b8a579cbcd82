import type { Sections } from './sections.js';

/**
 * Names of several words as paths of words. A node is a number; nodes 0 to `wordCount` − 1 are the single words. Nothing is allocated by a
 * look-up, and a name of several words is found without putting its words together.
 */
export interface WordTrie {
  readonly wordCount: number;
  readonly nodeCount: number;
  /** Number of a word, which is also the node of the name that consists of it alone; −1 when no name has it. */
  word(text: string, from?: number, to?: number): number;
  /** Node of the name that goes on with this word; −1 when none does. */
  step(node: number, word: number): number;
  /** Node of a folded name with single spaces; −1 when none goes so. */
  nodeOf(form: string): number;
}

/** ASCII as it is, the letters of U+0400 to U+047F above it. */
const CYRILLIC = 0x400;
const LIMIT = 0x480;
export const ID_BITS = 22;
const ID_MASK = (1 << ID_BITS) - 1;
const FIRST = 0x811c9dc5;

/** The byte that stands for a UTF-16 unit; −1 for one that the pool cannot hold. */
export function byteOf(unit: number): number {
  if (unit < 0x80) return unit;
  return unit >= CYRILLIC && unit < LIMIT ? unit - CYRILLIC + 0x80 : -1;
}

/** FNV-1a over the bytes, mixed at the end, since slots are told by its low bits. */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = FIRST;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return mix(hash);
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 12)) >>> 0;
}

/** High bits of the hash, kept beside a word's number so that most strangers are refused without a look at their letters. */
export function tagOf(hash: number): number {
  return hash >>> ID_BITS;
}

export function hashStep(node: number, word: number): number {
  return mix(Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b));
}

/** Opens the sections that `buildTrie` made. */
export function openTrie(sections: Sections): WordTrie {
  const pool = sections.bytes('wpol');
  const ends = sections.words('wend');
  const slots = sections.words('wslt');
  const parents = sections.words('npar');
  const words = sections.words('nwrd');
  const steps = sections.words('nslt');
  /** Words with letters beyond the pool's: Komi, Chuvash and the like. */
  const odd = new Map(sections.json('wodd') as [string, number][]);
  const wordCount = ends.length;
  const slotMask = slots.length - 1;
  const stepMask = steps.length - 1;

  const word = (text: string, from = 0, to = text.length): number => {
    let hash = FIRST;
    for (let i = from; i < to; i++) {
      const byte = byteOf(text.charCodeAt(i));
      if (byte < 0) return odd.get(text.slice(from, to)) ?? -1;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    const mixed = mix(hash);
    const tag = tagOf(mixed);
    const length = to - from;
    for (let at = mixed & slotMask; ; at = (at + 1) & slotMask) {
      const slot = slots[at] as number;
      if (slot === 0) return -1;
      if (slot >>> ID_BITS !== tag) continue;
      const id = (slot & ID_MASK) - 1;
      const start = id === 0 ? 0 : (ends[id - 1] as number);
      if ((ends[id] as number) - start !== length) continue;
      let i = 0;
      while (i < length && pool[start + i] === byteOf(text.charCodeAt(from + i))) i++;
      if (i === length) return id;
    }
  };
  const step = (node: number, next: number): number => {
    for (let at = hashStep(node, next) & stepMask; ; at = (at + 1) & stepMask) {
      const slot = steps[at] as number;
      if (slot === 0) return -1;
      if (parents[slot - 1] === node && words[slot - 1] === next) return wordCount + slot - 1;
    }
  };
  return {
    wordCount,
    nodeCount: wordCount + parents.length,
    word,
    step,
    nodeOf(form) {
      let node = -1;
      for (let from = 0; from <= form.length; ) {
        const space = form.indexOf(' ', from);
        const to = space === -1 ? form.length : space;
        const next = word(form, from, to);
        if (next === -1) return -1;
        node = from === 0 ? next : step(node, next);
        if (node === -1) return -1;
        from = to + 1;
      }
      return node;
    },
  };
}
