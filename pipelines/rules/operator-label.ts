import type { IncidentEvent } from '../../src/core/incident.js';
import type { Label } from './evaluation.js';

/**
 * What an incident's operators have said of its texts; null when none of them has decided anything. «Not an incident» stands until somebody
 * reopens it. Whoever hands an incident on, answers or closes it accepts the topic that it has at that moment, be it the machine's; a
 * comment says nothing.
 */
export function operatorLabel(events: readonly IncidentEvent[]): Label | null {
  let incident: boolean | null = null;
  let given: Pick<Label, 'group' | 'topic'> | null = null;
  let accepted: Pick<Label, 'group' | 'topic'> | null = null;
  let machine: Pick<Label, 'group' | 'topic'> = { group: null, topic: null };
  for (const { actor, change } of events) {
    if (change.type === 'opened' || change.type === 'rescored') {
      const { group, topic } = change.machine.verdict;
      machine = { group, topic };
    }
    if (actor.kind !== 'operator') continue;
    switch (change.type) {
      case 'marked-not-incident':
        incident = false;
        break;
      case 'topic-changed':
        incident = true;
        given = { group: change.group, topic: change.topic };
        break;
      case 'assigned':
      case 'answered':
      case 'closed':
        incident = true;
        accepted = machine;
        break;
      case 'reopened':
      case 'urgency-changed':
        incident = true;
    }
  }
  if (incident === null) return null;
  if (!incident) return { incident, group: null, topic: null, alt: [] };
  return { incident, ...(given ?? accepted ?? { group: null, topic: null }), alt: [] };
}
