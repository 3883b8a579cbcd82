/** Full-text matching and highlighting over the texts of one incident. */
import type { Incident } from '../core/incident.js';
import { analyze, type Token } from './russian-analyzer.js';
import { matchEnd, matchStart, numberPrefix, type SearchWords } from './search-text.js';

interface AnalyzedText {
  text: string;
  tokens: Token[];
}
export interface AnalyzedIncident {
  number: string;
  /** Of each searched field its texts: field → texts → tokens. */
  fields: AnalyzedText[][];
}

export function analyzeIncident(incident: Readonly<Incident>): AnalyzedIncident {
  const fields = [incident.texts, [incident.title], [incident.settlement], [incident.street], [incident.house]];
  return {
    number: incident.number,
    fields: fields.map((texts) => texts.flatMap((text) => (text === null ? [] : [{ text, tokens: analyze(text) }]))),
  };
}

/** A search with its words analysed once for all incidents. */
export interface PreparedSearch {
  words: { terms: string[]; number: string | null }[];
  phrases: string[][];
}

export function prepareSearch(search: SearchWords): PreparedSearch {
  const terms = (text: string) => analyze(text).map((token) => token.term);
  return {
    words: search.words.map((word) => ({ terms: terms(word), number: numberPrefix(word) })),
    phrases: search.phrases.map(terms),
  };
}

/** Tokens of the text at which the phrase stands. */
function phraseTokens({ tokens }: AnalyzedText, phrase: readonly string[]): Token[] {
  const found: Token[] = [];
  for (let start = 0; start + phrase.length <= tokens.length; start++) {
    if (phrase.every((term, place) => tokens[start + place]?.term === term)) {
      found.push(...tokens.slice(start, start + phrase.length));
    }
  }
  return found;
}

/** Tokens of the text that are one of the word's terms. */
function wordTokens({ tokens }: AnalyzedText, terms: readonly string[]): Token[] {
  return tokens.filter((token) => terms.includes(token.term));
}

/** Above 0 when every word and phrase is found; the more often and the shorter the text, the higher. 0: no match. */
export function scoreMatch(incident: AnalyzedIncident, search: PreparedSearch): number {
  let score = 0;
  for (const { terms, number } of search.words) {
    let best = number !== null && incident.number.startsWith(number) ? 1 : 0;
    for (const texts of incident.fields) {
      const has = (term: string) => texts.some(({ tokens }) => tokens.some((token) => token.term === term));
      if (terms.length === 0 || !terms.every(has)) continue;
      best = Math.max(
        best,
        weight(texts, (text) => wordTokens(text, terms).length / terms.length),
      );
    }
    if (best === 0) return 0;
    score += best;
  }
  for (const phrase of search.phrases) {
    let best = 0;
    for (const texts of incident.fields) {
      best = Math.max(
        best,
        weight(texts, (text) => phraseTokens(text, phrase).length),
      );
    }
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

/** BM25 without the rarity of the word: saturating count, damped by length. */
function weight(texts: readonly AnalyzedText[], count: (text: AnalyzedText) => number): number {
  let frequency = 0;
  let length = 0;
  for (const text of texts) {
    frequency += count(text);
    length += text.tokens.length;
  }
  return frequency === 0 ? 0 : (frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * length) / 40));
}

const fragmentSize = 160;
const fragmentLead = 50;
const maxFragments = 3;

/** Fragments with marks, the fullest first: of the posts' texts, or of the title where only that matches. */
export function highlight(incident: AnalyzedIncident, search: PreparedSearch): string[] {
  for (const texts of incident.fields.slice(0, 2)) {
    const fragments = texts.flatMap((text) => fragmentsOf(text, search));
    if (fragments.length > 0) {
      fragments.sort((a, b) => b.matches - a.matches);
      return fragments.slice(0, maxFragments).map((fragment) => fragment.marked);
    }
  }
  return [];
}

function fragmentsOf(text: AnalyzedText, search: PreparedSearch): { marked: string; matches: number }[] {
  const matched = new Set<Token>();
  for (const { terms } of search.words) for (const token of wordTokens(text, terms)) matched.add(token);
  for (const phrase of search.phrases) for (const token of phraseTokens(text, phrase)) matched.add(token);
  const tokens = text.tokens.filter((token) => matched.has(token));
  const fragments: { marked: string; matches: number }[] = [];
  let place = 0;
  while (place < tokens.length) {
    const first = tokens[place] as Token;
    // Begin and end at words.
    const from = text.tokens.find((token) => token.start >= first.start - fragmentLead)?.start ?? first.start;
    const last = text.tokens.findLast((token) => token.end <= Math.max(first.end, from + fragmentSize));
    const whole = from === text.tokens[0]?.start ? 0 : from;
    const to = last === text.tokens.at(-1) ? text.text.length : (last?.end ?? first.end);
    let marked = '';
    let done = whole;
    let matches = 0;
    for (; place < tokens.length; place++, matches++) {
      const token = tokens[place] as Token;
      if (token.end > to) break;
      marked += `${text.text.slice(done, token.start)}${matchStart}${text.text.slice(token.start, token.end)}${matchEnd}`;
      done = token.end;
    }
    fragments.push({ marked: (marked + text.text.slice(done, to)).trim(), matches });
  }
  return fragments;
}
