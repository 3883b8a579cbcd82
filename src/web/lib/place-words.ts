import type { IncidentRow } from '../../core/http.js';
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
