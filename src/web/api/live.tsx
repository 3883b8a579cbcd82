import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { sessionKey } from './query-client.js';

export type LiveState = 'connecting' | 'on' | 'off';
const Context = createContext<LiveState>('connecting');

/** Events come in bursts; the queue is asked at most this often. */
const REFRESH_MS = 2_000;
const RECONNECT_MS = 5_000;

/** Holds the event stream open and refreshes what an event touches. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');

  useEffect(() => {
    let stream: EventSource | null = null;
    let reconnect: ReturnType<typeof setTimeout> | undefined;
    let refresh: ReturnType<typeof setTimeout> | undefined;
    let wasDown = false;

    const refreshSoon = () => {
      refresh ??= setTimeout(() => {
        refresh = undefined;
        void client.invalidateQueries({ queryKey: ['incidents'] }, { cancelRefetch: false });
      }, REFRESH_MS);
    };
    const onIncident = (event: MessageEvent<string>) => {
      refreshSoon();
      const { incidentId } = JSON.parse(event.data) as { incidentId: string };
      void client.invalidateQueries({ queryKey: ['card', incidentId] });
    };
    const connect = () => {
      stream = new EventSource('/api/stream');
      stream.addEventListener('open', () => {
        setState('on');
        // What happened while the stream was down was not told: ask again.
        if (wasDown) void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
        wasDown = false;
      });
      stream.addEventListener('incident', onIncident);
      stream.addEventListener('error', () => {
        wasDown = true;
        setState('off');
        // The browser reconnects by itself after a break, but not after a refusal (401, 503).
        if (stream?.readyState !== EventSource.CLOSED) return;
        clearTimeout(reconnect);
        reconnect = setTimeout(() => {
          void client.invalidateQueries({ queryKey: sessionKey });
          connect();
        }, RECONNECT_MS);
      });
    };
    connect();
    return () => {
      stream?.close();
      clearTimeout(reconnect);
      clearTimeout(refresh);
    };
  }, [client]);

  return <Context value={state}>{children}</Context>;
}

/** Whether the event stream is up. */
export function useLive(): LiveState {
  return useContext(Context);
}
