import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { MachineDesk } from '../../../pipelines/incidents/desk.js';
import type { Pointer } from '../../../pipelines/places/geocode.js';
import { type Clock, isoTime } from '../../core/clock.js';
import { AppError, toAppError } from '../../core/errors.js';
import type { Geocoder } from '../../core/geocoder.js';
import { derivedId } from '../../core/ids.js';
import type { Incident, IncidentChange } from '../../core/incident.js';
import type { IncidentStore, JobQueue, LedgerStore, Locator } from '../../core/ports.js';
import type { Logger } from '../../log.js';
import { addressQueryOf } from './address.js';

/** An incident that waits for its point. */
export const geocodeJobSchema = z.strictObject({
  incidentId: z.string(),
  sourceId: z.string(),
  /** Since when, ms. */
  atMs: z.number(),
});
export type GeocodeJob = z.infer<typeof geocodeJobSchema>;

export type GeocodeOutcome =
  | 'passed'
  | 'failed'
  | 'dropped:not-found'
  | 'dropped:elsewhere'
  | 'dropped:not-needed'
  | 'dropped:late'
  | 'dropped:queue-full';

export interface GeocodingParts {
  geocoder: Geocoder;
  queue: Pick<JobQueue<GeocodeJob>, 'add' | 'counts'>;
  incidents: Pick<IncidentStore, 'get'>;
  desk: Pick<MachineDesk, 'amend'>;
  pointer: Pick<Pointer, 'withPoint' | 'boxOf'>;
  locator: Pick<Locator, 'lineage' | 'territory'>;
  ledger: Pick<LedgerStore, 'add'>;
  clock: Clock;
  log: Logger;
  withinHome: boolean;
  maxWaiting: number;
  giveUpAfterHours: number;
  /** Waits; rejects when the signal is aborted. For tests. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Failures without a word about when to come back after which the next incident has its turn: it may be the question. */
const maxFailures = 5;
const hourMs = 3_600_000;

export interface Geocoding {
  /** Puts an incident in line for a point, when one finer than it has may be found. Never throws: the incident is there without. */
  offer(incident: Incident): Promise<void>;
  /** Finds the point for one incident. Failures that pass are waited out here, so that the queue stands still meanwhile. */
  run(data: unknown, signal: AbortSignal): Promise<void>;
}

/** Gives incidents a point after the fact: they exist without it, and get it when the geocoder has answered. */
export function createGeocoding(parts: GeocodingParts): Geocoding {
  const { geocoder, queue, incidents, desk, pointer, locator, ledger, clock, log, withinHome } = parts;
  const sleep = parts.sleep ?? ((ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }));
  let isFull = false;
  let isDown = false;

  async function count(job: GeocodeJob, outcome: GeocodeOutcome): Promise<void> {
    const id = derivedId('ledger', job.incidentId, 'geocode');
    const at = isoTime(clock.now());
    const counts = [{ stage: 'geocode', outcome, count: 1 }];
    await ledger.add([{ id, at, batchId: job.incidentId, sourceId: job.sourceId, queue: 'geocode', counts }]);
  }

  async function offer(incident: Incident): Promise<void> {
    if (addressQueryOf(incident.machine.place, pointer, withinHome) === null) return;
    const job: GeocodeJob = {
      incidentId: incident.id,
      sourceId: incident.sourceIds[0] ?? '',
      atMs: clock.now(),
    };
    const { waiting, delayed } = await queue.counts();
    if (waiting + delayed >= parts.maxWaiting) {
      if (!isFull) log.warn({ waiting }, 'too many incidents wait for the geocoder, new ones go without a point');
      isFull = true;
      await count(job, 'dropped:queue-full');
      return;
    }
    isFull = false;
    await queue.add([{ id: `geocode-${incident.id}`, data: job }]);
  }

  async function locate(job: GeocodeJob): Promise<GeocodeOutcome> {
    const incident = await incidents.get(job.incidentId);
    const query = incident && addressQueryOf(incident.machine.place, pointer, withinHome);
    if (query === null) return 'dropped:not-needed';
    const found = await geocoder.find(query);
    if (found === null) return 'dropped:not-found';
    let outcome: GeocodeOutcome = 'dropped:not-needed';
    await desk.amend(job.incidentId, (now): IncidentChange | null => {
      outcome = 'dropped:not-needed';
      const { machine } = now;
      const asked = addressQueryOf(machine.place, pointer, withinHome);
      if (asked === null || JSON.stringify(asked) !== JSON.stringify(query)) return null;
      const place = pointer.withPoint(machine.place, found);
      outcome = place === null ? 'dropped:elsewhere' : 'passed';
      if (place === null) return null;
      const isMoved = place.territoryId !== machine.place.territoryId;
      const territories = isMoved ? locator.lineage(place.territoryId) : machine.territories;
      return { type: 'located', place, territories, oktmo: place.oktmo ?? now.oktmo };
    });
    return outcome;
  }

  async function run(data: unknown, signal: AbortSignal): Promise<void> {
    const parsed = geocodeJobSchema.safeParse(data);
    if (!parsed.success) {
      throw new AppError(
        'E_JOB_INVALID',
        'queue «geocode» got what is no incident in line: only Otklik may write to its queues',
      );
    }
    const job = parsed.data;
    const { incidentId } = job;
    for (let failures = 0; ; failures++) {
      if (clock.now() - job.atMs > parts.giveUpAfterHours * hourMs) {
        log.warn({ incidentId }, 'the geocoder did not answer in time, the incident goes without a point');
        return count(job, 'dropped:late');
      }
      try {
        const outcome = await locate(job);
        if (isDown) log.info('the geocoder answers again');
        isDown = false;
        return await count(job, outcome);
      } catch (thrown) {
        const error = toAppError(thrown);
        const { code, message } = error;
        // 401 and 403 stay, but the host is left alone before it is asked again.
        if (!error.retry && error.retryAfterMs === undefined) {
          log.error({ incidentId, code, message, err: error.cause }, 'no point for an incident, the geocoder failed');
          return count(job, 'failed');
        }
        if (!isDown) log.warn({ code, message }, 'the geocoder does not answer, incidents wait for their points');
        isDown = true;
        if (error.retryAfterMs === undefined && failures + 1 >= maxFailures) throw error;
        await rest(error.retryAfterMs ?? 1_000 * 2 ** failures, signal);
      }
    }
  }

  /** @throws AppError with `retry` when the process ends meanwhile: another takes the job up. */
  async function rest(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await sleep(ms, signal);
    } catch (cause) {
      const reason = 'the process ends; the point is looked for after the next start';
      throw new AppError('E_STAGE_FAILED', reason, { cause });
    }
  }

  return {
    async offer(incident) {
      try {
        await offer(incident);
      } catch (error) {
        log.warn({ incidentId: incident.id, err: error }, 'incident not put in line for a point');
      }
    },
    run,
  };
}
