import { z } from 'zod';
import { instantOf } from './zone-offset.js';

/** Whether what was promised was done; open until a person says so. */
export const promiseStateSchema = z.enum(['open', 'kept', 'broken']);
export type PromiseState = z.infer<typeof promiseStateSchema>;

/** What an answer promises by a day. */
export const incidentPromiseSchema = z.strictObject({
  /** Number of the event that recorded it. */
  seq: z.number().int().min(1),
  text: z.string(),
  dueOn: z.iso.date(),
  state: promiseStateSchema,
  /** Somebody was told that its day is over. */
  isTold: z.boolean(),
});
export type IncidentPromise = z.infer<typeof incidentPromiseSchema>;

const dayMs = 86_400_000;

/** The instant at which the day of a promise is over at its place, ISO. */
export function promiseEndsAt({ dueOn }: Pick<IncidentPromise, 'dueOn'>, timeZone: string): string {
  return new Date(instantOf(Date.parse(`${dueOn}T00:00:00Z`) + dayMs, timeZone)).toISOString();
}

/** When the days of an incident's open promises are over: what the queue's filter compares. */
export function openPromisesEndAt(incident: {
  promises: readonly IncidentPromise[];
  machine: { timeZone: string };
}): string[] {
  return incident.promises
    .filter(({ state }) => state === 'open')
    .map((promise) => promiseEndsAt(promise, incident.machine.timeZone));
}
