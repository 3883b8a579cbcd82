import { Parser } from 'htmlparser2';

/** The character references that make up nearly all of those on the pages we read; others go to the full decoder. */
const COMMON: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['nbsp', '\u00a0'],
  ['mdash', '—'],
  ['ndash', '–'],
  ['laquo', '«'],
  ['raquo', '»'],
  ['hellip', '…'],
  ['copy', '©'],
  ['middot', '·'],
]);
const LONGEST = 7;

/** What stands for the reference between `&` and `;`; null when the full decoder has to look. */
function commonReference(name: string): string | null {
  if (name.charCodeAt(0) !== 35 /* # */) return COMMON.get(name) ?? null;
  if (!/^#\d{2,5}$/.test(name)) return null;
  const code = Number(name.slice(1));
  const isPlain = (code >= 32 && code < 127) || (code >= 160 && code < 0xd800);
  return isPlain ? String.fromCharCode(code) : null;
}

/** Text with its common references decoded; null when it has any other. */
function decodeCommon(text: string): string | null {
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) {
    if (text.charCodeAt(at + 1) === 32) continue; // a plain «and»
    const end = text.indexOf(';', at);
    if (end === -1 || end - at - 1 > LONGEST) return null;
    const character = commonReference(text.slice(at + 1, end));
    if (character === null) return null;
    decoded += text.slice(from, at) + character;
    from = end + 1;
    at = end;
  }
  return decoded + text.slice(from);
}

/** Decodes the character references of text between tags as htmlparser2 does; `around` when it is the inside of a title or textarea. */
export function decodeText(text: string, around?: 'title' | 'textarea'): string {
  if (!text.includes('&')) return text;
  // In a title a «<» can keep htmlparser2 from seeing the reference behind it.
  const common = around !== undefined && text.includes('<') ? null : decodeCommon(text);
  if (common !== null) return common;
  let decoded = '';
  new Parser({ ontext: (part) => (decoded += part) }, { decodeEntities: true }).end(
    around === undefined ? text : `<${around}>${text}</${around}>`,
  );
  return decoded;
}

/** Decodes the character references of an attribute's value as htmlparser2 does. */
export function decodeValue(value: string): string {
  if (!value.includes('&')) return value;
  const common = decodeCommon(value);
  if (common !== null) return common;
  let decoded = '';
  // As it was written: only a value without quotes can hold both kinds.
  const quote = !value.includes('"') ? '"' : value.includes("'") ? '' : "'";
  const parser = new Parser(
    {
      onattribute(_name, text) {
        decoded = text;
      },
    },
    { decodeEntities: true },
  );
  parser.end(`<a x=${quote}${value}${quote}>`);
  return decoded;
}
