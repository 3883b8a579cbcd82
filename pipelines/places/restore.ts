import { type Gender, plainStreetAdjectives, womenOfStreets } from './words.js';

const velar = /[гкхжчшщ]$/;

/** Capital first letters where the writer used none: «народного ополчения» → «Народного Ополчения»; «лет», «и», «на» stay small. */
export function capitalise(name: string): string {
  return name
    .split(' ')
    .map((word) =>
      /^(?:лет|и|на|в|имени|реки|канала|пруда|озера|года|милиции|полиции|авиации|артиллерии|юстиции)$/.test(word)
        ? word
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}

/** Stem of a word that ends like an adjective in any case, null otherwise. Works on any letter case. */
function adjectiveStem(word: string): { stem: string; soft: boolean } | null {
  const match = /^(.{2,}?)(ая|яя|ой|ей|ую|юю|ый|ий|ого|его|ому|ему|ым|им|ом|ем|ое|ее|ые|ие|ых|их|ыми|ими)$/i.exec(word);
  if (match === null) return null;
  const stem = match[1] ?? '';
  const ending = (match[2] ?? '').toLowerCase();
  // «Строителей», «Врачей» are nouns, «Верхней», «Рабочей» adjectives.
  if (ending === 'ей' && (!/[нжшчщ]$/i.test(stem) || /(?:врач|ткач|трубач|москвич|сторож|товарищ|кон)$/i.test(stem)))
    return null;
  const soft = /^(?:яя|ей|юю|его|ему|ем|ее)$/.test(ending) && !/[жчшщ]$/i.test(stem);
  return { stem, soft: soft || (/^(?:ий|им|ие|их|ими)$/.test(ending) && /н$/i.test(stem)) };
}

/** Stems of adjectives whose nominative ends in a stressed -ой: «Складскому проезду» → «Складской». */
const stressed = new Set(
  `речн лесн степн полев морск складск городск донск тверск заводск кругов лугов боров цветн трудов берегов ключев рядов лучев мостов сороков больш
  кольцев ветров снегов ночн земн запасн проходн объездн выездн обводн подъездн слободск людск солян водян землян дровян ямск сенн зернов
  морск мирск ручьев передов хуторск путев делов низов верхов сух глух крут крив прям пуст`.split(/\s+/),
);

/** Nominative singular of an adjective for a noun of this gender: «Лесной» → «Лесная», «Московского» → «Московский». */
export function adjectiveNominative(word: string, gender: Gender): string {
  const parts = adjectiveStem(word);
  if (parts === null) return word;
  const { stem, soft } = parts;
  if (gender === 'f') return stem + (soft ? 'яя' : 'ая');
  if (gender === 'n') return stem + (soft || /[жчшщ]$/i.test(stem) ? 'ее' : 'ое');
  if (/ой$/i.test(word) && !/(?:ск|цк|н|в)ой$/i.test(word)) return word;
  if (stressed.has(stem.toLowerCase())) return `${stem}ой`;
  return stem + (soft || velar.test(stem.toLowerCase()) ? 'ий' : 'ый');
}

/** Does the word look like an adjective in a case that goes with a noun of this gender? */
export function agrees(word: string, gender: Gender): boolean {
  const folded = word.toLowerCase();
  if (gender === 'f') return /(?:ая|яя|ой|ей|ую|юю)$/.test(folded);
  if (gender === 'm') return /(?:ый|ий|ой|ого|его|ому|ему|ым|им|ом|ем)$/.test(folded);
  return /(?:ое|ее|ого|его|ому|ему|ым|им|ом|ем)$/.test(folded);
}

/** «Крестах», «Ключами», «Вязям» → «Кресты», «Ключи», «Вязи». */
function pluralNominative(word: string): string {
  const stem = word.replace(/[ая](?:х|ми?)$/i, '');
  return stem + (/я(?:х|ми?)$/i.test(word) || velar.test(stem.toLowerCase()) ? 'и' : 'ы');
}

/** «Колодце», «Бродом», «Пахарю» → «Колодец», «Брод», «Пахарь». */
const masculineNominative = (noun: string): string =>
  noun
    .replace(/(?:ом|ем|[еау])$/i, '')
    .replace(/(?:[а-я]{2}ар|тел|олодез|ебед|едвед|олуб|уравл|орабл)$/i, '$&ь')
    .replace(/(?<=[бвдлмнпрт])ц$/i, 'ец')
    .replace(/(?<=[вжшчщтз])к$/i, 'ок');

/** A one-word name of a village in any case → nominative, by its ending; `genitive`: the type word before it stands in the genitive. */
function nounNominative(word: string, gender: Gender, genitive: boolean): string {
  const stem = (cut: number): string => word.slice(0, -cut);
  if (/(?:[оеё]в|ин|ын)о$/i.test(word) || /(?:ье|ьё|ие|ое|ее|ая|яя|ый|ий|ще)$/i.test(word)) return word;
  // «за деревней Овсянниками», «к селу Крестам»
  if (/[а-я]{3}[ая]ми?$/i.test(word)) return pluralNominative(word);
  // «в посёлке Сосновом» is no «Сосново».
  if (/вом$/i.test(word) && plainStreetAdjectives.has(`${word.slice(0, -2).toLowerCase().replaceAll('ё', 'е')}ая`))
    return adjectiveNominative(word, gender);
  if (/(?:[оеё]в|ин|ын)(?:е|у)$/i.test(word) || /(?:[оеё]в|ин|ын)ом$/i.test(word)) {
    return `${word.replace(/(?:е|у|ом)$/i, '')}о`;
  }
  if (genitive && /(?:[оеё]в|ин|ын)а$/i.test(word)) return `${stem(1)}о`;
  if (/ск(?:е|у|а)$/i.test(word) && gender !== 'f') return stem(1);
  if (/(?:град|бург|поль|город)(?:е|у|а)$/i.test(word)) return stem(1);
  // An adjective in these cases is no feminine one: «в деревне Никольском».
  if (
    /(?:[сц]к(?:ом|ого|ому|им)|[нвлртдх](?:ого|ому)|[а-я]{3}[нвлртд]ым|[нвл]ом|рном|[нжшчщ](?:его|ему)|[а-я]{3}[нжшчщ](?:ем|им))$/i.test(
      word,
    )
  )
    return adjectiveNominative(word, gender === 'f' ? 'n' : gender);
  if (gender === 'f') {
    // «в деревне Лаптевой», «за деревней Дубравой», «за деревней Вязовней»
    if (/авой$/i.test(word) || isWomansSurname(word)) return `${stem(2)}а`;
    if (/(?:[оеи]вн|ишн)(?:ей|е|и|ю)$/i.test(word)) return `${word.replace(/(?:ей|е|и|ю)$/i, '')}я`;
    if (/(?:ской|цкой|ной|вой|ней)$/i.test(word) || (/[жшчщ]ей$/i.test(word) && !/(?:рощ|дач|чащ|туч)ей$/i.test(word)))
      return adjectiveNominative(word, 'f');
  }
  if (/(?:кой|гой|хой)$/i.test(word)) return `${stem(2)}а`;
  if (/[ая]х$/i.test(word)) return pluralNominative(word);
  if (/ь[её]м$/i.test(word) || (gender !== 'f' && /ью$/i.test(word)) || (genitive && /[а-я]{3}ья$/i.test(word)))
    return word.replace(/ь(?:ем|ём|ю|я)$/i, 'ье');
  if (/ии$/i.test(word)) return `${stem(1)}я`;
  // «в Репце», «в Осиннике»
  if (/[бвлмнпрт]ц[еу]$/i.test(word)) return `${stem(2)}ец`;
  if (/[нч]ик[еу]$/i.test(word)) return stem(1);
  if (/[бвгджзклмнпрстфхцчшщ][еу]$/i.test(word)) return `${stem(1)}а`;
  if (genitive && gender === 'f' && /(?:[вк]к|ц)[иы]$/i.test(word)) return `${stem(1)}а`;
  // «жители деревни Глухарей»
  if (genitive && /[рлтд]ей$/i.test(word)) return `${stem(2)}и`;
  return word;
}

/**
 * Nominative of the name of a settlement that no list knows, by its endings. `oblique`: the type word (or a preposition without one)
 * stands in another case than the nominative; then the name may be declined too, or stand in the nominative after its type word.
 */
export function settlementNominative(
  name: readonly string[],
  gender: Gender,
  oblique: boolean,
  genitive: boolean,
): string {
  const [first = '', second] = name;
  if (!oblique) return capitalise(name.join(' '));
  if (second === undefined) return capitalise(nounNominative(first, gender, genitive));
  if (name.length > 2) return capitalise(name.join(' '));
  if (/(?:ые|ие|ая|яя|ое|ее|ый|ий)$/i.test(first)) return capitalise(name.join(' '));
  if (/(?:ых|их|ыми|ими)$/i.test(first) || (/(?:ым|им)$/i.test(first) && /[ая]м$/i.test(second))) {
    const noun = /[ая](?:х|ми?)$/i.test(second)
      ? pluralNominative(second)
      : second
          .replace(/ь[её]в$/i, 'ьи')
          .replace(/(?:ов|ей|ек)$/i, (end) => (end === 'ей' ? 'и' : end === 'ек' ? 'ки' : 'ы'));
    const adjective = first.replace(/(?:ми|м|х)$/i, 'х');
    return capitalise(
      `${adjective.replace(/(?:ых|их)$/i, velar.test(adjective.slice(0, -2).toLowerCase()) || /их$/i.test(adjective) ? 'ие' : 'ые')} ${noun}`,
    );
  }
  // «Сухой Ручей», «Большой Бор»: the noun tells that nothing is declined.
  if (/ой$/i.test(first) && /(?:[бвгджзклмнпрстфхцчшщ]|(?:руч|солов|вороб|мурав)ей)$/i.test(second))
    return capitalise(name.join(' '));
  if (/(?:ой|ей)$/i.test(first)) {
    const noun = second
      .replace(/(?:ой|(?<=[цжшчщ])ей|[еуы])$/i, 'а')
      .replace(/ей$/i, 'я')
      .replace(/([кгх])и$/i, '$1а')
      .replace(/([рл])и$/i, '$1я');
    // «в деревне Кошкиной Горе»
    const adjective = /ьей$/i.test(first)
      ? `${first.slice(0, -2)}я`
      : isWomansSurname(first)
        ? `${first.slice(0, -2)}а`
        : adjectiveNominative(first, 'f');
    return capitalise(`${adjective} ${/заре?$|зара$/i.test(noun) ? 'Заря' : noun}`);
  }
  if (/(?:ом|ем|ым|им|ого|его|ому|ему)$/i.test(first)) {
    const isNeuter = /(?:[оеё]в|ин|ын)(?:[оеау]|ом|ым)$/i.test(second) || /(?:ье|ое)$/i.test(second);
    const noun = isNeuter ? second.replace(/([оеё]в|ин|ын)(?:[еау]|ом|ым)$/i, '$1о') : masculineNominative(second);
    return capitalise(`${adjectiveNominative(first, isNeuter ? 'n' : 'm')} ${noun}`);
  }
  return capitalise(name.join(' '));
}

/** «Зубковой» in «ул. Зубковой»: the genitive of a woman's surname rather than an adjective in -овая. */
export function isWomansSurname(word: string): boolean {
  const folded = word.toLowerCase().replaceAll('ё', 'е');
  if (womenOfStreets.has(folded)) return true;
  return /[а-я]{3,}(?:ов|ев|ин)ой$/.test(folded) && !plainStreetAdjectives.has(`${folded.slice(0, -2)}ая`);
}
