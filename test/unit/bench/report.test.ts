import { describe, expect, it } from 'vitest';
import type { Result } from '../../bench/measure.js';
import { type Facts, formatNumber, judge, putIntoDocs, toTable } from '../../bench/report.js';

const result: Result = {
  id: 1,
  name: 'a crawl',
  ours: 1_234.5,
  baseline: 2_345,
  ratio: 0.526,
  target: 0.6,
  unit: 'pages/s/core',
  oursCpuMs: 0.81,
  baselineCpuMs: 0.426,
  ratioRange: [0.5, 0.55],
  rounds: 5,
};
const facts: Facts = {
  at: '2026-03-02T09:00:00.000Z',
  cores: 2,
  cpu: 'Some CPU',
  memoryGb: 8,
  load: 0.25,
  node: '20.20.2',
  redis: '7.0.15',
  libraries: { undici: '7.30.2' },
};

describe('the report of the benchmarks', () => {
  it('writes three significant digits with thousands apart', () => {
    expect([12_345.6, 999.6, 0.65432, 42, 1_234_567].map(formatNumber)).toEqual([
      '12 300',
      '1 000',
      '0.654',
      '42',
      '1 230 000',
    ]);
  });

  it('calls a missed target by its name', () => {
    expect(judge(result)).toBe('below target');
    expect(judge({ ratio: 0.6, target: 0.6 })).toBe('reached');
    expect(toTable([result])).toMatch(/0\.53 \(0\.50-0\.55\)\s+>= 0\.6\s+below target/);
  });

  it('puts results between the marks of the page and leaves the rest', () => {
    const page = 'before\n<!-- results: written by npm run bench -- --docs -->\nold\n<!-- end of results -->\nafter\n';
    const written = putIntoDocs(page, [result], facts);
    expect(written).toMatch(/^before\n[\s\S]*\nafter\n$/);
    expect(written).toContain('2026-03-02, 2 cores (Some CPU), 8 GB');
    expect(written).toContain('| 1 | a crawl | 1 230 | 2 350 | pages/s/core |');
    expect(written).not.toContain('old');
    expect(putIntoDocs(written, [result], facts)).toBe(written);
  });

  it('says so when the page has lost its marks', () => {
    expect(() => putIntoDocs('nothing', [result], facts)).toThrow(/has lost its marks/);
  });
});
