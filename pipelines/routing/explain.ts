import type { BodyKind, Route } from '../../src/core/executor.js';
import type { DayWindow } from '../../src/core/organisation.js';
import type { GroupCode } from '../../src/core/verdict.js';
import { type ConditionName, failingCondition, type Situation } from './conditions.js';
import type { Outcome } from './decide.js';
import type { LocalMoment } from './local-moment.js';
import { sayConditions } from './say.js';
import type { Fit, FoundBy, Line } from './table.js';

/** Why a line did not win: a condition does not hold, or the winner comes before it and why. */
export type LostBy =
  | ConditionName
  /** A template, and a rule fits. */
  | 'template'
  /** For a larger territory than the winner. */
  | 'territory'
  /** There, for the group or for everything, and the winner is for the topic or the group. */
  | 'subject'
  /** There for the same, but later in the files. */
  | 'order';

export interface RouteCandidate {
  readonly id: string;
  readonly where: string;
  readonly territory: string | null;
  readonly by: FoundBy;
  readonly isTemplate: boolean;
  readonly executorId: string;
  readonly executorName: string;
  /** In Russian, empty of a line that always holds. */
  readonly conditions: string[];
  /** Null of the line that won. */
  readonly lostBy: LostBy | null;
}

/** A route with all that it follows from. */
export interface RouteExplanation {
  readonly route: Route;
  readonly group: GroupCode | null;
  readonly topic: string | null;
  /** Finest first. */
  readonly territories: { readonly id: string; readonly name: string }[];
  readonly source: { readonly id: string | null; readonly kind: string | null };
  /** Instant, ISO, and what clocks at the place show then. */
  readonly at: string | null;
  readonly timeZone: string;
  readonly local: LocalMoment | null;
  /** Kinds of bodies that the text names. */
  readonly named: BodyKind[];
  /** Every line that is for the topic at the place, in the order in which they come; the one that won has no `lostBy`. */
  readonly candidates: RouteCandidate[];
  /** Bodies that do not act on the day: the one that the line names, then its substitutes that do not either. */
  readonly away: ({ readonly id: string; readonly name: string } & DayWindow)[];
  /** Nobody acts in place of the bodies that are away. */
  readonly isUnattended: boolean;
}

/** Every fitting line with what became of it. */
export function explainFits(
  fits: Iterable<Fit>,
  winner: Fit,
  situation: Situation,
  outcome: (line: Line) => Pick<Outcome, 'wanted'>,
): RouteCandidate[] {
  return [...fits].map((fit) => {
    const { line, by } = fit;
    const { wanted } = outcome(line);
    return {
      id: line.id,
      where: line.where,
      territory: line.territory,
      by,
      isTemplate: line.template !== null,
      executorId: wanted.id,
      executorName: wanted.name,
      conditions: sayConditions(line.conditions),
      lostBy: line === winner.line ? null : (failingCondition(line.conditions, situation) ?? lostTo(winner, fit)),
    };
  });
}

function lostTo(winner: Fit, { line, by }: Fit): LostBy {
  if (line.template !== null && winner.line.template === null) return 'template';
  if (line.territory !== winner.line.territory) return 'territory';
  return by === winner.by ? 'order' : 'subject';
}
