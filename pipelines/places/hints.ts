import { claim, type HintMention, type Scan, wordAt } from './scan.js';

/** What lies where its adjective says: «пермские дороги», «курский облсуд». «Московское время» says nothing. */
const localThings =
  /^(?:дорог|улиц|власт|чиновник|губернатор|мэр|администраци|суд|облсуд|горсуд|крайсуд|облдум|гордум|дум|парламент|минздрав|прокуратур|полици|больниц|школ|жител|пенсионер|област|регион|аэропорт|вокзал|водоканал|трамва|троллейбус|автобус|коммунальщик|дворник|врач|депутат|управляющ|следственн)/;

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
