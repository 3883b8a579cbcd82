import type { Analysis } from '../text/tokens.js';
import { logOdds, type Share, wilson } from './suggest-odds.js';
import { kindOf, stemsOf, TermCounts, type TermKind, termsOf, writeTerm } from './suggest-terms.js';

/** What is known of a text with regard to the topic. */
export interface TopicText {
  analysis: Analysis;
  /** Said by people: of the topic, surely not, or unknown. */
  label: 'topic' | 'other' | 'unknown';
  /** Whether a rule of the topic fires on it. */
  caught: boolean;
}

export interface TermCandidate {
  /** As it can be pasted into a query. */
  query: string;
  kind: TermKind;
  /** Log-odds ratio between texts of the topic and the rest, and its z-score. */
  odds: number;
  z: number;
  /** Texts of the topic that have it, caught or not. */
  support: number;
  /** Texts of the topic that no rule catches and that it would win; without labels: new texts of any kind. */
  won: number;
  /** Texts of something else that it would catch and no rule of the topic does now; null without labels. */
  alarms: number | null;
  /** Share of the topic among the texts that it would newly catch; null without labels. */
  precision: Share | null;
  stems: readonly string[];
}

export interface ExclusionCandidate {
  query: string;
  kind: TermKind;
  odds: number;
  z: number;
  /** False alarms that it would silence. */
  silenced: number;
  /** True hits that it would cost. */
  lost: number;
}

export interface Suggestions {
  /** How the topic's texts were told: by people's labels, or by its own rules. */
  by: 'labels' | 'rules';
  /** Texts of the topic, of those caught, and all others. */
  topic: number;
  caught: number;
  rest: number;
  falseAlarms: number;
  terms: TermCandidate[];
  exclusions: ExclusionCandidate[];
  /** The best terms in one line, with what it would win and catch wrongly as a whole; null when there is nothing to suggest. */
  line: { query: string; won: number; alarms: number | null } | null;
  /** The best exclusions in one line. */
  exceptLine: string | null;
}

export interface SuggestOptions {
  /** Most terms and most exclusions. */
  limit: number;
  /** Fewest texts that a term must win, or an exclusion silence. */
  leastWon?: number;
}

/** Fewest labelled texts from which labels, not rules, tell the topic. */
export const leastLabelled = 5;
const surelyZ = 1.96;
const mostInLine = 8;
/** Precision below which a term is not worth a line: it is a word of complaints of any kind. */
const leastPrecision = 0.1;
/** Precision that a term needs to stand in the ready line. */
const linePrecision = 0.5;
/** Texts of the topic that are kept in memory for the second look. */
const mostKept = 20_000;

/**
 * Candidate terms and exclusions for a topic. `texts` is read twice, so that history of any size can be walked: first for the topic's own
 * texts, then for the rest.
 */
export async function suggest(
  texts: () => AsyncIterable<TopicText> | Iterable<TopicText>,
  options: SuggestOptions,
): Promise<Suggestions> {
  const leastWon = options.leastWon ?? 2;
  const first = await readTopic(texts);
  const { isTopic, by, own } = first;
  const ownCounts = new TermCounts({ keepForms: true });
  for (const { terms } of own) ownCounts.add(terms);
  const wanted = new Set(ownCounts.keys(leastWon));

  const restCounts = new TermCounts({ wanted });
  // What the terms would newly catch: alarms with labels, new texts without.
  const fresh = new TermCounts({ wanted });
  const freshTexts: Map<string, readonly string[]>[] = [];
  const [hits, alarms] = [new TermCounts({ keepForms: true }), new TermCounts({ keepForms: true })];
  const alarmTexts: ReadonlyMap<string, readonly string[]>[] = [];
  let rest = 0;
  for await (const text of texts()) {
    const terms = termsOf(text.analysis);
    if (isTopic(text)) {
      if (text.caught && by === 'labels') hits.add(terms);
      continue;
    }
    rest++;
    restCounts.add(terms);
    if (!text.caught) {
      const kept = new Map([...terms].filter(([key]) => wanted.has(key)));
      fresh.add(kept);
      if (kept.size > 0) freshTexts.push(kept);
    } else if (text.label === 'other') {
      alarms.add(terms);
      alarmTexts.push(terms);
    }
  }

  const missed = own.filter(({ caught }) => !caught);
  const missedCounts = new TermCounts({ wanted });
  for (const { terms } of missed) missedCounts.add(terms);
  const candidates = [...wanted].flatMap((key): (TermCandidate & { key: string })[] => {
    const kind = kindOf(key);
    const support = ownCounts.count(key);
    const { odds, z } = logOdds(support, ownCounts.total(kind), restCounts.count(key), restCounts.total(kind));
    const newTexts = fresh.count(key);
    const won = by === 'labels' ? missedCounts.count(key) : newTexts;
    if (z < surelyZ || won < leastWon) return [];
    const wrong = by === 'labels' ? newTexts : null;
    const precision = wrong === null ? null : wilson(won, won + wrong);
    if (precision !== null && precision.share < leastPrecision) return [];
    const query = writeTerm(key, ownCounts.form(key));
    return [{ key, query, kind, odds, z, support, won, alarms: wrong, precision, stems: stemsOf(key) }];
  });
  const terms = withoutEchoes(candidates.sort(byWorth)).slice(0, options.limit);
  const targets = by === 'labels' ? missed.map((one) => one.terms) : freshTexts;
  const exclusions =
    by === 'labels' ? withoutLesser(findExclusions(hits, alarms, leastWon)).slice(0, options.limit) : [];
  return {
    by,
    topic: own.length,
    caught: own.length - missed.length,
    rest,
    falseAlarms: alarmTexts.length,
    terms: terms.map(({ key: _key, ...term }) => term),
    exclusions: exclusions.map(({ key: _key, ...exclusion }) => exclusion),
    line: makeLine(terms, targets, by === 'labels' ? freshTexts : null),
    exceptLine: makeExceptLine(exclusions, alarmTexts),
  };
}

interface Own {
  terms: ReadonlyMap<string, readonly string[]>;
  caught: boolean;
}

/** The first walk: how the topic's texts are told, and those texts. */
async function readTopic(texts: () => AsyncIterable<TopicText> | Iterable<TopicText>) {
  const [labelled, caught]: [Own[], Own[]] = [[], []];
  for await (const text of texts()) {
    if (text.label !== 'topic' && !text.caught) continue;
    const own = { terms: termsOf(text.analysis), caught: text.caught };
    if (text.label === 'topic' && labelled.length < mostKept) labelled.push(own);
    if (text.caught && caught.length < mostKept) caught.push(own);
  }
  const by = labelled.length >= leastLabelled ? 'labels' : 'rules';
  return {
    by,
    own: by === 'labels' ? labelled : caught,
    isTopic: by === 'labels' ? ({ label }: TopicText) => label === 'topic' : (text: TopicText) => text.caught,
  } as const;
}

/** First what surely wins most: the lower bound of precision times what is won; without labels the stronger bond. */
function byWorth(a: TermCandidate, b: TermCandidate): number {
  const worth = ({ precision, won, z }: TermCandidate): number => (precision === null ? z : precision.low * won);
  return worth(b) - worth(a) || b.z - a.z || (a.query < b.query ? -1 : 1);
}

/** Leaves out pairs that win no more than what stands before them and is not less precise: one of their words, or the same words as a phrase. */
function withoutEchoes<T extends TermCandidate>(sorted: readonly T[]): T[] {
  const kept: T[] = [];
  for (const one of sorted) {
    const isEcho = kept.some(
      (other) =>
        (other.stems.every((stem) => one.stems.includes(stem)) ||
          one.stems.every((stem) => other.stems.includes(stem))) &&
        other.won >= one.won &&
        (other.precision === null || one.precision === null || other.precision.low >= one.precision.low),
    );
    if (!isEcho) kept.push(one);
  }
  return kept;
}

type Terms = ReadonlyMap<string, readonly string[]>;

/** Takes the terms that each win most of what is left, as long as they win anything. */
function makeLine(
  candidates: readonly (TermCandidate & { key: string })[],
  targets: readonly Terms[],
  wrong: readonly Terms[] | null,
): Suggestions['line'] {
  const usable = candidates.filter(({ precision }) => precision === null || precision.share >= linePrecision);
  const chosen: (typeof usable)[number][] = [];
  let left = [...targets];
  while (chosen.length < mostInLine) {
    const gains = usable.map((one) => left.filter((terms) => terms.has(one.key)).length);
    const best = gains.indexOf(Math.max(...gains));
    const one = usable[best];
    if (!one || (gains[best] ?? 0) < 1) break;
    chosen.push(one);
    left = left.filter((terms) => !terms.has(one.key));
  }
  if (chosen.length === 0) return null;
  const holds = (terms: Terms): boolean => chosen.some(({ key }) => terms.has(key));
  const query = chosen.map(({ query: text, kind }) => (kind === 'near' ? `(${text})` : text)).join(' | ');
  return { query, won: targets.filter(holds).length, alarms: wrong === null ? null : wrong.filter(holds).length };
}

function findExclusions(hits: TermCounts, alarms: TermCounts, least: number): (ExclusionCandidate & { key: string })[] {
  return alarms
    .keys(least)
    .flatMap((key) => {
      const kind = kindOf(key);
      const [silenced, lost] = [alarms.count(key), hits.count(key)];
      const { odds, z } = logOdds(lost, hits.total(kind), silenced, alarms.total(kind));
      if (z > -1 || silenced <= lost) return [];
      return [{ key, query: writeTerm(key, alarms.form(key)), kind, odds, z, silenced, lost }];
    })
    .sort(byRelief);
}

/** First what surely silences most for what it costs; of equals the simplest. */
function byRelief(a: ExclusionCandidate & { key: string }, b: ExclusionCandidate & { key: string }): number {
  const relief = ({ silenced, lost }: ExclusionCandidate): number => wilson(silenced, silenced + lost).low * silenced;
  const size = (key: string): number => stemsOf(key).length;
  return relief(b) - relief(a) || size(a.key) - size(b.key) || (a.query < b.query ? -1 : 1);
}

/** Leaves out pairs that share a word with what stands before them and silence no more of the texts. */
function withoutLesser(sorted: readonly (ExclusionCandidate & { key: string })[]): typeof sorted {
  const kept: (ExclusionCandidate & { key: string })[] = [];
  for (const one of sorted) {
    const stems = stemsOf(one.key);
    const isEcho = kept.some((other) => {
      const others = stemsOf(other.key);
      const isInside = others.every((stem) => stems.includes(stem)) || stems.every((stem) => others.includes(stem));
      return isInside && other.silenced >= one.silenced && other.lost <= one.lost;
    });
    if (!isEcho) kept.push(one);
  }
  return kept;
}

function makeExceptLine(
  exclusions: readonly (ExclusionCandidate & { key: string })[],
  alarms: readonly Terms[],
): string | null {
  const usable = exclusions.filter(({ lost, silenced }) => lost * 10 <= silenced);
  const chosen: string[] = [];
  let left = [...alarms];
  for (const { key, query, kind } of usable) {
    const gain = left.filter((terms) => terms.has(key)).length;
    if (gain < 2 || chosen.length >= mostInLine) continue;
    chosen.push(kind === 'near' ? `(${query})` : query);
    left = left.filter((terms) => !terms.has(key));
  }
  return chosen.length === 0 ? null : chosen.join(' | ');
}
