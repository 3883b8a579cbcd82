import type { ClusterMatter } from '../../src/core/ports.js';
import type { Verdict } from '../../src/core/verdict.js';
import type { Way } from './cluster-sites.js';
import { subjectCoefficients } from './subject-coefficients.js';
import { areKin } from './topic-kin.js';

/**
 * How near two posts are in what they tell of, by all topics that each may be of. «Греем тазики на плите» and «открываешь красный кран, шипит и пусто» have
 * different likeliest topics, and hot water is among those of both.
 */

/** A point of the rules multiplies a topic's odds by e to this. */
const pointShare = 0.3;
const mostPoints = 6;
/** What rules speak for is held possible where the model does not list it. */
const leastOfRules = 0.002;
const mostTopics = 6;
const leastShown = 0.01;
/** What two kin topics count, where one and the same counts 1. */
const kinShare = 0.7;

/** Topics with their shares in per cent, by falling share. */
export type Subject = NonNullable<ClusterMatter['subject']>;

/** What a post may be about: the topics of its verdict, weighed by the words that rules found for each. Empty where the verdict lists none. */
export function subjectOf({ topics, evidence }: Pick<Verdict, 'topics' | 'evidence'>): Subject {
  if (topics.length === 0) return [];
  const points = new Map<string, number>();
  for (const { engine, target, weight } of evidence)
    if (engine === 'rules' && target.includes('.')) points.set(target, (points.get(target) ?? 0) + weight);
  const shares = new Map(topics.map(({ topic, probability }) => [topic, probability]));
  for (const topic of points.keys()) if (!shares.has(topic)) shares.set(topic, leastOfRules);
  const weighed = [...shares].map(([topic, share]): [string, number] => [
    topic,
    share * Math.exp(pointShare * Math.min(points.get(topic) ?? 0, mostPoints)),
  ]);
  const sum = weighed.reduce((total, [, share]) => total + share, 0);
  return weighed
    .map(([topic, share]): [string, number] => [topic, share / sum])
    .filter(([, share]) => share >= leastShown)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostTopics)
    .map(([topic, share]) => [topic, Math.round(share * 100)]);
}

/**
 * What is compared: the cosine of the two distributions, in which kin topics count in part, and their Bhattacharyya coefficient, 0-1 each; null when nothing is
 * known of one of them.
 */
export function nearnessOf(one: Subject, other: Subject): [kinCosine: number, overlap: number] | null {
  if (one.length === 0 || other.length === 0) return null;
  const length = Math.sqrt(product(one, one) * product(other, other));
  const [sum, sumOther] = [total(one), total(other)];
  const shares = new Map(other);
  const overlap = one.reduce(
    (all, [topic, share]) => all + Math.sqrt((share / sum) * ((shares.get(topic) ?? 0) / sumOther)),
    0,
  );
  return [Math.min(1, product(one, other) / length), Math.min(1, overlap)];
}

function product(one: Subject, other: Subject): number {
  let sum = 0;
  for (const [a, x] of one) for (const [b, y] of other) sum += a === b ? x * y : areKin(a, b) ? kinShare * x * y : 0;
  return sum;
}

function total(subject: Subject): number {
  return subject.reduce((sum, [, share]) => sum + share, 0);
}

/** Ways that are judged so: in a thread other things tell, and in a town many things of one topic are wrong. */
export type JudgedWay = Exclude<Way, 'thread' | 'settlement'>;

export function isJudged(way: Way): way is JudgedWay {
  return way !== 'thread' && way !== 'settlement';
}

/** What the chance is made of: kin cosine, overlap, cosine of the meanings. */
export function subjectInputs(one: ClusterMatter, other: ClusterMatter, cosine: number): number[] | null {
  const nearness = nearnessOf(one.subject ?? [], other.subject ?? []);
  return nearness === null ? null : [...nearness, cosine];
}

/** Probability that two posts that meet in this way tell of one thing, 0-1; null when nothing is known of one. */
export function chanceOf(way: JudgedWay, inputs: readonly number[] | null): number | null {
  if (inputs === null) return null;
  const { ways, weights } = subjectCoefficients;
  const logit = inputs.reduce((sum, input, at) => sum + input * (weights[at] as number), ways[way]);
  return 1 / (1 + Math.exp(-logit));
}
