import type { Incident } from './incident.js';
import type { IncidentQuery } from './ports.js';
import type { User } from './user.js';

/** Territories by id with their parents, as the screens know them. */
export type TerritoryParents = readonly { id: string; parent: string | null }[];

/** True when territory and organisation let the user see the incident. */
export function canSee(user: User, incident: Pick<Incident, 'territories' | 'executorId' | 'approverId'>): boolean {
  if (user.territories.length > 0 && !incident.territories.some((id) => user.territories.includes(id))) return false;
  const { executorId, approverId } = incident;
  const isOwn = user.executors.includes(executorId) || (approverId !== null && user.executors.includes(approverId));
  return user.role !== 'executor' || isOwn;
}

/** True for a territory of the user's or one below it. */
export function isInside(territoryId: string, user: User, territories: TerritoryParents): boolean {
  if (user.territories.length === 0) return true;
  return lineageOf(territoryId, territories).some((id) => user.territories.includes(id));
}

function lineageOf(territoryId: string, territories: TerritoryParents): string[] {
  const lineage: string[] = [];
  for (let id: string | null = territoryId; id !== null && !lineage.includes(id); ) {
    lineage.push(id);
    id = territories.find((territory) => territory.id === id)?.parent ?? null;
  }
  return lineage;
}

/**
 * The query with the user's own limits in it, so that lists and counts tell nothing about what the user may not see.
 * @returns null when nothing is left that the user may see
 */
export function limitedTo(user: User, query: IncidentQuery, territories: TerritoryParents): IncidentQuery | null {
  const limited = { ...query };
  if (user.territories.length > 0) {
    const asked = query.territory;
    if (asked === undefined || asked.length === 0) limited.territory = user.territories;
    else {
      // What lies inside the user's territories narrows; of a territory around them the user's part is left.
      const inside = asked.filter((id) => isInside(id, user, territories));
      const parts = user.territories.filter((id) => lineageOf(id, territories).some((one) => asked.includes(one)));
      limited.territory = [...new Set([...inside, ...parts])];
    }
    if (limited.territory.length === 0) return null;
  }
  if (user.role === 'executor') {
    if (user.executors.length === 0) return null;
    limited.bodies = user.executors;
  }
  return limited;
}
