import type { Label } from '../core/label.js';
import { differ, voiceOf, voicesOf } from '../core/label-truth.js';
import { groupCodes } from '../core/verdict.js';

/** A coefficient of agreement: 1 is full agreement, 0 what chance gives. Null where nothing can be said (no texts, or one answer only). */
export interface Kappa {
  texts: number;
  /** Part of the texts on which they agree, 0-1. */
  agreed: number | null;
  kappa: number | null;
  /** 95 % bounds. */
  low: number | null;
  high: number | null;
}

export interface PairAgreement {
  one: string;
  other: string;
  /** Incident or not. */
  incident: Kappa;
  /** Which group, «no incident» being one more. */
  group: Kappa;
  /** Each group against all else. */
  groups: ({ group: string } & Kappa)[];
}

export interface Disagreement {
  subject: string;
  text: string;
  answers: { who: string; answer: string }[];
}

export interface Agreement {
  /** Texts with words of two or more. */
  texts: number;
  pairs: PairAgreement[];
  /** Of all persons together, by Krippendorff's alpha for names; null with fewer than two. */
  alpha: { incident: number | null; group: number | null };
  /** Those that nobody has settled. */
  disagreements: Disagreement[];
}

/** The operators of an incident in tables of persons. */
export const operatorsName = 'operators';

/** How far people agree on the texts that several of them labelled. */
export function agreementOf(labels: Iterable<Label>): Agreement {
  const bySubject = new Map<string, Label[]>();
  for (const label of labels) bySubject.set(label.subject, [...(bySubject.get(label.subject) ?? []), label]);
  const units: Label[][] = [];
  const disagreements: Disagreement[] = [];
  for (const [subject, all] of bySubject) {
    const voices = voicesOf(all).filter(({ origin }) => origin !== 'settled');
    if (voices.length < 2) continue;
    units.push(voices);
    const isSettled = all.some(({ origin }) => origin === 'settled');
    const [first, ...others] = voices;
    if (isSettled || first === undefined || !voices.some((one) => others.some((other) => differ(one, other)))) continue;
    const answers = voices.map((label) => ({ who: nameOf(label), answer: answerText(label) }));
    disagreements.push({ subject, text: first.text, answers });
  }
  const isIncident = (label: Label): string => String(label.incident);
  return {
    texts: units.length,
    pairs: pairsOf(units),
    alpha: { incident: alphaOf(units.map((unit) => unit.map(isIncident))), group: alphaOf(units.map(namedGroups)) },
    disagreements: disagreements.sort((a, b) => (a.subject < b.subject ? -1 : 1)),
  };
}

const nameOf = (label: Label): string => (label.origin === 'operator' ? operatorsName : label.who);

/** Group of an answer, or that it is none; null when an incident has no group. */
const groupOf = (label: Label): string | null => (label.incident ? label.group : 'no incident');

const namedGroups = (unit: readonly Label[]): string[] => unit.map(groupOf).filter((group) => group !== null);

function answerText(label: Label): string {
  return label.incident
    ? [label.group ?? 'incident', label.topic].filter((part) => part !== null).join(' › ')
    : 'no incident';
}

function pairsOf(units: readonly Label[][]): PairAgreement[] {
  const pairs = new Map<string, { one: string; other: string; both: [Label, Label][] }>();
  for (const unit of units) {
    const sorted = [...unit].sort((a, b) => (voiceOf(a) < voiceOf(b) ? -1 : 1));
    for (const [place, one] of sorted.entries())
      for (const other of sorted.slice(place + 1)) {
        const key = JSON.stringify([voiceOf(one), voiceOf(other)]);
        const pair = pairs.get(key) ?? { one: nameOf(one), other: nameOf(other), both: [] };
        pairs.set(key, pair);
        pair.both.push([one, other]);
      }
  }
  return [...pairs.values()].sort((a, b) => b.both.length - a.both.length).map(pairAgreement);
}

function pairAgreement({ one, other, both }: { one: string; other: string; both: [Label, Label][] }): PairAgreement {
  const grouped = both.flatMap(([a, b]): [string, string][] => {
    const [left, right] = [groupOf(a), groupOf(b)];
    return left === null || right === null ? [] : [[left, right]];
  });
  const groups = groupCodes
    .filter((group) => grouped.some((pair) => pair.includes(group)))
    .map((group) => ({ group, ...kappaOf(grouped.map(([a, b]) => [String(a === group), String(b === group)])) }));
  return {
    one,
    other,
    incident: kappaOf(both.map(([a, b]) => [String(a.incident), String(b.incident)])),
    group: kappaOf(grouped),
    groups,
  };
}

/**
 * Cohen's kappa with its large-sample interval, as in J. Cohen, «A coefficient of agreement for nominal scales», Educational and Psychological
 * Measurement 20 (1960): κ = (pₒ − pₑ) / (1 − pₑ), standard error √(pₒ(1 − pₒ) / (n(1 − pₑ)²)). Bounds are cut at ±1.
 */
export function kappaOf(pairs: readonly (readonly [string, string])[]): Kappa {
  const texts = pairs.length;
  if (texts === 0) return { texts, agreed: null, kappa: null, low: null, high: null };
  const agreed = pairs.filter(([a, b]) => a === b).length / texts;
  const [left, right] = [countsOf(pairs.map(([a]) => a)), countsOf(pairs.map(([, b]) => b))];
  let chance = 0;
  for (const [value, count] of left) chance += (count / texts) * ((right.get(value) ?? 0) / texts);
  if (chance >= 1) return { texts, agreed, kappa: null, low: null, high: null };
  const kappa = (agreed - chance) / (1 - chance);
  const margin = 1.959964 * Math.sqrt((agreed * (1 - agreed)) / (texts * (1 - chance) ** 2));
  return { texts, agreed, kappa, low: Math.max(-1, kappa - margin), high: Math.min(1, kappa + margin) };
}

/**
 * Krippendorff's alpha for names and any number of persons, each of whom may have left texts out (K. Krippendorff, «Computing Krippendorff's
 * Alpha-Reliability», 2011): 1 − Dₒ / Dₑ over the matrix of coincidences.
 * @param units answers by text
 */
export function alphaOf(units: readonly (readonly string[])[]): number | null {
  const totals = new Map<string, number>();
  let observed = 0;
  let values = 0;
  for (const unit of units) {
    if (unit.length < 2) continue;
    values += unit.length;
    const counts = countsOf(unit);
    for (const [value, count] of counts) {
      totals.set(value, (totals.get(value) ?? 0) + count);
      observed += (count * (unit.length - count)) / (unit.length - 1);
    }
  }
  let expected = 0;
  for (const count of totals.values()) expected += count * (values - count);
  if (expected === 0) return null;
  return 1 - ((values - 1) * observed) / expected;
}

function countsOf(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
