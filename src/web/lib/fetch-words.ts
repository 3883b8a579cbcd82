import type { AlertKind } from '../../core/alert.js';
import { isMessageKey, type Translate } from '../i18n/translate.js';

/** Why a page could not be read; the code's own sentence where the dictionary has one, else what the collector said. */
export function describeFetchError(error: { code: string; message: string }, t: Translate): string {
  const key = `fetch.${error.code}`;
  return isMessageKey(key) ? t(key) : error.message;
}

/** What an alert says; of a failure its reason. */
export function describeAlert(alert: { kind: AlertKind; code: string | null; message: string }, t: Translate): string {
  const what = t(`alerts.${alert.kind}`);
  if (alert.kind !== 'source-failing' || alert.code === null) return what;
  return `${what}: ${describeFetchError({ code: alert.code, message: alert.message }, t)}`;
}
