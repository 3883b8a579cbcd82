/** Named character references that turn up in forum and news pages; all others are left as they are written. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
  laquo: '«',
  raquo: '»',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  lsquo: '‘',
  rsquo: '’',
  ndash: '–',
  mdash: '—',
  minus: '−',
  hellip: '…',
  bull: '•',
  middot: '·',
  deg: '°',
  sect: '§',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  rub: '₽',
  frac12: '½',
  times: '×',
  plusmn: '±',
  sup2: '²',
  sup3: '³',
  rarr: '→',
  larr: '←',
  numero: '№',
};

const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,7}));?/g;

/** Text with character references read once: `&amp;quot;` becomes `&quot;`. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) {
      const value = NAMED[name] ?? NAMED[name.toLowerCase()];
      return value !== undefined && (whole.endsWith(';') || isSafeBare(name)) ? value : whole;
    }
    if (!whole.endsWith(';')) return whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '' : String.fromCodePoint(code);
  });
}

/** Names that browsers read without the semicolon and that no ordinary text or link contains. */
function isSafeBare(name: string): boolean {
  return name === 'nbsp' || name === 'quot' || name === 'laquo' || name === 'raquo';
}
