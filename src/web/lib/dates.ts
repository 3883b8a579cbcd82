import { type Language, locales, type Translate } from '../i18n/translate.js';

/** Length of a stretch of time in at most two units: «1 д 4 ч», «25 мин». */
export function formatSpan(ms: number, t: Translate): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes === 0) return t('span.lessMinute');
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  const parts: string[] = [];
  if (days > 0) parts.push(t('span.days', { n: days }));
  if (hours > 0) parts.push(t('span.hours', { n: hours }));
  if (days === 0 && minutes % 60 > 0) parts.push(t('span.minutes', { n: minutes % 60 }));
  // A non-breaking space keeps number and unit together.
  return parts.map((part) => part.replace(' ', '\u00A0')).join(' ');
}

/** Working time in hours and minutes: a working day has eight hours, so days would mislead. */
export function formatHours(minutes: number, t: Translate): string {
  const whole = Math.floor(minutes);
  if (whole === 0) return t('span.lessMinute');
  const hours = Math.floor(whole / 60);
  const parts = hours > 0 ? [t('span.hours', { n: hours })] : [];
  if (whole % 60 > 0) parts.push(t('span.minutes', { n: whole % 60 }));
  return parts.map((part) => part.replace(' ', '\u00A0')).join(' ');
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for each language, zone and shape: a list shows hundreds of times and renews them four times a minute. */
function formatIn(language: Language, zone: string, shape: keyof typeof shapes): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${shape}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locales[language], { ...shapes[shape], timeZone: zone });
    formats.set(key, format);
  }
  return format;
}

const minute = { hour: '2-digit', minute: '2-digit' } as const;
const shapes = {
  moment: { day: 'numeric', month: 'short', ...minute },
  exact: { day: 'numeric', month: 'long', year: 'numeric', ...minute, second: '2-digit' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/**
 * «5 мин. назад», «вчера»; older than 30 days: the day. What lies ahead counts as now: clocks differ. From a day on the days of the calendar count, which
 * are those of the zone.
 */
export function formatRelative(at: string, nowMs: number, language: Language, zone: string): string {
  const seconds = Math.min(0, Math.round((Date.parse(at) - nowMs) / 1_000));
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto', style: 'short' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(0, 'second');
  if (size < 3_600) return format.format(Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.trunc(seconds / 3_600), 'hour');
  if (size >= 30 * 86_400) return formatDay(at, language, zone);
  const [then, now] = [Date.parse(at), nowMs].map((ms) => Date.parse(dayIn(ms, zone)));
  return format.format(Math.round(((then ?? 0) - (now ?? 0)) / 86_400_000), 'day');
}

/** Day and time to the minute, without the zone. zone: IANA. */
export function formatMoment(at: string, language: Language, zone: string): string {
  return formatIn(language, zone, 'moment').format(new Date(at));
}

/** Day, year and time to the second, without the zone: see describeExact. */
export function formatExact(at: string, language: Language, zone: string): string {
  return formatIn(language, zone, 'exact').format(new Date(at));
}

/** Day, month and year. A day without a time, «2026-03-10», is shown as it is in UTC. */
export function formatDay(at: string, language: Language, zone: string): string {
  return formatIn(language, zone, 'day').format(new Date(at));
}

/** The day «YYYY-MM-DD» of an instant in a zone. */
export function dayIn(nowMs: number, zone: string): string {
  // Swedish writes days as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(nowMs);
}

/** A share 0-1 as whole percent. */
export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A number with at most `digits` decimals, «0,83». */
export function formatNumber(value: number, language: Language, digits = 2): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: digits }).format(value);
}
