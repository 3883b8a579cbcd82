import type { Point, Territory } from '../../../src/core/place.js';
import { distanceKm } from '../distance.js';
import { foldName } from '../fold.js';

/** A settlement as a register tells it. */
export interface SettlementRow {
  readonly name: string;
  readonly type: string | null;
  /** 8 or 11 digits; null where the register has none. */
  readonly oktmo: string | null;
  readonly point: Point | null;
  readonly population?: number | null;
  /** A point of some address in it: tells which settlement is meant, but is not its middle. */
  readonly near?: Point | null;
  /** Id of the municipality that the row names, where it names one that is known. */
  readonly area?: string | null;
}

export interface SettlementResolver {
  /**
   * Id of the settlement: one that config/places knows, or one that the pack adds. Settlements of one name in two municipalities stay two.
   * @returns what is wrong and what to do, when there is no place for it in the tree
   */
  settlement(row: SettlementRow): { id: string } | { problem: string };
  /** Id of the municipality of this name near what the options name; null when none or several are known. */
  municipality(name: string): string | null;
  /** Id of a district of the settlement; added to the pack when nobody knows it. */
  district(name: string, settlement: string): string;
  /** Entries of the territories that the pack adds, as in config/places/*.yaml. */
  added(): Record<string, unknown>[];
  /** Type word of a settlement; null where it is not known. */
  typeOf(id: string): string | null;
}

export interface ResolverOptions {
  /** Territories of config/places and of the other packs. */
  readonly known: readonly Territory[];
  readonly packId: string;
  /** Region or municipality in which new settlements lie whose OKTMO code does not tell it. */
  readonly parent: Territory | null;
  /** The settlement of the whole register, where there is one: new settlements lie in its municipality. */
  readonly settlement: Territory | null;
  /** Id of the municipality or region whose boundary holds the point; null where boundaries do not tell. */
  areaAt?(point: Point): string | null;
}

/** Two settlements of one name are not one when they are farther apart, in kilometres. */
const sameWithinKm = 40;
/** The same of two middles. */
const sameMiddleKm = 5;

/** Registers and lists call one kind of settlement by several words. */
const urban = new Set([
  'посёлок',
  'пгт',
  'дачный посёлок',
  'курортный посёлок',
  'рабочий посёлок',
  'посёлок городского типа',
]);
const isSameType = (a: string | null, b: string | null): boolean =>
  a === null || b === null || a === b || (urban.has(a) && urban.has(b));

const placeOf = ({ point, near = null }: SettlementRow): Point | null => point ?? near;

/** Finds the settlements of a register among those that are known and makes territories of the others. */
export function createSettlementResolver({
  known,
  packId,
  parent,
  settlement: home,
  areaAt = () => null,
}: ResolverOptions): SettlementResolver {
  const byId = new Map(known.map((territory) => [territory.id, territory]));
  const byOktmo = new Map<string, Territory>();
  const settlementsByName = new Map<string, Territory[]>();
  const districts = new Map<string, string>();
  for (const territory of known) {
    if (territory.level === 'district') districts.set(`${territory.parent}\n${foldName(territory.name)}`, territory.id);
    if (territory.level !== 'settlement') continue;
    if (territory.oktmo !== null) byOktmo.set(territory.oktmo, territory);
    for (const name of new Set([territory.name, ...territory.aliases].map(foldName)))
      settlementsByName.set(name, [...(settlementsByName.get(name) ?? []), territory]);
  }
  const fresh = new Map<string, Record<string, unknown>>();
  /** Settlements that were added, by what tells them apart but their place. */
  const made = new Map<string, { id: string; place: Point | null }[]>();
  const answers = new Map<string, { id: string } | { problem: string }>();
  const chainOf = (id: string | null): string[] => {
    const chain: string[] = [];
    for (let at = id; at !== null && !chain.includes(at); at = byId.get(at)?.parent ?? null) chain.push(at);
    return chain;
  };
  const regionOf = (id: string | null): string | null =>
    chainOf(id).find((one) => byId.get(one)?.level === 'region') ?? null;
  const newId = (wanted: string): string => {
    let id = wanted;
    for (let i = 2; byId.has(id) || fresh.has(id); i++) id = `${wanted}-${i}`;
    return id;
  };

  /** Where the settlement lies: the municipality or region that its code begins with, else what the options or boundaries say. */
  const areaOf = (row: SettlementRow): string | null => {
    const { oktmo, area } = row;
    const point = placeOf(row);
    if (oktmo !== null) {
      for (const digits of [8, 5, 3, 2]) {
        const id = oktmo.slice(0, digits).padEnd(8, '0');
        const level = byId.get(id)?.level;
        if (level === 'municipality' || level === 'region') return id;
      }
    }
    if (area !== undefined && area !== null) return area;
    if (parent !== null) return parent.id;
    const held = point === null ? null : areaAt(point);
    if (held !== null) return held;
    return home === null
      ? null
      : (chainOf(home.parent).find((id) => byId.get(id)?.level === 'municipality') ?? home.parent);
  };

  /** The known settlement that the row means; null when none or several may be meant. */
  const find = (row: SettlementRow, area: string | null): Territory | null => {
    if (row.oktmo !== null) {
      const coded = byId.get(row.oktmo) ?? byOktmo.get(row.oktmo);
      if (coded?.level === 'settlement') return coded;
    }
    const region = regionOf(area);
    const point = placeOf(row);
    // Where nothing tells the region, the point must be near, or it must be the only town of the country that is called so.
    const isThere = (one: Territory): boolean =>
      region !== null
        ? regionOf(one.id) === region
        : point !== null
          ? one.point !== null
          : row.type === 'город' && one.type === 'город';
    let found = (settlementsByName.get(foldName(row.name)) ?? []).filter(
      (one) =>
        isThere(one) &&
        isSameType(row.type, one.type) &&
        // Another code is another place; a town's own code and its municipality's are the same place.
        (row.oktmo?.length !== 11 || one.oktmo?.length !== 11 || one.oktmo === row.oktmo) &&
        (point === null || one.point === null || distanceKm(point, one.point) <= sameWithinKm),
    );
    if (found.length > 1 && area !== null) {
      const near = found.filter((one) => chainOf(one.id).includes(area));
      if (near.length > 0) found = near;
    }
    if (found.length > 1 && point !== null)
      found = found
        .filter((one) => one.point !== null)
        .toSorted((a, b) => distanceKm(a.point as Point, point) - distanceKm(b.point as Point, point))
        .slice(0, 1);
    return found.length === 1 ? (found[0] as Territory) : null;
  };

  const resolve = (row: SettlementRow): { id: string } | { problem: string } => {
    if (home !== null && foldName(row.name) === foldName(home.name)) {
      const isSame = row.oktmo === null || home.oktmo === null || row.oktmo.slice(0, 8) === home.oktmo.slice(0, 8);
      if (isSame && isSameType(row.type, home.type)) return { id: home.id };
    }
    const area = areaOf(row);
    const match = find(row, area);
    if (match !== null) return { id: match.id };
    if (area === null) {
      const code = row.oktmo === null ? 'has no OKTMO code' : `has the OKTMO code ${row.oktmo} of no known region`;
      return {
        problem: `the settlement «${row.name}» is not in config/places and ${code}: say with --parent in which region or municipality it lies`,
      };
    }
    const key = `${area}\n${row.type}\n${foldName(row.name)}\n${row.oktmo}`;
    const twins = made.get(key) ?? [];
    const place = placeOf(row);
    const within = row.point === null ? sameWithinKm : sameMiddleKm;
    const twin = twins.find((one) => one.place === null || place === null || distanceKm(one.place, place) <= within);
    if (twin !== undefined) return { id: twin.id };
    const id = newId(row.oktmo?.length === 11 ? row.oktmo : `${packId}-${slugOf(row.name)}`);
    made.set(key, [...twins, { id, place }]);
    fresh.set(id, {
      id,
      level: 'settlement',
      name: row.name,
      parent: area,
      ...(row.type === null ? {} : { type: row.type }),
      ...(row.oktmo === null ? {} : { oktmo: row.oktmo }),
      ...(row.point === null ? {} : { point: row.point }),
      ...(row.population === undefined || row.population === null ? {} : { population: row.population }),
    });
    return { id };
  };

  return {
    settlement(row) {
      const at = row.oktmo === null ? placeOf(row) : null;
      const place = at === null ? '' : `${at.lat.toFixed(1)} ${at.lon.toFixed(1)}`;
      const key = `${row.oktmo}\n${row.type}\n${foldName(row.name)}\n${place}\n${row.area}`;
      let answer = answers.get(key);
      if (answer === undefined) {
        answer = resolve(row);
        answers.set(key, answer);
      }
      return answer;
    },
    municipality(name) {
      const folded = foldName(name);
      const region = regionOf((parent ?? home)?.id ?? null);
      const found = known.filter(
        (one) =>
          one.level === 'municipality' &&
          [one.name, ...one.aliases].some((each) => foldName(each) === folded) &&
          (region === null || regionOf(one.id) === region),
      );
      return found.length === 1 ? (found[0]?.id ?? null) : null;
    },
    district(name, settlement) {
      const key = `${settlement}\n${foldName(name)}`;
      let id = districts.get(key);
      if (id === undefined) {
        id = newId(`${packId}-${slugOf(name)}`);
        districts.set(key, id);
        fresh.set(id, { id, level: 'district', name, parent: settlement });
      }
      return id;
    },
    added: () => [...fresh.values()],
    typeOf: (id) => byId.get(id)?.type ?? (fresh.get(id)?.type as string | undefined) ?? null,
  };
}

const letters: Readonly<Record<string, string>> = Object.fromEntries(
  `а-a б-b в-v г-g д-d е-e ё-e ж-zh з-z и-i й-y к-k л-l м-m н-n о-o п-p р-r с-s т-t у-u ф-f х-kh ц-ts ч-ch ш-sh щ-shch ъ- ы-y ь- э-e ю-yu я-ya`
    .split(' ')
    .map((pair) => pair.split('-')),
);

/** A slug for an id: «Большие Угоны» → «bolshie-ugony». */
function slugOf(name: string): string {
  const latin = [...name.toLowerCase()].map((sign) => letters[sign] ?? sign).join('');
  return latin.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'place';
}
