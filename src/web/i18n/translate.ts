import { en } from './en.js';
import { ru } from './ru.js';

export type Language = 'ru' | 'en';
/** Forms by CLDR category; Russian needs all four, English two. */
export type PluralForms = { one: string; few?: string; many?: string; other: string };
export type Entry = string | PluralForms;
export type MessageKey = keyof typeof ru;
export type Params = Record<string, string | number>;
/** Text for a key in one language. Numbers are written as that language writes them. */
export type Translate = (key: MessageKey, params?: Params) => string;

export const dictionaries: Record<Language, Record<MessageKey, Entry>> = { ru, en };
export const locales: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' };

/** The form for n («1 пост», «2 поста», «5 постов»). */
export function choosePlural(language: Language, n: number, forms: PluralForms): string {
  const category = new Intl.PluralRules(locales[language]).select(n);
  if (category === 'one' || category === 'few' || category === 'many') return forms[category] ?? forms.other;
  return forms.other;
}

/** A translator for one language. A parameter that is missing stays visible as «{name}». */
export function createTranslate(language: Language): Translate {
  const dictionary = dictionaries[language];
  const numbers = new Intl.NumberFormat(locales[language]);
  return (key, params = {}) => {
    const entry = dictionary[key];
    const text = typeof entry === 'string' ? entry : choosePlural(language, Number(params.n ?? 0), entry);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

/** True for keys that the dictionary holds: for values that come from the server («stage.…», «error.…»). */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(ru, key);
}
