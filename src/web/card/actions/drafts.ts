import { useCallback, useState } from 'react';
import type { IncidentActionType, IncidentCard } from '../../../core/http.js';
import type { Outcome } from '../../../core/incident.js';
import type { GroupCode, Urgency } from '../../../core/verdict.js';
import { dropDraft, readDraft, writeDraft } from '../../lib/drafts.js';

/** All fields of all actions; each form shows its own. */
export interface Draft {
  executorId: string | null;
  group: GroupCode | null;
  topic: string | null;
  urgency: Urgency;
  outcome: Outcome;
  text: string;
  url: string;
  /** Version of the card when the form was opened: what the operator saw. */
  version: number;
}

/** A form's starting point: what the incident has now. */
export function startDraft(incident: IncidentCard['incident']): Draft {
  return {
    executorId: null,
    group: incident.group,
    topic: incident.topic,
    urgency: incident.urgency === 'urgent' ? 'ordinary' : 'urgent',
    outcome: 'solved',
    text: '',
    url: '',
    version: incident.version,
  };
}

/** The draft of one action on one incident; it outlives the form and a session that ends in between. */
export function useDraft(incident: IncidentCard['incident'], type: IncidentActionType) {
  const key = `${incident.id}:${type}`;
  const [draft, setState] = useState<Draft>(() => readDraft<Draft>(key) ?? startDraft(incident));
  const setDraft = useCallback(
    (change: Partial<Draft>) =>
      setState((before) => {
        const next = { ...before, ...change };
        writeDraft(key, next);
        return next;
      }),
    [key],
  );
  const clear = useCallback(() => dropDraft(key), [key]);
  return { draft, setDraft, clear };
}
