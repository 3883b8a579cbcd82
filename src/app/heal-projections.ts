import type { MachineDesk } from '../../pipelines/incidents/desk.js';
import { type Clock, isoTime } from '../core/clock.js';
import type { IncidentStore } from '../core/ports.js';
import type { Logger } from '../log.js';

/** A writer that lives needs no longer than this from its event to the projection. */
const graceMs = 30_000;
/** How far back the first look goes: everybody may have been away. */
const firstLookMs = 7 * 24 * 3_600_000;
/** How far back further looks go before the end of the last one: an event may become visible late. */
const overlapMs = 10 * 60_000;

/**
 * Gives incidents whose writer died between event and projection their projection, so that the queue shows what the log says without anybody having to touch them.
 * @returns looks once; each look goes on where the last one that went well ended
 */
export function projectionHealer(
  incidents: Pick<IncidentStore, 'behind'>,
  desk: Pick<MachineDesk, 'heal'>,
  clock: Clock,
  log: Logger,
): () => Promise<void> {
  let from = clock.now() - firstLookMs;
  return async () => {
    const to = clock.now() - graceMs;
    for (const incidentId of await incidents.behind(isoTime(from), isoTime(to))) {
      const healed = await desk.heal(incidentId);
      log.info({ incidentId, version: healed?.version }, 'projection made again: its writer had died');
    }
    from = to - overlapMs;
  };
}
