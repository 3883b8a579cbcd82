import { seededRandom } from '../../src/core/seeded-random.js';

/** Mean points of texts that are near each other, row by row [count, size]. */
export interface Anchors {
  readonly count: number;
  readonly size: number;
  readonly points: Float32Array;
}

/** So many texts an anchor stands for on average, and at most so many anchors there are. */
const textsEach = 4;
const mostAnchors = 400;
/** An anchor of fewer texts is left out: nothing in the files may be about one text. */
const fewestTexts = 2;
const rounds = 8;

/** k-means (Lloyd, 1982) from points drawn by a fixed seed. Deterministic. @param points of equal length, about 1 */
export function chooseAnchors(points: readonly Float64Array[]): Anchors {
  const size = points[0]?.length ?? 0;
  const wanted = Math.min(mostAnchors, Math.max(1, Math.floor(points.length / textsEach)));
  const order = points.map((_, index) => index);
  const random = seededRandom(7);
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
  let centres = order.slice(0, wanted).map((index) => Float64Array.from(points[index] as Float64Array));
  let members: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const halves = centres.map((centre) => square(centre) / 2);
    const sums = centres.map(() => new Float64Array(size));
    members = centres.map(() => 0);
    for (const point of points) {
      let nearest = 0;
      let best = Number.NEGATIVE_INFINITY;
      centres.forEach((centre, index) => {
        const closeness = product(point, centre) - (halves[index] as number);
        if (closeness <= best) return;
        best = closeness;
        nearest = index;
      });
      members[nearest] = (members[nearest] as number) + 1;
      const sum = sums[nearest] as Float64Array;
      for (let index = 0; index < size; index += 1) sum[index] = (sum[index] as number) + (point[index] as number);
    }
    centres = sums.map((sum, index) => sum.map((value) => value / Math.max(1, members[index] as number)));
  }
  const kept = centres.filter((_, index) => (members[index] as number) >= fewestTexts);
  return {
    count: kept.length,
    size,
    points: Float32Array.from(
      { length: kept.length * size },
      (_, at) => kept[Math.floor(at / size)]?.[at % size] as number,
    ),
  };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

function square(values: Float64Array): number {
  return product(values, values);
}
