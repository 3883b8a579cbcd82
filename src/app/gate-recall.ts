import type { PostStore } from '../core/ports.js';
import { shareOf } from '../core/share.js';

/** What the gate loses, reckoned from the sample of what it let go. */
export interface GateRecall {
  /** Posts that the gate let go, the sample included. */
  dropped: number;
  /** Those of them that the model read all the same. */
  sampled: number;
  /** Those of the sample that would have gone to the queue. */
  wouldBeTaken: number;
  /** Posts that passed the gate and went to the queue. */
  taken: number;
  /** Posts lost at the gate, reckoned for all that it let go, with 95 % bounds. Null without a sample. */
  lost: Bounded | null;
  /** Share of what the whole would take that passes the gate, 0-1, with 95 % bounds. Null while nothing can be said. */
  recall: Bounded | null;
}
export interface Bounded {
  value: number;
  low: number;
  high: number;
}

/** Recall at the gate from counts. The sample is drawn at random, so its share of losses is that of all; the bounds are those of that share. */
export function reckonRecall(counts: Pick<GateRecall, 'dropped' | 'sampled' | 'wouldBeTaken' | 'taken'>): GateRecall {
  const { dropped, sampled, wouldBeTaken, taken } = counts;
  if (sampled === 0) return { ...counts, lost: null, recall: null };
  const { low, high } = shareOf(wouldBeTaken, sampled);
  // Those that were read are known; only the others are reckoned.
  const unread = dropped - sampled;
  const lostAt = (share: number): number => wouldBeTaken + unread * share;
  const lost = { value: lostAt(wouldBeTaken / sampled), low: lostAt(low ?? 0), high: lostAt(high ?? 1) };
  const recallAt = (missed: number): number => taken / (taken + missed);
  const isKnown = taken + lost.high > 0;
  const recall = isKnown
    ? {
        value: taken + lost.value === 0 ? 1 : recallAt(lost.value),
        low: recallAt(lost.high),
        high: taken + lost.low === 0 ? 1 : recallAt(lost.low),
      }
    : null;
  return { ...counts, lost, recall };
}

const byModel = { exists: { field: 'decidedBy.model' } };
const wanted = {
  bool: {
    should: [{ term: { 'verdict.incident': true } }, { term: { 'verdict.unsure': true } }],
    minimum_should_match: 1,
  },
};
const sampled = { term: { 'model.sampled': true } };

/**
 * Counts the stored posts that a model gated. Only what is stored counts: posts of an earlier time, when rules gated alone, do not.
 * @param since posts written at or after, ISO
 */
export async function gateRecall(posts: Pick<PostStore, 'count'>, since?: string): Promise<GateRecall> {
  const period = since === undefined ? {} : { since };
  const count = (...filter: object[]): Promise<number> =>
    posts.count({ ...period, query: { bool: { filter: [byModel, ...filter] } } });
  const [atGate, read, wouldBeTaken, takenAndSampled] = await Promise.all([
    count({ term: { 'dropped.stage': 'gate' } }),
    count(sampled),
    count(sampled, wanted),
    count(wanted),
  ]);
  return reckonRecall({ dropped: atGate + read, sampled: read, wouldBeTaken, taken: takenAndSampled - wouldBeTaken });
}

/** One sentence for people. */
export function describeRecall({ dropped, sampled, wouldBeTaken, lost, recall }: GateRecall): string {
  if (lost === null || recall === null) return `nothing is known yet: ${dropped} posts let go, ${sampled} of them read`;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return `${percent(recall.value)} of what would be taken passes (95 %: ${percent(recall.low)} to ${percent(recall.high)}); ${dropped} let go, ${sampled} of them read, ${wouldBeTaken} of those would have been taken`;
}
