import { gapsIn } from '../../src/core/answer-draft.js';
import { selfEvidentOutcomes } from '../../src/core/closing.js';
import type { ErrorReason } from '../../src/core/error-reason.js';
import { AppError } from '../../src/core/errors.js';
import type { IncidentAction, IncidentActionType } from '../../src/core/http.js';
import type { Incident, IncidentChange, IncidentStatus } from '../../src/core/incident.js';
import type { Hand, Role } from '../../src/core/user.js';
import { settledPromise } from './promises.js';
import { undoable } from './ties.js';

/** What can be decided about an incident as long as nobody has answered it for good. */
const deciding = ['change-topic', 'change-urgency', 'change-nature'] as const;
const working = [
  'assign',
  'interim-answer',
  'propose-answer',
  'answer',
  'close',
  'forward',
  'pause',
  'resume',
  'merge',
  'split',
  'undo',
] as const;

/** Whatever the state: what was promised in public stays promised. */
const always = ['settle-promise', 'comment'] as const;

/**
 * The lifecycle in one table: which actions each state allows. Joining of further posts is always possible. Of `pause` and `resume` the one that
 * fits is left, `split` needs a second post, `undo` something to take back and `settle-promise` a promise: see `allowedActions`.
 */
export const moves: Readonly<Record<IncidentStatus, readonly IncidentActionType[]>> = {
  new: ['accept', 'not-incident', ...working, ...deciding, ...always],
  accepted: ['not-incident', ...working, ...deciding, ...always],
  assigned: ['start-work', 'not-incident', ...working, ...deciding, ...always],
  'in-work': ['not-incident', ...working, ...deciding, ...always],
  interim: [...working, ...deciding, ...always],
  proposed: ['approve-answer', 'return-answer', ...deciding, 'merge', 'split', 'undo', ...always],
  approved: ['answer', 'return-answer', ...deciding, 'merge', 'split', 'undo', ...always],
  answered: ['answer', 'close', 'reopen', 'change-topic', 'split', 'undo', ...always],
  closed: ['reopen', 'split', 'undo', ...always],
  forwarded: ['answer', 'close', 'reopen', 'undo', ...always],
  'not-incident': ['reopen', 'undo', ...always],
  merged: ['undo', ...always],
};

const staff: readonly Role[] = ['operator', 'coordinator', 'administrator'];
const everybody: readonly Role[] = ['executor', ...staff];

/**
 * Who may do what, where the state allows it. Executors act on the incidents of their own bodies alone: that, and the territories, is the API's to
 * see to. A body that approves for others (`approverId`) may approve and return too.
 */
export const rights: Readonly<Record<IncidentActionType, readonly Role[]>> = {
  accept: staff,
  assign: staff,
  'start-work': everybody,
  'interim-answer': everybody,
  'propose-answer': everybody,
  'approve-answer': staff,
  'return-answer': staff,
  answer: everybody,
  close: staff,
  reopen: staff,
  forward: staff,
  pause: everybody,
  resume: everybody,
  'change-topic': staff,
  'change-urgency': staff,
  'change-nature': staff,
  'not-incident': staff,
  merge: staff,
  split: staff,
  undo: staff,
  'settle-promise': staff,
  comment: everybody,
};

/** What of an incident its state is read from. */
export type Standing = Pick<Incident, 'status' | 'pausedAt' | 'postCount' | 'ties' | 'promises'>;

/** What the state of the incident allows anybody. */
export function allowedActions(incident: Standing): IncidentActionType[] {
  const left = new Set<IncidentActionType>([incident.pausedAt === null ? 'resume' : 'pause']);
  if (incident.postCount === 1) left.add('split');
  if (incident.promises.length === 0) left.add('settle-promise');
  if (undoable(incident).length === 0) left.add('undo');
  return moves[incident.status].filter((type) => !left.has(type));
}

/** What of that this person may do; for role executor `hand.executors` are the bodies that it acts for. */
export function allowedTo(
  hand: Hand,
  incident: Standing & Pick<Incident, 'approverId' | 'proposedAnswer'>,
): IncidentActionType[] {
  return allowedActions(incident).filter((type) => refusal(hand, incident, type) === null);
}

/** Why somebody may not do it: a sentence in English, and the same for programs. */
export interface Refusal {
  message: string;
  reason: ErrorReason;
}

/** Why this person may not do it; null when they may. The state is not looked at. */
export function refusal(
  hand: Hand,
  incident: Pick<Incident, 'approverId' | 'proposedAnswer' | 'status'>,
  type: IncidentActionType,
): Refusal | null {
  const { role } = hand;
  const isApproval = type === 'approve-answer' || type === 'return-answer';
  const isApprover = incident.approverId !== null && hand.executors.includes(incident.approverId);
  if (!rights[type].includes(role) && !(isApproval && role === 'executor' && isApprover)) {
    const mine = Object.entries(rights).flatMap(([name, roles]) => (roles.includes(role) ? [name] : []));
    return {
      message: `«${type}» is not for the role ${role}; it may do ${mine.join(', ')}`,
      reason: { key: 'action-not-for-role', params: { action: type, role } },
    };
  }
  if (type === 'approve-answer' && incident.proposedAnswer?.by === hand.login)
    return {
      message: 'the author of an answer does not approve it: let somebody else read it',
      reason: { key: 'answer-own', params: {} },
    };
  // What an executor writes is read by somebody else before the author of the complaint reads it.
  const isPublishing = type === 'answer' || type === 'interim-answer';
  if (isPublishing && role === 'executor' && incident.status !== 'approved')
    return {
      message: `«${type}» needs an approval first: propose the answer`,
      reason: { key: 'answer-not-approved', params: { action: type } },
    };
  return null;
}

/** What the moves need to know of bodies. */
export interface Bodies {
  /** Name of a body; undefined when there is none with this id. */
  executorName(executorId: string): string | undefined;
  /** Who approves the answers of a body; null or undefined where nobody was named. */
  approverOf?(executorId: string): { id: string; name: string } | null | undefined;
}

/** Actions that two incidents take part in: pipelines/incidents/tie-desk.ts. */
export type TieAction = Extract<IncidentAction, { type: 'merge' | 'split' | 'undo' }>;

export function isTieAction(action: IncidentAction): action is TieAction {
  return action.type === 'merge' || action.type === 'split' || action.type === 'undo';
}

/** @throws AppError E_MOVE_FORBIDDEN when the state does not allow it */
export function demandAllowed(incident: Incident, type: IncidentActionType): void {
  const allowed = allowedActions(incident);
  if (allowed.includes(type)) return;
  const paused = incident.pausedAt === null ? '' : ' and paused';
  throw new AppError(
    'E_MOVE_FORBIDDEN',
    `incident ${incident.number} is «${incident.status}»${paused}: «${type}» is not possible, only ${allowed.join(', ')}`,
    {
      details: { status: incident.status, allowed },
      reason: {
        key: 'move-forbidden',
        params: {
          number: incident.number,
          status: incident.status,
          isPaused: incident.pausedAt !== null,
          action: type,
          allowed,
        },
      },
    },
  );
}

/** @throws AppError E_INPUT_INVALID naming what of a template was not filled in */
function demandFilled(text: string): void {
  const gaps = gapsIn(text);
  if (gaps.length > 0)
    throw new AppError('E_INPUT_INVALID', `text: not filled in yet: ${gaps.join(', ')}; write what belongs there`, {
      details: { gaps },
      reason: { key: 'answer-gaps', params: { gaps } },
    });
}

type Published = Extract<IncidentAction, { type: 'answer' | 'interim-answer' }>;

/** @throws AppError E_INPUT_INVALID where nothing tells how the author was reached */
function demandReached({ url, elsewhere = null }: Published): void {
  if (url !== null || elsewhere !== null) return;
  throw new AppError(
    'E_INPUT_INVALID',
    'url: give the address at which the answer was published, or say in «elsewhere» how the author was reached (a private message, a call)',
    { reason: { key: 'answer-unreached', params: {} } },
  );
}

/** @throws AppError E_INPUT_INVALID where nobody could tell later why it was closed */
function demandReason({ status }: Incident, { outcome, reason }: Extract<IncidentAction, { type: 'close' }>): void {
  if (selfEvidentOutcomes(status).includes(outcome) || (reason ?? '').trim() !== '') return;
  const because = status === 'answered' ? `it is closed as «${outcome}»` : 'no answer was published that tells it';
  throw new AppError('E_INPUT_INVALID', `reason: say why, ${because}`, {
    reason: { key: 'closing-unexplained', params: { outcome } },
  });
}

/** Where and how a published answer reached its author. */
const reachedBy = ({ url, elsewhere = null }: Published) => (elsewhere === null ? { url } : { url, elsewhere });

/**
 * The event that an action amounts to.
 * @throws AppError E_MOVE_FORBIDDEN when the state does not allow it, E_INPUT_INVALID when the executor is unknown, an answer has gaps, is at no place or has
 *   another text than the approved one, a closing owes its reason.
 */
export function changeFor(
  incident: Incident,
  action: Exclude<IncidentAction, TieAction>,
  bodies: Bodies,
): IncidentChange {
  demandAllowed(incident, action.type);
  if (action.type === 'answer' || action.type === 'interim-answer' || action.type === 'propose-answer')
    demandFilled(action.text);
  if (action.type === 'answer' || action.type === 'interim-answer') demandReached(action);
  switch (action.type) {
    case 'assign': {
      const { executorId, note } = action;
      const executorName = bodies.executorName(executorId);
      if (executorName === undefined) {
        throw new AppError(
          'E_INPUT_INVALID',
          `there is no executor «${executorId}»: choose one from the list in config/routing`,
          { reason: { key: 'executor-unknown', params: { executorId } } },
        );
      }
      const approver = bodies.approverOf?.(executorId) ?? null;
      const { id: approverId, name: approverName } = approver ?? { id: null, name: null };
      return { type: 'assigned', executorId, executorName, approverId, approverName, note };
    }
    case 'accept':
      return { type: 'accepted' };
    case 'start-work':
      return { type: 'work-started' };
    case 'interim-answer':
      return { type: 'interim-answered', text: action.text, ...reachedBy(action), finalBy: action.finalBy };
    case 'propose-answer':
      return { type: 'answer-proposed', text: action.text };
    case 'approve-answer':
      return { type: 'answer-approved', note: action.note };
    case 'return-answer':
      return { type: 'answer-returned', reason: action.reason };
    case 'forward':
      return { type: 'forwarded', to: action.to, reference: action.reference, reason: action.reason };
    case 'pause':
      return { type: 'paused', reason: action.reason, note: action.note };
    case 'resume':
      return { type: 'resumed' };
    case 'change-topic':
      return { type: 'topic-changed', group: action.group, topic: action.topic };
    case 'change-urgency':
      return { type: 'urgency-changed', urgency: action.urgency };
    case 'change-nature':
      return { type: 'nature-changed', nature: action.nature };
    case 'not-incident':
      return { type: 'marked-not-incident', reason: action.reason };
    case 'answer': {
      const approved = incident.status === 'approved' ? incident.proposedAnswer : null;
      if (approved !== null && action.text.trim() !== approved.text.trim()) {
        throw new AppError(
          'E_INPUT_INVALID',
          'this is not the text that was approved: publish that, or return the answer and propose another',
          { reason: { key: 'answer-altered', params: {} } },
        );
      }
      return { type: 'answered', text: action.text, ...reachedBy(action) };
    }
    case 'close':
      demandReason(incident, action);
      return { type: 'closed', outcome: action.outcome, reason: action.reason };
    case 'reopen':
      return { type: 'reopened', reason: action.reason };
    case 'settle-promise':
      return settledPromise(incident, action);
    case 'comment':
      return { type: 'commented', text: action.text };
  }
}
