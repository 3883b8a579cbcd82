import type { IncidentStatus, Outcome } from './incident.js';

/** With which outcomes an incident in this state may be closed without a reason: a published answer told it, and the matter is done with. */
export function selfEvidentOutcomes(status: IncidentStatus): Outcome[] {
  return status === 'answered' ? ['solved', 'explained'] : [];
}
