/** Bytes that do not hold what they should; the reader of a file turns it into a message with file and remedy. */
export class DamagedBytes extends Error {
  override readonly name = 'DamagedBytes';
}

const HEADER = 32;
const ENTRY = 12;
const ALIGN = 8;

/** Typed arrays are read in place, in the order of bytes of the machine; all that Node runs on here are little-endian. */
type Numbers = Uint8Array | Uint32Array | Int32Array | Uint16Array;

/**
 * Joins named sections in one run of bytes: magic, count, size, checksum, table, sections on offsets divisible by 8.
 * @param magic eight ASCII characters that tell kind and format
 * @param sections by name of four ASCII characters
 */
export function joinSections(magic: string, sections: Readonly<Record<string, Numbers>>): Uint8Array {
  const entries = Object.entries(sections);
  let size = align(HEADER + entries.length * ENTRY);
  const placed = entries.map(([name, part]) => {
    const at = size;
    size = align(size + part.byteLength);
    return { name, part, at };
  });
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  writeAscii(bytes, 0, magic);
  view.setUint32(8, entries.length, true);
  view.setUint32(12, size, true);
  placed.forEach(({ name, part, at }, i) => {
    const row = HEADER + i * ENTRY;
    writeAscii(bytes, row, name);
    view.setUint32(row + 4, at, true);
    view.setUint32(row + 8, part.byteLength, true);
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
  });
  bytes.set(checksum(bytes), 16);
  return bytes;
}

/**
 * Opens what `joinSections` made; the sections are views and no copies, as long as the bytes start on an offset divisible by 8.
 * @param trusted leaves the checksum out, for bytes that were checked before
 * @throws DamagedBytes for another magic, bytes cut off or altered
 */
export function openSections(magic: string, given: Uint8Array, trusted = false): Sections {
  if (given.byteLength < HEADER) throw new DamagedBytes('it is cut off');
  const bytes = given.byteOffset % ALIGN === 0 ? given : new Uint8Array(given);
  const found = readAscii(bytes, 0, 8);
  if (found !== magic) {
    throw new DamagedBytes(found.slice(0, 7) === magic.slice(0, 7) ? 'it has another format' : 'it is something else');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(12, true) !== bytes.byteLength) throw new DamagedBytes('it is cut off or altered');
  if (!trusted && !checksum(bytes).every((byte, i) => byte === bytes[16 + i])) {
    throw new DamagedBytes('it is cut off or altered');
  }
  const count = view.getUint32(8, true);
  const table = new Map<string, Uint8Array>();
  if (HEADER + count * ENTRY > bytes.byteLength) throw new DamagedBytes('it is cut off');
  for (let i = 0; i < count; i++) {
    const row = HEADER + i * ENTRY;
    const at = view.getUint32(row + 4, true);
    const length = view.getUint32(row + 8, true);
    if (at % ALIGN !== 0 || at + length > bytes.byteLength) throw new DamagedBytes('it is cut off');
    table.set(readAscii(bytes, row, 4), bytes.subarray(at, at + length));
  }
  const section = (name: string): Uint8Array => {
    const part = table.get(name);
    if (part === undefined) throw new DamagedBytes(`its section «${name}» is missing`);
    return part;
  };
  return {
    bytes: section,
    words: (name) => {
      const part = section(name);
      return new Uint32Array(part.buffer, part.byteOffset, part.byteLength >> 2);
    },
    integers: (name) => {
      const part = section(name);
      return new Int32Array(part.buffer, part.byteOffset, part.byteLength >> 2);
    },
    json: (name) => JSON.parse(new TextDecoder().decode(section(name))) as unknown,
  };
}

/** Each throws DamagedBytes when the section is missing. */
export interface Sections {
  bytes(name: string): Uint8Array;
  words(name: string): Uint32Array;
  integers(name: string): Int32Array;
  json(name: string): unknown;
}

export function jsonSection(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Texts one after another in UTF-8, and where each ends. */
export function joinTexts(texts: readonly string[]): { pool: Uint8Array; ends: Uint32Array } {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const pool = new Uint8Array(encoded.reduce((sum, part) => sum + part.length, 0));
  const ends = new Uint32Array(texts.length);
  let at = 0;
  encoded.forEach((part, i) => {
    pool.set(part, at);
    at += part.length;
    ends[i] = at;
  });
  return { pool, ends };
}

/** Gives the texts that `joinTexts` joined, by number; each is decoded when it is asked for. */
export function openTexts(pool: Uint8Array, ends: Uint32Array): (number: number) => string {
  const decoder = new TextDecoder();
  return (number) => decoder.decode(pool.subarray(number === 0 ? 0 : ends[number - 1], ends[number]));
}

const align = (offset: number): number => Math.ceil(offset / ALIGN) * ALIGN;

/**
 * FNV-1a in four lanes over the words of 32 bits: notices what was cut off or altered by chance, several times as fast as a hash of the
 * crypto library. The 16 bytes of the checksum itself do not count.
 */
function checksum(bytes: Uint8Array): Uint8Array {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
  const prime = 0x01000193;
  let a = Math.imul(0x811c9dc5 ^ (words[0] as number), prime);
  let b = Math.imul(0x050c5d1f ^ (words[1] as number), prime);
  let c = Math.imul(0x2c1b3c6d ^ (words[2] as number), prime);
  let d = Math.imul(0x297a2d39 ^ (words[3] as number), prime);
  let i = HEADER / 4;
  for (; i + 3 < words.length; i += 4) {
    a = Math.imul(a ^ (words[i] as number), prime);
    b = Math.imul(b ^ (words[i + 1] as number), prime);
    c = Math.imul(c ^ (words[i + 2] as number), prime);
    d = Math.imul(d ^ (words[i + 3] as number), prime);
  }
  for (; i < words.length; i++) d = Math.imul(d ^ (words[i] as number), prime);
  return new Uint8Array(Uint32Array.of(a, b, c, d).buffer);
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function readAscii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
