import { analyse } from './analyse.js';
import { maskPersonalData } from './mask.js';
import { cleanTextMapped } from './normalise.js';
import { chainMaps, mapEdits, type OffsetMap } from './offsets.js';
import { ownWords } from './own-words.js';
import type { Analysis } from './tokens.js';

/** What the line makes of a raw post. */
export interface ReadText {
  /** The text that was analysed: clean, masked, quoted lines blanked. */
  readonly text: string;
  /** Leads from the analysed text, and from the masked one, which has the same length, to the raw text. */
  readonly map: OffsetMap;
  /** Clean text with personal data masked, quoted lines as they are: what is stored. */
  readonly masked: string;
  readonly analysis: Analysis;
  /** The analysis of the masked text with its quoted lines; the same object where there are none. */
  readonly whole: Analysis;
}

/** A raw text as it is stored: clean, personal data masked. Any string is accepted. */
export function cleanAndMask(raw: string): Pick<ReadText, 'masked' | 'map'> {
  const clean = cleanTextMapped(raw);
  const { text: masked, edits } = maskPersonalData(clean.text);
  return { masked, map: chainMaps(clean.map, mapEdits(edits)) };
}

/** The analysis of a text as it is stored: of what its author says, quoted lines left out. */
export function analysisOf(masked: string): Analysis {
  return analyse(ownWords(masked));
}

/** Reads a raw text as the line does: clean, mask, leave out quoted lines, analyse. Any string is accepted. */
export function readText(raw: string): ReadText {
  const { masked, map } = cleanAndMask(raw);
  const text = ownWords(masked);
  const analysis = analyse(text);
  return {
    text,
    map,
    masked,
    analysis,
    whole: text === masked ? analysis : analyse(masked),
  };
}
