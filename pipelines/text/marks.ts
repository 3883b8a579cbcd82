/** Kinds of personal data, each with the mark that stands in its place. */
export const MARKS = {
  phone: '[телефон]',
  mail: '[почта]',
  card: '[карта]',
  passport: '[паспорт]',
  snils: '[СНИЛС]',
  inn: '[ИНН]',
  plate: '[номер авто]',
  flat: '[квартира]',
  name: '[имя]',
  link: '[профиль]',
} as const;

export type MaskKind = keyof typeof MARKS;

const MARK_LIST: readonly string[] = Object.values(MARKS);

/** Length of the mark that begins at `index` («[телефон]»), 0 if none does. */
export function markLengthAt(text: string, index: number): number {
  for (const mark of MARK_LIST) if (text.startsWith(mark, index)) return mark.length;
  return 0;
}
