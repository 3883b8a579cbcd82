import { openPlatform } from '../../../app/platform.js';
import { openDesk } from '../../../app/work.js';
import { canSee } from '../../../core/access.js';
import { recordAudit } from '../../../core/audit.js';
import { AppError } from '../../../core/errors.js';
import type { IncidentAction } from '../../../core/http.js';
import type { Incident } from '../../../core/incident.js';
import type { IncidentStore } from '../../../core/ports.js';
import type { User } from '../../../core/user.js';
import { openConfig, openContext } from '../../context.js';

/** Option of every command that decides something. */
export const asArg = {
  as: { type: 'string', required: true, description: 'login of the user who decides: stands in the history' },
} as const;

/** What is to be done, and to which incident. */
export interface Deed {
  incident: Pick<Incident, 'id' | 'version'>;
  action: IncidentAction;
}

/** Territory and organisation limit a user here as they do on the screen. */
async function demandSeen(user: User, ids: readonly string[], incidents: IncidentStore): Promise<void> {
  for (const id of ids) {
    const incident = await incidents.get(id);
    if (incident !== null && canSee(user, incident)) continue;
    throw new AppError(
      'E_FORBIDDEN',
      `--as ${user.login}: incident ${incident?.number ?? id} lies outside the territories or bodies of this user; «users list» shows them`,
    );
  }
}

/**
 * Carries out an action in the name of a user, with its entry in the audit log.
 * @param deedOf asked once the store is open
 * @throws AppError E_FORBIDDEN when there is no such user, and whatever the desk throws
 */
export async function actAs(login: string, deedOf: (incidents: IncidentStore) => Promise<Deed>): Promise<Incident> {
  const { env, log } = openContext({ quiet: true });
  const { config, analysis } = openConfig(env);
  const platform = await openPlatform(env, log);
  try {
    const { store } = platform;
    const user = await store.users.get(login);
    if (user === null || user.disabled) {
      throw new AppError(
        'E_FORBIDDEN',
        `--as ${login}: there is no such user, or it is disabled; «users list» shows who may act`,
      );
    }
    const { incident, action } = await deedOf(store.incidents);
    await demandSeen(user, [incident.id, ...(action.type === 'merge' ? [action.intoId] : [])], store.incidents);
    const after = await openDesk(platform, config, analysis, log).act(incident.id, incident.version, action, user);
    await recordAudit(platform, user.login, action.type, after.id);
    return after;
  } finally {
    await platform.close();
  }
}
