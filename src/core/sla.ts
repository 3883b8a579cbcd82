import { z } from 'zod';
import { clockNameSchema, natureSchema, pauseReasonSchema } from './incident.js';
import { hasWork, scheduleSchema } from './schedule.js';
import { groupCodeSchema, urgencySchema } from './verdict.js';

const hours = z.number().positive().max(10_000);

/**
 * How long something may take: so many hours, of working time or around the clock, or until the end of the n-th working day.
 */
export const termSchema = z.union([
  z.strictObject({ hours, workingTime: z.boolean() }),
  z.strictObject({ workingDays: z.number().int().positive().max(1_000) }),
]);
export type Term = z.infer<typeof termSchema>;

const terms = z.partialRecord(clockNameSchema, termSchema);

/** Terms of the incidents that all its conditions fit. */
export const policySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case Latin letters, digits and hyphens'),
  urgency: urgencySchema.optional(),
  groups: z.array(groupCodeSchema).min(1).optional(),
  topics: z.array(z.string()).min(1).optional(),
  executors: z.array(z.string()).min(1).optional(),
  nature: natureSchema.optional(),
  /** Hours in which working time is counted: a name of `schedules`. */
  schedule: z.string().optional(),
  terms,
});
export type SlaPolicy = z.infer<typeof policySchema>;

const slaObjectSchema = z
  .strictObject({
    ...scheduleSchema.omit({ holidays: true }).shape,
    breaks: scheduleSchema.shape.breaks,
    shifts: scheduleSchema.shape.shifts,
    /** Other hours by name, e.g. of a duty service. */
    schedules: z.record(z.string(), scheduleSchema).default({}),
    policies: z.array(policySchema).min(1),
    /** Shares of a term, in percent, at which somebody is told. */
    warnings: z.array(z.number().int().min(1).max(100)).default([50, 80, 100]),
    /** Whom a missed term is told to, step by step: hours of the term's own time after it. */
    escalation: z
      .array(z.strictObject({ afterHours: z.number().min(0).max(10_000), to: z.string().min(1) }))
      .default([]),
    /** Which pauses stop which clock. */
    pauses: z.partialRecord(clockNameSchema, z.array(pauseReasonSchema)).default({}),
  })
  .superRefine((sla, context) => {
    const seen = new Set<string>();
    for (const [index, { id, schedule }] of sla.policies.entries()) {
      const wrong = (message: string): void =>
        context.addIssue({ code: 'custom', path: ['policies', index], message: `${message} (policy «${id}»)` });
      if (seen.has(id)) wrong('the id stands twice: give each policy its own');
      seen.add(id);
      if (schedule !== undefined && sla.schedules[schedule] === undefined)
        wrong(
          `there is no schedule «${schedule}»: write it under schedules, or use one of ${Object.keys(sla.schedules).join(', ') || 'none yet'}`,
        );
    }
    const ordinary = { ...sla, holidays: false };
    for (const [name, schedule] of Object.entries({ '': ordinary, ...sla.schedules }))
      if (!hasWork(schedule))
        context.addIssue({
          code: 'custom',
          path: name === '' ? ['workingDay'] : ['schedules', name, 'workingDay'],
          message:
            'nobody ever works by these hours: «from» must be earlier than «to» and the breaks leave something; write hours over midnight under shifts',
        });
    const always = sla.policies.find((policy) => weightOf(policy) === 0);
    if (always?.terms['first-answer'] === undefined)
      context.addIssue({
        code: 'custom',
        path: ['policies'],
        message: 'one policy without conditions must give a term for first-answer: some incidents would have none',
      });
  });
/** config/sla.yaml: working hours, terms, warnings. */
export const slaSchema = z
  .unknown()
  .superRefine((given, context) => {
    if (given !== null && typeof given === 'object' && 'firstAnswer' in given)
      context.addIssue({
        code: 'custom',
        path: ['firstAnswer'],
        message: 'terms stand under policies now, as terms: { first-answer: … }: docs/sla.md shows how',
      });
  })
  .pipe(slaObjectSchema);
export type Sla = z.infer<typeof slaObjectSchema>;

/** What the terms of an incident depend on. */
export interface SlaSubject {
  urgency: z.infer<typeof urgencySchema>;
  group: string | null;
  topic: string | null;
  nature: z.infer<typeof natureSchema>;
  executorId: string;
}

/** How particular a policy is: danger first, then the body, the topic, the group, the nature. */
function weightOf({ urgency, executors, topics, groups, nature }: SlaPolicy): number {
  return (
    (urgency === 'urgent' ? 32 : urgency === 'ordinary' ? 1 : 0) +
    (executors ? 16 : 0) +
    (topics ? 8 : 0) +
    (groups ? 4 : 0) +
    (nature ? 2 : 0)
  );
}

function fits(policy: SlaPolicy, { urgency, group, topic, nature, executorId }: SlaSubject): boolean {
  return (
    (policy.urgency === undefined || policy.urgency === urgency) &&
    (policy.executors === undefined || policy.executors.includes(executorId)) &&
    (policy.topics === undefined || (topic !== null && policy.topics.includes(topic))) &&
    (policy.groups === undefined || (group !== null && (policy.groups as string[]).includes(group))) &&
    (policy.nature === undefined || policy.nature === nature)
  );
}

/**
 * The policy whose term a clock has: of those that fit and give the clock one, the most particular; of equals the first in the file.
 * @returns null when no policy gives the clock a term
 */
export function policyFor(sla: Sla, clock: z.infer<typeof clockNameSchema>, subject: SlaSubject): SlaPolicy | null {
  let best: SlaPolicy | null = null;
  for (const policy of sla.policies) {
    if (policy.terms[clock] === undefined || !fits(policy, subject)) continue;
    if (best === null || weightOf(policy) > weightOf(best)) best = policy;
  }
  return best;
}
