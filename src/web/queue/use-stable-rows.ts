import { useState } from 'react';
import type { IncidentRow } from '../../core/http.js';
import { type MergedRows, mergeRows } from '../lib/merge-rows.js';

interface State {
  key: string;
  fresh: readonly IncidentRow[];
  merged: MergedRows<IncidentRow>;
  arrived: ReadonlySet<string>;
}

/**
 * The rows on screen for one set of filters (key): later answers update rows in place, new ones wait for accept().
 * arrived: ids let in by the last accept(), for a soft highlight.
 */
export function useStableRows(key: string, fresh: readonly IncidentRow[]) {
  const start = (): State => ({ key, fresh, merged: mergeRows([], fresh), arrived: new Set() });
  const [stored, setState] = useState(start);
  let state = stored;
  if (stored.key !== key) state = start();
  else if (stored.fresh !== fresh) state = { ...stored, fresh, merged: mergeRows(stored.merged.shown, fresh) };
  // Derived from props while rendering, so that no frame shows the old rows.
  if (state !== stored) setState(state);
  const accept = () =>
    setState({
      key,
      fresh,
      merged: mergeRows([], fresh),
      arrived: new Set(state.merged.waiting.map((row) => row.id)),
    });
  return { rows: state.merged.shown, waiting: state.merged.waiting.length, arrived: state.arrived, accept };
}
