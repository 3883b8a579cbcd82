import { z } from 'zod';

export const bodyKindSchema = z.enum(['agency', 'municipality', 'utility', 'managing-company', 'other']);
export type BodyKind = z.infer<typeof bodyKindSchema>;

/** A body that must act: agency, municipality, utility, managing company. */
export const executorSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  kind: bodyKindSchema,
  /** Territory that it works for. */
  territory: z.string().nullable(),
});
export type Executor = z.infer<typeof executorSchema>;

/** Where an incident was sent and why. */
export const routeSchema = z.strictObject({
  executorId: z.string(),
  executorName: z.string(),
  /** Who approves its answers; missing where an earlier version routed. */
  approverId: z.string().nullable().optional(),
  approverName: z.string().nullable().optional(),
  /** Line of the routing table that decided. */
  ruleId: z.string(),
  /** One sentence for people. */
  reason: z.string(),
  /** Best first, the chosen one included, at most five. */
  ranked: z.array(
    z.strictObject({ executorId: z.string(), executorName: z.string(), probability: z.number().min(0).max(1) }),
  ),
});
export type Route = z.infer<typeof routeSchema>;
