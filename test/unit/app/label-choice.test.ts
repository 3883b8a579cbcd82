import { describe, expect, it } from 'vitest';
import { signature } from '../../../pipelines/text/minhash.js';
import { analysisOf } from '../../../pipelines/text/read.js';
import { type Askable, chooseBatch, chooseDiverse, distance, drawn } from '../../../src/app/label-choice.js';
import { uncertaintyOf } from '../../../src/app/label-uncertainty.js';
import type { ShadowVerdict } from '../../../src/core/post.js';
import { sampleVerdict } from '../../support/samples.js';

const verdict = sampleVerdict({
  score: 0.5,
  groups: [{ group: 'roads', probability: 1 }],
  group: 'roads',
  evidence: [],
});
const shadow = (overrides: Partial<ShadowVerdict>): ShadowVerdict => ({
  revision: 'v2',
  score: 0.5,
  incident: true,
  unsure: false,
  group: 'roads',
  topic: null,
  urgency: 'ordinary',
  ...overrides,
});

describe('how little the machine knows', () => {
  it('is greatest where a coin would do as well', () => {
    const scores = [0.01, 0.2, 0.5, 0.8, 0.99].map((score) => uncertaintyOf({ ...verdict, score }, null).incident);
    expect(scores[2]).toBe(1);
    expect(scores[0]).toBeLessThan(scores[1] ?? 0);
    expect(scores[4]).toBeCloseTo(scores[0] ?? 1, 12);
  });

  it('counts doubts about the group as far as it may be an incident', () => {
    const torn = [
      { group: 'roads' as const, probability: 0.5 },
      { group: 'improvement' as const, probability: 0.5 },
    ];
    const of = (score: number, groups = torn) => uncertaintyOf({ ...verdict, score, groups }, null).group;
    // One bit of the log2(20) bits that there could be.
    expect(of(1)).toBeCloseTo(1 / Math.log2(20), 12);
    expect(of(0.1)).toBeCloseTo(0.1 / Math.log2(20), 12);
    expect(of(1, [{ group: 'roads', probability: 1 }])).toBe(0);
    expect(of(1, [])).toBe(0);
  });

  it('grows when its parts contradict each other, most about «incident»', () => {
    const of = (one: typeof verdict, other: ShadowVerdict | null) => uncertaintyOf(one, other).disagreement;
    expect(of(verdict, shadow({}))).toBe(0);
    expect(of(verdict, shadow({ incident: false }))).toBe(1);
    expect(of(verdict, shadow({ group: 'waste' }))).toBe(0.5);
    const rule = { engine: 'rules', id: 'r', revision: 'x', target: 'waste.dump', weight: 3, words: [] };
    expect(of({ ...verdict, evidence: [rule] }, null)).toBe(0.5);
    expect(of({ ...verdict, evidence: [{ ...rule, target: 'roads' }] }, null)).toBe(0);
    expect(of({ ...verdict, evidence: [{ ...rule, engine: 'transformer' }] }, null)).toBe(0);
  });
});

const askable = (subject: string, overrides: Partial<Askable> = {}): Askable => ({
  subject,
  postId: subject,
  text: subject,
  cluster: subject,
  uncertainty: 1,
  shown: null,
  words: [],
  vector: null,
  signature: '',
  ...overrides,
});
const vector = (...values: number[]): Float32Array =>
  Float32Array.from(values, (value) => value / Math.hypot(...values));
const ids = (all: readonly Askable[]): string[] => all.map(({ subject }) => subject);

describe('the choice of different texts', () => {
  it('takes the most uncertain one first and then what is unlike it', () => {
    const texts = [
      askable('copy', { uncertainty: 0.95, vector: vector(1, 0.01, 0) }),
      askable('first', { uncertainty: 1, vector: vector(1, 0, 0) }),
      askable('other', { uncertainty: 0.5, vector: vector(0, 1, 0) }),
      askable('third', { uncertainty: 0.4, vector: vector(0, 0, 1) }),
    ];
    expect(ids(chooseDiverse(texts, 3))).toEqual(['first', 'other', 'third']);
    expect(ids(chooseDiverse(texts, 9))).toEqual(['first', 'other', 'third', 'copy']);
  });

  it('takes one text of a cluster, and words where a vector is missing', () => {
    const of = (text: string) => signature(analysisOf(text));
    const texts = [
      askable('a', { signature: of('На улице Садовой третий день темно, фонари не горят') }),
      askable('b', { signature: of('На улице Садовой третий день темно, фонари не горят!'), vector: vector(1, 0, 0) }),
      askable('c', { signature: of('Не вывозят мусор, контейнеры переполнены вторую неделю'), uncertainty: 0.6 }),
      askable('d', { signature: of('Совсем другое: автобус не пришёл утром'), cluster: 'a', uncertainty: 0.9 }),
    ];
    expect(distance(texts[0] as Askable, texts[1] as Askable)).toBeLessThan(0.2);
    expect(ids(chooseDiverse(texts, 2))).toEqual(['a', 'c']);
    expect(ids(chooseDiverse(texts, 9))).toEqual(['a', 'c', 'b']);
  });

  it('is the same whatever the order of the texts', () => {
    const texts = Array.from({ length: 40 }, (_, n) =>
      askable(`t${n}`, { uncertainty: ((n * 7) % 13) / 13, vector: vector(Math.cos(n), Math.sin(n), (n % 3) - 1) }),
    );
    expect(ids(chooseDiverse([...texts].reverse(), 10))).toEqual(ids(chooseDiverse(texts, 10)));
  });
});

describe('a draw', () => {
  const all = Array.from({ length: 400 }, (_, n) => askable(`p${n}`));
  it('is the same every time, another one for another purpose, and goes on where it ended', () => {
    const first = ids(drawn('random', all, 20));
    expect(ids(drawn('random', [...all].reverse(), 20))).toEqual(first);
    expect(ids(drawn('second', all, 20))).not.toEqual(first);
    const rest = all.filter(({ subject }) => !first.includes(subject));
    expect(ids(drawn('random', all, 40))).toEqual([...first, ...ids(drawn('random', rest, 20))]);
  });
  it('favours nobody', () => {
    const halves = drawn('random', all, 200).filter(({ subject }) => Number(subject.slice(1)) < 200).length;
    // 200 of 400: within four standard errors of 100.
    expect(Math.abs(halves - 100)).toBeLessThan(20);
  });
});

describe('a batch', () => {
  const pool = (name: string, size: number): Askable[] =>
    Array.from({ length: size }, (_, n) => askable(`${name}${n}`, { vector: vector(1, n + 1, 0) }));
  const pools = { uncertain: pool('u', 50), random: pool('r', 50), second: pool('s', 50) };
  const reasons = (
    count: number,
    shares: { random: number; second: number },
    labelled: { singles: number; doubles: number },
    from = pools,
  ) => {
    const batch = chooseBatch(from, count, shares, labelled);
    expect(new Set(ids(batch)).size).toBe(batch.length);
    return (['uncertain', 'random', 'second'] as const).map((why) => batch.filter((text) => text.why === why).length);
  };

  it('asks for second words until the share is reached, and never more than half of the batch', () => {
    const shares = { random: 0.2, second: 0.15 };
    expect(reasons(20, shares, { singles: 0, doubles: 0 })).toEqual([16, 4, 0]);
    // 0.15 of 40 are 6, 2 are there.
    expect(reasons(20, shares, { singles: 38, doubles: 2 })).toEqual([12, 4, 4]);
    expect(reasons(20, shares, { singles: 34, doubles: 6 })).toEqual([16, 4, 0]);
    expect(reasons(20, shares, { singles: 900, doubles: 0 })).toEqual([6, 4, 10]);
  });

  it('fills up with uncertain ones what is lacking elsewhere, and asks no text twice', () => {
    const poor = { uncertain: pool('u', 50), random: pool('u', 3), second: [] };
    expect(reasons(20, { random: 0.5, second: 0.5 }, { singles: 10, doubles: 0 }, poor)).toEqual([17, 3, 0]);
    expect(reasons(20, { random: 1, second: 1 }, { singles: 100, doubles: 0 })).toEqual([0, 10, 10]);
  });
});
