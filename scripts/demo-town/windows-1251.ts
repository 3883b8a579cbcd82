const decoded = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
const BYTES = new Map([...decoded].map((character, byte) => [character, byte]));

/**
 * Encodes text as windows-1251. A character outside the code page becomes a numeric character reference, which
 * is right inside XML text and attributes only.
 */
export function encodeWindows1251(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const byte = BYTES.get(character);
    if (byte !== undefined) bytes.push(byte);
    else bytes.push(...Buffer.from(`&#${character.codePointAt(0)};`, 'latin1'));
  }
  return Buffer.from(bytes);
}
