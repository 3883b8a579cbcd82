import type { Landmark, Territory } from '../../src/core/place.js';
import type { Span } from '../../src/core/verdict.js';
import { GATE } from './gates.js';
import type { Gazetteer, NameEntry } from './gazetteer.js';
import { joinTokens } from './join-tokens.js';
import { type Token, tokenise } from './tokens.js';
import { openWords, type WordTable } from './word-table.js';

/** A text on its way through the finders. Token positions are indices into `tokens`, ends exclusive. */
export interface Scan {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** 1 where a mention has claimed the token. */
  readonly used: Uint8Array;
  readonly gazetteer: Gazetteer;
  /** Territory that the writer writes from, if known. */
  readonly homeId: string | null;
  /** Ids of the home region and of regions that the text has named so far: villages without a type word are looked for in them. */
  readonly near: Set<string>;
  /** Written in capitals throughout: capitals tell nothing. */
  readonly loud: boolean;
}

export interface HouseMention {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}
export interface StreetMention {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  houses: readonly HouseMention[];
}
export interface SettlementMention {
  readonly name: string;
  /** Territories that it may be; empty for one that no list knows. */
  readonly entries: readonly NameEntry[];
  readonly start: number;
  readonly end: number;
  readonly weight: number;
  /** `direction`: «из Москвы», «до Рязани»: somewhere else, unless nothing better is said. */
  readonly how: 'typed' | 'locative' | 'bare' | 'direction';
  /** House in a village without streets. */
  houses?: readonly HouseMention[];
}
export interface AreaMention {
  readonly level: 'region' | 'municipality';
  readonly name: string;
  readonly territoryIds: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** «Ленинский район» of a city, «Советский округ»: which city it lies in is told by the rest of the text or by the home. */
export interface DistrictMention {
  readonly name: string;
  /** «район», «округ» stands beside it. */
  readonly typed: boolean;
  /** Territories of the level `district` that bear the name. */
  readonly entries: readonly Territory[];
  readonly start: number;
  readonly end: number;
}
/** «школа № 7», «остановка Рынок»; see {@link Landmark} for what the names look like. */
export interface LandmarkMention extends Landmark {
  readonly start: number;
  readonly end: number;
}
/** «рязанцы», «пермские дороги»: the text has to do with these territories, but does not say that the place lies there. */
export interface HintMention {
  readonly territories: readonly Territory[];
  readonly start: number;
  readonly end: number;
}

/**
 * Makes the text ready for the finders.
 * @param words what words may begin; without it every finder looks at every word, which finds the same more slowly
 */
export function createScan(
  text: string,
  gazetteer: Gazetteer,
  homeId: string | null,
  words: WordTable = openWords,
): Scan {
  let tokens = joinTokens(tokenise(text, words), words.gatesOf, words.otherGates);
  let wordCount = 0;
  let capitals = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.end - token.start <= 2) continue;
    if (token.kind === 'word') wordCount++;
    if (token.capital) capitals++;
  }
  const loud = wordCount >= 4 && capitals / wordCount > 0.75 && text.slice(0, 400) === text.slice(0, 400).toUpperCase();
  if (loud) tokens = tokens.map((token) => (token.capital ? { ...token, capital: false } : token));
  const home = homeId === null ? null : gazetteer.at(homeId, 'region');
  const near = new Set<string>();
  if (home !== null) near.add(home.id);
  return { text, tokens, used: new Uint8Array(tokens.length), gazetteer, homeId, near, loud };
}

export function wordAt(scan: Scan, at: number): string {
  // A look before the first element of an array takes longer than one beyond its end.
  return at < 0 ? '' : (scan.tokens[at]?.word ?? '');
}

/** The text as written, or lower-cased when it is all capitals. */
export function writtenAt(scan: Scan, at: number): string {
  const token = scan.tokens[at];
  if (token === undefined) return '';
  const written = withoutTear(inRussian(scan.text.slice(token.start, token.end), token.word));
  if (token.word === 'влксм' || token.word === 'рсфср') return token.word.toUpperCase();
  if (scan.loud) return written.toLowerCase();
  // «ЛЕНИНА» is shouted, «ОПМС» is an abbreviation.
  return written.length > 4 && written === written.toUpperCase() ? written.toLowerCase() : written;
}

/** «Усть Ишим» as it is read: «Усть-Ишим». */
const withoutTear = (written: string): string => (/\s/.test(written) ? written.replace(/[\s-]+/, '-') : written);

/** «Мирa» with a Latin letter in it as it is read. */
function inRussian(written: string, word: string): string {
  if (!/[A-Za-z]/.test(written) || /[a-z]/.test(word)) return written;
  return [...word]
    .map((letter, at) =>
      /[А-ЯЁа-яё]/.test(written.charAt(at))
        ? written.charAt(at)
        : isUpper(written.charAt(at))
          ? letter.toUpperCase()
          : letter,
    )
    .join('');
}
const isUpper = (char: string): boolean => char !== char.toLowerCase();

export function claim(scan: Scan, start: number, end: number): void {
  // A few tokens: `fill` takes longer to begin than these to write.
  for (let at = start; at < end; at++) scan.used[at] = 1;
}

export function isFree(scan: Scan, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (scan.used[i] === 1) return false;
  return true;
}

export function spanOf(scan: Scan, start: number, end: number): Span {
  const from = scan.tokens[start]?.start ?? 0;
  const to = scan.tokens[end - 1]?.end ?? from;
  return { text: scan.text.slice(from, to), start: from, end: to };
}

/** Is the token at the beginning of a sentence, where any word has a capital? */
export function opensSentence(scan: Scan, at: number): boolean {
  const token = scan.tokens[at];
  if (token === undefined || token.fresh || at === 0) return true;
  const before = scan.tokens[at - 1];
  return before !== undefined && before.kind === 'sign' && /[.!?…•>|*]/.test(before.word);
}

/** Longest name of the gazetteer that starts at this token: its entries and the number of tokens. */
export function longestName(scan: Scan, at: number): { entries: readonly NameEntry[]; length: number } | null {
  const { tokens, gazetteer } = scan;
  const first = tokens[at];
  if (first === undefined || first.kind !== 'word' || (first.gates & GATE.name) === 0) return null;
  let node = gazetteer.start(first.word);
  let best: { entries: readonly NameEntry[]; length: number } | null = null;
  for (let length = 1; node !== -1; length++) {
    const entries = gazetteer.entriesOf(node);
    if (entries.length > 0) best = { entries, length };
    const token = tokens[at + length];
    if (token === undefined || token.kind === 'sign' || token.fresh) break;
    node = gazetteer.step(node, token.word);
  }
  return best;
}
