import { unitsOf } from './units.js';

const TIDY = 0;
const UNTIDY = 1;
const SPACE = 2;
const BREAK = 3;

/** Units that never need cleaning by themselves: printable ASCII without `&`, `<` and `[`, and what Russian texts are made of. */
const KINDS = buildKinds();

function buildKinds(): Uint8Array {
  const table = new Uint8Array(0x10000).fill(UNTIDY);
  table.fill(TIDY, 0x21, 0x7f);
  for (const sign of '&<[') table[sign.charCodeAt(0)] = UNTIDY;
  table.fill(TIDY, 0x400, 0x482);
  table.fill(TIDY, 0x2010, 0x2028);
  table.fill(TIDY, 0x2600, 0x27c0);
  for (const sign of '«»№₽€°§·©®™²³×±') table[sign.charCodeAt(0)] = TIDY;
  table[0xfe0f] = TIDY;
  table[0x20] = SPACE;
  table[0x0a] = BREAK;
  return table;
}

/**
 * False for texts that `cleanText` would leave as they are, told by one look at each unit; true for all others and for some that turn
 * out to be clean.
 */
export function needsCleaning(text: string): boolean {
  const units = unitsOf(text);
  const { length } = text;
  if (length === 0) return false;
  let previous = SPACE;
  let breaks = 0;
  for (let index = 0; index < length; index += 1) {
    const unit = units[index] as number;
    const kind = KINDS[unit] as number;
    if (kind !== TIDY) {
      if (kind === UNTIDY && !isEmoji(unit, units[index + 1] as number)) return true;
      if (kind === UNTIDY) index += 1;
      else if (kind === SPACE && previous !== TIDY) return true;
      else if (kind === BREAK && (previous === SPACE || ++breaks > 3)) return true;
    } else breaks = 0;
    previous = kind === UNTIDY ? TIDY : kind;
  }
  return previous !== TIDY;
}

/** The two halves of an emoji. */
function isEmoji(unit: number, next: number): boolean {
  return (unit === 0xd83c || unit === 0xd83d || unit === 0xd83e) && next >= 0xdc00 && next <= 0xdfff;
}
