import { z } from 'zod';

/** Input that could not be handled, kept with the reason so that it can be mended and replayed. */
export const deadLetterSchema = z.strictObject({
  /** Derived from where and what: the same failure twice is one letter. */
  id: z.string(),
  at: z.iso.datetime(),
  /** Where it failed: «crawl», a queue or a stage. */
  where: z.string(),
  code: z.string(),
  message: z.string(),
  sourceId: z.string().nullable(),
  url: z.string().nullable(),
  /** The input as JSON or page text, personal data masked, at most 1 MiB. */
  input: z.string(),
  attempts: z.number().int().min(1),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;
