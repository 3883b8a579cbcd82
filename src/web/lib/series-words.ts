import type { Series } from '../../core/series.js';
import type { Language, Translate } from '../i18n/translate.js';
import { formatNumber } from './dates.js';
import { describeLandmark, describePlace } from './place-words.js';

/** «3 года», «5 месяцев», «20 дней»: what one says of a stretch of so many days. */
export function describeStretch(days: number, t: Translate): string {
  if (days < 60) return t('series.days', { n: days });
  const months = Math.round(days / 30.44);
  if (months < 24) return t('series.months', { n: months });
  return t('series.years', { n: Math.round(days / 365.25) });
}

/** Why it is a series, each reason by itself: how often, the season or the breaks, how often «solved» was said. */
export function describeReasons({ kind, reason, solvedCount }: Series, t: Translate, language: Language): string[] {
  const { episodes, spanDays, longestGapDays, season } = reason;
  const figure = (p: number) => (p < 0.0001 ? `< ${formatNumber(0.0001, language, 4)}` : formatNumber(p, language, 4));
  const reasons = [t('series.times', { n: episodes, span: describeStretch(spanDays, t) })];
  if (kind === 'seasonal' && season !== null && season.limit !== null) {
    const { came, of, inside, counted, windowDays: days, p, limit, tests } = season;
    reasons.push(t('series.season', { came, of, inside, counted, days }));
    reasons.push(t('series.sure', { p: figure(p), limit: figure(limit), tests }));
  } else reasons.push(t(kind === 'chronic' ? 'series.noBreak' : 'series.gap', { n: longestGapDays }));
  if (kind === 'repeated' && season !== null && season.p <= 0.05)
    reasons.push(t('series.unsure', { p: figure(season.p) }));
  if (solvedCount > 0) reasons.push(t('series.solved', { n: solvedCount }));
  return reasons;
}

/** The place of a series: its address or landmark, and the settlement. */
export function describeSeriesPlace(place: Series['place'], t: Translate): { head: string; settlement: string | null } {
  const { settlement, address } = describePlace(place, t);
  const head = place.landmark === null ? address : describeLandmark(place.landmark, t);
  return { head: head ?? settlement ?? '', settlement: head === null ? null : settlement };
}

/** Share of its year that has passed at an ISO date or moment, 0 to 1. */
export function shareOfYear(at: string): number {
  const ms = Date.parse(at);
  const year = new Date(ms).getUTCFullYear();
  const start = Date.UTC(year, 0, 1);
  return (ms - start) / (Date.UTC(year + 1, 0, 1) - start);
}
