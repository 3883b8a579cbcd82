import type { HitChange, Judgement, PostComparison } from './diff-posts.js';
import { isQueued } from './diff-posts.js';
import { type Share, wilson } from './suggest-odds.js';

/** What changes of a post that its operators would notice. */
export const changeKinds = [
  'incident gained',
  'incident lost',
  'queue gained',
  'queue lost',
  'group',
  'topic',
  'urgency',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface ChangedPost {
  id: string;
  text: string;
  kinds: ChangeKind[];
  old: Judgement;
  new: Judgement;
  hits: HitChange[];
  /** What people said of it. */
  label: PostLabel | null;
}

export interface PostLabel {
  incident: boolean | null;
  group: string | null;
}

/** Right and wrong answers of one version. */
export interface Answers {
  found: number;
  falseAlarms: number;
  missed: number;
  /** Labelled incidents with a labelled group, found, and of those in the right group. */
  grouped: number;
  groupRight: number;
}

/** Everything that is counted while posts are compared; plain data, so that it can travel between threads. */
export interface DiffTally {
  /** Posts looked at; the others cannot be concerned. */
  looked: number;
  /** Posts on which some changed rule fires otherwise than before. */
  concerned: number;
  counts: Record<ChangeKind, number>;
  rules: Record<string, { gained: number; lost: number; reweighted: number }>;
  /** Labelled posts, and how each version answers. */
  labelled: number;
  old: Answers;
  new: Answers;
  /** The most telling posts of each kind, at most `keep` a kind. */
  posts: ChangedPost[];
  keep: number;
}

export function emptyTally(keep: number): DiffTally {
  const answers = (): Answers => ({ found: 0, falseAlarms: 0, missed: 0, grouped: 0, groupRight: 0 });
  return {
    looked: 0,
    concerned: 0,
    counts: Object.fromEntries(changeKinds.map((kind) => [kind, 0])) as Record<ChangeKind, number>,
    rules: {},
    labelled: 0,
    old: answers(),
    new: answers(),
    posts: [],
    keep,
  };
}

/** Counts one compared post. */
export function countPost(
  tally: DiffTally,
  post: { id: string; text: string; label: PostLabel | null },
  comparison: PostComparison,
): void {
  tally.looked++;
  const { hits, old, new: now } = comparison;
  if (!old || !now) return;
  if (post.label && post.label.incident !== null) {
    tally.labelled++;
    countAnswer(tally.old, old, post.label);
    countAnswer(tally.new, now, post.label);
  }
  if (hits.length === 0) return;
  tally.concerned++;
  for (const { rule, kind } of hits) {
    tally.rules[rule] ??= { gained: 0, lost: 0, reweighted: 0 };
    (tally.rules[rule] as { gained: number; lost: number; reweighted: number })[kind]++;
  }
  const kinds = kindsOf(old, now);
  for (const kind of kinds) tally.counts[kind]++;
  if (kinds.length === 0) return;
  tally.posts.push({ ...post, kinds, old, new: now, hits });
  if (tally.posts.length > 20 * tally.keep + 100) tally.posts = mostTelling(tally.posts, tally.keep);
}

function kindsOf(old: Judgement, now: Judgement): ChangeKind[] {
  const kinds: ChangeKind[] = [];
  if (old.incident !== now.incident) kinds.push(now.incident ? 'incident gained' : 'incident lost');
  if (isQueued(old) !== isQueued(now)) kinds.push(isQueued(now) ? 'queue gained' : 'queue lost');
  // Of what nobody gets to see, group and topic do not matter.
  if (isQueued(old) && isQueued(now)) {
    if (old.group !== now.group) kinds.push('group');
    else if (old.topic !== now.topic) kinds.push('topic');
    if (old.urgency !== now.urgency) kinds.push('urgency');
  }
  return kinds;
}

function countAnswer(answers: Answers, judgement: Judgement, label: PostLabel): void {
  if (label.incident === false) {
    if (judgement.incident) answers.falseAlarms++;
    return;
  }
  if (!judgement.incident) {
    answers.missed++;
    return;
  }
  answers.found++;
  if (label.group === null) return;
  answers.grouped++;
  if (judgement.group === label.group) answers.groupRight++;
}

/** Of each kind the posts whose score changes most. */
export function mostTelling(posts: readonly ChangedPost[], keep: number): ChangedPost[] {
  const shift = ({ old, new: now }: ChangedPost): number => Math.abs(now.score - old.score);
  const sorted = [...posts].sort((a, b) => shift(b) - shift(a) || (a.id < b.id ? -1 : 1));
  const kept = new Set<ChangedPost>();
  for (const kind of changeKinds)
    for (const post of sorted.filter(({ kinds }) => kinds.includes(kind)).slice(0, keep)) kept.add(post);
  return sorted.filter((post) => kept.has(post));
}

/** Adds `part` to `whole`. */
export function addTally(whole: DiffTally, part: DiffTally): void {
  whole.looked += part.looked;
  whole.concerned += part.concerned;
  whole.labelled += part.labelled;
  for (const kind of changeKinds) whole.counts[kind] += part.counts[kind];
  for (const side of ['old', 'new'] as const)
    for (const name of Object.keys(whole[side]) as (keyof Answers)[]) whole[side][name] += part[side][name];
  for (const [rule, counts] of Object.entries(part.rules)) {
    const known = whole.rules[rule] ?? { gained: 0, lost: 0, reweighted: 0 };
    whole.rules[rule] = {
      gained: known.gained + counts.gained,
      lost: known.lost + counts.lost,
      reweighted: known.reweighted + counts.reweighted,
    };
  }
  whole.posts = mostTelling([...whole.posts, ...part.posts], whole.keep);
}

export interface Measures {
  precision: Share;
  recall: Share;
  /** Share of the found incidents that stand in the right group. */
  group: Share;
}

export function measuresOf({ found, falseAlarms, missed, grouped, groupRight }: Answers): Measures {
  return {
    precision: wilson(found, found + falseAlarms),
    recall: wilson(found, found + missed),
    group: wilson(groupRight, grouped),
  };
}
