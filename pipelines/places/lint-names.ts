import type { Territory } from '../../src/core/place.js';
import { foldName } from './fold.js';
import { CASE } from './gazetteer.js';
import type { LintPlaces, PlaceFinding } from './lint.js';
import { commonStreets, houseWords, notNames, plainAdjectives, units } from './words.js';

const named = 5;
const shown = (names: readonly string[]): string =>
  names.length > named ? `${names.slice(0, named).join(', ')} and ${names.length - named} more` : names.join(', ');

/** What is missing in territories, and names that are not told apart. */
export function lintNames(places: LintPlaces): PlaceFinding[] {
  return [...lacking(places), ...sameNames(places), ...aliases(places), ...forms(places)];
}

function finding(
  { originOf }: LintPlaces,
  territory: Territory,
  about: Pick<PlaceFinding, 'code' | 'message' | 'remedy'> & { severity?: PlaceFinding['severity'] },
): PlaceFinding {
  return { severity: 'warning', ...originOf(territory.id), territory: territory.id, ...about };
}

/** One finding a file for what many lack. */
function lacking(places: LintPlaces): PlaceFinding[] {
  const { territories, gazetteer, originOf } = places;
  const settlements = territories.filter(({ level }) => level === 'settlement');
  const withoutRegion = settlements
    .filter(({ id }) => gazetteer.at(id, 'region') === null)
    .map((one) =>
      finding(places, one, {
        severity: 'error',
        code: 'no-region',
        message: `the settlement «${one.name}» (${one.id}) lies in no region`,
        remedy: 'give it the parent in which it lies: a municipality or a region',
      }),
    );
  const grouped = (
    code: 'no-code' | 'no-point',
    what: string,
    remedy: string,
    lacks: (one: Territory) => boolean,
  ): PlaceFinding[] => {
    const byFile = new Map<string | null, string[]>();
    for (const one of settlements.filter(lacks)) {
      const { file } = originOf(one.id);
      byFile.set(file, [...(byFile.get(file) ?? []), one.name]);
    }
    return [...byFile].map(([file, names]) => ({
      severity: 'warning',
      code,
      file,
      line: null,
      territory: null,
      message: `${names.length} settlement(s) without ${what}: ${shown(names)}`,
      remedy,
    }));
  };
  return [
    ...withoutRegion,
    ...grouped(
      'no-code',
      'an OKTMO code',
      'incidents there get the code of the municipality or region; add `oktmo`',
      (one) => one.oktmo === null,
    ),
    ...grouped(
      'no-point',
      'a point',
      'they are not on the map and near nothing; add `point`',
      (one) => one.point === null,
    ),
  ];
}

/** Two of one name, level and type in one parent: nothing in a text can tell which is meant. */
function sameNames(places: LintPlaces): PlaceFinding[] {
  const groups = new Map<string, Territory[]>();
  for (const one of places.territories) {
    const key = `${one.parent}\n${one.level}\n${one.type}\n${foldName(one.name)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return [];
    const ids = group.map(({ id }) => id).join(', ');
    const parent = places.gazetteer.get(first.parent ?? '')?.name ?? 'the country';
    // The same place twice, or two that a register has under different codes.
    const codes = new Set(group.map(({ oktmo }) => oktmo));
    const isTwice = codes.size < group.length && first.oktmo !== null;
    return [
      finding(places, first, {
        severity: isTwice ? 'error' : 'warning',
        code: 'same-name',
        message: `${group.length} times «${first.name}» of one kind in «${parent}»: ${ids}`,
        remedy: isTwice
          ? 'they have one OKTMO code: take all but one away'
          : 'give them the municipalities in which they lie as parents, or types that differ',
      }),
    ];
  });
}

const wordLists = [notNames, plainAdjectives, units, houseWords, commonStreets];

function aliases(places: LintPlaces): PlaceFinding[] {
  const { territories, gazetteer } = places;
  return territories.flatMap((one) =>
    one.aliases.flatMap((alias): PlaceFinding[] => {
      const folded = foldName(alias);
      const found: PlaceFinding[] = [];
      if (folded.length < 2 || wordLists.some((list) => list.has(folded)))
        found.push(
          finding(places, one, {
            code: 'alias-word',
            message: `the alias «${alias}» of «${one.name}» is an ordinary word of complaints`,
            remedy: 'take it away, or write it with what makes it a name',
          }),
        );
      const others = gazetteer
        .byForm(folded)
        .filter(
          ({ territory, cases, kind }) =>
            kind === 'name' &&
            (cases & CASE.nominative) !== 0 &&
            territory.id !== one.id &&
            foldName(territory.name) === folded &&
            !isKin(territory, one, places),
        )
        .map(({ territory }) => `${territory.name} (${territory.id})`);
      if (others.length > 0)
        found.push(
          finding(places, one, {
            code: 'alias-clash',
            message: `the alias «${alias}» of «${one.name}» is also the name of ${shown(others)}`,
            remedy: 'the name wins over the alias far from home; take the alias away if it is seldom meant',
          }),
        );
      return found;
    }),
  );
}

/** One lies in the other, as a town in the region or municipality that is called as it. */
function isKin(a: Territory, b: Territory, { gazetteer }: LintPlaces): boolean {
  const above = (inner: Territory, outer: Territory): boolean =>
    gazetteer.chain(inner.id).some(({ id }) => id === outer.id);
  return above(a, b) || above(b, a);
}

/** «Мира» beside «Мир»: the name of one settlement is a case of the name of another in the same region. */
function forms(places: LintPlaces): PlaceFinding[] {
  const { territories, gazetteer } = places;
  return territories.flatMap((one) => {
    if (one.level !== 'settlement') return [];
    const region = gazetteer.at(one.id, 'region')?.id;
    const folded = foldName(one.name);
    const others = gazetteer
      .byForm(folded)
      .filter(
        ({ territory, cases, kind }) =>
          kind === 'name' &&
          territory.level === 'settlement' &&
          territory.id !== one.id &&
          (cases & CASE.nominative) === 0 &&
          gazetteer.at(territory.id, 'region')?.id === region,
      )
      .map(({ territory }) => `«${territory.name}» (${territory.id})`);
    if (others.length === 0) return [];
    return [
      finding(places, one, {
        code: 'forms-clash',
        message: `«${one.name}» is also a case of ${shown(others)} in the same region`,
        remedy: 'texts without a type word may mean either; write the types («деревня», «посёлок») into both',
      }),
    ];
  });
}
