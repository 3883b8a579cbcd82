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

/** Form under which a name of several words is indexed: folded words with single spaces. */
export function foldName(text: string): string {
  return fold(text)
    .replace(/[«»"“”„().,]/g, ' ')
    .replace(/ - /g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
