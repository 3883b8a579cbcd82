/** Lower case, ё→е, the dashes of the keyboard and of typography alike. Keeps the length, so offsets stay valid. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  for (let i = 0; i < lower.length; i++) {
    const unit = lower.charCodeAt(i);
    // Most texts have neither; to look is cheaper than to replace.
    if (unit === YO || (unit >= HYPHEN && unit <= EM_DASH)) return lower.replaceAll('ё', 'е').replace(/[‐‑‒–—]/g, '-');
  }
  return lower;
}
const YO = 0x451;
const HYPHEN = 0x2010;
const EM_DASH = 0x2014;

/** UTF-16 units of the alphabets that are folded unit by unit: Latin, Greek, Cyrillic. */
const LIMIT = 0x500;
const folded = Uint16Array.from({ length: LIMIT }, (_, code) => fold(String.fromCharCode(code)).charCodeAt(0));

/** The folded unit of a unit inside a word; beyond the alphabets nothing but a dash stands there. */
export const foldUnit = (code: number): number => (code < LIMIT ? (folded[code] as number) : 0x2d);

const twins: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  k: 'к',
  m: 'м',
  t: 'т',
  b: 'в',
  h: 'н',
};

/** A folded word in which Latin letters stand among Russian ones, by their Russian twins: «нa», «yлица»; any other word as it is. */
export function withoutTwins(word: string): string {
  if (!/[aceopxykmtbh]/.test(word) || !/[а-я]/.test(word)) return word;
  return word.replace(/[aceopxykmtbh]/g, (letter) => twins[letter] ?? letter);
}

/** Form under which a name of several words is indexed: folded words with single spaces. */
export function foldName(text: string): string {
  return fold(text)
    .replace(/[«»"“”„().,]/g, ' ')
    .replace(/ - /g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
