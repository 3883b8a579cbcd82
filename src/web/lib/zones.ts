import type { Translate } from '../i18n/translate.js';

const MOSCOW = 'Europe/Moscow';
const formats = new Map<string, Intl.DateTimeFormat | null>();

/** Null for a zone that this browser does not know. */
function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    } catch {
      // The server knows a zone that is newer than the browser's tables; times are then shown in the browser's own.
      format = null;
    }
    formats.set(zone, format);
  }
  return format;
}

/** Zone of the browser, IANA. */
export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zone, or the browser's where there is none or the browser does not know it. */
export function readableZone(zone: string | null | undefined): string {
  return zone && formatOf(zone) !== null ? zone : browserZone();
}

/** Minutes that the clocks of a zone are ahead of UTC at an instant: Europe/Moscow 180. */
export function offsetMinutes(zone: string, atMs: number): number {
  const parts = formatOf(zone)?.formatToParts(atMs) ?? [];
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d+)(?::(\d+))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** True when clocks in both zones show the same at that instant, whatever the zones are called. */
export function isSameClock(one: string, other: string, atMs: number): boolean {
  return one === other || offsetMinutes(one, atMs) === offsetMinutes(other, atMs);
}

/** As people in Russia say it: «МСК», «МСК+2», «МСК−1»; elsewhere «UTC+5:30». */
export function zoneName(zone: string, atMs: number, t: Translate): string {
  const ahead = offsetMinutes(zone, atMs);
  const ofMoscow = ahead - offsetMinutes(MOSCOW, atMs);
  // From Kaliningrad to Kamchatka.
  if (ofMoscow % 60 === 0 && ofMoscow >= -60 && ofMoscow <= 540) return t('zone.moscow') + signed(ofMoscow);
  return `UTC${signed(ahead)}`;
}

function signed(minutes: number): string {
  if (minutes === 0) return '';
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`;
}
