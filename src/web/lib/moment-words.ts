import type { Language, Translate } from '../i18n/translate.js';
import { formatExact, formatMoment } from './dates.js';
import { browserZone, isSameClock, zoneName } from './zones.js';

/** In which zone a time is shown. */
export interface ShownZone {
  /** IANA. */
  zone: string;
  /** The zone of an incident's place; false: the browser's, where there is no place. */
  isPlace: boolean;
}

/**
 * The exact moment for a tooltip, with its zone and whose it is; beside the time of another place the reader's own:
 * «27 ноября 2026 г. в 21:05:12 МСК+2, время места; у вас 27 нояб., 19:05 МСК».
 */
export function describeExact(at: string, { zone, isPlace }: ShownZone, language: Language, t: Translate): string {
  const atMs = Date.parse(at);
  const when = `${formatExact(at, language, zone)} ${zoneName(zone, atMs, t)}`;
  if (!isPlace) return t('zone.browserTitle', { when });
  const own = browserZone();
  if (isSameClock(zone, own, atMs)) return t('zone.placeTitle', { when });
  const here = `${formatMoment(at, language, own)} ${zoneName(own, atMs, t)}`;
  return t('zone.placeTitleAndOwn', { when, own: here });
}
