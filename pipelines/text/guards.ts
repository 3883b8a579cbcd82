import { isCapital } from './chars.js';
import type { Analysis, Token } from './tokens.js';

/** Folded words with a name next to them; texts that name different ones speak of different places. */
const PLACE_WORDS = new Set(
  (
    'ул улица улице улицы улицу улицей пр пр-т проспект проспекте проспекта пер переулок переулке переулка пл площадь площади бульвар бульваре ' +
    'бульвара б-р наб набережная набережной проезд проезде проезда тупик тупике шоссе мкр мкрн микрорайон микрорайоне микрорайона ' +
    'г город городе города с село селе села д деревня деревне деревни пос поселок поселке поселка п пгт снт хутор хуторе станица станице'
  ).split(' '),
);

/**
 * What two texts must have in common to be copies of each other: their figures (houses, dates, amounts) and the names beside words such
 * as «улица» or «село», sorted, joined by spaces. «Дом 5» and «дом 7», «ул. Мира» and «ул. Садовая» are different complaints.
 */
export function numbersOf(analysis: Analysis): string {
  const { text, tokens } = analysis;
  const found: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === 'number') found.push(token.stem);
    else if (token.kind === 'word' && PLACE_WORDS.has(token.text)) {
      if (token.text.length === 1 && tokens[index + 1]?.kind === 'number') continue;
      const named = namedBeside(text, tokens[index - 1], tokens[index + 1]);
      if (named !== undefined) found.push(named.stem);
    }
  }
  return found.sort().join(' ');
}

function namedBeside(text: string, before: Token | undefined, after: Token | undefined): Token | undefined {
  const isName = (token: Token | undefined) => token?.kind === 'word' && isCapital(text.charCodeAt(token.start));
  if (isName(after)) return after;
  if (isName(before)) return before;
  return after?.kind === 'word' ? after : undefined;
}
