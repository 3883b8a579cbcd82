import { z } from 'zod';

/**
 * One line of the conservation ledger: how many posts of a batch left a stage in which way. Per batch and stage the counts of all
 * outcomes add up to what went in. The id is derived from batch, stage and outcome: a batch that runs twice is counted once.
 */
export const ledgerEntrySchema = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  batchId: z.string(),
  sourceId: z.string(),
  queue: z.string(),
  stage: z.string(),
  /** «passed», «failed» or «dropped:<reason>». */
  outcome: z.string(),
  count: z.number().int().min(0),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
