import type { Territory } from '../../src/core/place.js';
import { GATE } from './gates.js';
import type { NameEntry } from './gazetteer.js';
import { KIN, kinds, STREET, TAG } from './place-index-values.js';
import { openTexts, type Sections } from './sections.js';
import { openTrie, type WordTrie } from './word-trie.js';

/** What the names of one node stand for. */
export interface NodeContent {
  /** By name or alias. */
  readonly entries: readonly NameEntry[];
  /** By adjective or demonym. */
  readonly kin: readonly NameEntry[];
  /** Territories of which this is the nominative. */
  readonly named: readonly Territory[];
  /** Numbers of street titles. */
  readonly titles: readonly number[];
}
const nothing: NodeContent = { entries: [], kin: [], named: [], titles: [] };

export interface PlaceIndex {
  readonly trie: WordTrie;
  readonly titleCount: number;
  /** Longest name of a territory, in words, that starts with this word. */
  reach(word: number): number;
  /** What starts with this word: bits of `GATE`. */
  opens(word: number): number;
  content(node: number): NodeContent;
  title(number: number): string;
  /** Rows of a street title, by rank of the territory: from and to in `ranks` and `refs`. */
  readonly rowStarts: Uint32Array;
  readonly ranks: Uint32Array;
  readonly refs: Uint32Array;
}

/** Contents that are kept as objects once they were asked for. */
const mostContents = 50_000;

/** Opens the sections that `buildPlaceIndex` made of the same territories in the same order. */
export function openPlaceIndex(sections: Sections, territories: readonly Territory[]): PlaceIndex {
  const trie = openTrie(sections);
  const reaches = sections.bytes('rech');
  const starts = sections.words('nsta');
  const values = sections.words('nval');
  const ends = sections.words('tend');
  const contents = new Map<number, NodeContent>();
  const read = (from: number, to: number): NodeContent => {
    const entries: NameEntry[] = [];
    const kin: NameEntry[] = [];
    const named: Territory[] = [];
    const titles: number[] = [];
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      const tag = value >>> 30;
      if (tag === TAG.title) titles.push(value & 0x3fff_ffff);
      else if (tag === TAG.named) named.push(territories[value & 0x3fff_ffff] as Territory);
      else {
        const territory = territories[value >>> 8] as Territory;
        const kind = kinds[(value >>> 6) & 3] ?? 'name';
        const entry = { territory, cases: value & 0x3f, alias: kind === 'alias', kind };
        (kind === 'name' || kind === 'alias' ? entries : kin).push(entry);
      }
    }
    return { entries, kin, named, titles };
  };
  return {
    trie,
    titleCount: ends.length,
    reach: (word) => (reaches[word] ?? 0) & 31,
    opens(word) {
      const flags = reaches[word] ?? 0;
      return (
        ((flags & 31) > 0 ? GATE.name : 0) |
        ((flags & KIN) > 0 ? GATE.kin : 0) |
        ((flags & STREET) > 0 ? GATE.listedStreet : 0)
      );
    },
    content(node) {
      if (node < 0) return nothing;
      const from = starts[node] as number;
      const to = starts[node + 1] as number;
      if (from === to) return nothing;
      const known = contents.get(node);
      if (known !== undefined) return known;
      if (contents.size >= mostContents) contents.clear();
      const made = read(from, to);
      contents.set(node, made);
      return made;
    },
    title: openTexts(sections.bytes('tpol'), ends),
    rowStarts: sections.words('psta'),
    ranks: sections.words('prnk'),
    refs: sections.words('pref'),
  };
}
