const isBigEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;
let buffer = Buffer.alloc(0x10000);
let current = '';
let units = new Uint16Array(buffer.buffer, buffer.byteOffset, buffer.length >> 1);

/**
 * The UTF-16 units of a text with a 0 behind the last one, good until the next call. Reading them costs a fraction of `charCodeAt`, which
 * asks each time how the string is stored.
 */
export function unitsOf(text: string): Uint16Array {
  if (text === current) return units;
  current = text;
  if (text.length >= units.length) {
    buffer = Buffer.alloc(text.length * 2 + 2);
    units = new Uint16Array(buffer.buffer, buffer.byteOffset, buffer.length >> 1);
  }
  buffer.write(text, 0, 'utf16le');
  if (isBigEndian) buffer.subarray(0, text.length * 2).swap16();
  units[text.length] = 0;
  return units;
}
