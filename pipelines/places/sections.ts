import { createHash } from 'node:crypto';

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
 * Joins named sections in one run of bytes: magic, count, checksum, table, sections on offsets divisible by 8.
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
  const bytes = given.byteOffset % ALIGN === 0 ? given : given.slice();
  const found = readAscii(bytes, 0, 8);
  if (found !== magic) {
    throw new DamagedBytes(found.slice(0, 7) === magic.slice(0, 7) ? 'it has another format' : 'it is something else');
  }
  if (!trusted && !checksum(bytes).every((byte, i) => byte === bytes[16 + i])) {
    throw new DamagedBytes('it is cut off or altered');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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

const align = (offset: number): number => Math.ceil(offset / ALIGN) * ALIGN;
const checksum = (bytes: Uint8Array): Uint8Array =>
  createHash('sha256').update(bytes.subarray(0, 16)).update(bytes.subarray(HEADER)).digest().subarray(0, 16);

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function readAscii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
