import { z } from 'zod';
import { executorSchema } from './executor.js';
import { type BodyHours, hasWork, scheduleSchema } from './schedule.js';
import { timeZoneSchema } from './source.js';

const day = z.iso.date('write a date as YYYY-MM-DD');

const windowShape = { from: day.nullable().default(null), to: day.nullable().default(null) };
const isForward = ({ from, to }: { from: string | null; to: string | null }): boolean =>
  from === null || to === null || from <= to;
const backwards = { message: '«from» must not be later than «to»', path: ['to'] };

/** Days from the first to the last, both included; null is open. */
export const windowSchema = z.strictObject(windowShape).refine(isForward, backwards);
export type DayWindow = z.infer<typeof windowSchema>;

/** True when the local day (YYYY-MM-DD) lies in the window. */
export function isInWindow(date: string, { from, to }: DayWindow): boolean {
  return (from === null || date >= from) && (to === null || date <= to);
}

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case Latin letters, digits and hyphens, a letter first');

const hoursSchema = scheduleSchema
  .refine(({ workingDay: { from, to } }) => from < to, {
    message: '«from» must be earlier than «to»; write hours over midnight under «shifts»',
    path: ['workingDay'],
  })
  .refine(
    ({ workingDay, shifts, breaks }) =>
      breaks.every(
        ({ from, to }) =>
          from < to &&
          [workingDay, ...shifts].some((stretch) =>
            stretch.from < stretch.to
              ? from >= stretch.from && to <= stretch.to
              : from >= stretch.from || to <= stretch.to,
          ),
      ),
    { message: 'a break must begin before it ends and lie inside the working day or a shift', path: ['breaks'] },
  )
  .refine((hours) => hours.workingDay.from >= hours.workingDay.to || hasWork(hours), {
    message: 'the breaks leave no time to work in: shorten them',
    path: ['breaks'],
  });

/**
 * A body as config/routing lists it. Whatever of hours, calendar and zone is null is what the place of the incident has.
 */
export const organisationSchema = executorSchema.extend({
  id: slug,
  kind: executorSchema.shape.kind.default('other'),
  territory: z.string().min(1).nullable().default(null),
  /** Body above it, which approves its answers unless a rule names another. */
  parent: slug.nullable().default(null),
  /** Null: the working day of config/sla.yaml. */
  hours: hoursSchema.nullable().default(null),
  /**
   * Whose holidays count: the first two digits of the OKTMO code of a federal subject (`region` of config/calendar), or «country» for
   * those of the country alone. Null: those of the place's region.
   */
  calendar: z
    .string()
    .regex(/^(?:country|\d{2})$/, 'write the first two digits of a federal subject’s OKTMO code in quotes, or country')
    .nullable()
    .default(null),
  timeZone: timeZoneSchema.nullable().default(null),
  /** Official channels of the body; there is no field for people on purpose. */
  contacts: z
    .strictObject({
      phones: z
        .array(
          z
            .string()
            .regex(
              /^\+?[\d\s()-]{2,25}(?:,? ?доб\.? ?\d{1,6})?$/u,
              'write digits, spaces, brackets and hyphens alone, an extension as «доб. 12»',
            ),
        )
        .default([]),
      emails: z.array(z.email()).default([]),
      pages: z.array(z.url({ protocol: /^https?$/ })).default([]),
    })
    .prefault({}),
  /** When it does not act, so that its substitutes do. */
  inactive: z.array(windowSchema).default([]),
  /** Who acts in its place, in this order. */
  substitutes: z.array(z.strictObject({ id: slug, ...windowShape }).refine(isForward, backwards)).default([]),
  /** Its id in another system. */
  externalId: z.string().min(1).nullable().default(null),
});
export type Organisation = z.infer<typeof organisationSchema>;
export type Substitute = Organisation['substitutes'][number];

/**
 * Hours that bodies have of their own, from the parsed files of config/routing; nothing is read before somebody asks. What does not fit the
 * schema has none: routing reports it. Of entries with one id the first counts.
 */
export function hoursOfBodies(files: readonly { readonly data: unknown }[]): (bodyId: string) => BodyHours | null {
  let known: Map<string, BodyHours> | undefined;
  return (bodyId) => {
    known ??= readHours(files);
    return known.get(bodyId) ?? null;
  };
}

function readHours(files: readonly { readonly data: unknown }[]): Map<string, BodyHours> {
  const seen = new Set<unknown>();
  const found = new Map<string, BodyHours>();
  for (const { data } of files) {
    const lists = data as { organisations?: unknown; executors?: unknown } | null;
    for (const entry of [lists?.executors, lists?.organisations].flatMap((list) => (Array.isArray(list) ? list : []))) {
      const { id, hours, calendar, timeZone } = (entry ?? {}) as Record<string, unknown>;
      if (seen.has(id)) continue;
      // Most bodies have none: a country's tables are looked through in no time.
      const hasOwn = (hours ?? calendar ?? timeZone ?? null) !== null;
      const body = hasOwn ? organisationSchema.safeParse(entry) : null;
      if (body?.success === false) continue;
      seen.add(id);
      if (body !== null) found.set(body.data.id, pickHours(body.data));
    }
  }
  return found;
}

function pickHours({ hours, calendar, timeZone }: Organisation): BodyHours {
  return { hours, calendar, timeZone };
}
