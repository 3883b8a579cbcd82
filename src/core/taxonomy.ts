import { z } from 'zod';
import { groupCodeSchema, groupCodes } from './verdict.js';

/** config/taxonomy.yaml: the twenty groups with their topics, in Russian and English. */
export const taxonomySchema = z.strictObject({
  groups: z
    .array(
      z.strictObject({
        code: groupCodeSchema,
        ru: z.string().min(1),
        en: z.string().min(1),
        /** The borders: what belongs here and what does not. */
        note: z.string().min(1),
        topics: z.array(
          z.strictObject({
            /** «group.topic» */
            id: z.string().regex(/^[a-z]+\.[a-z0-9-]+$/),
            ru: z.string().min(1),
            en: z.string().min(1),
          }),
        ),
      }),
    )
    .refine(
      (groups) => groupCodes.every((code) => groups.filter((group) => group.code === code).length === 1),
      'list each of the twenty groups exactly once',
    ),
});
export type Taxonomy = z.infer<typeof taxonomySchema>;
