import type { IncidentStatus, Outcome } from '../../core/incident.js';
import type { Urgency } from '../../core/verdict.js';

/*
 * The codes of src/core in the order of the screen. They are repeated here because the schemas would bring the validator into the
 * bundle; `satisfies` and the unit test keep both lists equal.
 */
export const incidentStatuses = [
  'new',
  'assigned',
  'answered',
  'closed',
  'not-incident',
] as const satisfies readonly IncidentStatus[];
export const urgencies = ['urgent', 'ordinary'] as const satisfies readonly Urgency[];
export const outcomes = ['solved', 'explained', 'not-solved', 'postponed'] as const satisfies readonly Outcome[];
