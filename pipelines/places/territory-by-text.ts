import { AppError } from '../../src/core/errors.js';
import type { Territory, TerritoryLevel } from '../../src/core/place.js';
import { foldName } from './fold.js';

/** What is asked of the territory tree. */
export interface TerritoryList {
  readonly territories: readonly Territory[];
  /** The territory and its ancestors, finest first. */
  chain(id: string): readonly Territory[];
}

const order: readonly TerritoryLevel[] = ['settlement', 'municipality', 'region', 'district'];
const shownCandidates = 8;

/**
 * The territory that a person names by id, OKTMO code or name («Курск», «38701000001», «Льговский район»); a name of several levels is the
 * settlement's.
 * @param what the option or field, for the message
 * @throws AppError E_INPUT_INVALID when there is none, or when several bear the name
 */
export function territoryByText(
  { territories, chain }: TerritoryList,
  text: string,
  what: string,
  levels: readonly TerritoryLevel[] = order,
): Territory {
  const wanted = text.trim();
  const allowed = territories.filter(({ level }) => levels.includes(level));
  const coded = allowed.find(({ id }) => id === wanted) ?? allowed.find(({ oktmo }) => oktmo === wanted);
  if (coded !== undefined) return coded;
  const folded = foldName(wanted);
  const bears = {
    name: (one: Territory): boolean => foldName(one.name) === folded,
    alias: (one: Territory): boolean => one.aliases.some((alias) => foldName(alias) === folded),
    typed: (one: Territory): boolean => one.type !== null && foldName(`${one.type} ${one.name}`) === folded,
  };
  for (const isIt of [bears.name, bears.alias, bears.typed]) {
    for (const level of order) {
      const found = allowed.filter((one) => one.level === level && isIt(one));
      if (found.length === 1) return found[0] as Territory;
      if (found.length > 1) throw ambiguous(found);
    }
  }
  const kinds = levels.length === order.length ? 'territory' : levels.join(' or ');
  throw new AppError(
    'E_INPUT_INVALID',
    `${what} «${text}»: there is no such ${kinds}, use an OKTMO code, an id or a name of config/places`,
  );

  function ambiguous(found: readonly Territory[]): AppError {
    const listed = found
      .toSorted((a, b) => (b.population ?? 0) - (a.population ?? 0))
      .slice(0, shownCandidates)
      .map(
        ({ id, parent }) => `${id} (${chain(parent ?? '').find(({ level }) => level === 'region')?.name ?? parent})`,
      );
    const more = found.length > listed.length ? ` and ${found.length - listed.length} more` : '';
    return new AppError(
      'E_INPUT_INVALID',
      `${what} «${text}» is the name of ${found.length} territories: name one by its code: ${listed.join(', ')}${more}`,
    );
  }
}
