import type { Point } from '../../src/core/place.js';
import { type LintPlaces, type PlaceFinding, packPath } from './lint.js';

const shown = 5;

/** Points that the loaded boundaries put into another region than the tree does; without boundaries nothing is told. */
export function lintPoints(places: LintPlaces): PlaceFinding[] {
  const { territories, gazetteer, boundaries, originOf } = places;
  if (boundaries.count === 0) return [];
  /** Name of the other region; null where the point is right or nothing is known of it. */
  const elsewhere = (point: Point | null, territoryId: string): string | null => {
    const region = gazetteer.at(territoryId, 'region');
    // Of a region without a boundary nothing is known: it may lie anywhere, as invented ones do.
    if (point === null || region === null || boundaries.boxOf(region.id) === null) return null;
    const area = boundaries.at(point).find(({ level }) => level === 'region');
    return area === undefined || area.territoryId === region.id ? null : area.name;
  };
  const findings = territories.flatMap((one): PlaceFinding[] => {
    const other = one.level === 'region' ? null : elsewhere(one.point, one.id);
    if (other === null) return [];
    const region = gazetteer.at(one.id, 'region')?.name;
    return [
      {
        severity: 'warning',
        code: 'outside-region',
        ...originOf(one.id),
        territory: one.id,
        message: `the point of «${one.name}» (${one.id}) lies in «${other}», the territory in «${region}»`,
        remedy: 'correct its point or its parent',
      },
    ];
  });
  for (const pack of gazetteer.packs) {
    const outside: string[] = [];
    for (let i = 0; i < pack.streetCount; i++) {
      const { name, territory, point } = pack.street(i);
      const other = elsewhere(point ?? pack.houses(i).find((house) => house.point !== null)?.point ?? null, territory);
      if (other !== null) outside.push(`${name} (${gazetteer.get(territory)?.name}: «${other}»)`);
    }
    if (outside.length === 0) continue;
    const more = outside.length > shown ? ` and ${outside.length - shown} more` : '';
    findings.push({
      severity: outside.length * 2 > pack.streetCount ? 'error' : 'warning',
      code: 'outside-region',
      file: packPath(pack.meta.id),
      line: null,
      territory: null,
      message: `${outside.length} of ${pack.streetCount} streets lie in another region than their settlement: ${outside.slice(0, shown).join(', ')}${more}`,
      remedy:
        'latitude and longitude may be exchanged, or the settlement is not the one meant: import the register again',
    });
  }
  return findings;
}
