import type { Territory } from '../../src/core/place.js';
import { distanceKm } from './distance.js';
import { foldName } from './fold.js';
import { type LintPlaces, type PlaceFinding, packPath } from './lint.js';
import { titleOf } from './place-index-build.js';

/** A settlement so near shares its texts with the town, in kilometres. */
const nearKm = 30;
const shownStreets = 5;

interface Listed {
  readonly file: string;
  readonly territory: Territory;
  readonly title: string;
}

/** Streets that cannot be told from settlements near by, or from each other. */
export function lintStreets(places: LintPlaces): PlaceFinding[] {
  const streets = streetsOf(places);
  return [
    ...grouped(
      places,
      streets,
      'street-is-settlement',
      (street) => {
        const near = places.gazetteer
          .named('settlement', street.title)
          .find((one) => isNear(one, street.territory, places));
        return near === undefined ? null : `${street.title} (${near.type ?? 'settlement'} ${near.id})`;
      },
      'bear the name of a settlement near by',
      'a text without «улица» or «деревня» is taken for the town it speaks of; nothing is wrong, but look at such incidents',
    ),
    ...grouped(
      places,
      streets,
      'street-forms-clash',
      (street) => {
        const other = places.gazetteer
          .streets(street.title, [street.territory.id])
          .find(
            ({ title, territory }) =>
              territory.id === street.territory.id && foldName(title) !== foldName(street.title),
          );
        return other === undefined || isSameName(street.title, other.title)
          ? null
          : `${street.title} and ${other.title}`;
      },
      'are a case of the name of another street of the settlement',
      'a text without a type word may mean either; the exact name goes first',
    ),
  ];
}

function streetsOf({ gazetteer, listed }: LintPlaces): Listed[] {
  const list: Listed[] = listed.flatMap(({ territory: id, names, file }) => {
    const territory = gazetteer.get(id);
    return territory === undefined ? [] : names.map((title) => ({ file, territory, title }));
  });
  for (const pack of gazetteer.packs) {
    const file = packPath(pack.meta.id);
    for (let i = 0; i < pack.streetCount; i++) {
      const { type, name, territory: id } = pack.street(i);
      const territory = gazetteer.get(id);
      if (territory !== undefined) list.push({ file, territory, title: titleOf(type, name) });
    }
  }
  return list;
}

/** «Мира» and «проспект Мира» bear one name: people add the type where it matters. */
function isSameName(a: string, b: string): boolean {
  const words = (title: string): Set<string> => new Set(foldName(title).split(' '));
  const [one, other] = [words(a), words(b)];
  const shorter = one.size <= other.size ? one : other;
  const longer = shorter === one ? other : one;
  return [...shorter].every((word) => longer.has(word));
}

function isNear(settlement: Territory, home: Territory, { gazetteer }: LintPlaces): boolean {
  if (gazetteer.chain(home.id).some(({ id }) => id === settlement.id)) return false;
  const from = gazetteer.at(home.id, 'settlement')?.point ?? home.point;
  if (from !== null && settlement.point !== null) return distanceKm(from, settlement.point) <= nearKm;
  const of = (one: Territory): string | undefined => gazetteer.at(one.id, 'municipality')?.id;
  return of(settlement) !== undefined && of(settlement) === of(home);
}

/** One finding for each file and territory: a city has many such streets. */
function grouped(
  { originOf }: LintPlaces,
  streets: readonly Listed[],
  code: PlaceFinding['code'],
  clash: (street: Listed) => string | null,
  what: string,
  remedy: string,
): PlaceFinding[] {
  const groups = new Map<string, { street: Listed; found: string[] }>();
  for (const street of streets) {
    const text = clash(street);
    if (text === null) continue;
    const key = `${street.file}\n${street.territory.id}`;
    const group = groups.get(key) ?? { street, found: [] };
    group.found.push(text);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ street, found }) => {
    const more = found.length > shownStreets ? ` and ${found.length - shownStreets} more` : '';
    const isPack = street.file.endsWith('.pack');
    return {
      severity: 'warning',
      code,
      file: street.file,
      line: isPack ? null : originOf(street.territory.id).line,
      territory: street.territory.id,
      message: `${found.length} street(s) of «${street.territory.name}» ${what}: ${found.slice(0, shownStreets).join(', ')}${more}`,
      remedy,
    };
  });
}
