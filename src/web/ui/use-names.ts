import { useMemo } from 'react';
import { useMeta } from '../api/queries.js';
import { useI18n } from '../i18n/i18n.js';
import { createNames, type Names } from '../lib/names.js';

/** Names of groups, topics, executors and sources in the page's language. */
export function useNames(): Names {
  const { language } = useI18n();
  const { data } = useMeta();
  return useMemo(() => createNames(data, language), [data, language]);
}
