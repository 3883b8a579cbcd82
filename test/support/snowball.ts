import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface ReferenceWord {
  readonly word: string;
  readonly stem: string;
}

const FILE = new URL('../fixtures/snowball-russian/vocabulary.txt.gz', import.meta.url);

/** The vocabulary of the Snowball project for Russian with its reference stems, in alphabetical order (49 673 words). */
export function readVocabulary(file: URL = FILE): ReferenceWord[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  let previous = '';
  return lines.map((line) => {
    const shared = Number.parseInt(line.charAt(0), 36);
    const cut = Number.parseInt(line.charAt(line.length - 1), 36);
    const word = previous.slice(0, shared) + line.slice(1, -1);
    previous = word;
    return { word, stem: word.slice(0, word.length - cut) };
  });
}
