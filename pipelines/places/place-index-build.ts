import type { Territory, TerritoryLevel } from '../../src/core/place.js';
import { decline, type Forms } from './decline.js';
import { declineAdjective, declineDemonym } from './decline-people.js';
import { foldName } from './fold.js';
import { sortByNode } from './node-lists.js';
import type { Pack } from './pack-open.js';
import {
  entryValue,
  KIN,
  KIND,
  mostWordsOfName,
  type NameKind,
  NO_PACK,
  namedValue,
  refOf,
  STREET,
  titleValue,
} from './place-index-values.js';
import { joinTexts } from './sections.js';
import { streetTitle } from './street-title.js';
import { createTerritoryTree, type TerritoryTree } from './territory-tree.js';
import { TrieBuilder } from './word-trie-build.js';
import { streetType } from './words.js';

export interface IndexInput {
  readonly territories: readonly Territory[];
  /** Streets of config/places by territory id. */
  readonly streets: ReadonlyMap<string, readonly string[]>;
  readonly packs: readonly Pack[];
}

/**
 * Declines all names and makes the sections that `openPlaceIndex` reads. Case forms of a name are made once however many territories or
 * streets have it. Streets of territories that are not known are left out.
 */
export function buildPlaceIndex(input: IndexInput): Record<string, Uint8Array | Uint32Array> {
  const builder = new IndexBuilder(createTerritoryTree(input.territories));
  input.territories.forEach((territory, number) => {
    builder.addTerritory(territory, number);
  });
  for (const [territory, names] of input.streets) {
    for (const name of names) builder.addStreet(name, [name], territory, NO_PACK);
  }
  // Streets proper go first: «на Победе» is the street before it is the square.
  for (const isStreet of [true, false]) {
    input.packs.forEach((pack, i) => {
      builder.addPack(pack, i, isStreet);
    });
  }
  return builder.sections();
}

class IndexBuilder {
  private readonly tree: TerritoryTree;
  private readonly trie = new TrieBuilder();
  private readonly wordForms = new Map<string, Forms>();
  private readonly marks: number[] = [];
  private readonly values: number[] = [];
  /** By first word: the longest name in words, and what else starts with it. */
  private readonly flags = new Map<string, number>();
  private readonly titles = new Map<string, number>();
  /** Spellings of a street that are in the trie already, by title. */
  private readonly spelled: Set<string>[] = [];
  private readonly titleOfRow: number[] = [];
  private readonly rankOfRow: number[] = [];
  private readonly refOfRow: number[] = [];

  constructor(tree: TerritoryTree) {
    this.tree = tree;
  }

  addTerritory(territory: Territory, number: number): void {
    const { level, name, aliases, adjectives, demonyms } = territory;
    // A form that is several cases of one name is one entry.
    const entries = new Map<string, number>();
    const add = (forms: Forms, kind: NameKind): void => {
      forms.forEach((list, i) => {
        for (const form of list) {
          const key = `${KIND[kind]}${form}`;
          const at = entries.get(key);
          if (at === undefined) {
            entries.set(key, this.values.length);
            this.push(form, entryValue(number, kind, 1 << i));
            if (kind === 'name' || kind === 'alias') this.extendReach(form);
            else this.flag(form, KIN);
          } else this.values[at] = ((this.values[at] ?? 0) | (1 << i)) >>> 0;
        }
      });
    };
    const named = new Set([name, ...aliases].map(foldName));
    for (const folded of named) this.push(folded, namedValue(number));
    if (level !== 'municipality') {
      for (const written of [name, ...aliases]) {
        const kind = written === name ? 'name' : 'alias';
        for (const variant of variants(foldName(written), level)) {
          const forms = decline(variant, this.wordForms);
          add(forms, kind);
          const torn = variant.replaceAll('-', ' ');
          if (isTorn(variant, level) && !named.has(torn))
            add(
              forms.map((list) => list.map((form) => form.replaceAll('-', ' '))),
              kind,
            );
        }
      }
    }
    for (const adjective of adjectives) add(declineAdjective(foldName(adjective)), 'adjective');
    for (const people of demonyms) add(declineDemonym(foldName(people)), 'demonym');
  }

  addPack(pack: Pack, packNumber: number, isStreet: boolean): void {
    const ranks = pack.territoryIds.map((id) => this.tree.rank(id));
    for (let i = 0; i < pack.streetCount; i++) {
      const { type, name, aliases, territoryNumber, territory } = pack.street(i);
      if ((type === 'улица') !== isStreet || (ranks[territoryNumber] ?? -1) === -1) continue;
      this.addStreet(titleOf(type, name), [name, ...aliases], territory, refOf(packNumber, i));
    }
  }

  /** `names` are found in all cases, the title as it is. */
  addStreet(title: string, names: readonly string[], territory: string, ref: number): void {
    let number = this.titles.get(title);
    if (number === undefined) {
      number = this.titles.size;
      this.titles.set(title, number);
      this.spelled.push(new Set());
    }
    const spelled = this.spelled[number] as Set<string>;
    if (spelled.size === 0) this.spell(spelled, foldName(title), number);
    for (const name of names) {
      if (spelled.has(`${name}\n`)) continue;
      spelled.add(`${name}\n`);
      for (const list of decline(foldName(name), this.wordForms))
        for (const form of list) this.spell(spelled, form, number);
    }
    this.titleOfRow.push(number);
    this.rankOfRow.push(this.tree.rank(territory));
    this.refOfRow.push(ref);
  }

  sections(): Record<string, Uint8Array | Uint32Array> {
    const nodes = Uint32Array.from(this.marks, (mark) => this.trie.numberOf(mark));
    const lists = sortByNode(nodes, this.values, this.trie.nodeCount);
    const trie = this.trie.sections();
    const reach = new Uint8Array(this.trie.wordCount);
    for (const [word, longest] of this.flags) reach[this.trie.add(word)] = longest;

    const order = Uint32Array.from(this.rankOfRow, (_, i) => i).sort(
      (a, b) => (this.rankOfRow[a] ?? 0) - (this.rankOfRow[b] ?? 0) || a - b,
    );
    const titleOfRow = Uint32Array.from(order, (row) => this.titleOfRow[row] ?? 0);
    const ranks = sortByNode(
      titleOfRow,
      Array.from(order, (row) => this.rankOfRow[row] ?? 0),
      this.titles.size,
    );
    const refs = sortByNode(
      titleOfRow,
      Array.from(order, (row) => this.refOfRow[row] ?? 0),
      this.titles.size,
    );

    const { pool, ends } = joinTexts([...this.titles.keys()]);
    return {
      ...trie,
      rech: reach,
      nsta: lists.starts,
      nval: lists.values,
      tpol: pool,
      tend: ends,
      psta: ranks.starts,
      prnk: ranks.values,
      pref: refs.values,
    };
  }

  private push(form: string, value: number): void {
    this.marks.push(this.trie.add(form));
    this.values.push(value);
  }

  private spell(spelled: Set<string>, form: string, title: number): void {
    if (spelled.has(form)) return;
    spelled.add(form);
    this.push(form, titleValue(title));
    this.flag(form, STREET);
  }

  private flag(form: string, bit: number): void {
    const space = form.indexOf(' ');
    const first = space === -1 ? form : form.slice(0, space);
    this.flags.set(first, (this.flags.get(first) ?? 0) | bit);
  }

  private extendReach(form: string): void {
    const space = form.indexOf(' ');
    const first = space === -1 ? form : form.slice(0, space);
    const length = Math.min(mostWordsOfName, space === -1 ? 1 : form.split(' ').length);
    const flags = this.flags.get(first) ?? 0;
    if (length > (flags & mostWordsOfName)) this.flags.set(first, (flags & ~mostWordsOfName) | length);
  }
}

/** «соль-илецк» is also written «соль илецк»; what opens with «усть», «верх» is joined when a text is read (`join-tokens.ts`). */
const isTorn = (name: string, level: TerritoryLevel): boolean =>
  level === 'settlement' &&
  /^[а-я]{3,}-[а-я]{3,}$/.test(name) &&
  !/^(?:усть|верх|горно|нов|стар|нижне|верхне)/.test(name);

/** «курская область» is also written «курская обл», «республика коми» «респ коми», «ненецкий автономный округ» «ненецкий ао». */
function variants(name: string, level: TerritoryLevel): string[] {
  if (level !== 'region') return [name];
  const short = name
    .replace('автономный округ', 'ао')
    .replace('автономная область', 'ао')
    .replace('область', 'обл')
    .replace('республика', 'респ');
  return short === name ? [name] : [name, short];
}

/** As the finder tells a street: «Мира», «проспект Мира», «Тихий переулок». */
export function titleOf(type: string, name: string): string {
  if (type === 'улица') return name;
  const known = streetType(type);
  return known === undefined ? `${type} ${name}` : streetTitle(name.split(' '), known);
}
