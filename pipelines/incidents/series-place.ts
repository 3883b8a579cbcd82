import type { IncidentTrace, Series } from '../../src/core/series.js';
import { streetName } from './cluster-sites.js';

const fold = (text: string): string => text.toLowerCase().replaceAll('ё', 'е').trim();

/** «12;14» and «14;12» are one. */
const several = (names: string, each: (name: string) => string): string =>
  names
    .split(';')
    .map((name) => each(name.trim()))
    .sort()
    .join(';');

/** Reads places; remembers the names of streets, of which a town has hundreds and its incidents thousands. */
export function placeReader(): (trace: IncidentTrace) => { key: string; place: Series['place'] } | null {
  const names = new Map<string, string>();
  return (trace) =>
    seriesPlace(trace, (street) => {
      const known = names.get(street) ?? several(street, streetName);
      names.set(street, known);
      return known;
    });
}

/**
 * The place that an incident can come again at: house, else street, else landmark. One that is known no more finely than its settlement
 * has none: much comes again in a town.
 */
function seriesPlace(
  trace: IncidentTrace,
  nameOf: (street: string) => string,
): { key: string; place: Series['place'] } | null {
  const { settlement, street, house, landmarks, oktmo, territories } = trace;
  // Towns of one name stand in many regions.
  const region = oktmo?.slice(0, 2) ?? territories.at(-1) ?? '';
  const where = [region, settlement === null ? `@${territories[0] ?? ''}` : several(settlement, fold)];
  const keyOf = (...parts: string[]): string => JSON.stringify([...where, ...parts]);
  const place = { settlement, street: null, house: null, landmark: null };
  if (street !== null) {
    const name = nameOf(street);
    const key = house === null ? keyOf('street', name) : keyOf('house', name, several(house, fold));
    return { key, place: { ...place, street, house } };
  }
  const [landmark] = landmarks;
  if (landmark === undefined) return null;
  return { key: keyOf('landmark', landmark.kind, fold(landmark.name)), place: { ...place, landmark: { ...landmark } } };
}
