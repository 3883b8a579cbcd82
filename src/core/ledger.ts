import { z } from 'zod';

/**
 * One entry of the conservation ledger: how many posts of a batch left each stage of a queue in which way. Per stage the counts of all
 * outcomes add up to what went in. The id is derived from batch and queue and the first entry stays: a batch that runs twice is
 * counted once.
 */
export const ledgerEntrySchema = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  batchId: z.string(),
  sourceId: z.string(),
  queue: z.string(),
  counts: z.array(
    z.strictObject({
      stage: z.string(),
      /** «passed», «failed» or «dropped:<reason>». */
      outcome: z.string(),
      count: z.number().int().min(1),
    }),
  ),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
