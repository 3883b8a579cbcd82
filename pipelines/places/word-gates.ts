import { okrugWords } from './find-districts.js';
import { genitiveNouns } from './find-genitive-streets.js';
import { streetNouns } from './find-noun-streets.js';
import { villageForm } from './find-villages.js';
import { GATE } from './gates.js';
import { landmarkWord } from './landmark-words.js';
import { feminine, isHyphened, surname } from './street-shapes.js';
import {
  commonStreets,
  districtWords,
  houseWords,
  notNames,
  notSurnames,
  ranks,
  settlementType,
  shortStreetForms,
  streetType,
} from './words.js';

const streetLeads = new Set(['на', 'по', 'с', 'со', 'адрес', 'адресу', 'адресе']);
const villageLeads = new Set(['в', 'во', 'под', 'из', 'до', 'возле', 'около', 'близ', 'между', 'мимо', 'и']);

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
    (surname.test(word) && word.length > 4 && !notSurnames.has(word)) ||
    shortStreetForms.has(word) ||
    ranks.has(word) ||
    isHyphened(word);
  return (
    (isTyped ? GATE.typed : 0) |
    (isStreetForm ? GATE.streetForm : 0) |
    (streetNouns.has(word) || genitiveNouns.has(word) ? GATE.streetNoun : 0) |
    (streetLeads.has(word) || houseWords.has(word) ? GATE.streetLead : 0) |
    (villageLeads.has(word) ? GATE.villageLead : 0)
  );
}

/** Whether `findBareStreet` takes the word neither for a street's form nor for one that is listed. */
const isNoStreet = (word: string): boolean =>
  (word.length < 4 && !ranks.has(word)) || notNames.has(word) || !/^[а-я-]+$/.test(word);

/**
 * Gates of a folded word.
 * @param ofIndex the bits `listedStreet`, `kin` and `name` of a word
 */
export function createGates(ofIndex: (word: string) => number): (word: string) => number {
  return (word) => {
    const gates = lexicalGates(word) | ofIndex(word);
    return isNoStreet(word) ? gates & ~(GATE.streetForm | GATE.listedStreet) : gates;
  };
}
