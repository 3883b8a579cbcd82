/** Which of the old charsets of Russian a page is written in, by how its letters fall. Pure. */

/** Letters of running Russian text, per mille (О. Н. Ляшевская, С. А. Шаров, «Частотный словарь современного русского языка», 2009). */
const PER_MILLE: Readonly<Record<string, number>> = {
  о: 110,
  е: 85,
  а: 80,
  и: 74,
  н: 67,
  т: 63,
  с: 55,
  р: 47,
  в: 45,
  л: 44,
  к: 35,
  м: 32,
  д: 30,
  п: 28,
  у: 26,
  я: 20,
  ы: 19,
  ь: 17,
  г: 17,
  з: 16,
  б: 16,
  ч: 14,
  й: 12,
  х: 10,
  ж: 9,
  ш: 7,
  ю: 6,
  ц: 5,
  щ: 4,
  э: 3,
  ф: 3,
  ъ: 0.4,
  ё: 0.4,
};
/** Capitals are one letter in twenty; signs such as quotation marks and dashes are met, all else hardly ever. */
const CAPITAL_SHARE = 0.05;
const SIGNS = new Set('«»—–…№„“”’·•©°\u00a0');
const SIGN_PER_MILLE = 5;
const ELSE_PER_MILLE = 0.01;

/** The single-byte charsets that Russian pages are met in. */
export const russianCharsets = ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866', 'x-mac-cyrillic'] as const;

/** Bytes that are looked at: enough of any page, and no more of a big one. */
const SAMPLE_BYTES = 16_384;
/** Letters below which nothing is said. */
const LEAST_LETTERS = 20;

const tables = new Map<string, Float64Array>();

/** For each byte from 0x80 on the logarithm of how often its character is met. */
function tableOf(charset: string): Float64Array {
  let table = tables.get(charset);
  if (table === undefined) {
    table = Float64Array.from({ length: 128 }, (_, byte) => {
      const sign = new TextDecoder(charset).decode(Uint8Array.of(byte + 128));
      const letter = PER_MILLE[sign.toLowerCase()];
      if (letter !== undefined) return Math.log(sign === sign.toLowerCase() ? letter : letter * CAPITAL_SHARE);
      return Math.log(SIGNS.has(sign) ? SIGN_PER_MILLE : ELSE_PER_MILLE);
    });
    tables.set(charset, table);
  }
  return table;
}

/**
 * The charset in which the bytes read most like Russian; null when there are too few letters to tell.
 * @param bytes of a page that is no UTF-8
 */
export function detectRussian(bytes: Uint8Array): { charset: string; scoreOf(charset: string): number } | null {
  const counts = new Uint32Array(128);
  let letters = 0;
  for (const byte of bytes.subarray(0, SAMPLE_BYTES * 8)) {
    if (byte < 128) continue;
    counts[byte - 128] = (counts[byte - 128] ?? 0) + 1;
    if (++letters >= SAMPLE_BYTES) break;
  }
  if (letters < LEAST_LETTERS) return null;
  const scoreOf = (charset: string): number => {
    const table = tableOf(charset);
    let sum = 0;
    for (let byte = 0; byte < 128; byte++) sum += (counts[byte] ?? 0) * (table[byte] ?? 0);
    return sum / letters;
  };
  const [best] = russianCharsets
    .map((charset) => ({ charset, score: scoreOf(charset) }))
    .sort((a, b) => b.score - a.score);
  return best === undefined ? null : { charset: best.charset, scoreOf };
}
