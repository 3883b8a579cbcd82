import type { IncidentRow } from '../../core/http.js';
import type { Landmark } from '../../core/place.js';
import type { Translate } from '../i18n/translate.js';

/** Place of a row: the settlement, then street and house; both null when neither is known. */
export function describePlace(
  row: Pick<IncidentRow, 'settlement' | 'street' | 'house'>,
  t: Translate,
): { settlement: string | null; address: string | null } {
  const join = (value: string) => value.split(';').join(', ');
  const parts: string[] = [];
  if (row.street) parts.push(join(row.street));
  if (row.house) parts.push(row.street ? join(row.house) : t('place.houseShort', { house: join(row.house) }));
  return { settlement: row.settlement ? join(row.settlement) : null, address: parts.join(', ') || null };
}

/** Latitude and longitude as maps take them: «54.61000, 39.74000», to about a metre. */
export function formatPoint({ lat, lon }: { lat: number; lon: number }): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

/** A landmark as one would say it: names of schools and clinics say what they are, those of stops and routes do not. */
export function describeLandmark({ kind, name }: Landmark, t: Translate): string {
  if (kind === 'stop' || kind === 'route' || kind === 'intersection') return t(`place.landmark.${kind}`, { name });
  return name;
}
