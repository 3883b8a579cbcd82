import type { Organisation } from '../../src/core/organisation.js';
import type { Territory } from '../../src/core/place.js';
import type { Placed, Report } from './read-files.js';

/** The bodies by their ids, with what names nothing taken out of them and reported. */
export function loadOrganisations(
  entries: readonly Placed<Organisation>[],
  territories: ReadonlyMap<string, Territory>,
  report: Report,
): Map<string, Organisation> {
  const kept = new Map<string, Placed<Organisation>>();
  for (const entry of entries) {
    const { id, territory } = entry.value;
    if (kept.has(id)) report(entry, 'id', `the organisation «${id}» stands twice: give one of them another id`);
    else if (territory !== null && !territories.has(territory)) reportTerritory(entry, territory, report);
    else kept.set(id, entry);
  }
  const regions = new Set(
    [...territories.values()].flatMap(({ level, oktmo }) => (level === 'region' && oktmo ? [oktmo.slice(0, 2)] : [])),
  );
  const organisations = new Map<string, Organisation>();
  for (const entry of kept.values()) {
    const { value } = entry;
    const { id, calendar, substitutes } = value;
    const knownCalendar = calendar === null || calendar === 'country' || regions.has(calendar);
    if (!knownCalendar)
      report(
        entry,
        'calendar',
        `no federal subject has OKTMO codes that begin with «${calendar}»: correct it, or write country; the country’s holidays alone count until then`,
      );
    const known = substitutes.filter((substitute, i) => {
      const wrong =
        substitute.id === id
          ? `«${id}» cannot stand in for itself: name another organisation`
          : kept.has(substitute.id)
            ? null
            : `there is no organisation «${substitute.id}»: add it under «organisations» or correct the id`;
      if (wrong !== null) report({ ...entry, path: [...entry.path, 'substitutes', i] }, 'id', wrong);
      return wrong === null;
    });
    organisations.set(id, {
      ...value,
      parent: knownParent(entry, kept, report),
      calendar: knownCalendar ? calendar : 'country',
      substitutes: known,
    });
  }
  return organisations;
}

export function reportTerritory(entry: Placed<unknown>, territory: string, report: Report): void {
  report(entry, 'territory', `there is no territory «${territory}»: use the id of an entry of config/places`);
}

/** The parent, unless it is not there or the way up comes back to this body. */
function knownParent(
  entry: Placed<Organisation>,
  kept: ReadonlyMap<string, Placed<Organisation>>,
  report: Report,
): string | null {
  const { id, parent } = entry.value;
  if (parent === null) return null;
  if (!kept.has(parent)) {
    report(entry, 'parent', `there is no organisation «${parent}»: add it under «organisations» or correct the id`);
    return null;
  }
  const way = [id];
  for (let above: string | null = parent; above !== null; above = kept.get(above)?.value.parent ?? null) {
    const isRing = above === id;
    if (isRing)
      report(
        entry,
        'parent',
        `the parents of «${id}» come back to it (${[...way, id].join(' → ')}): let one of them have no parent`,
      );
    if (isRing) return null;
    if (way.includes(above)) return parent;
    way.push(above);
  }
  return parent;
}
