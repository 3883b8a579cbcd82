/**
 * Declension of Russian place names by their endings: nominative, genitive, dative, accusative, instrumental, prepositional.
 * It may give a form too many (a form that nobody writes costs nothing), it should not miss one that people write.
 */
export type Forms = readonly (readonly string[])[];

const velars = 'гкхжчшщ';

function withEndings(stem: string, endings: readonly (string | readonly string[])[]): string[][] {
  return endings.map((ending) => (typeof ending === 'string' ? [ending] : ending).map((end) => stem + end));
}

function merge(...tables: Forms[]): Forms {
  return [0, 1, 2, 3, 4, 5].map((i) => [...new Set(tables.flatMap((table) => table[i] ?? []))]);
}

function fixed(word: string): Forms {
  return withEndings(word, ['', '', '', '', '', '']);
}

function adjective(word: string): Forms | null {
  const stem = word.slice(0, -2);
  if (word.endsWith('ьи')) return withEndings(word.slice(0, -1), ['и', 'их', 'им', 'и', 'ими', 'их']);
  const isSoft = word.endsWith('ний') || word.endsWith('нее') || word.endsWith('няя') || /[жчшщ](?:ий|ее)$/.test(word);
  const vowel = velars.includes(stem.at(-1) ?? '') ? 'и' : 'ы';
  if (/(?:ый|ий|ой)$/.test(word)) {
    return isSoft && word.endsWith('ий')
      ? withEndings(stem, ['ий', 'его', 'ему', ['ий', 'его'], 'им', 'ем'])
      : withEndings(stem, [word.slice(-2), 'ого', 'ому', [word.slice(-2), 'ого'], `${vowel}м`, 'ом']);
  }
  if (/(?:ое|ее)$/.test(word)) {
    return isSoft
      ? withEndings(stem, ['ее', 'его', 'ему', 'ее', 'им', 'ем'])
      : withEndings(stem, ['ое', 'ого', 'ому', 'ое', `${vowel}м`, 'ом']);
  }
  if (/ая$/.test(word)) {
    const soft = /[жчшщ]ая$/.test(word) ? ['ой', 'ей'] : ['ой'];
    return withEndings(stem, ['ая', soft, soft, 'ую', soft, soft]);
  }
  if (/яя$/.test(word)) return withEndings(stem, ['яя', 'ей', 'ей', 'юю', 'ей', 'ей']);
  if (/[ыи]е$/.test(word)) {
    const plural = word.at(-2) ?? '';
    return withEndings(stem, [word.slice(-2), `${plural}х`, `${plural}м`, word.slice(-2), `${plural}ми`, `${plural}х`]);
  }
  return null;
}

/** «в Сухом Логу», «в Красном Бору». */
const secondLocative = /(?:^|[ -])(?:лог|бор|луг|яр|лес|сад|пруд|мыс)$/i;

function noun(word: string): Forms {
  const last = word.at(-1) ?? '';
  const stem = word.slice(0, -1);
  const before = stem.at(-1) ?? '';
  const hard = velars.includes(before) ? 'и' : 'ы';
  // «в Кемерове», «в Кемерово»; the instrumental «Кемеровым» is written too.
  if (/(?:[оеё]в|ын|ин)о$/.test(word)) {
    return merge(fixed(word), withEndings(stem, ['о', 'а', 'у', 'о', ['ом', 'ым'], 'е']));
  }
  if (word.endsWith('ье')) return withEndings(stem, ['е', 'я', 'ю', 'е', 'ем', ['е', 'и']]);
  if (word.endsWith('ще') || word.endsWith('ле'))
    return withEndings(stem, ['е', /ле$/.test(word) ? 'я' : 'а', /ле$/.test(word) ? 'ю' : 'у', 'е', 'ем', 'е']);
  if (last === 'о') return merge(fixed(word), withEndings(stem, ['о', 'а', 'у', 'о', 'ом', 'е']));
  if (word.endsWith('ия')) return withEndings(stem, ['я', 'и', 'и', 'ю', 'ей', 'и']);
  if (last === 'я') return withEndings(stem, ['я', 'и', 'е', 'ю', 'ей', 'е']);
  if (last === 'а') {
    const end = 'жчшщц'.includes(before) ? ['ой', 'ей'] : 'ой';
    return withEndings(stem, ['а', before === 'ц' ? 'ы' : hard, 'е', 'у', end, 'е']);
  }
  if (last === 'ь') {
    return merge(
      withEndings(stem, ['ь', 'и', 'и', 'ь', 'ью', 'и']),
      /(?:[^о]ль|поль|ырь|арь|урь|[иу]сь)$/.test(word) || masculine.has(word)
        ? withEndings(masculine.get(word) ?? stem, ['ь', 'я', 'ю', 'ь', 'ем', 'е']).map((forms, i) =>
            i % 3 === 0 ? [word] : forms,
          )
        : fixed(word),
    );
  }
  if (last === 'й') return withEndings(stem, ['й', 'я', 'ю', 'й', 'ем', 'е']);
  if (last === 'ы' || last === 'и') {
    const soft = last === 'и' && !velars.includes(before);
    const genitive = [stem, ...genitivePlural(stem, soft), ...insertVowel(stem)];
    const tail = soft ? ['ям', 'ями', 'ях'] : ['ам', 'ами', 'ах'];
    return merge(fixed(word), [[word], genitive, [stem + tail[0]], [word], [stem + tail[1]], [stem + tail[2]]]);
  }
  if (/[бвгджзклмнпрстфхцчшщ]/.test(last)) {
    const instrumental = /[жчшщц]$/.test(word) ? ['ом', 'ем'] : /(?:[оеё]в|[иы]н)$/.test(word) ? ['ом', 'ым'] : 'ом';
    const plain = withEndings(word, ['', 'а', 'у', '', instrumental, secondLocative.test(word) ? ['е', 'у'] : 'е']);
    const fleeting = fleetingStem(word);
    return fleeting === null
      ? plain
      : merge(
          plain,
          withEndings(fleeting, [[], 'а', 'у', [], ['ом', 'ем'], 'е']).map((forms, i) =>
            i === 0 || i === 3 ? [word] : forms,
          ),
        );
  }
  return fixed(word);
}

/** Masculine names in -нь and -рь, beside the many feminine ones, with the stem of their cases. */
const masculine = new Map([
  ['урень', 'урен'],
  ['камень', 'камн'],
  ['крутень', 'крутен'],
  ['пень', 'пн'],
  ['кремень', 'кремн'],
]);

/** «шахт-ы» → «шахт», «шахтов»; «сланц-ы» → «сланцев»; «огн-и» → «огней»; «мураш-и» → «мурашей». */
function genitivePlural(stem: string, soft: boolean): string[] {
  if (soft) return [`${stem}ей`];
  if (/[жчшщ]$/.test(stem)) return [`${stem}ей`];
  return stem.endsWith('ц') ? [`${stem}ов`, `${stem}ев`] : [`${stem}ов`];
}

/** «орел» → «орл», «елец» → «ельц», «торжок» → «торжк»; null when no vowel can drop out. */
function fleetingStem(word: string): string | null {
  const match = /^(.+?)([аоеиуыэюя]?)([лнрй]?)([оеё])([кцлнр])$/.exec(word);
  if (match === null || (match[1] ?? '').length < 1) return null;
  const head = word.slice(0, -2);
  const end = word.at(-1) ?? '';
  if (end === 'ц' && head.endsWith('л')) return `${head}ь${end}`;
  if (end === 'ц' && /[аоеиуыэюя]$/.test(head)) return `${head}й${end}`;
  return head + end;
}

/** «петушк» → «петушек», «люберц» → «люберец»: the genitive plural of names in -и and -ы. */
function insertVowel(stem: string): string[] {
  const match = /^(.*[^аоеиуыэюяьй])ь?([кц])$/.exec(stem);
  return match === null ? [] : [`${match[1]}е${match[2]}`, `${match[1]}о${match[2]}`];
}

function declineWord(word: string): Forms {
  if (/^[\d.]/.test(word) || (word.length < 3 && !/^[аеиоуыэюя][бвгджзклмнпрстфхцчшщ]$/.test(word))) return fixed(word);
  const asAdjective = adjective(word);
  // «Курчалой», «Металлострой» are nouns and «Донской», «Полевой» are not.
  if (asAdjective !== null && (word.endsWith('строй') || /[^внгкхшж]ой$/.test(word)))
    return merge(asAdjective, noun(word));
  return asAdjective ?? noun(word);
}

function declineHyphenated(word: string): Forms {
  const parts = word.split('-');
  if (parts.length === 1) return declineWord(word);
  if (parts.length > 2 && /^(?:на|в|у|под|над)$/.test(parts[1] ?? '')) {
    const rest = parts.slice(1).join('-');
    return declineWord(parts[0] ?? '').map((forms) => forms.map((form) => `${form}-${rest}`));
  }
  const head = parts.slice(0, -1);
  const last = declineWord(parts.at(-1) ?? '');
  const onlyLast = last.map((forms) => forms.map((form) => [...head, form].join('-')));
  const first = declineWord(head[0] ?? '');
  const both = last.map((forms, i) =>
    forms.flatMap((form) => (first[i] ?? []).map((start) => [start, ...head.slice(1), form].join('-'))),
  );
  return merge(onlyLast, both);
}

const unchanged = new Set(['сочи', 'тольятти', 'шали', 'суоярви', 'на', 'в', 'и', 'под', 'имени', 'эл', 'обл', 'респ']);

/**
 * All case forms of a folded name, indexed 0-5 by case. Words of a name agree: «нижний новгород» → «нижнего новгорода».
 * A bracketed or dashed second name stays as it is.
 * @param known forms of single words, kept from call to call by who declines many names
 */
export function decline(name: string, known?: Map<string, Forms>): Forms {
  const words = name.split(' ');
  const ofWord = (word: string): Forms => {
    const forms = known?.get(word) ?? declineHyphenated(word);
    known?.set(word, forms);
    return forms;
  };
  if (words.length === 1 && !unchanged.has(name)) return ofWord(name);
  // «Республики Крым» is official, «республики Крыма» is said.
  if (words.length > 1 && /^респ(?:ублика)?$/.test(words[0] ?? '')) {
    const rest = words.slice(1).join(' ');
    const heads = words[0] === 'респ' ? fixed('респ') : declineWord('республика');
    return heads.map((forms, i) =>
      forms.flatMap((head) =>
        [...new Set([rest, ...(decline(rest, known)[i] ?? [])])].map((tail) => `${head} ${tail}`),
      ),
    );
  }
  let result: Forms = [[''], [''], [''], [''], [''], ['']];
  let governed = false;
  for (const word of words) {
    const forms = governed || unchanged.has(word) ? fixed(word) : ofWord(word);
    if (word === 'на' || word === 'имени') governed = true;
    result = result.map((starts, i) =>
      starts.flatMap((start) => (forms[i] ?? []).map((form) => (start === '' ? form : `${start} ${form}`))),
    );
  }
  return result;
}
