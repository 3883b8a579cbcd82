import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

const TICK_MS = 15_000;
const Context = createContext(0);

/** One clock for all relative times, so that the whole screen ticks at once. */
export function NowProvider({ children }: { children: ReactNode }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <Context value={nowMs}>{children}</Context>;
}

/** The moment, refreshed every 15 s; milliseconds since 1970. */
export function useNow(): number {
  return useContext(Context);
}
