import { z } from 'zod';

const instant = z.iso.datetime();

/** One run of a clock: from the event that started it to the one that stopped it. Everything else about it follows from these and config/sla.yaml. */
export const clockRunSchema = z.strictObject({
  clock: z.enum(['detection', 'assignment', 'first-answer', 'final', 'approval']),
  startSeq: z.number().int().min(1),
  startedAt: instant,
  stopSeq: z.number().int().nullable(),
  stoppedAt: instant.nullable(),
  /** How it ended: what was waited for came; or it is waited for no more. Null while it runs. */
  end: z.enum(['done', 'void']).nullable(),
  /** Policy of config/sla.yaml that gives the term; null where none does: the run is told of and never late. */
  policyId: z.string().nullable(),
  /** Stretches that do not count; the last has no end while the work rests. */
  pauses: z.array(z.strictObject({ from: instant, to: instant.nullable() })),
  /** Bodies that it waited for, each from an instant to the next one's; before the first of them nobody had it yet. Their hours are in config/routing. */
  bodies: z.array(z.strictObject({ from: instant, id: z.string() })),
  /** Highest share of the term, in percent, that was told of. */
  told: z.number().int(),
  missed: z.boolean(),
  /** Steps of the escalation that were taken. */
  escalated: z.number().int(),
});
export type ClockRun = z.infer<typeof clockRunSchema>;

/** A run as it stands at an instant. */
export const clockViewSchema = z.strictObject({
  run: clockRunSchema,
  /** «running» may be late: see `isLate`. */
  state: z.enum(['running', 'paused', 'met', 'missed', 'void']),
  /** Null where no policy gives a term, and while the run rests. */
  dueAt: instant.nullable(),
  /** Whether the term was over when it stopped, or is over now. */
  isLate: z.boolean(),
  /** Minutes of the run's own time: working minutes, or all of them where the term runs around the clock. */
  elapsedMinutes: z.number().min(0),
  budgetMinutes: z.number().min(0).nullable(),
  isWorkingTime: z.boolean(),
});
export type ClockView = z.infer<typeof clockViewSchema>;
