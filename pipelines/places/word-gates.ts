import { feminine } from './find-bare-streets.js';
import { okrugWords } from './find-districts.js';
import { villageForm } from './find-villages.js';
import { GATE } from './gates.js';
import { landmarkWord } from './landmark-words.js';
import { surname } from './street-names.js';
import { commonStreets, districtWords, ranks, settlementType, shortStreetForms, streetType } from './words.js';

/** The bits that depend on the word alone. */
function lexicalGates(word: string): number {
  const isTyped =
    landmarkWord(word) !== undefined ||
    settlementType(word) !== undefined ||
    streetType(word) !== undefined ||
    districtWords.has(word) ||
    okrugWords.has(word) ||
    word === 'г' ||
    word.startsWith('окру');
  const isStreetForm =
    commonStreets.has(word) ||
    feminine.test(word) ||
    villageForm.test(word) ||
    surname.test(word) ||
    shortStreetForms.has(word) ||
    ranks.has(word);
  return (isTyped ? GATE.typed : 0) | (isStreetForm ? GATE.streetForm : 0);
}

/** Words that are remembered: the vocabulary of some ten thousand posts. */
const mostWords = 60_000;

/**
 * Gates by word, remembered.
 * @param ofIndex the bits `listedStreet`, `kin` and `name` of a word
 */
export function createGates(ofIndex: (word: string) => number): (word: string) => number {
  const known = new Map<string, number>();
  return (word) => {
    let gates = known.get(word);
    if (gates === undefined) {
      gates = lexicalGates(word) | ofIndex(word);
      if (known.size >= mostWords) known.clear();
      // A copy: a slice would keep its whole text in memory.
      known.set(word.length > 12 ? Array.from(word).join('') : word, gates);
    }
    return gates;
  };
}
