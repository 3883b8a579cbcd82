import { lowerBound } from '../lower-bound.js';

/** Pairs of an id and what it belongs to, eight bytes each: for millions of rows. Ids are whole numbers below 2^32. */
export class GrowingIds {
  private ids = new Uint32Array(1024);
  private values = new Uint32Array(1024);
  private count = 0;
  private isSorted = true;

  add(id: number, value: number): void {
    if (this.count === this.ids.length) {
      this.ids = grown(this.ids);
      this.values = grown(this.values);
    }
    if (this.count > 0 && id < (this.ids[this.count - 1] as number)) this.isSorted = false;
    this.ids[this.count] = id;
    this.values[this.count] = value;
    this.count++;
  }

  /** To be called when all are there. Of two values of one id the first stays. */
  sort(): void {
    if (this.isSorted) return;
    const order = new Uint32Array(this.count).map((_, i) => i);
    order.sort((a, b) => (this.ids[a] as number) - (this.ids[b] as number) || a - b);
    const ids = order.map((at) => this.ids[at] as number);
    this.values = order.map((at) => this.values[at] as number);
    this.ids = ids;
    this.isSorted = true;
  }

  /** What the id belongs to; null for one that was never added. */
  get(id: number): number | null {
    const at = lowerBound(this.ids, id, 0, this.count);
    return at < this.count && this.ids[at] === id ? (this.values[at] as number) : null;
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
