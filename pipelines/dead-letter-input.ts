import { maskPersonalData } from './text/mask.js';

/** Longest input that a dead letter keeps, UTF-16 units. */
const maxLength = 1_000_000;

/** What a dead letter keeps of a value: its JSON, cut to a million characters, personal data in its texts masked. */
export function deadLetterInput(value: unknown): string {
  const json = JSON.stringify(value, (key, part: unknown) =>
    (key === 'text' || key === 'alt') && typeof part === 'string' ? maskPersonalData(part).text : part,
  );
  return (json ?? 'null').slice(0, maxLength);
}
