import { z } from 'zod';
import { executorSchema } from '../../src/core/executor.js';
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
};

export const executorEntrySchema = executorSchema.extend({
  id: slug,
  kind: executorSchema.shape.kind.default('other'),
  territory: z.string().min(1).nullable().default(null),
});

export const ruleSchema = z.strictObject({ id: slug, ...scope, executor: slug });
export type Rule = z.infer<typeof ruleSchema>;

const placeholder = /\{([^}]*)\}/g;
const fields = ['region', 'municipality', 'settlement'];

/** A body that exists in every territory and is named after it. */
export const templateSchema = z.strictObject({
  id: slug,
  ...scope,
  kind: executorSchema.shape.kind,
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

export const routingKeys = ['executors', 'rules', 'templates'] as const;

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
    return 'место не определено';
  });
}
