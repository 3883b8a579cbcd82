import { describe, expect, it } from 'vitest';
import { benchmarks, type LaneName, lanes } from '../../bench/catalogue.js';
import type { Reading } from '../../bench/lane.js';
import { interleave, median, rateOf, summarise } from '../../bench/measure.js';

const reading = (units: number, wallMs: number, cpuMs: number): Reading => ({ units, wallMs, cpuMs });

describe('the arithmetic of the benchmarks', () => {
  it('takes the middle value, or the mean of the two middle ones', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(() => median([])).toThrow(RangeError);
  });

  it('counts units per second of processor time or of time on the wall', () => {
    expect(rateOf(reading(100, 2_000, 500), 'wall')).toBe(50);
    expect(rateOf(reading(100, 2_000, 500), 'cpu')).toBe(200);
  });

  it('runs the programs in turn and leaves the warm-up out', async () => {
    const order: string[] = [];
    const readings = await interleave(['queue', 'bullmq'], 2, async (name, round) => {
      order.push(`${name}${round}`);
      return reading(round, 1, 1);
    });
    expect(order).toEqual(['queue0', 'bullmq0', 'queue1', 'bullmq1', 'queue2', 'bullmq2']);
    expect(readings.get('queue')?.map(({ units }) => units)).toEqual([1, 2]);
  });

  it('sums a benchmark up as medians, ratio and range', () => {
    const hop = benchmarks.find(({ id }) => id === 4);
    if (hop === undefined) throw new Error('no benchmark 4');
    const readings = new Map<LaneName, Reading[]>([
      ['queue', [reading(100, 1_000, 50), reading(100, 500, 40), reading(100, 250, 60)]],
      ['bullmq', [reading(10, 1_000, 20), reading(10, 500, 10), reading(10, 500, 30)]],
    ]);
    expect(summarise(hop, readings)).toEqual({
      id: 4,
      name: hop.name,
      ours: 200,
      baseline: 20,
      ratio: 10,
      target: 3,
      unit: 'posts/s',
      oursCpuMs: 0.5,
      baselineCpuMs: 2,
      ratioRange: [10, 20],
      rounds: 3,
    });
  });

  it('knows each program of each benchmark and counts no row twice', () => {
    for (const { ours, baseline } of benchmarks) expect([lanes[ours], lanes[baseline]]).not.toContain(undefined);
    expect(new Set(benchmarks.map(({ id }) => id)).size).toBe(benchmarks.length);
  });
});
