import { z } from 'zod';
import { bodyKindSchema } from '../../src/core/executor.js';
import { groupCodeSchema, groupCodes } from '../../src/core/verdict.js';

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'use lower-case Latin letters, digits and hyphens, a letter first');
const topic = z
  .string()
  .regex(/^[a-z]+\.[a-z0-9-]+$/, 'write a topic as «group.topic», as in config/taxonomy.yaml')
  .refine(
    (id) => groupCodes.some((code) => id.startsWith(`${code}.`)),
    'the part before the point must be one of the twenty groups',
  );

const scope = {
  /** Groups that the line is for; with neither groups nor topics it is for everything. */
  groups: z.array(groupCodeSchema).min(1).optional(),
  topics: z.array(topic).min(1).optional(),
  /** Id of a territory of config/places; the line holds for all that lies in it. Left out: everywhere. */
  territory: z.string().min(1).nullable().default(null),
  /** Who approves the answers; null: nobody. Left out: the parent of the body that acts. */
  approver: slug.nullable().optional(),
};

const day = z.iso.date('write a date as YYYY-MM-DD');
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const dayOfYear = z
  .string()
  .regex(/^\d{2}-\d{2}$/, 'write a day of every year as MM-DD, in quotes')
  .refine((text) => {
    const [month = 0, date = 0] = text.split('-').map(Number);
    return date >= 1 && date <= (daysOfMonth[month - 1] ?? 0);
  }, 'there is no such day');
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use HH:MM in quotes');

/** When a rule holds, in the local time of the place; all that is given must fit. Dates and hours may run over the turn of year or day. */
const whenSchema = z
  .strictObject({
    months: z.array(z.number().int().min(1).max(12)).min(1).optional(),
    /** Days of every year, both ends included. */
    dates: z
      .array(z.strictObject({ from: dayOfYear, to: dayOfYear }))
      .min(1)
      .optional(),
    /** ISO weekdays, 1 = Monday. */
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).optional(),
    /** From this minute until before that one. */
    hours: z
      .strictObject({ from: clockTime, to: clockTime.or(z.literal('24:00')) })
      .refine(({ from, to }) => from !== to, 'the hours are empty: «from» and «to» must differ')
      .optional(),
  })
  .refine((when) => Object.values(when).some((value) => value !== undefined), 'say months, dates, weekdays or hours');
export type When = z.infer<typeof whenSchema>;

export const ruleSchema = z
  .strictObject({
    id: slug,
    ...scope,
    executor: slug,
    /** Ids or kinds of sources: only for their posts. */
    sources: z.array(z.string().min(1)).min(1).optional(),
    /** Only for texts that name a body of one of these kinds. */
    names: z
      .array(bodyKindSchema.exclude(['other']))
      .min(1)
      .optional(),
    when: whenSchema.optional(),
    /** First and last day on which the rule is valid. */
    from: day.optional(),
    to: day.optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: '«from» must not be later than «to»',
    path: ['to'],
  });
export type Rule = z.infer<typeof ruleSchema>;

const placeholder = /\{([^}]*)\}/g;
const fields = ['region', 'municipality', 'settlement'];

/** A body that exists in every territory and is named after it. */
export const templateSchema = z.strictObject({
  id: slug,
  ...scope,
  kind: bodyKindSchema,
  /** «Администрация: {municipality|settlement|region}»: the first level that is known. */
  name: z
    .string()
    .min(1)
    .refine(
      (name) =>
        [...name.matchAll(placeholder)].every((match) =>
          (match[1] ?? '').split('|').every((field) => fields.includes(field)),
        ),
      'between braces use region, municipality and settlement, separated by «|»',
    ),
});
export type Template = z.infer<typeof templateSchema>;

/** Kinds of bodies whose answers somebody must approve: «routing check» holds the table to it. */
export const approvalForSchema = z.array(bodyKindSchema).min(1);

/** What stands where a template names a level that is not known. */
export const unknownPlace = 'место не определено';

/** Fills the braces of a template with the first known level; without any, with words that say so. */
export function fillTemplate(
  name: string,
  place: Readonly<Record<'region' | 'municipality' | 'settlement', string | null>>,
): string {
  return name.replace(placeholder, (_, levels: string) => {
    for (const level of levels.split('|')) {
      const value =
        level === 'region' ? place.region : level === 'municipality' ? place.municipality : place.settlement;
      // Several settlements of one text: the first stands for the body.
      if (value !== null) return value.split(';')[0] ?? value;
    }
    return unknownPlace;
  });
}
