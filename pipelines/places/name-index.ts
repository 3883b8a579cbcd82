import type { Territory, TerritoryLevel } from '../../src/core/place.js';
import { decline } from './decline.js';
import { foldName } from './fold.js';

/** A street that config/places lists for a territory. */
export interface ListedStreet {
  name: string;
  territory: string;
}

/** All case forms of all names, packed: as plain data that is kept between starts, a hundredth of a second to read. */
export interface NameIndex {
  /** Forms, one a line. */
  forms: string;
  /** Entries of a form: from starts[i] to starts[i + 1]. */
  starts: Uint32Array;
  /** Index of the territory, for each entry. */
  territories: Uint32Array;
  /** Bits of the cases, for each entry, and `aliasBit`. */
  cases: Uint8Array;
  /** First words of forms, one a line, and how many words the longest form has that begins so. */
  firstWords: string;
  reaches: Uint8Array;
  streets: Map<string, ListedStreet[]>;
}

/** Set where the form is of a nickname or abbreviation. */
export const aliasBit = 64;
const mostWords = 255;

/** Indexes all forms of all names: some thirty thousand for the shipped gazetteer, about 100 ms. */
export function indexNames(
  territories: readonly Territory[],
  streets: ReadonlyMap<string, readonly string[]>,
): NameIndex {
  const forms = new Map<string, number[]>();
  const reaches = new Map<string, number>();
  const addForm = (form: string, territory: number, bits: number): void => {
    const known = forms.get(form);
    // Pairs of territory and bits; the bits of one territory's name come together.
    if (known === undefined) forms.set(form, [territory, bits]);
    else {
      const isSame = (at: number): boolean =>
        known[at] === territory && ((known[at + 1] as number) & aliasBit) === (bits & aliasBit);
      let at = 0;
      while (at < known.length && !isSame(at)) at += 2;
      if (at === known.length) known.push(territory, bits);
      else known[at + 1] = (known[at + 1] as number) | bits;
    }
    const words = form.split(' ');
    const first = words[0] ?? form;
    reaches.set(first, Math.min(mostWords, Math.max(reaches.get(first) ?? 0, words.length)));
  };
  territories.forEach((territory, index) => {
    if (territory.level === 'municipality') return;
    for (const name of [territory.name, ...territory.aliases]) {
      const alias = name === territory.name ? 0 : aliasBit;
      for (const variant of variants(foldName(name), territory.level)) {
        decline(variant).forEach((list, i) => {
          for (const form of list) addForm(form, index, (1 << i) | alias);
        });
      }
    }
  });

  const streetForms = new Map<string, ListedStreet[]>();
  for (const [territory, list] of streets) {
    for (const name of list) {
      for (const form of new Set(decline(foldName(name)).flat())) {
        streetForms.set(form, [...(streetForms.get(form) ?? []), { name, territory }]);
      }
    }
  }
  return {
    ...pack(forms),
    firstWords: lines(reaches),
    reaches: Uint8Array.from(reaches.values()),
    streets: streetForms,
  };
}

function pack(
  forms: ReadonlyMap<string, readonly number[]>,
): Pick<NameIndex, 'forms' | 'starts' | 'territories' | 'cases'> {
  const starts = new Uint32Array(forms.size + 1);
  const territories: number[] = [];
  const cases: number[] = [];
  let form = 0;
  for (const pairs of forms.values()) {
    for (let at = 0; at < pairs.length; at += 2) {
      territories.push(pairs[at] as number);
      cases.push(pairs[at + 1] as number);
    }
    starts[++form] = territories.length;
  }
  return { forms: lines(forms), starts, territories: Uint32Array.from(territories), cases: Uint8Array.from(cases) };
}

/** Folded names hold no line feed. */
function lines(map: ReadonlyMap<string, unknown>): string {
  return [...map.keys()].join('\n');
}

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
