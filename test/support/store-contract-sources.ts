import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../../src/core/clock.js';
import type { Store } from '../../src/core/ports.js';
import * as sources from './sample-sources.js';
import * as samples from './samples.js';
import type { StoreBench } from './store-contract.js';

/** The registry of sources, alerts, and pages that could not be parsed. */
export function describeRegistry(bench: StoreBench): void {
  let store: Store;
  const clock = manualClock(Date.parse(samples.sampleAt));
  beforeAll(async () => {
    store = await bench.open(clock);
  });
  afterAll(() => bench.discard(store));

  describe('the registry', () => {
    const at = '2026-04-01T12:00:00.000Z';
    const make = (id: string, overrides: object = {}, change: object = {}) => ({
      ...sources.sampleRegistered({ id, name: `Сводка ${id}`, kind: 'digest', ...overrides }),
      updatedAt: '2026-04-01T10:00:00.000Z',
      ...change,
    });
    const state = (sourceId: string, overrides: object) =>
      sources.sampleSourceState({ sourceId, failuresInRow: 0, silentAt: '2026-04-09T00:00:00.000Z', ...overrides });
    const ids = async (query: object, page: object = {}) => {
      const found = await store.sources.search({ at, kind: 'digest', ...query }, { limit: 50, ...page });
      return [found.total, ...found.items.map(({ id }) => id)];
    };
    beforeAll(async () => {
      const expired = { ...sources.sampleSource().passport, expires: '2026-03-31' };
      await store.sources.put([
        make('r-fine', { labels: ['жкх', 'город'] }),
        make('r-failing'),
        make('r-silent', { urls: ['https://Silent.example/Feed?x=1*2'] }),
        make('r-expired', { passport: expired }),
        make('r-off', {}, { enabled: false, switchedOff: { at, by: 'admin', reason: 'просили' }, origin: 'registry' }),
        make('r-new', {}, { updatedAt: '2026-04-01T11:30:00.000Z', origin: 'registry' }),
      ]);
      await store.sources.putStates([
        state('r-fine', { delayP50Seconds: 60, delayP95Seconds: 600 }),
        state('r-failing', { failuresInRow: 2, silentAt: at }),
        state('r-silent', { silentAt: at }),
        state('r-expired', { failuresInRow: 5 }),
        state('r-off', { failuresInRow: 5 }),
      ]);
      await store.refresh();
    });

    it('is searched by words, kind, label, origin and trouble, page by page', async () => {
      expect(await ids({})).toEqual([6, 'r-expired', 'r-failing', 'r-fine', 'r-new', 'r-off', 'r-silent']);
      expect(await ids({}, { limit: 2, after: 'r-fine' })).toEqual([6, 'r-new', 'r-off']);
      expect(await ids({ text: 'СВОДКА R-F' })).toEqual([2, 'r-failing', 'r-fine']);
      expect(await ids({ text: 'silent.example/feed?x=1*2' })).toEqual([1, 'r-silent']);
      expect(await ids({ label: 'жкх' })).toEqual([1, 'r-fine']);
      expect(await ids({ origin: 'registry' })).toEqual([2, 'r-new', 'r-off']);
      expect(await ids({ health: 'failing' })).toEqual([1, 'r-failing']);
      expect(await ids({ health: 'silent' })).toEqual([1, 'r-silent']);
      expect(await ids({ health: 'no-passport' })).toEqual([1, 'r-expired']);
      expect(await ids({ health: 'disabled' })).toEqual([1, 'r-off']);
      expect(await ids({ expiresBy: '2026-03-31' })).toEqual([1, 'r-expired']);
    });
    it('counts each trouble once', async () => {
      const counts = await store.sources.counts(at);
      const all = await store.sources.list();
      expect(counts.total).toBe(all.length);
      expect(counts.disabled).toBe(all.filter(({ enabled }) => !enabled).length);
      expect([counts['no-passport'], counts.silent]).toEqual([1, 1]);
    });
    it('tells what changed since, and states of those asked for', async () => {
      const changed = await store.sources.changedSince('2026-04-01T11:00:00.000Z');
      expect(changed.map(({ id }) => id)).toEqual(['r-new']);
      expect((await store.sources.byIds(['r-off', 'ghost', 'r-new'])).map(({ id }) => id)).toEqual(['r-off', 'r-new']);
      expect((await store.sources.states(['r-silent', 'ghost', 'r-fine'])).map(({ sourceId }) => sourceId)).toEqual([
        'r-fine',
        'r-silent',
      ]);
      const figures = await store.sources.figures();
      expect(figures.byKind.digest).toBe(5);
      expect(figures.delayP95.half).toBeGreaterThan(0);
    });
  });

  describe('alerts', () => {
    const alert = (id: string, overrides: object = {}) => ({
      id,
      kind: 'source-silent' as const,
      sourceId: 'r-silent',
      startedAt: '2026-04-01T10:00:00.000Z',
      endedAt: null,
      code: null,
      message: 'Молчит.',
      ...overrides,
    });
    it('stand newest first, open ones apart', async () => {
      const late = alert('aLate', {
        startedAt: '2026-04-02T10:00:00.000Z',
        kind: 'source-failing',
        code: 'E_FETCH_FAILED',
      });
      await store.alerts.put([alert('aOver', { endedAt: '2026-04-01T11:00:00.000Z' }), alert('aOpen'), late]);
      const ids = async (options: object) => (await store.alerts.list(options)).map(({ id }) => id);
      expect(await ids({})).toEqual(['aLate', 'aOpen', 'aOver']);
      expect(await ids({ isOpen: true })).toEqual(['aLate', 'aOpen']);
      expect(await ids({ isOpen: true, kind: 'source-silent' })).toEqual(['aOpen']);
      await store.alerts.put([{ ...late, endedAt: '2026-04-02T11:00:00.000Z' }]);
      expect(await ids({ isOpen: true })).toEqual(['aOpen']);
      expect((await store.alerts.list({ limit: 1 }))[0]).toEqual({ ...late, endedAt: '2026-04-02T11:00:00.000Z' });
    });
  });

  describe('pages that could not be parsed', () => {
    const page = (id: string, overrides: object = {}) => ({
      id,
      sourceId: 'r-fine',
      kind: 'phpbb',
      url: 'https://forum.example/',
      fetchedAt: '2026-04-01T10:00:00.000Z',
      contentType: 'text/html',
      timeZone: 'Europe/Moscow',
      code: 'E_PAGE_EMPTY',
      message: 'Nothing there.',
      bytes: 9,
      body: 'H4sIAAAA',
      ...overrides,
    });
    it('are kept whole, listed without their body, and forgotten by age', async () => {
      const old = page('kOld', {
        fetchedAt: '2026-03-01T10:00:00.000Z',
        sourceId: 'r-new',
        body: 'A'.repeat(3_000_000),
      });
      await store.rawPages.put([old, page('kNew'), page('kDone')]);
      await store.refresh();
      expect(await store.rawPages.get('kOld')).toEqual(old);
      expect(await store.rawPages.get('kNobody')).toBeNull();
      const { body: _, ...shown } = page('kNew');
      await store.rawPages.remove(['kDone', 'kNobody']);
      await store.refresh();
      expect(await store.rawPages.list({ limit: 1 })).toEqual([shown]);
      expect((await store.rawPages.list({ sourceId: 'r-new' })).map(({ id }) => id)).toEqual(['kOld']);
      expect(await store.rawPages.removeBefore('2026-03-15T00:00:00.000Z')).toBe(1);
      await store.refresh();
      expect((await store.rawPages.list()).map(({ id }) => id)).toEqual(['kNew']);
    });
  });
}
