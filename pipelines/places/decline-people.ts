import { decline, type Forms } from './decline.js';

function withEndings(stem: string, endings: readonly (readonly string[])[]): Forms {
  return endings.map((list) => list.map((ending) => stem + ending));
}

function merge(...tables: readonly Forms[]): Forms {
  return [0, 1, 2, 3, 4, 5].map((i) => [...new Set(tables.flatMap((table) => table[i] ?? []))]);
}

/**
 * Case forms of a folded adjective in all genders and the plural: «пермский» → «пермская», «пермским», «пермских» ….
 * @param adjective masculine nominative singular; one that ends otherwise is declined as a noun
 */
export function declineAdjective(adjective: string): Forms {
  const stem = adjective.slice(0, -2);
  if (/[гкхжчшщ]ий$/.test(adjective)) {
    const neuter = /[жчшщ]ий$/.test(adjective) ? `${stem}ее` : `${stem}ое`;
    return merge(...[adjective, `${stem}ая`, neuter, `${stem}ие`].map((word) => decline(word)));
  }
  if (/[ыо]й$/.test(adjective)) {
    const plural = /[гкхжчшщ]ой$/.test(adjective) ? `${stem}ие` : `${stem}ые`;
    return merge(...[adjective, `${stem}ая`, `${stem}ое`, plural].map((word) => decline(word)));
  }
  if (/ний$/.test(adjective)) {
    return merge(...[adjective, `${stem}яя`, `${stem}ее`, `${stem}ие`].map((word) => decline(word)));
  }
  return decline(adjective);
}

/**
 * Case forms of a folded name of people, plural and masculine singular: «рязанцы» → «рязанцев», «рязанец»; «куряне» → «курян», «курянин»;
 * «москвичи» → «москвичей», «москвич». They are people: the accusative is the genitive.
 * @param people nominative plural
 */
export function declineDemonym(people: string): Forms {
  const stem = people.slice(0, -1);
  if (/[ая]не$/.test(people)) {
    return merge(
      withEndings(stem, [['е'], [''], ['ам'], [''], ['ами'], ['ах']]),
      withEndings(stem, [['ин'], ['ина'], ['ину'], ['ина'], ['ином'], ['ине']]),
    );
  }
  if (people.endsWith('цы')) {
    const base = stem.slice(0, -1).replace(/ь$/, '');
    return merge(
      withEndings(stem, [['ы'], ['ев'], ['ам'], ['ев'], ['ами'], ['ах']]),
      withEndings(stem, [[], ['а'], ['у'], ['а'], ['ем'], ['е']]),
      withEndings(/[аеиоуыэюя]й$/.test(base) ? base.slice(0, -1) : base, [['ец'], [], [], [], [], []]),
    );
  }
  if (/[кг]и$/.test(people)) return masculine(stem, 'и', ['ов']);
  if (/[жчшщ]и$/.test(people)) return masculine(stem, 'и', ['ей']);
  if (people.endsWith('ы')) return masculine(stem, 'ы', ['ов']);
  return decline(people);
}

function masculine(stem: string, plural: string, genitive: readonly string[]): Forms {
  return merge(
    withEndings(stem, [[plural], genitive, ['ам'], genitive, ['ами'], ['ах']]),
    withEndings(stem, [[''], ['а'], ['у'], ['а'], ['ом', 'ем'], ['е']]),
  );
}
