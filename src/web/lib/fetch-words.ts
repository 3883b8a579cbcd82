import type { AlertKind } from '../../core/alert.js';
import { isMessageKey, type Translate } from '../i18n/translate.js';

/** Why a page could not be read; the code's own sentence where the dictionary has one, else the code. */
export function describeFetchError(error: { code: string }, t: Translate): string {
  const key = `fetch.${error.code}`;
  return isMessageKey(key) ? t(key) : t('fetch.unknown', { code: error.code });
}

/** The collector's own record, which is English, marked as a quotation: an administrator needs the address and the status that stand in it. */
export function quoteRecord(error: { code: string | null; message: string }, t: Translate): string {
  return t('fetch.record', { code: error.code ?? '', message: error.message }).trim();
}

/** What an alert says; of a failure its reason. */
export function describeAlert(alert: { kind: AlertKind; code: string | null }, t: Translate): string {
  const what = t(`alerts.${alert.kind}`);
  if (alert.kind !== 'source-failing' || alert.code === null) return what;
  return `${what}: ${describeFetchError({ code: alert.code }, t)}`;
}
