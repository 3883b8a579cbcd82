import { useCallback, useState } from 'react';
import type { IncidentActionType, IncidentCard } from '../../../core/http.js';
import { dropDraft, readDraft, writeDraft } from '../../lib/drafts.js';
import { type Draft, startDraft } from './draft.js';

/** The draft of one action on one incident; it outlives the form and a session that ends in between. */
export function useDraft(incident: IncidentCard['incident'], type: IncidentActionType) {
  const key = `${incident.id}:${type}`;
  const [draft, setState] = useState<Draft>(() => readDraft<Draft>(key) ?? startDraft(incident, type));
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
