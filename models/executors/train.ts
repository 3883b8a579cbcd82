import { createHash } from 'node:crypto';
import { AppError } from '../../src/core/errors.js';
import { nearDuplicates } from './clusters.js';
import { type Bodies, fitPart, type Part } from './fit.js';
import type { Subject } from './subject.js';

/** Fewest texts, and fewest bodies with texts of two clusters, from which anything can be learnt. */
export const fewest = { texts: 30, bodies: 2 } as const;
/** More texts are not learnt from: time grows with their cube. */
export const mostTexts = 4_000;

/** Bodies and the ways of suggesting them, as fitted. */
export interface FittedExecutors {
  readonly bodies: Bodies;
  /** Bodies with texts of one cluster only: known by name and share alone. */
  readonly thin: readonly string[];
  /** Region that the texts are of, by its name; null where they do not tell. */
  readonly homeRegion: string | null;
  readonly texts: number;
  readonly clusters: number;
  readonly plain: Part;
  /** Null when the texts were read without the encoder. */
  readonly encoder: Part | null;
}

/** A lesson as the rules alone see it and, unless they decide alone, as rules and model together do. */
export interface TaughtSubject {
  readonly executor: string;
  readonly plain: Subject;
  readonly full: Subject | null;
}

/**
 * Learns who acts from texts and the bodies that people gave them to. The same lessons in the same order give the same numbers.
 * @param say told how far it is
 * @throws AppError E_INPUT_INVALID when there is too little to learn from
 */
export function trainExecutors(
  lessons: readonly TaughtSubject[],
  homeRegion: string | null,
  say: (line: string) => void = () => undefined,
): FittedExecutors {
  const used = drawMost(lessons);
  const names = [...new Set(used.map(({ executor }) => executor))].sort();
  const bodyOf = Int32Array.from(used, ({ executor }) => names.indexOf(executor));
  const clusters = nearDuplicates(used.map(({ plain }) => plain.analysis));
  const clustersOf = names.map(
    (_, body) => new Set([...clusters].filter((_cluster, row) => bodyOf[row] === body)).size,
  );
  const solid = clustersOf.filter((count) => count > 1).length;
  if (used.length < fewest.texts || solid < fewest.bodies)
    throw new AppError(
      'E_INPUT_INVALID',
      `${used.length} text(s) of ${solid} bod${solid === 1 ? 'y' : 'ies'} with two different texts or more are too few to learn from: give at least ${fewest.texts} texts of at least ${fewest.bodies} such bodies`,
    );
  const bodies = { names, texts: names.map((_, body) => bodyOf.filter((each) => each === body).length) };
  const learn = (subjects: Subject[], usesEncoder: boolean): Part =>
    fitPart({ subjects, bodyOf, clusters }, bodies, usesEncoder, (line) =>
      say(`${usesEncoder ? 'with' : 'without'} the encoder: ${line}`),
    );
  const plain = learn(
    used.map((lesson) => lesson.plain),
    false,
  );
  const full = used.flatMap((lesson) => lesson.full ?? []);
  return {
    bodies,
    thin: names.filter((_, body) => (clustersOf[body] as number) < 2),
    homeRegion,
    texts: used.length,
    clusters: new Set(clusters).size,
    plain,
    encoder: full.length === used.length ? learn(full, true) : null,
  };
}

/** All lessons, or as many of them as may be, drawn by the hash of executor and text. */
function drawMost(lessons: readonly TaughtSubject[]): readonly TaughtSubject[] {
  if (lessons.length <= mostTexts) return lessons;
  const key = ({ executor, plain }: TaughtSubject): string =>
    createHash('sha256')
      .update(JSON.stringify([executor, plain.analysis.tokens.map(({ stem }) => stem)]))
      .digest('hex');
  const drawn = new Set(
    lessons
      .map((lesson) => ({ lesson, key: key(lesson) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, mostTexts)
      .map(({ lesson }) => lesson),
  );
  return lessons.filter((lesson) => drawn.has(lesson));
}

/** The region that most texts which name one are of: at least four in five of them, and one text in fifty of all. */
export function homeRegionOf(regions: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const region of regions) if (region !== null) counts.set(region, (counts.get(region) ?? 0) + 1);
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const [region, count] of counts) if (count >= 0.8 * known && count >= 0.02 * regions.length) return region;
  return null;
}
