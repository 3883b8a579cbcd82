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

/** «5 мин. назад», «вчера»; older than 30 days: the day. What lies ahead counts as now: clocks differ. */
export function formatRelative(at: string, nowMs: number, language: Language): string {
  const seconds = Math.min(0, Math.round((Date.parse(at) - nowMs) / 1_000));
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto', style: 'short' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(0, 'second');
  if (size < 3_600) return format.format(Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.trunc(seconds / 3_600), 'hour');
  if (size < 30 * 86_400) return format.format(Math.trunc(seconds / 86_400), 'day');
  return formatDay(at, language);
}

/** Day and time to the minute; the year only when it is not this one. zone: IANA, the browser's when left out. */
export function formatMoment(at: string, language: Language, zone?: string): string {
  return new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at));
}

/** The full moment with seconds and zone, for titles. */
export function formatExact(at: string, language: Language, zone?: string): string {
  return new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at));
}

/** Day, month and year. */
export function formatDay(at: string, language: Language, zone?: string): string {
  return new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(at));
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
