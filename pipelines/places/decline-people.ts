import { decline, type Forms } from './decline.js';

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
 * Case forms of a folded name of people: «рязанцы» → «рязанцев», «куряне» → «курян», «москвичи» → «москвичей». They are people: the
 * accusative is the genitive.
 * @param people nominative plural
 */
export function declineDemonym(people: string): Forms {
  const stem = people.slice(0, -1);
  const genitive = /[ая]не$/.test(people) ? '' : people.endsWith('цы') ? 'ев' : /[жчшщ]и$/.test(people) ? 'ей' : 'ов';
  if (!/(?:[ая]не|[кгхжчшщ]и|ы)$/.test(people)) return decline(people);
  return [people, stem + genitive, `${stem}ам`, stem + genitive, `${stem}ами`, `${stem}ах`].map((form) => [form]);
}
