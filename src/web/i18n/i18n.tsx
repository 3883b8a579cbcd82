import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { createTranslate, type Language, type Translate } from './translate.js';

interface I18n {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
}

const STORAGE_KEY = 'otklik.language';
const Context = createContext<I18n | null>(null);

function storedLanguage(): Language {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'ru';
  } catch {
    // Storage may be forbidden by the browser's settings; the choice then lives as long as the page.
    return 'ru';
  }
}

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(storedLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    try {
      localStorage.setItem(STORAGE_KEY, language);
    } catch {
      // As above: nothing is lost but the memory of the choice.
    }
  }, [language]);
  const value = useMemo(() => ({ language, setLanguage, t: createTranslate(language) }), [language]);
  return <Context value={value}>{children}</Context>;
}

/** Language and translator of the page. Throws outside I18nProvider. */
export function useI18n(): I18n {
  const value = useContext(Context);
  if (value === null) throw new Error('useI18n is used outside I18nProvider: wrap the tree in it (main.tsx)');
  return value;
}

/** Sets the tab's title as «part · Отклик». */
export function useTitle(part: string): void {
  const { t } = useI18n();
  useEffect(() => {
    document.title = part === '' ? t('app.name') : `${part} · ${t('app.name')}`;
  }, [part, t]);
}
