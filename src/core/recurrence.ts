import { z } from 'zod';
import type { Incident } from './incident.js';
import { type GroupCode, groupCodeSchema } from './verdict.js';

const days = z.number().int().min(1).max(60);

/** When a new complaint about a problem that was answered or closed means that it came back: config/recurrence.yaml. */
export const recurrenceSchema = z.strictObject({
  /** Days after the answer or the closing within which it does. */
  days: days.default(30),
  /** Other spans, by topic group. */
  groups: z.partialRecord(groupCodeSchema, days).default({}),
  /** Where an incident then goes back to work by itself; elsewhere the complaint joins and is counted, and a person decides. */
  reopens: z
    .array(z.enum(['answered', 'solved', 'explained', 'not-solved', 'postponed']))
    .default(['answered', 'solved']),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;

export const ordinaryRecurrence: Recurrence = recurrenceSchema.parse({});

/** The longest that any group waits, days: so long the cluster memory must know closed incidents. */
export function longestRecurrence({ days: common, groups }: Recurrence): number {
  return Math.max(common, ...Object.values(groups));
}

type Rested = Pick<Incident, 'status' | 'clocks' | 'group'>;

/**
 * When work on the incident ended, ms; null while it goes on, and where nobody claims that anything was done: no incident, handed elsewhere, merged.
 */
export function restedAtMs({ status, clocks }: Rested): number | null {
  if (status !== 'answered' && status !== 'closed') return null;
  const at = status === 'closed' ? clocks.closedAt : clocks.answeredAt;
  return at === null ? null : Date.parse(at);
}

/**
 * From when on a complaint is one about what was answered, ms: from the answer, where one was published, else from the closing. Null where `restedAtMs` is.
 */
export function saidAtMs(incident: Rested): number | null {
  const restedMs = restedAtMs(incident);
  const { answeredAt } = incident.clocks;
  return restedMs === null || answeredAt === null ? restedMs : Math.min(restedMs, Date.parse(answeredAt));
}

/** Whether a post of that instant still belongs to what was answered or closed: written before, or within the days after. */
export function isWithinRecurrence(incident: Rested, atMs: number, policy: Recurrence): boolean {
  const restedMs = restedAtMs(incident);
  return restedMs !== null && atMs - restedMs <= spanOf(policy, incident.group) * 86_400_000;
}

function spanOf({ days: common, groups }: Recurrence, group: GroupCode | null): number {
  return (group === null ? undefined : groups[group]) ?? common;
}
