import { claim, type HintMention, type Scan, wordAt } from './scan.js';

/** What lies where its adjective says: «пермские дороги», «курский облсуд». «Московское время» says nothing. */
const localThings =
  /^(?:дорог|улиц|власт|чиновник|губернатор|мэр|администраци|суд|облсуд|горсуд|крайсуд|облдум|гордум|дум|парламент|минздрав|прокуратур|полици|больниц|школ|жител|пенсионер|област|регион|водоканал|трамва|троллейбус|автобус|коммунальщик|дворник|врач|депутат|управляющ|следственн)/;

/** «рязанцы жалуются», «пермские дороги» at the token: territories that the text has to do with; claims the token. */
export function findHint(scan: Scan, at: number): HintMention | null {
  const word = wordAt(scan, at);
  if (word.length < 5 || scan.used[at] === 1) return null;
  const { gazetteer } = scan;
  const node = gazetteer.start(word);
  const kin = node === -1 ? [] : gazetteer.kinOf(node);
  if (kin.length === 0) return null;
  const hasThing = localThings.test(wordAt(scan, at + 1));
  const territories = kin.flatMap(({ kind, territory }) => (kind === 'demonym' || hasThing ? [territory] : []));
  if (territories.length === 0) return null;
  claim(scan, at, at + 1);
  return { territories, start: at, end: at + 1 };
}
