import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** OWASP Password Storage Cheat Sheet: scrypt with N = 2^16, r = 8, p = 2 (64 MiB). */
const cost = { N: 65_536, r: 8, p: 2 };
const maxmem = 256 * 1024 * 1024;
const hashLength = 32;

/** «scrypt$N$r$p$salt$hash», salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, hashLength, { ...cost, maxmem });
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Takes the same time whether or not the password fits; false for a stored hash that cannot be read. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  // Of a cut hash too little would be compared, of an empty one nothing: every password would fit.
  if (expected.length !== hashLength) return false;
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem };
  let actual: Buffer;
  try {
    actual = await derive(password, Buffer.from(salt, 'base64url'), hashLength, options);
  } catch {
    // Numbers that scrypt does not take.
    return false;
  }
  return timingSafeEqual(actual, expected);
}

/** A one-time password that can be read out over the telephone: four groups of four, no look-alikes, 80 bits. */
export function makeOneTimePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const letters: string[] = [];
  while (letters.length < 16) {
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < alphabet.length * 8) letters.push(alphabet[byte % alphabet.length] ?? 'a');
  }
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-');
}
