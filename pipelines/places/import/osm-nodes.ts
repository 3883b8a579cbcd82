import { lowerBound } from '../lower-bound.js';
import type { Position } from './osm-geometry.js';

const scale = 1e7;

/** Positions of nodes by id, sixteen bytes a node: an extract has millions of them. */
export class OsmNodes {
  private ids = new Float64Array(4096);
  private lons = new Int32Array(4096);
  private lats = new Int32Array(4096);
  private count = 0;
  private isSorted = true;

  add(id: number, lon: number, lat: number): void {
    if (this.count === this.ids.length) this.grow();
    if (this.count > 0 && id < (this.ids[this.count - 1] as number)) this.isSorted = false;
    this.ids[this.count] = id;
    this.lons[this.count] = Math.round(lon * scale);
    this.lats[this.count] = Math.round(lat * scale);
    this.count++;
  }

  /** Null for a node that the extract does not have. */
  get(id: number): Position | null {
    if (!this.isSorted) this.sort();
    const at = lowerBound(this.ids, id, 0, this.count);
    if (at >= this.count || this.ids[at] !== id) return null;
    return [(this.lons[at] as number) / scale, (this.lats[at] as number) / scale];
  }

  private grow(): void {
    const size = this.ids.length * 2;
    const [ids, lons, lats] = [new Float64Array(size), new Int32Array(size), new Int32Array(size)];
    ids.set(this.ids);
    lons.set(this.lons);
    lats.set(this.lats);
    this.ids = ids;
    this.lons = lons;
    this.lats = lats;
  }

  private sort(): void {
    const order = new Uint32Array(this.count).map((_, i) => i);
    order.sort((a, b) => (this.ids[a] as number) - (this.ids[b] as number));
    this.ids = Float64Array.from(order, (at) => this.ids[at] as number);
    this.lons = Int32Array.from(order, (at) => this.lons[at] as number);
    this.lats = Int32Array.from(order, (at) => this.lats[at] as number);
    this.isSorted = true;
  }
}
