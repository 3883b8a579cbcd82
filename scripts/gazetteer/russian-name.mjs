/**
 * Chooses the Russian name of a place of GeoNames. Its alternate names mix Russian with Ukrainian, Belarusian, Tatar, Mari and old names
 * without saying which is which; the Latin main name is a transliteration of the Russian one (BGN/PCGN), so the candidate that
 * transliterates to it is the Russian name of today.
 */

const plain = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '”',
  ы: 'y',
  ь: '’',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** BGN/PCGN: «Берёзовка» → «berëzovka», «Ельня» → «yel’nya». */
export function transliterate(name) {
  let latin = '';
  let before = ' ';
  for (const letter of name.toLowerCase()) {
    const isOpen = /[ аеёиоуыэюяйьъ-]/.test(before);
    latin +=
      letter === 'е' ? (isOpen ? 'ye' : 'e') : letter === 'ё' ? (isOpen ? 'yë' : 'ë') : (plain[letter] ?? letter);
    before = letter;
  }
  return latin;
}

/** What is left of a Latin name when the many ways of writing it are put aside. */
function loose(latin) {
  return latin
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f’'”"ʹʺ`.]/g, '')
    .replace(/-/g, ' ')
    .replace(/y(?=[eo])/g, '')
    .replace(/j(?=[aueo])/g, 'y')
    .replace(/x/g, 'ks')
    .replace(/(?:iy|yy|ij|yj|ii|yi)(?= |$)/g, 'i')
    .replace(/[yj]/g, 'i')
    .replace(/sch/g, 'shch')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Levenshtein distance. */
export function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const share = (a, b) => distance(a, b) / Math.max(a.length, b.length, 1);
/** Above this the candidate is another name: an old one, or that of another people. */
const farthest = 0.3;

/** Latin ë among Cyrillic letters, stress marks, the type of the place before or after its name. */
function tidy(name) {
  return name
    .replaceAll('ë', 'ё')
    .replaceAll('Ë', 'Ё')
    .normalize('NFD')
    .replace(/\u0301/g, '')
    .normalize('NFC')
    .replace(
      /^(?:(?:рабочий )?пос[её]лок(?: городского типа)?|село|деревня|станица|хутор|аул|город|совхоз|разъезд) /i,
      '',
    )
    .replace(/ (?:кп|рп|пгт|ж\/м)$/, '')
    .replace(/^[А-ЯЁ]{4,}$/, (word) => word.charAt(0) + word.slice(1).toLowerCase())
    .replace(/^[а-яё]/, (letter) => letter.toUpperCase())
    .trim();
}

/** «Липецьк», «Луганьск», «Жыткево»: letters that stand together in no Russian name. */
const neverRussian = /(?:ськ(?!ов)|цьк|зьк|ньск|[жшчщ]ы)/;

/** «Широке», «Красний», «Весела»: endings of Ukrainian and other names that a few Russian ones have too («Лодейное Поле», «Нижний»). */
function looksForeign(name) {
  return name
    .toLowerCase()
    .split(/[ -]/)
    .some(
      (word) =>
        /[^оеьыи]е$/.test(word) ||
        /(?:[бвдзлмпстфц]ий|ивка|[аы]вэ|эвка)$/.test(word) ||
        /(?:^(?:мал|велик|нов|стар|красн|друг|весел|крив|ясн|южн)а|[^аоеия]ня|сонячна|глибокий|ця)$|[бвпрстн]э/.test(
          word,
        ) ||
        (/ний$/.test(word) &&
          !/(?:верх|ниж|сред|край|даль|ближ|син|лет|зим|древ|перед|зад|сосед|осен|весен)ний$/.test(word)),
    );
}

const russian = /^[А-ЯЁ][А-Яа-яё]*(?:[ -](?:[А-ЯЁа-яё][а-яё]*|[А-ЯЁ]\.|\d+(?:-[а-я]+)?))*$/;

/** Puts ё where the Latin name has ë: «Путевка» beside «Putëvka» is «Путёвка». */
function withYo(name, latin) {
  if (!/ë/i.test(latin) || name.includes('ё')) return name;
  const spots = [...name.matchAll(/е/g)].map(({ index }) => index ?? 0);
  const wanted = latin.toLowerCase().replace(/['`]/g, '’');
  const fits = spots
    .map((spot) => `${name.slice(0, spot)}ё${name.slice(spot + 1)}`)
    .find((form) => transliterate(form) === wanted);
  return fits ?? name;
}

/**
 * @param {string} latin main name
 * @param {readonly string[]} alternates other names in any script
 * @param {(name: string) => boolean} isListed whether another list has this name in the same region
 * @param {boolean} isUkrainian the Latin name follows the Ukrainian one: only a name that is Russian by its endings is believed
 * @returns {string | null} null when the evidence does not suffice
 */
export function chooseRussianName(latin, alternates, isListed, isUkrainian) {
  if (/^[А-ЯЁ]/.test(latin)) return russian.test(latin) ? latin : null;
  const strictLatin = latin.toLowerCase().replace(/['`]/g, '’');
  const isSoft = strictLatin.includes('’');
  const strict = (name) => share(isSoft ? transliterate(name) : transliterate(name).replaceAll('’', ''), strictLatin);
  // Ukrainian г is h.
  const looseLatin = isUkrainian ? loose(latin).replace(/(?<![ckzs])h/g, 'g') : loose(latin);
  const best = [...new Set(alternates.map(tidy))]
    .filter((name) => russian.test(name) && name.length > 1 && !neverRussian.test(name.toLowerCase()))
    .map((given) => {
      const name = withYo(given, latin);
      return {
        name,
        listed: isListed(given) ? 0 : 1,
        foreign: looksForeign(name) ? 1 : 0,
        far: share(loose(transliterate(name)), looseLatin),
        strict: strict(name),
        // «Мтсенск» beside «Мценск»: both transliterate alike.
        clumsy: /тс(?!к$)/.test(name) ? 1 : 0,
        // Nobody writes ё without a reason: «Чёрное» beside «Черное».
        plain: name.includes('ё') ? 0 : 1,
      };
    })
    .filter(({ far, listed, foreign }) => listed === 0 || (far <= farthest && !(isUkrainian && foreign === 1)))
    .toSorted(
      (a, b) =>
        a.listed - b.listed ||
        a.foreign - b.foreign ||
        a.far - b.far ||
        a.strict - b.strict ||
        a.clumsy - b.clumsy ||
        a.plain - b.plain ||
        b.name.length - a.name.length ||
        (a.name < b.name ? -1 : 1),
    )[0];
  if (best === undefined || (isUkrainian && best.listed === 1 && !isSurelyRussian(best.name, looseLatin))) return null;
  return withCapitals(best.name, latin);
}

/** «Третий северный» beside «Tretiy Severnyy» has two capitals; «имени Бабушкина» begins with a small letter. */
function withCapitals(name, latin) {
  const words = name.split(' ');
  const isEach = latin.split(' ').length === words.length && latin.split(' ').every((word) => /^[A-ZË]/.test(word));
  return words
    .map((word, i) => (isEach && i > 0 && word.length > 2 ? word.charAt(0).toUpperCase() + word.slice(1) : word))
    .join(' ')
    .replace(/^Имени (?=[А-ЯЁ])/, 'имени ');
}

/** Of places with a Ukrainian Latin name: the ending is a Russian one, or both languages write the name alike. */
function isSurelyRussian(name, looseLatin) {
  return (
    !/(?:комиш|зализн|[иы]вка|карпати|рий$)/i.test(name) &&
    (/(?:овка|евка|ёвка|ское|цкое|[нвлмт]ое|ово|ево|ёво|ино|ый|ая|ые|ий|овск|евск|ск|ец|цы|ье)$/.test(name) ||
      loose(transliterate(name)) === looseLatin)
  );
}
