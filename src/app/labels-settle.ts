import { isoTime } from '../core/clock.js';
import { AppError } from '../core/errors.js';
import { labelId } from '../core/ids.js';
import { type Answer, type Label, notAsked } from '../core/label.js';
import type { LabelStore } from '../core/label-store.js';
import { voicesOf } from '../core/label-truth.js';

/**
 * Gives the last word on a text on which people disagree; it stands alone from then on and may be given anew.
 * @param given an answer, or the person whose answer is right
 * @throws AppError E_INPUT_INVALID for a text without labels or a person who has none on it.
 */
export async function settleLabel(
  labels: Pick<LabelStore, 'all' | 'put'>,
  subject: string,
  given: Answer | { as: string },
  { who, note, nowMs }: { who: string; note: string | null; nowMs: number },
): Promise<Label> {
  const all: Label[] = [];
  for await (const label of labels.all({ subjects: [subject] })) all.push(label);
  const [first] = all;
  if (first === undefined)
    throw new AppError(
      'E_INPUT_INVALID',
      `nobody has labelled a text «${subject}»: «otklik label agreement» lists them`,
    );
  const settled: Label = {
    id: labelId('settled', subject),
    version: nowMs,
    subject,
    postId: first.postId,
    text: first.text,
    cluster: first.cluster,
    who,
    at: isoTime(nowMs),
    origin: 'settled',
    ...('as' in given ? answerOf(all, given.as) : given),
    shown: null,
    note,
  };
  await labels.put([settled]);
  return settled;
}

function answerOf(all: readonly Label[], person: string): Answer {
  const voices = voicesOf(all).filter(({ origin }) => origin !== 'settled');
  const theirs = voices.find(({ who }) => who === person);
  if (theirs === undefined) {
    const names = voices
      .map(({ who }) => who)
      .sort()
      .join(', ');
    throw new AppError('E_INPUT_INVALID', `--as «${person}»: this text was labelled by ${names}`);
  }
  const { incident, group, alt, topic, kind, urgency } = theirs;
  return incident ? { incident, group, alt, topic, kind, urgency } : { ...notAsked, incident };
}
