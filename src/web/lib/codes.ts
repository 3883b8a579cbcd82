import type { IncidentStatus, Nature, Outcome, PauseReason } from '../../core/incident.js';
import type { SeriesKind } from '../../core/series.js';
import type { TroubledHealth } from '../../core/source-health.js';
import type { Urgency } from '../../core/verdict.js';

/*
 * The codes of src/core in the order of the screen. They are repeated here because the schemas would bring the validator into the
 * bundle; `satisfies` and the unit test keep both lists equal.
 */
export const incidentStatuses = [
  'new',
  'accepted',
  'assigned',
  'in-work',
  'interim',
  'proposed',
  'approved',
  'answered',
  'closed',
  'forwarded',
  'not-incident',
  'merged',
] as const satisfies readonly IncidentStatus[];
/** States of an incident that another can go on in. */
export const mergeableStatuses = [
  'new',
  'accepted',
  'assigned',
  'in-work',
  'interim',
  'proposed',
  'approved',
  'answered',
] as const satisfies readonly IncidentStatus[];
export const urgencies = ['urgent', 'ordinary'] as const satisfies readonly Urgency[];
export const outcomes = ['solved', 'explained', 'not-solved', 'postponed'] as const satisfies readonly Outcome[];
export const seriesKinds = ['seasonal', 'chronic', 'repeated'] as const satisfies readonly SeriesKind[];
export const natures = ['solvable', 'informational'] as const satisfies readonly Nature[];
export const pauseReasons = [
  'awaiting-author',
  'awaiting-third-party',
  'season',
  'other',
] as const satisfies readonly PauseReason[];
/** Trouble of sources by which lists can be narrowed. */
export const troubles = ['failing', 'silent', 'no-passport', 'disabled'] as const satisfies readonly TroubledHealth[];
