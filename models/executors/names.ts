import type { Analysis } from '../../pipelines/text/tokens.js';
import type { Place } from '../../src/core/place.js';

/** So many letters of a word are compared: «Льгов», «Льговского» and «льговский» are one. */
const compared = 5;
/** Words of more names than this say nothing of one of them, such as the region's name. */
const mostNames = 3;
/** Beginnings of words that any body may bear. */
const common = new Set(
  'админ комит минис управ депар префе город район округ облас края край респу муниц образ посел сельс служб отдел'.split(
    ' ',
  ),
);

/** Tells which bodies a text or its place names by a word of their own. */
export interface NameFinder {
  /** For each body whether a word of its name stands in the text. */
  inText(analysis: Analysis): boolean[];
  /** For each body whether a word of its name is that of the settlement, district or municipality. */
  inPlace(place: Pick<Place, 'municipality' | 'settlement' | 'district'>): boolean[];
}

/** @param executors names of the bodies. Pure. */
export function createNameFinder(executors: readonly string[]): NameFinder {
  const words = executors.map((name) => new Set(beginnings(name)));
  const names = new Map<string, number>();
  for (const own of words) for (const word of own) names.set(word, (names.get(word) ?? 0) + 1);
  const telling = words.map((own) => [...own].filter((word) => (names.get(word) as number) <= mostNames));
  const among = (present: ReadonlySet<string>): boolean[] =>
    telling.map((own) => own.some((word) => present.has(word)));
  return {
    inText: ({ tokens }) =>
      among(new Set(tokens.flatMap(({ kind, text }) => (kind === 'word' ? beginnings(text) : [])))),
    inPlace: ({ municipality, settlement, district }) =>
      among(new Set([municipality, settlement, district].flatMap((name) => beginnings(name ?? '')))),
  };
}

function beginnings(name: string): string[] {
  const words =
    name
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[а-я]{3,}/g) ?? [];
  return words.map((word) => word.slice(0, compared)).filter((word) => !common.has(word));
}
