import { describe, expect, it } from 'vitest';
import { createSeriesFinder } from '../../../src/app/series.js';
import { loadConfig } from '../../../src/config/load.js';
import { manualClock } from '../../../src/core/clock.js';
import { type IncidentTrace, seriesConfigSchema } from '../../../src/core/series.js';
import { createMemoryStore } from '../../../src/store/memory.js';
import { sampleTrace } from '../../support/traces.js';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const days = ['2021-02-01', '2022-07-15', '2024-11-20'];

/** A finder over these incidents; `fail` makes the next reading fail. */
function bench(all: IncidentTrace[] = days.map((day, index) => sampleTrace(`i${index}`, day))) {
  const clock = manualClock(nowMs);
  const asked: (string | undefined)[] = [];
  const state = { fail: false };
  const incidents = {
    ...createMemoryStore({ clock }).incidents,
    async *traces(since?: string) {
      asked.push(since);
      if (state.fail) throw new Error('the store is away');
      yield* all;
    },
  };
  const finder = createSeriesFinder({ incidents, config: seriesConfigSchema.parse({ years: 5 }), clock });
  return { finder, clock, asked, state };
}
const everything = () => true;

describe('the finder of series', () => {
  it('reads back as many years as the configuration says, once for all who ask at the same time', async () => {
    const { finder, asked } = bench();
    const found = await Promise.all(['a', 'b', 'a'].map((view) => finder.find(view, everything)));
    expect(found.map(({ series }) => series.length)).toEqual([1, 1, 1]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.slice(0, 10)).toMatch(/^(2020-12-31|2021-01-01)$/);
  });

  it('answers each view from what it may see', async () => {
    const { finder } = bench();
    expect(await finder.find('some', ({ id }) => id !== 'i1')).toMatchObject({ series: [], incidents: 2 });
    expect(await finder.find('none', () => false)).toMatchObject({ series: [], incidents: 0, since: null });
    expect((await finder.find('all', everything)).series).toHaveLength(1);
  });

  it('tries again after a failure, which it does not hide', async () => {
    const { finder, state, asked } = bench();
    state.fail = true;
    await expect(finder.find('a', everything)).rejects.toThrow('the store is away');
    state.fail = false;
    expect((await finder.find('a', everything)).series).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it('forgets the oldest of very many views and finds it anew', async () => {
    const { finder, asked } = bench();
    for (let view = 0; view < 60; view++) await finder.find(`${view}`, everything);
    expect((await finder.find('0', everything)).series).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });
});

describe('config/series.yaml', () => {
  it('as shipped says what holds without it', () => {
    const { config } = loadConfig('config');
    expect(config.series).toEqual(seriesConfigSchema.parse({}));
  });
});
