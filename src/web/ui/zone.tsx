import { IconWorld } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext } from 'react';
import { useI18n } from '../i18n/i18n.js';
import type { ShownZone } from '../lib/moment-words.js';
import { browserZone, isSameClock, readableZone, zoneName } from '../lib/zones.js';
import { useNow } from './now.js';
import classes from './times.module.css';

const Context = createContext<string | null>(null);

/** Everything inside is about one incident: its times are those of its place. */
export function PlaceZone({ zone, children }: { zone: string; children: ReactNode }) {
  return <Context value={readableZone(zone)}>{children}</Context>;
}

interface UsedZone extends ShownZone {
  /** Clocks that the reader may take a time without a zone to be of; a time that differs from one of them names its zone. */
  assumed: readonly string[];
}

/** The zone to show a time in. own: that of what the time belongs to, where it is not the card's. */
export function useZone(own?: string | null): UsedZone {
  const around = useContext(Context);
  const place = own ? readableZone(own) : around;
  const browser = browserZone();
  // What is the card's own needs no name: the card has said whose time it shows.
  const assumed = own ? [browser, around ?? browser] : [];
  return { zone: place ?? browser, isPlace: place !== null, assumed };
}

/** Says once for a whole card whose time it shows; nothing where the browser's clock shows the same. */
export function ZoneNote() {
  const { t } = useI18n();
  const nowMs = useNow();
  const { zone } = useZone();
  const own = browserZone();
  if (isSameClock(zone, own, nowMs)) return null;
  return (
    <span className={classes.zoneNote}>
      <IconWorld size={14} stroke={1.75} aria-hidden />
      {t('zone.card', { zone: zoneName(zone, nowMs, t), own: zoneName(own, nowMs, t) })}
    </span>
  );
}
