import { z } from 'zod';

/** What a draft says: that the work goes on, that something must be asked, or with what it ended. */
export const draftKinds = ['interim', 'request', 'solved', 'explained', 'not-solved', 'postponed'] as const;
export const draftKindSchema = z.enum(draftKinds);
export type DraftKind = z.infer<typeof draftKindSchema>;

/** A text for a person to read, complete and publish. Nothing publishes it by itself. */
export const answerDraftSchema = z.object({
  templateId: z.string(),
  name: z.string(),
  kind: draftKindSchema,
  text: z.string(),
  /** What is still to be filled in, as it stands in the text: «{что сделано}». */
  gaps: z.array(z.string()),
  /** Day that the text names for the final answer; null when it names none. */
  finalBy: z.iso.date().nullable(),
});
export type AnswerDraft = z.infer<typeof answerDraftSchema>;

/** Unfilled gaps of an answer, each once, in their order. */
export function gapsIn(text: string): string[] {
  return [...new Set(text.match(/\{[^{}]{1,100}\}/g) ?? [])];
}
