import { describe, expect, it } from 'vitest';
import {
  incidentCardSchema,
  incidentListReplySchema,
  metaReplySchema,
  similarReplySchema,
  sourceListReplySchema,
  systemReplySchema,
} from '../../../src/core/http.js';
import { incidentSeriesReplySchema, seriesListReplySchema } from '../../../src/core/series.js';

/** The fake API is plain JavaScript, so that it runs without a build; its modules carry no types. */
async function load(name: string): Promise<Record<string, (...input: unknown[]) => unknown>> {
  return import(new URL(`../../support/${name}.mjs`, import.meta.url).href);
}
const now = Date.parse('2026-03-10T12:00:00Z');

describe('the invented data for development', () => {
  it('fit the HTTP contract, so that the screens are built on the real shapes', async () => {
    const { buildWorld } = await load('fake-world');
    const { buildMeta, buildSources, buildSystem } = await load('fake-pages');
    const { cardOf, listIncidents, similarTo } = await load('fake-queue');
    const world = buildWorld?.(now, 60) as unknown[];
    incidentListReplySchema.parse(listIncidents?.(world, new URLSearchParams('text=вода&limit=20'), now));
    const byMeaning = new URLSearchParams('text=нет воды&by=meaning&limit=20');
    expect(incidentListReplySchema.parse(listIncidents?.(world, byMeaning, now)).similarities).not.toEqual({});
    expect(similarReplySchema.parse(similarTo?.(world, world[0], 10)).items).not.toEqual([]);
    for (const card of world) incidentCardSchema.parse(cardOf?.(card, { role: 'operator' }));
    const { buildSeries, seriesOf } = await load('fake-series');
    const { items } = seriesListReplySchema.parse(buildSeries?.(world, new URLSearchParams(), now));
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(3);
    expect(incidentSeriesReplySchema.parse(seriesOf?.(world, world[0], now)).episode).not.toBeNull();
    metaReplySchema.parse(buildMeta?.());
    sourceListReplySchema.parse(buildSources?.(now));
    systemReplySchema.parse(buildSystem?.());
    expect(world).toHaveLength(60);
  });
});
