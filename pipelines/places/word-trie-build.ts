import { jsonSection } from './sections.js';
import { byteOf, hashBytes, hashStep, ID_BITS, tagOf } from './word-trie.js';

/** Most different words that an index can number. */
export const mostWords = (1 << ID_BITS) - 2;

/** Collects names and makes the sections of a `WordTrie`. */
export class TrieBuilder {
  private readonly words = new Map<string, number>();
  /** By parent and word; the number of the child among the nodes of two and more words. */
  private readonly children = new Map<number, number>();
  private readonly parents: number[] = [];
  private readonly parentWords: number[] = [];

  /**
   * A mark of the node of a folded name: single words from 0 up, longer names from −1 down, since the number of words is not known until the
   * end. `numberOf` turns it into the node.
   */
  add(form: string): number {
    let from = 0;
    let mark = 0;
    for (let first = true; ; first = false) {
      const space = form.indexOf(' ', from);
      const word = this.wordNumber(space === -1 ? form.slice(from) : form.slice(from, space));
      mark = first ? word : this.child(mark, word);
      if (space === -1) return mark;
      from = space + 1;
    }
  }

  numberOf(mark: number): number {
    return mark >= 0 ? mark : this.words.size - mark - 1;
  }

  get wordCount(): number {
    return this.words.size;
  }

  get nodeCount(): number {
    return this.words.size + this.parents.length;
  }

  sections(): Record<string, Uint8Array | Uint32Array> {
    const list = [...this.words.keys()];
    const odd: [string, number][] = [];
    const ends = new Uint32Array(list.length);
    const pool = new Uint8Array(list.reduce((sum, word) => sum + word.length, 0));
    const slots = new Uint32Array(tableSize(list.length));
    let at = 0;
    list.forEach((word, id) => {
      const start = at;
      let fits = true;
      for (let i = 0; i < word.length; i++) {
        const byte = byteOf(word.charCodeAt(i));
        if (byte < 0) fits = false;
        else pool[at++] = byte;
      }
      if (fits) {
        const hash = hashBytes(pool, start, at);
        place(slots, hash, ((tagOf(hash) << ID_BITS) | (id + 1)) >>> 0);
      } else {
        at = start;
        odd.push([word, id]);
      }
      ends[id] = at;
    });
    const parents = Uint32Array.from(this.parents, (mark) => this.numberOf(mark));
    const parentWords = Uint32Array.from(this.parentWords);
    const steps = new Uint32Array(tableSize(parents.length));
    parents.forEach((parent, i) => {
      place(steps, hashStep(parent, parentWords[i] ?? 0), i + 1);
    });
    return {
      wpol: pool.slice(0, at),
      wend: ends,
      wslt: slots,
      wodd: jsonSection(odd),
      npar: parents,
      nwrd: parentWords,
      nslt: steps,
    };
  }

  private wordNumber(word: string): number {
    let number = this.words.get(word);
    if (number === undefined) {
      number = this.words.size;
      if (number >= mostWords) throw new RangeError(`an index of places holds ${mostWords} different words`);
      this.words.set(word, number);
    }
    return number;
  }

  private child(parent: number, word: number): number {
    // Parents below zero are longer names: both kinds in one key.
    const key = (parent >= 0 ? parent * 2 : -parent * 2 - 1) * 2 ** ID_BITS + word;
    let mark = this.children.get(key);
    if (mark === undefined) {
      this.parents.push(parent);
      this.parentWords.push(word);
      mark = -this.parents.length;
      this.children.set(key, mark);
    }
    return mark;
  }
}

/** A power of two that leaves at least half of the slots empty. */
function tableSize(count: number): number {
  let size = 8;
  while (size < count * 2) size *= 2;
  return size;
}

function place(slots: Uint32Array, hash: number, value: number): void {
  const mask = slots.length - 1;
  let at = hash & mask;
  while (slots[at] !== 0) at = (at + 1) & mask;
  slots[at] = value;
}
