import { type DayWindow, isInWindow, type Organisation } from '../../src/core/organisation.js';
import { approverOf } from './decide.js';
import { actingFor } from './substitutes.js';
import type { Line, RoutingTable } from './table.js';

export type Bodies = Pick<RoutingTable, 'organisations'>;

/** The bodies that may come to act in place of this one, however far. */
export function standIns({ substitutes }: Organisation, { organisations }: Bodies): Organisation[] {
  const found = new Set<Organisation>();
  const visit = (list: Organisation['substitutes']): void => {
    for (const { id } of list) {
      const next = organisations.get(id);
      if (next === undefined || found.has(next)) continue;
      found.add(next);
      visit(next.substitutes);
    }
  };
  visit(substitutes);
  return [...found];
}

/** The first day from today on which neither the body nor a substitute acts; null when somebody always does. */
export function unattendedDay(body: Organisation, today: string, bodies: Bodies): string | null {
  if (body.inactive.length === 0) return null;
  const all = [body, ...standIns(body, bodies)];
  const windows = all.flatMap(({ inactive, substitutes }) => [...inactive, ...substitutes]);
  const days = windows.flatMap(({ from, to }) => [
    ...(from === null ? [] : [from]),
    ...(to === null ? [] : [dayAfter(to)]),
  ]);
  // Nothing changes between these days.
  const changes = [...new Set([today, ...days])].filter((day) => day >= today).toSorted();
  return changes.find((day) => actingFor(body, day, bodies).organisation === null) ?? null;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}

/**
 * A ring of substitutes that all count on one day from today on, as ids from the smallest back to it; null without one. Only the smallest
 * of a ring finds it, so each is found once.
 */
export function substituteRing(start: Organisation, today: string, { organisations }: Bodies): string[] | null {
  const seen = new Map<string, DayWindow[]>();
  const ways: { path: string[]; window: DayWindow }[] = [{ path: [start.id], window: { from: today, to: null } }];
  for (const { path, window } of ways) {
    for (const substitute of organisations.get(path.at(-1) ?? '')?.substitutes ?? []) {
      const both = overlap(window, substitute);
      if (both === null) continue;
      if (substitute.id === start.id) return [...path, start.id];
      // A ring through a smaller one is that one's; a way that was gone with more days ahead leads nowhere now either.
      const before = seen.get(substitute.id) ?? [];
      if (substitute.id < start.id || before.some((one) => holds(one, both))) continue;
      seen.set(substitute.id, [...before, both]);
      ways.push({ path: [...path, substitute.id], window: both });
    }
  }
  return null;
}

function overlap(a: DayWindow, b: DayWindow): DayWindow | null {
  const from = a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from;
  const to = a.to === null || (b.to !== null && b.to < a.to) ? b.to : a.to;
  return from !== null && to !== null && from > to ? null : { from, to };
}

function holds(wide: DayWindow, { from, to }: DayWindow): boolean {
  const reachesFrom = wide.from === null || (from !== null && isInWindow(from, { from: wide.from, to: null }));
  return reachesFrom && (wide.to === null || (to !== null && to <= wide.to));
}

/** What is wrong with who approves the answers of a line’s body. */
export interface ApprovalGap {
  readonly code: 'self-approval' | 'no-approver';
  /** The body whose answers are meant: the executor, or a substitute of it. */
  readonly body: string;
}

/** Whether the bodies that may act by this line approve their own answers, or lack the approver that the table demands. */
export function approvalGaps(line: Line, table: RoutingTable): ApprovalGap[] {
  const { approvalFor } = table;
  if (line.executor === null) {
    const { kind, name } = line.template ?? { kind: 'other', name: '' };
    const hasApprover = line.approver !== null && line.approver !== 'parent';
    return approvalFor.includes(kind) && !hasApprover ? [{ code: 'no-approver', body: name }] : [];
  }
  const { executor, approver } = line;
  if (approver !== null && approver !== 'parent' && approver.id === executor.id)
    return [{ code: 'self-approval', body: executor.id }];
  const bodies = [executor, ...(executor.inactive.length === 0 ? [] : standIns(executor, table))];
  return bodies.flatMap((body): ApprovalGap[] => {
    if (approverOf(line, body, null, table) !== null) return [];
    // A substitute that would be its own approver, with nobody above it.
    if (approver !== null && approver !== 'parent') return [{ code: 'self-approval', body: body.id }];
    return approvalFor.includes(body.kind) ? [{ code: 'no-approver', body: body.id }] : [];
  });
}
