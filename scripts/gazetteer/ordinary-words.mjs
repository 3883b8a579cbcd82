/**
 * Says whether the name of a place also reads as an ordinary word, an adjective or a surname. Ordinary words are all forms of the entries
 * with a small letter in a Hunspell dictionary of Russian (npm: dictionary-ru), proper names have a capital there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const fold = (word) => word.toLowerCase().replaceAll('ё', 'е');

/** Suffix rules of a Hunspell .aff file by flag. */
function readSuffixes(text) {
  const byFlag = new Map();
  for (const line of text.split('\n')) {
    const [kind, flag, cut, add, condition] = line.trim().split(/\s+/);
    if (kind !== 'SFX' || condition === undefined) continue;
    const rule = {
      cut: cut === '0' ? 0 : cut.length,
      add: add === '0' ? '' : (add.split('/')[0] ?? ''),
      fits: condition === '.' ? null : new RegExp(`${condition}$`),
    };
    byFlag.set(flag, [...(byFlag.get(flag) ?? []), rule]);
  }
  return byFlag;
}

/**
 * @param {string} folder with index.aff and index.dic
 * @returns {ReadonlySet<string>} folded forms of all ordinary words
 */
export function readOrdinaryWords(folder) {
  const suffixes = readSuffixes(readFileSync(join(folder, 'index.aff'), 'utf8'));
  const forms = new Set();
  for (const line of readFileSync(join(folder, 'index.dic'), 'utf8').split('\n').slice(1)) {
    const [word = '', flags = ''] = line.trim().split('/');
    if (!/^[а-яё]/.test(word)) continue;
    forms.add(fold(word));
    for (const flag of flags) {
      for (const { cut, add, fits } of suffixes.get(flag) ?? []) {
        if (fits === null || fits.test(word)) forms.add(fold(word.slice(0, word.length - cut) + add));
      }
    }
  }
  return forms;
}

/** First names and words that no dictionary has with a small letter. */
const firstNames = new Set(
  'владимир артем ольга анна роза мария майя нина вера алла тамара марьяна сирина эльвира лена александра руслан тимур рамиль джамиля'.split(
    ' ',
  ),
);

/**
 * `word`: the name is also an ordinary word, an adjective or a first name («Победа», «Мирный», «Советское»). `surname`: it, or one of its
 * cases, is also a surname («Киров»; «Иваново»: «Иванова», «Ивановым»). null: it can hardly be anything else.
 */
export function commonReading(name, ordinary) {
  const word = fold(name);
  if (/[\s-]/.test(word)) return word.split(/[\s-]+/).every((part) => ordinary.has(part)) ? 'word' : null;
  if (ordinary.has(word) || firstNames.has(word) || word.length < 4 || /(?:[ыи]й|[^ц]кой)$/.test(word)) return 'word';
  return /(?:[оеи]в|[иы]н|[оеи]в[оа]|[иы]н[оа])$/.test(word) ? 'surname' : null;
}
