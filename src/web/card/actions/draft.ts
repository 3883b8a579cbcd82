import type { IncidentActionType, IncidentCard } from '../../../core/http.js';
import type { Nature, Outcome, PauseReason } from '../../../core/incident.js';
import type { GroupCode, Urgency } from '../../../core/verdict.js';

/** All fields of all actions; each form shows its own. */
export interface Draft {
  executorId: string | null;
  group: GroupCode | null;
  topic: string | null;
  urgency: Urgency;
  outcome: Outcome;
  text: string;
  url: string;
  /** How the author was reached where the reply has no address. */
  elsewhere: string;
  nature: Nature;
  pauseReason: PauseReason;
  /** Day of the promised final answer, ISO; empty when none is promised. */
  finalBy: string;
  forwardTo: string;
  reference: string;
  /** The incident to merge into, at the version that was looked at. */
  into: { id: string; number: string; version: number } | null;
  /** Posts to split off. */
  postIds: string[];
  /** Event to undo, or the one of the promise, by its number. */
  seq: number | null;
  /** What was promised was done; null until somebody says so. */
  kept: boolean | null;
  /** Version of the card when the form was opened: what the operator saw. */
  version: number;
}

/** A form's starting point: what the incident has now. */
export function startDraft(incident: IncidentCard['incident'], type: IncidentActionType): Draft {
  return {
    executorId: null,
    group: incident.group,
    topic: incident.topic,
    urgency: incident.urgency === 'urgent' ? 'ordinary' : 'urgent',
    outcome: 'solved',
    // What was approved is what is published.
    text: type === 'answer' ? (incident.proposedAnswer?.text ?? '') : '',
    url: '',
    elsewhere: '',
    nature: incident.nature === 'solvable' ? 'informational' : 'solvable',
    pauseReason: 'awaiting-author',
    finalBy: '',
    forwardTo: '',
    reference: '',
    into: null,
    postIds: [],
    seq: type === 'settle-promise' ? nextPromise(incident) : latestTie(incident),
    kept: null,
    version: incident.version,
  };
}

/** The promise that is waited for: of the open ones the earliest; null where none is. */
function nextPromise({ promises }: IncidentCard['incident']): number | null {
  const open = promises.filter(({ state }) => state === 'open');
  return open.toSorted((one, other) => one.dueOn.localeCompare(other.dueOn))[0]?.seq ?? null;
}

/** The latest merge or split that holds; null when there is none. */
function latestTie({ ties }: IncidentCard['incident']): number | null {
  const seqs = [...(ties.mergedInto ? [ties.mergedInto] : []), ...ties.absorbed, ...ties.splitOff].map(
    ({ seq }) => seq,
  );
  return seqs.length === 0 ? null : Math.max(...seqs);
}
