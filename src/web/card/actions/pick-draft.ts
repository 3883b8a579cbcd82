import type { AnswerDraft, DraftKind } from '../../../core/answer-draft.js';
import type { IncidentActionType } from '../../../core/http.js';

const finals: readonly DraftKind[] = ['solved', 'explained', 'not-solved', 'postponed'];
const kindsOf: Partial<Record<IncidentActionType, readonly DraftKind[]>> = {
  'interim-answer': ['interim', 'request'],
  'propose-answer': finals,
  answer: finals,
};

/** The drafts that serve an action, by kind; in each kind in the order of the server. */
export function groupDrafts(
  drafts: readonly AnswerDraft[],
  type: IncidentActionType,
): { kind: DraftKind; items: AnswerDraft[] }[] {
  return (kindsOf[type] ?? [])
    .map((kind) => ({ kind, items: drafts.filter((draft) => draft.kind === kind) }))
    .filter(({ items }) => items.length > 0);
}

/** What was typed, and the draft as a paragraph after it. */
export function joinTexts(typed: string, draft: string): string {
  return `${typed.trimEnd()}\n\n${draft}`;
}

/** What of the text is still to be filled in; the server refuses it (gapsIn of src/core/answer-draft.ts). */
export function gapsOf(text: string): string[] {
  return [...new Set(text.match(/\{[^{}]{1,100}\}/g) ?? [])];
}
