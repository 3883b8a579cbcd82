import type { Benchmark, LaneName } from './catalogue.js';
import type { Reading } from './lane.js';

/** One row of the result, as `--json` writes it. */
export interface Result {
  id: number;
  name: string;
  /** Median rates in `unit`. */
  ours: number;
  baseline: number;
  /** ours / baseline. */
  ratio: number;
  target: number;
  unit: string;
  /** Processor time per unit of work, ms: median. */
  oursCpuMs: number;
  baselineCpuMs: number;
  /** Least and greatest ratio of a single pair of rounds. */
  ratioRange: [number, number];
  rounds: number;
}

/** Middle value; mean of the two middle ones when the number is even. Throws RangeError for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half];
  if (upper === undefined) throw new RangeError('the median of nothing');
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}

/** Units per second of wall or processor time. */
export function rateOf(reading: Reading, per: Benchmark['per']): number {
  return (reading.units * 1_000) / (per === 'cpu' ? reading.cpuMs : reading.wallMs);
}

/**
 * Runs all lanes in turn, A B C A B C …, so that whatever else the machine does meets all of them alike. The first turn warms up and is
 * not counted.
 */
export async function interleave(
  names: readonly LaneName[],
  rounds: number,
  run: (name: LaneName, round: number) => Promise<Reading>,
): Promise<Map<LaneName, Reading[]>> {
  const readings = new Map(names.map((name) => [name, [] as Reading[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const reading = await run(name, round);
      if (round > 0) readings.get(name)?.push(reading);
    }
  }
  return readings;
}

/** The figures of one benchmark out of the readings of its two lanes. Throws RangeError when one was never measured. */
export function summarise(benchmark: Benchmark, readings: ReadonlyMap<LaneName, readonly Reading[]>): Result {
  const ours = readings.get(benchmark.ours) ?? [];
  const baseline = readings.get(benchmark.baseline) ?? [];
  const rates = (list: readonly Reading[]) => list.map((reading) => rateOf(reading, benchmark.per));
  const cpu = (list: readonly Reading[]) => median(list.map(({ cpuMs, units }) => cpuMs / units));
  const [ourRates, baseRates] = [rates(ours), rates(baseline)];
  const pairs = ourRates.flatMap((rate, at) => {
    const base = baseRates[at];
    return base === undefined ? [] : [rate / base];
  });
  const { id, name, target, unit } = benchmark;
  const [ourRate, baseRate] = [median(ourRates), median(baseRates)];
  return {
    id,
    name,
    ours: ourRate,
    baseline: baseRate,
    ratio: ourRate / baseRate,
    target,
    unit,
    oursCpuMs: cpu(ours),
    baselineCpuMs: cpu(baseline),
    ratioRange: [Math.min(...pairs), Math.max(...pairs)],
    rounds: ours.length,
  };
}
