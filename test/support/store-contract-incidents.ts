import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.js';
import { type Incident, type IncidentEvent, incidentEventSchema, incidentSchema } from '../../src/core/incident.js';
import type { Store } from '../../src/core/ports.js';
import { type IncidentTrace, traceOf } from '../../src/core/series.js';
import { sampleChanges } from './sample-changes.js';
import { sampleEvent, sampleIncident, sampleOperator } from './samples.js';
import type { StoreBench } from './store-contract.js';
import { thrownBy } from './store-contract-records.js';

/** Events `from` … `to` of an incident, comments after the first. */
function eventsOf(incidentId: string, from: number, to: number, note = 'заметка'): IncidentEvent[] {
  return Array.from({ length: to - from + 1 }, (_, place) => {
    const seq = from + place;
    if (seq === 1) return sampleEvent({ incidentId });
    return sampleEvent({
      incidentId,
      seq,
      actor: sampleOperator,
      change: { type: 'commented', text: `${note} ${seq}` },
    });
  });
}

/** The log of events and the projection. */
export function describeIncidentLog(bench: StoreBench): void {
  let store: Store;
  beforeAll(async () => {
    store = await bench.open(systemClock);
  });
  afterAll(() => bench.discard(store));
  const append = (id: string, from: number, to: number, note?: string) =>
    store.incidents.append(eventsOf(id, from, to, note), sampleIncident({ id, version: to }));

  describe('the log of an incident', () => {
    it('gives back incident and events as they were written, in real time', async () => {
      const incident = sampleIncident({ id: 'iRound', version: sampleChanges().length });
      const events = sampleChanges().map((change, place) =>
        sampleEvent({ incidentId: 'iRound', seq: place + 1, change }),
      );
      expect(incidentSchema.parse(incident)).toEqual(incident);
      for (const event of events) expect(incidentEventSchema.parse(event)).toEqual(event);
      await store.incidents.append(events, incident);
      expect(JSON.stringify(await store.incidents.get('iRound'))).toBe(JSON.stringify(incident));
      expect(JSON.stringify(await store.incidents.events('iRound'))).toBe(JSON.stringify(events));
      expect(JSON.stringify(await store.incidents.log('iRound'))).toBe(JSON.stringify(events));
    });
    it('refuses a point that is nowhere on the map', async () => {
      const astray = sampleIncident({ id: 'iAstray', point: { lat: 91, lon: 37.5 } });
      expect((await thrownBy(() => store.incidents.project(astray))).code).toBe('E_STORE_REJECTED');
    });
    it('is empty for an unknown incident', async () => {
      expect(await store.incidents.get('iNobody')).toBeNull();
      expect(await store.incidents.events('iNobody')).toEqual([]);
    });
    it('grows by appending, each piece after the last', async () => {
      await append('iGrow', 1, 1);
      await append('iGrow', 2, 4);
      await append('iGrow', 5, 5);
      expect((await store.incidents.events('iGrow')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect((await store.incidents.get('iGrow'))?.version).toBe(5);
    });
    it('refuses an event that is there already and writes nothing', async () => {
      await append('iTwice', 1, 2);
      const error = await thrownBy(() => append('iTwice', 2, 3, 'чужое'));
      expect([error.code, error.retry, error.details.seq]).toEqual(['E_CONFLICT', false, 2]);
      expect(await store.incidents.events('iTwice')).toEqual(eventsOf('iTwice', 1, 2));
      expect((await store.incidents.get('iTwice'))?.version).toBe(2);
    });
    it('refuses an event that would leave a gap', async () => {
      await append('iGap', 1, 2);
      expect((await thrownBy(() => append('iGap', 4, 4))).code).toBe('E_CONFLICT');
      expect((await thrownBy(() => append('iGapNew', 2, 2))).code).toBe('E_CONFLICT');
      expect(await store.incidents.events('iGap')).toHaveLength(2);
      expect(await store.incidents.get('iGapNew')).toBeNull();
    });
    it('refuses pieces that do not hang together', async () => {
      const [first, second] = eventsOf('iMess', 1, 2) as [IncidentEvent, IncidentEvent];
      const projection = sampleIncident({ id: 'iMess', version: 2 });
      const wrong: [IncidentEvent[], Incident][] = [
        [[], projection],
        [[first, { ...second, seq: 3 }], projection],
        [[first, { ...second, incidentId: 'iOther' }], projection],
        [[first], projection],
      ];
      for (const [events, incident] of wrong) {
        expect((await thrownBy(() => store.incidents.append(events, incident))).code).toBe('E_INPUT_INVALID');
      }
      expect(await store.incidents.events('iMess')).toEqual([]);
    });
    it('refuses an event that breaks the mapping and writes nothing', async () => {
      const bad = { ...sampleEvent({ incidentId: 'iBadEvent' }), unheardOf: true };
      const error = await thrownBy(() => store.incidents.append([bad], sampleIncident({ id: 'iBadEvent' })));
      expect(error.code).toBe('E_STORE_REJECTED');
      expect(await store.incidents.events('iBadEvent')).toEqual([]);
      expect(await store.incidents.get('iBadEvent')).toBeNull();
    });
    it('of many hundreds of events is read whole', async () => {
      for (let seq = 1; seq <= 700; seq += 100) await append('iLong', seq, seq + 99);
      const events = await store.incidents.events('iLong');
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 700 }, (_, place) => place + 1));
    });
    it('lets exactly one of 200 writers be the next, ten times in a row', async () => {
      await append('iRace', 1, 1);
      for (let seq = 2; seq <= 11; seq++) {
        const results = await Promise.allSettled(
          Array.from({ length: 200 }, (_, writer) => append('iRace', seq, seq, `писатель ${writer}`)),
        );
        const lost = results.filter((result) => result.status === 'rejected');
        expect(lost).toHaveLength(199);
        for (const { reason } of lost) expect(reason).toMatchObject({ code: 'E_CONFLICT' });
      }
      const events = await store.incidents.events('iRace');
      expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect((await store.incidents.get('iRace'))?.version).toBe(11);
    });
    it('never mixes the pieces of two writers', async () => {
      await append('iPieces', 1, 1);
      await Promise.allSettled([2, 3, 4, 5].map((length) => append('iPieces', 2, 1 + length, `длина ${length}`)));
      const events = await store.incidents.events('iPieces');
      const notes = events.slice(1).map(({ change }) => (change.type === 'commented' ? change.text : ''));
      const length = notes.length;
      expect(notes).toEqual(
        eventsOf('iPieces', 2, 1 + length, `длина ${length}`).map(({ change }) => 'text' in change && change.text),
      );
    });
    it('is read whole by writers who wait for each other', async () => {
      await append('iSerial', 1, 1);
      let conflicts = 0;
      const add = async (writer: number) => {
        for (;;) {
          const seq = (await store.incidents.events('iSerial')).length + 1;
          try {
            return await append('iSerial', seq, seq, `писатель ${writer}`);
          } catch (error) {
            expect(error).toMatchObject({ code: 'E_CONFLICT' });
            conflicts++;
          }
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, writer) => add(writer)));
      const events = await store.incidents.events('iSerial');
      const texts = events.map(({ change }) => (change.type === 'commented' ? change.text.replace(/ \d+$/, '') : ''));
      expect(events).toHaveLength(9);
      expect(new Set(texts).size).toBe(9);
      expect(conflicts).toBeLessThan(100);
    });
  });

  describe('the projection of an incident', () => {
    it('is never replaced by an older one', async () => {
      await store.incidents.project(sampleIncident({ id: 'iProject', version: 5, status: 'closed' }));
      await store.incidents.project(sampleIncident({ id: 'iProject', version: 4, status: 'new' }));
      expect(await store.incidents.get('iProject')).toMatchObject({ version: 5, status: 'closed' });
    });
    it('is replaced by one of the same version, and by a newer one', async () => {
      await store.incidents.project(sampleIncident({ id: 'iProject', version: 5, status: 'answered' }));
      expect(await store.incidents.get('iProject')).toMatchObject({ version: 5, status: 'answered' });
      await store.incidents.project(sampleIncident({ id: 'iProject', version: 9 }));
      expect(await store.incidents.get('iProject')).toMatchObject({ version: 9 });
    });
    it('that breaks the mapping is refused', async () => {
      const bad = { ...sampleIncident({ id: 'iBadProject' }), unheardOf: {} } as Incident;
      expect((await thrownBy(() => store.incidents.project(bad))).code).toBe('E_STORE_REJECTED');
    });
    it('is visible to searches once a visible append has returned', async () => {
      const incident = sampleIncident({ id: 'iVisible', sourceIds: ['visible-source'] });
      await store.incidents.append(eventsOf('iVisible', 1, 1), incident, { visible: true });
      expect((await store.incidents.search({ sourceId: ['visible-source'] })).items).toEqual([incident]);
    });
    it('is not told of as behind its log while it holds the last event', async () => {
      await append('iUpToDate', 1, 2);
      await store.refresh();
      const behind = await store.incidents.behind('2000-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z');
      expect(behind).not.toContain('iUpToDate');
    });
    it('is found when somebody must be told of it, the longest owed first', async () => {
      const owed = (id: string, noticeAt: string | null) =>
        store.incidents.project(sampleIncident({ id, sourceIds: ['owed'], noticeAt }));
      await owed('iOwed1', '2020-01-01T10:00:00.000Z');
      await owed('iOwed2', '2020-01-01T09:00:00.000Z');
      await owed('iOwed3', '2020-01-01T12:00:00.000Z');
      await owed('iOwed4', null);
      await store.refresh();
      expect(await store.incidents.noticesDue('2020-01-01T10:00:00.000Z', 10)).toEqual(['iOwed2', 'iOwed1']);
      expect(await store.incidents.noticesDue('2020-01-01T12:00:00.000Z', 2)).toEqual(['iOwed2', 'iOwed1']);
    });
    it('is walked for those that are answered or closed and were changed since an instant, with what their authors are known by', async () => {
      const rest = (id: string, status: Incident['status'], updatedAt: string) =>
        store.incidents.project(sampleIncident({ id, status, clusterKeys: ['t-1'], updatedAt }));
      await rest('iRest1', 'answered', '2033-01-01T10:00:00.000Z');
      await rest('iRest2', 'closed', '2033-01-01T11:00:00.000Z');
      await rest('iRest3', 'interim', '2033-01-01T11:00:00.000Z');
      await rest('iRest4', 'in-work', '2033-01-01T11:00:00.000Z');
      const found = async (at: string) => {
        const seen: string[] = [];
        for await (const rested of store.incidents.restedSince(at)) {
          const { authors, clocks, group } = sampleIncident();
          expect(rested).toMatchObject({ authors, clocks, group, clusterKeys: ['t-1'], reply: null });
          seen.push(rested.id);
        }
        return seen.sort();
      };
      expect(await found('2033-01-01T10:00:00.000Z')).toEqual(['iRest1', 'iRest2', 'iRest3']);
      expect(await found('2033-01-01T10:30:00.000Z')).toEqual(['iRest2', 'iRest3']);
      expect(await found('2034-01-01T00:00:00.000Z')).toEqual([]);
    });
    it('is walked for all incidents with a post since an instant, oldest first, however many', async () => {
      const ids = Array.from({ length: 450 }, (_, n) => `iSince${String(n).padStart(3, '0')}`);
      const at = (n: number) =>
        new Date(Date.parse('2027-01-01T00:00:00.000Z') + Math.floor(n / 3) * 60_000).toISOString();
      await Promise.all(ids.map((id, n) => store.incidents.project(sampleIncident({ id, lastPostAt: at(n) }))));
      const seen: string[] = [];
      for await (const incident of store.incidents.since(at(30))) seen.push(incident.id);
      expect([...seen].sort()).toEqual(ids.slice(30));
      expect(seen[0]?.slice(0, 8)).toBe('iSince03');
      const none: string[] = [];
      for await (const { id } of store.incidents.since('2099-01-01T00:00:00.000Z')) none.push(id);
      expect(none).toEqual([]);
    });
    it('is walked by its traces: what counts, of each what is needed to see that it comes again', async () => {
      const publishedAt = '2031-03-05T08:00:00.000Z';
      const put = (id: string, overrides: Partial<Incident>) =>
        store.incidents.project(sampleIncident({ id, street: 'Следовая', ...overrides }));
      const { clocks, machine, review } = sampleIncident();
      const landmarks = [{ kind: 'school' as const, name: 'школа № 62' }];
      await put('iTraceOne', {
        clocks: { ...clocks, publishedAt },
        machine: { ...machine, place: { ...machine.place, landmarks } },
        review: { ...review, outcome: 'solved' },
        status: 'closed',
      });
      await put('iTraceUndated', { clocks: { ...clocks, publishedAt: null, queuedAt: '2032-01-01T00:00:00.000Z' } });
      await put('iTraceOld', { clocks: { ...clocks, publishedAt: '2019-01-01T00:00:00.000Z' } });
      await put('iTraceNone', { clocks: { ...clocks, publishedAt }, status: 'not-incident' });
      await put('iTraceGone', { clocks: { ...clocks, publishedAt }, status: 'merged' });
      await store.refresh();
      const walk = async (since?: string) => {
        const found: IncidentTrace[] = [];
        for await (const trace of store.incidents.traces(since)) if (trace.street === 'Следовая') found.push(trace);
        return found;
      };
      expect((await walk()).map(({ id }) => id).sort()).toEqual(['iTraceOld', 'iTraceOne', 'iTraceUndated']);
      const late = await walk('2031-03-05T08:00:00.000Z');
      expect(late.map(({ id }) => id)).toEqual(['iTraceOne', 'iTraceUndated']);
      const incident = await store.incidents.get('iTraceOne');
      expect(late[0]).toEqual({
        ...traceOf(incident as Incident),
        ...{ at: publishedAt, outcome: 'solved', landmarks: [{ kind: 'school', name: 'школа № 62' }] },
      });
      expect(Object.values(late[0] ?? {})).not.toContain(undefined);
    });
  });
}
