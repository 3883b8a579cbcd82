import { isoTime } from '../core/clock.js';
import { labelId } from '../core/ids.js';
import type { Answer, Label } from '../core/label.js';
import type { LabelStore } from '../core/label-store.js';
import type { Asked } from './label-choice.js';

/** What one person says of a text that was put to them. */
export function givenLabel(text: Asked, answer: Answer, { who, nowMs }: { who: string; nowMs: number }): Label {
  return {
    id: labelId(who, text.subject),
    version: nowMs,
    subject: text.subject,
    postId: text.postId,
    text: text.text,
    cluster: text.cluster,
    who,
    at: isoTime(nowMs),
    origin: 'labeller',
    ...answer,
    shown: text.shown,
    note: null,
  };
}

/** Takes a person's label of a text back. */
export async function takeBack(labels: Pick<LabelStore, 'remove'>, { subject }: Asked, who: string): Promise<void> {
  await labels.remove([labelId(who, subject)]);
}

/**
 * A text as it is put to a person: those drawn at random and those for a second word without the machine's opinion, since what is known of recall
 * and agreement stands on them; with `blind` all of them.
 */
export function asPut(text: Asked, blind: boolean): Asked {
  return blind || text.why !== 'uncertain' ? { ...text, shown: null, words: [] } : text;
}

/** A text as a line of a file for labelling elsewhere; what is null is to be filled in. `label import` reads it again. */
export function askedLine({ subject, text, cluster, shown }: Asked): Record<string, unknown> {
  return {
    id: subject,
    text,
    incident: null,
    group: null,
    topic: null,
    kind: null,
    urgency: null,
    cluster,
    ...(shown === null ? {} : { machine: { score: shown.score, candidates: shown.candidates.slice(0, 3) } }),
  };
}
