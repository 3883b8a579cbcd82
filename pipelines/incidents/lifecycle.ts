import { AppError } from '../../src/core/errors.js';
import type { IncidentAction, IncidentActionType } from '../../src/core/http.js';
import type { Incident, IncidentChange, IncidentStatus } from '../../src/core/incident.js';

/** The lifecycle in one table: which actions each state allows. Joining of further posts is always possible. */
export const allowedActions: Readonly<Record<IncidentStatus, readonly IncidentActionType[]>> = {
  new: ['assign', 'change-topic', 'change-urgency', 'not-incident', 'answer', 'close', 'comment'],
  assigned: ['assign', 'change-topic', 'change-urgency', 'not-incident', 'answer', 'close', 'comment'],
  answered: ['answer', 'close', 'reopen', 'change-topic', 'comment'],
  closed: ['reopen', 'comment'],
  'not-incident': ['reopen', 'comment'],
};

/**
 * The event that an action amounts to.
 * @param executorName looks a body up; undefined when there is none with this id
 * @throws AppError E_MOVE_FORBIDDEN when the state does not allow it, E_INPUT_INVALID when the executor is unknown.
 */
export function changeFor(
  incident: Incident,
  action: IncidentAction,
  executorName: (executorId: string) => string | undefined,
): IncidentChange {
  const allowed = allowedActions[incident.status];
  if (!allowed.includes(action.type)) {
    throw new AppError(
      'E_MOVE_FORBIDDEN',
      `incident ${incident.number} is «${incident.status}»: «${action.type}» is not possible, only ${allowed.join(', ')}`,
      { details: { status: incident.status, allowed: [...allowed] } },
    );
  }
  switch (action.type) {
    case 'assign': {
      const name = executorName(action.executorId);
      if (name === undefined) {
        throw new AppError(
          'E_INPUT_INVALID',
          `there is no executor «${action.executorId}»: choose one from the list in config/routing`,
        );
      }
      return { type: 'assigned', executorId: action.executorId, executorName: name, note: action.note };
    }
    case 'change-topic':
      return { type: 'topic-changed', group: action.group, topic: action.topic };
    case 'change-urgency':
      return { type: 'urgency-changed', urgency: action.urgency };
    case 'not-incident':
      return { type: 'marked-not-incident', reason: action.reason };
    case 'answer':
      return { type: 'answered', text: action.text, url: action.url };
    case 'close':
      return { type: 'closed', outcome: action.outcome, reason: action.reason };
    case 'reopen':
      return { type: 'reopened', reason: action.reason };
    case 'comment':
      return { type: 'commented', text: action.text };
  }
}
