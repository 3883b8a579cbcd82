/** Lower case, ё→е, the dashes of the keyboard and of typography alike. Keeps the length, so offsets stay valid. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[‐‑‒–—]/g, '-');
}

/** Form under which a name of several words is indexed: folded words with single spaces. */
export function foldName(text: string): string {
  return fold(text)
    .replace(/[«»"“”„().,]/g, ' ')
    .replace(/ - /g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
