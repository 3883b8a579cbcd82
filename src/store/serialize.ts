/** Texts above this size (UTF-8 bytes) are refused: no post is that long, and one of them slows every search over it. */
export const maxTextBytes = 1_000_000;

/** True for a string without half of a surrogate pair. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

function mend(value: unknown): unknown {
  if (typeof value === 'string') {
    return isWellFormed(value) ? value : (value as string & { toWellFormed(): string }).toWellFormed();
  }
  if (Array.isArray(value)) return value.map(mend);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [String(mend(key)), mend(inner)]));
  }
  return value;
}

/**
 * The document as JSON. Half surrogate pairs, which have no UTF-8 form and would make the server refuse or mangle the line, become
 * U+FFFD; everything else survives byte for byte.
 */
export function serialize(document: unknown): string {
  const json = JSON.stringify(document);
  // JSON.stringify writes half pairs, and only them, as \ud8xx-\udfxx; a false alarm costs a walk, no more.
  return /\\ud[89a-f]/.test(json) ? JSON.stringify(mend(document)) : json;
}

/** A deep copy by way of the stored form. */
export function copy<T>(document: T): T {
  return JSON.parse(serialize(document)) as T;
}
