import type { Territory } from '../../src/core/place.js';
import { decline } from './decline.js';
import { foldName } from './fold.js';
import { claim, type HintMention, type Scan, wordAt } from './scan.js';

const adjectiveEndings = ['ий', 'ого', 'ому', 'им', 'ом', 'ая', 'ой', 'ую', 'ое', 'ие', 'их', 'ими'];
const noTerritories: readonly Territory[] = [];
/** What lies where its adjective says: «пермские дороги», «курский облсуд». «Московское время» says nothing. */
const localThings =
  /^(?:дорог|улиц|власт|чиновник|губернатор|мэр|администраци|суд|облсуд|горсуд|крайсуд|облдум|гордум|дум|парламент|минздрав|прокуратур|полици|больниц|школ|жител|пенсионер|област|регион|аэропорт|вокзал|водоканал|трамва|троллейбус|автобус|коммунальщик|дворник|врач|депутат|управляющ|следственн)/;

/** Adjectives and names of the people of territories by their folded forms: «пермских», «рязанцам». */
export function hintIndex(territories: readonly Territory[]): (form: string) => readonly Territory[] {
  const forms = new Map<string, Territory[]>();
  const add = (form: string, territory: Territory): void => {
    const known = forms.get(form);
    if (known === undefined) forms.set(form, [territory]);
    else if (!known.includes(territory)) known.push(territory);
  };
  for (const territory of territories) {
    for (const adjective of territory.adjectives) {
      const stem = foldName(adjective).replace(/(?:ий|ый|ой)$/, '');
      for (const ending of adjectiveEndings) add(stem + ending, territory);
    }
    for (const people of territory.demonyms) for (const form of decline(foldName(people)).flat()) add(form, territory);
  }
  return (form) => forms.get(form) ?? noTerritories;
}

/** «рязанцы жалуются», «пермские дороги» at the token: territories that the text has to do with; claims the token. */
export function findHint(scan: Scan, at: number): HintMention | null {
  const word = wordAt(scan, at);
  if (word.length < 5 || scan.used[at] === 1) return null;
  const territories = scan.gazetteer.hints(word);
  if (territories.length === 0) return null;
  if (/[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$/.test(word) && !localThings.test(wordAt(scan, at + 1)))
    return null;
  claim(scan, at, at + 1);
  return { territories, start: at, end: at + 1 };
}
