import type { Edit } from './offsets.js';

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

/** What reads the character references of a text once: `&amp;quot;` becomes `&quot;`. */
export function entityEdits(text: string): Edit[] {
  if (!text.includes('&')) return [];
  const edits: Edit[] = [];
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, decimal, hex, name] = match;
    const value = readReference(whole, decimal, hex, name);
    if (value !== whole) edits.push({ start: match.index, end: match.index + whole.length, text: value });
  }
  return edits;
}

function readReference(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) {
    const value = NAMED[name] ?? NAMED[name.toLowerCase()];
    return value !== undefined && (whole.endsWith(';') || isSafeBare(name)) ? value : whole;
  }
  if (!whole.endsWith(';')) return whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '' : String.fromCodePoint(code);
}

/** Names that browsers read without the semicolon and that no ordinary text or link contains. */
function isSafeBare(name: string): boolean {
  return name === 'nbsp' || name === 'quot' || name === 'laquo' || name === 'raquo';
}
