import { z } from 'zod';

/** A version of the rule packs as it was deployed; never changed afterwards. */
export const ruleSetSchema = z.strictObject({
  /** 1 for the first, then one more each time. The highest is in force. */
  version: z.number().int().min(1),
  /** Content hash of the rules that it holds, as in the evidence of verdicts and in `Classifier.revisions.rules`. */
  revision: z.string(),
  /** The packs as written, each with its path («config/rules/roads.yaml»), in the order in which they are read. */
  files: z.array(z.strictObject({ path: z.string().min(1), text: z.string() })).min(1),
  /** Why; empty when nobody said. */
  note: z.string().max(1_000),
  /** Who deployed it. */
  by: z.string().min(1).max(200),
  createdAt: z.iso.datetime(),
  /** The version whose files these are, when it was made by a rollback. */
  restores: z.number().int().min(1).nullable(),
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

/** Which rules and which model decided on a post; stands in the stored post. */
export const decidedBySchema = z.strictObject({
  /** Version of the deployed rule set; null when the files of config/rules were in force. */
  ruleSet: z.number().int().min(1).nullable(),
  /** Content hash of the rules. */
  rules: z.string(),
  /** Revision of the text engine. */
  text: z.string(),
  /** Revision of the model set («v3-1a2b3c4d5e6f»); null when the rules decided alone. */
  model: z.string().nullable().default(null),
});
export type DecidedBy = z.infer<typeof decidedBySchema>;

/** A query that an analyst keeps; it watches the stream and can be asked of the history. */
export const savedSearchSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'use lower-case Latin letters, digits and hyphens'),
  name: z.string().min(1).max(200),
  /** In the rule language, with the word lists of the rules in force. */
  query: z.string().min(1).max(20_000),
  owner: z.string().min(1).max(200),
  createdAt: z.iso.datetime(),
});
export type SavedSearch = z.infer<typeof savedSearchSchema>;
