import type { Answer, Label, LabelKind } from './label.js';
import type { GroupCode, Urgency } from './verdict.js';

/** What persons disagree about. */
export type Contested = 'incident' | 'group' | 'topic' | 'kind' | 'urgency';

/** What all that was said of one text amounts to: what a model may be fitted to or measured on. */
export interface Truth extends Pick<Label, 'subject' | 'postId' | 'text' | 'cluster'> {
  /** Null when persons disagree and nobody has settled it: such a text teaches nothing yet. */
  incident: boolean | null;
  /** Null when not asked, contested, or no incident. */
  group: GroupCode | null;
  alt: GroupCode[];
  topic: string | null;
  kind: LabelKind | null;
  urgency: Urgency | null;
  contested: Contested[];
  /** Persons (the operators of an incident count as one) that had a say. */
  voices: number;
  /** ISO, of the last word. */
  at: string;
}

/**
 * Agreed texts that a refitting of the model needs: incidents and others to learn what an incident is, incidents with a group to learn the
 * groups. On fewer it would learn the accidents of a few texts.
 */
export const fewestLabels = { incidents: 60, others: 60, groups: 150 } as const;

/**
 * One truth a text, in the order in which the texts first appear. A settled label stands alone. Else each question goes by majority of those
 * who answered it: whether it is an incident first, then the group among those who say so, then topic, kind and urgency among those who
 * agree with the group. A tie is contested and stays open. Of the operators' decisions on one text the last counts.
 */
export function truthsOf(labels: Iterable<Label>): Truth[] {
  const bySubject = new Map<string, Label[]>();
  for (const label of labels) {
    const known = bySubject.get(label.subject);
    if (known === undefined) bySubject.set(label.subject, [label]);
    else known.push(label);
  }
  return [...bySubject.values()].map(truthOf);
}

/** @param all labels of one subject, at least one */
export function truthOf(all: readonly Label[]): Truth {
  const voices = voicesOf(all);
  const settled = voices.find(({ origin }) => origin === 'settled');
  const heard = settled === undefined ? voices : [settled];
  const last = heard.reduce((one, other) => (other.at > one.at ? other : one));
  const contested: Contested[] = [];
  const agreed = <T extends string | boolean>(
    what: Contested,
    among: readonly Label[],
    of: (label: Label) => T | null,
  ) => {
    const winners = mostFrequent(among.map(of).filter((value) => value !== null));
    if (winners.length > 1) contested.push(what);
    return winners.length === 1 ? (winners[0] ?? null) : null;
  };
  const incident = agreed('incident', heard, (label) => label.incident);
  const sure = incident === true ? heard.filter((label) => label.incident) : [];
  const group = agreed('group', sure, (label) => label.group);
  const same = group === null ? sure : sure.filter((label) => label.group === group);
  const alt = new Set(same.flatMap((label) => label.alt ?? []));
  if (group !== null) alt.delete(group);
  return {
    subject: last.subject,
    postId: last.postId,
    text: last.text,
    cluster: last.cluster,
    incident,
    group,
    alt: [...alt],
    topic: group === null ? null : agreed('topic', same, (label) => label.topic),
    kind: agreed('kind', same, (label) => label.kind),
    urgency: agreed('urgency', same, (label) => label.urgency),
    contested,
    voices: voices.length,
    at: last.at,
  };
}

/** One label a person; the operators count as one person, whose last word it is. */
export function voicesOf(labels: readonly Label[]): Label[] {
  const last = new Map<string, Label>();
  for (const label of labels) {
    const voice = voiceOf(label);
    const before = last.get(voice);
    if (before === undefined || label.at >= before.at) last.set(voice, label);
  }
  return [...last.values()];
}

/** Whose word it is; the operators share one, and so do those who settle. */
export function voiceOf({ origin, who }: Pick<Label, 'origin' | 'who'>): string {
  return origin === 'operator' || origin === 'settled' ? origin : `by ${who}`;
}

/** True when the answers differ on whether it is an incident or, where both name one, on the group. */
export function differ(one: Answer, other: Answer): boolean {
  if (one.incident !== other.incident) return true;
  return one.group !== null && other.group !== null && one.group !== other.group;
}

function mostFrequent<T>(values: readonly T[]): T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].flatMap(([value, count]) => (count === most ? [value] : []));
}
