import { vectorWidth } from '../../src/core/float16.js';
import { groupCodes } from '../../src/core/verdict.js';
import { type Anchors, chooseAnchors } from './anchors.js';
import { choleskyInPlace, invertLower } from './ridge.js';
import type { Subject } from './subject.js';

/** Where a text stands: by the encoder's state, its groups and its topic. */
export interface Standpoint {
  /** Topics by their place in the vector. */
  readonly topics: readonly string[];
  /** Mean of the encoder's states of the training texts; null where none is used. */
  readonly mean: Float32Array | null;
}

export interface DenseOptions extends Standpoint {
  readonly anchors: Anchors;
  /** Share of the encoder's state as it is. */
  readonly stateShare: number;
  /** Share of groups and topic as they are. */
  readonly aboutShare: number;
  /** Share of the nearness to anchors. */
  readonly nearShare: number;
}

/** Square of the distance over which two texts count as near, of vectors of length 1. */
const reach = 0.4;
/** How much groups and topic count beside the encoder's state. */
const aboutWeight = 0.3;
/** Keeps anchors that nearly coincide from making each other loud. */
const jitter = 1e-3;

type DenseSubject = Pick<Subject, 'pooled' | 'verdict'>;

/** Makes dense features of a subject, always of the same width. */
export interface Dense {
  readonly width: number;
  of(subject: DenseSubject): Float64Array;
}

/** Numbers of a standpoint's vector. */
export function standpointSize({ topics, mean }: Standpoint): number {
  return (mean === null ? 0 : vectorWidth) + groupCodes.length + topics.length;
}

/** The vector of a text, of length about 1: the encoder's state first. */
function standpointOf({ topics, mean }: Standpoint, { pooled, verdict }: DenseSubject): Float64Array {
  const from = mean === null ? 0 : vectorWidth;
  const point = new Float64Array(standpointSize({ topics, mean }));
  const about = new Float64Array(groupCodes.length + topics.length);
  for (const { group, probability } of verdict.groups) about[groupCodes.indexOf(group)] = probability;
  const topic = verdict.topic === null ? -1 : topics.indexOf(verdict.topic);
  if (topic !== -1) about[groupCodes.length + topic] = 1;
  const isMixed = mean !== null;
  const scale = isMixed ? Math.sqrt(aboutWeight / (1 + aboutWeight)) : 1;
  point.set(
    unit(about).map((value) => value * scale),
    from,
  );
  if (mean === null) return point;
  const state = unit(Float64Array.from(mean, (each, index) => (pooled?.[index] ?? each) - each));
  point.set(state.map((value) => value / Math.sqrt(1 + aboutWeight)));
  return point;
}

/**
 * The encoder's state, groups and topic, and how near a text is to each anchor by a Gaussian kernel, decorrelated among the anchors (Williams and Seeger, 2001,
 * after Nyström): with it a linear fit sees who acts where two things come together.
 */
export function makeDense({ topics, mean, anchors, stateShare, aboutShare, nearShare }: DenseOptions): Dense {
  const { count, size, points } = anchors;
  const from = mean === null ? 0 : vectorWidth;
  const between = new Float64Array(count * count);
  for (let row = 0; row < count; row += 1) {
    const own = points.subarray(row * size, (row + 1) * size);
    for (let column = 0; column <= row; column += 1)
      between[row * count + column] = nearness(own, points, column * size) + (row === column ? jitter : 0);
  }
  const root = invertLower(choleskyInPlace(between, count), count);
  const scale = Math.sqrt(nearShare);
  // Undoes the lengths that the two parts have in a standpoint.
  const ofState = Math.sqrt(stateShare * (1 + aboutWeight));
  const ofAbout = Math.sqrt(mean === null ? aboutShare : (aboutShare * (1 + aboutWeight)) / aboutWeight);
  return {
    width: count + size,
    of(subject) {
      const point = standpointOf({ topics, mean }, subject);
      const near = Float64Array.from({ length: count }, (_, anchor) => nearness(point, points, anchor * size));
      const made = new Float64Array(count + size);
      for (let row = 0; row < count; row += 1) {
        let sum = 0;
        for (let column = 0; column <= row; column += 1)
          sum += (root[row * count + column] as number) * (near[column] as number);
        made[row] = scale * sum;
      }
      for (let index = 0; index < size; index += 1)
        made[count + index] = (index < from ? ofState : ofAbout) * (point[index] as number);
      return made;
    },
  };
}

function nearness(point: Float64Array | Float32Array, others: Float32Array, at: number): number {
  let distance = 0;
  for (let index = 0; index < point.length; index += 1) {
    const apart = (point[index] as number) - (others[at + index] as number);
    distance += apart * apart;
  }
  return Math.exp(-distance / (2 * reach));
}

/** Anchors of the training texts. */
export function anchorsOf(standpoint: Standpoint, subjects: readonly DenseSubject[]): Anchors {
  return chooseAnchors(subjects.map((subject) => standpointOf(standpoint, subject)));
}

/** Topics of the training texts in the order of their names. */
export function topicsOf(subjects: readonly Pick<Subject, 'verdict'>[]): string[] {
  return [...new Set(subjects.flatMap(({ verdict }) => verdict.topic ?? []))].sort();
}

/** Mean state of the texts. */
export function meanState(subjects: readonly Pick<Subject, 'pooled'>[]): Float32Array {
  const sums = new Float64Array(vectorWidth);
  for (const { pooled } of subjects)
    pooled?.forEach((value, index) => {
      sums[index] = (sums[index] as number) + value;
    });
  return Float32Array.from(sums, (sum) => sum / Math.max(1, subjects.length));
}

function unit(values: Float64Array): Float64Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? values : values.map((value) => value / length);
}
