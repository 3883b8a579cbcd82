import { isMessageKey, type Translate } from '../i18n/translate.js';

/** Why a page could not be read; the code's own sentence where the dictionary has one, else what the collector said. */
export function describeFetchError(error: { code: string; message: string }, t: Translate): string {
  const key = `fetch.${error.code}`;
  return isMessageKey(key) ? t(key) : error.message;
}
