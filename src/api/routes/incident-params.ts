import { z } from 'zod';
import { canSee } from '../../core/access.js';
import type { Incident } from '../../core/incident.js';
import { incidentUnknown } from '../../core/incident-unknown.js';
import type { User } from '../../core/user.js';
import type { ApiContext } from '../context.js';

export const incidentParamsSchema = z.strictObject({ id: z.string().min(2).max(64) });

/**
 * The incident that a path names.
 * @throws AppError E_NOT_FOUND: another territory's incident is as unknown as one that does not exist
 */
export async function findIncident({ store }: ApiContext, id: string, user: User): Promise<Incident> {
  const incident = await store.incidents.get(id);
  if (incident === null || !canSee(user, incident)) throw incidentUnknown(id);
  return incident;
}
