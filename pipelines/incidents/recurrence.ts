import type { Incident, IncidentChange } from '../../src/core/incident.js';
import { isWithinRecurrence, type Recurrence, saidAtMs } from '../../src/core/recurrence.js';

const dayMs = 86_400_000;

/**
 * The changes with what they mean for an incident that was answered or closed: a post about the same at the same place, written afterwards, is a
 * recurrence, and where the policy says so the incident goes back to work. Copies, and what was written before, are not.
 */
export function withRecurrences(
  before: Incident | null,
  changes: readonly IncidentChange[],
  policy: Recurrence,
): IncidentChange[] {
  const saidMs = before === null ? null : saidAtMs(before);
  if (before === null || saidMs === null) return [...changes];
  const state = before.status === 'answered' ? 'answered' : before.review.outcome;
  let isResting = true;
  return changes.flatMap((change): IncidentChange[] => {
    if (change.type !== 'post-joined' || !isResting || change.post.join.how !== 'same-place') return [change];
    const { postId, publishedAt, fetchedAt } = change.post;
    const atMs = Date.parse(publishedAt ?? fetchedAt);
    if (atMs <= saidMs || !isWithinRecurrence(before, atMs, policy)) return [change];
    const days = Math.floor((atMs - saidMs) / dayMs);
    const recurred: IncidentChange = { type: 'recurred', postId, days };
    if (state === null || !policy.reopens.includes(state)) return [change, recurred];
    isResting = false;
    const after = before.clocks.answeredAt === null ? 'закрытия' : 'ответа';
    const reason = `Снова жалуются на то же в том же месте, дней после ${after}: ${days}`;
    return [change, recurred, { type: 'reopened', reason }];
  });
}
