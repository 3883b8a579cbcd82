import { describe, expect, it } from 'vitest';
import { createGeocoding, type GeocodeJob, type GeocodingParts } from '../../../../src/app/geocoding/run-geocoding.js';
import { AppError } from '../../../../src/core/errors.js';
import type { AddressQuery, GeocodedPoint } from '../../../../src/core/geocoder.js';
import type { Incident, IncidentChange } from '../../../../src/core/incident.js';
import type { LedgerEntry } from '../../../../src/core/ledger.js';
import { sampleIncident, sampleMachine, samplePlace } from '../../../support/samples.js';

const place = samplePlace({ street: 'Садовая', house: '5', pointOf: 'settlement' });
const incident = sampleIncident({ machine: sampleMachine({ place }) });
const found: GeocodedPoint = { point: { lat: 55, lon: 40 }, pointOf: 'house', licence: 'ODbL' };
const job: GeocodeJob = { incidentId: incident.id, sourceId: 'zarechye-forum', atMs: 0 };

interface Bench {
  geocoding: ReturnType<typeof createGeocoding>;
  asked: AddressQuery[];
  changes: IncidentChange[];
  counts: string[];
  jobs: GeocodeJob[];
  slept: number[];
  logged: string[];
}

function bench(
  answer: (question: number) => GeocodedPoint | null,
  overrides: Partial<GeocodingParts> & { now?: () => number; meanwhile?: Incident } = {},
): Bench {
  const made: Omit<Bench, 'geocoding'> = { asked: [], changes: [], counts: [], jobs: [], slept: [], logged: [] };
  let nowMs = 0;
  const say = (fields: object | string, message?: string): void => void made.logged.push(message ?? String(fields));
  const log = { info: say, warn: say, error: say, debug: say } as unknown as GeocodingParts['log'];
  const geocoding = createGeocoding({
    geocoder: {
      find: async (query) => {
        made.asked.push(query);
        return answer(made.asked.length);
      },
    },
    queue: {
      add: async (jobs) => void made.jobs.push(...jobs.map(({ data }) => data)),
      counts: async () => ({ waiting: made.jobs.length, active: 0, delayed: 0, failed: 0 }),
    },
    incidents: { get: async () => incident },
    desk: {
      async amend(_id, change) {
        const next = change(overrides.meanwhile ?? incident);
        if (next !== null) made.changes.push(...[next].flat());
        return incident;
      },
    },
    pointer: {
      boxOf: () => [30, 50, 50, 60],
      withPoint: (of, { point, pointOf }) => ({ ...of, point, pointOf, territoryId: 'sadovy' }),
    },
    locator: { lineage: () => ['sadovy', 'zarechye'], territory: () => null },
    ledger: {
      add: async (entries: readonly LedgerEntry[]) =>
        void made.counts.push(...entries.flatMap(({ counts }) => counts.map(({ outcome }) => outcome))),
    },
    clock: { now: () => overrides.now?.() ?? nowMs },
    log,
    ...{ withinHome: true, maxWaiting: 2, giveUpAfterHours: 1 },
    sleep: async (ms) => {
      made.slept.push(ms);
      nowMs += ms;
    },
    ...overrides,
  });
  return { geocoding, ...made };
}
const never = new AbortController().signal;

describe('an incident with an address and no point of it', () => {
  it('stands in line, and gets the point by an event of its own', async () => {
    const { geocoding, jobs, asked, changes, counts } = bench(() => found);
    await geocoding.offer(incident);
    expect(jobs).toEqual([job]);
    await geocoding.run(jobs[0], never);
    expect(changes).toEqual([
      {
        type: 'located',
        place: { ...place, ...{ point: found.point, pointOf: 'house', territoryId: 'sadovy' } },
        territories: ['sadovy', 'zarechye'],
        oktmo: null,
      },
    ]);
    expect(counts).toEqual(['passed']);
    expect(asked).toHaveLength(1);
  });

  it('gives away names and nothing of the text', async () => {
    const { geocoding, asked } = bench(() => null);
    await geocoding.run(job, never);
    expect(asked).toEqual([
      {
        ...{ region: 'Приозёрная область', municipality: 'Заречный округ', settlement: 'Заречье' },
        ...{ street: 'Садовая', house: '5', box: [30, 50, 50, 60] },
      },
    ]);
  });

  it.each<[string, Parameters<typeof samplePlace>[0]]>([
    ['has its house already', { street: 'Садовая', house: '5', pointOf: 'house' }],
    ['names no street and has its settlement', { street: null, pointOf: 'settlement' }],
    ['names no settlement', { settlement: null }],
    ['names several settlements', { settlement: 'Заречье;Каменка', pointOf: null }],
    ['bears a mask where a name should be', { street: '[телефон]' }],
    ['bears a sentence where a name should be', { street: 'Садовая! Звоните Петровой: она знает, '.repeat(4) }],
  ])('is not asked about when it %s', async (_what, given) => {
    const { geocoding, jobs } = bench(() => found);
    await geocoding.offer(sampleIncident({ machine: sampleMachine({ place: samplePlace(given) }) }));
    expect(jobs).toEqual([]);
  });

  it('goes without where too many wait, which is said once and counted each time', async () => {
    const { geocoding, jobs, counts, logged } = bench(() => found);
    for (let i = 0; i < 5; i++) await geocoding.offer(incident);
    expect(jobs).toHaveLength(2);
    expect(counts).toEqual(['dropped:queue-full', 'dropped:queue-full', 'dropped:queue-full']);
    expect(logged).toHaveLength(1);
  });

  it('does not end the line when Redis fails', async () => {
    const counts = async () => Promise.reject(new AppError('E_REDIS_UNAVAILABLE', 'no Redis'));
    const { geocoding, logged } = bench(() => found, { queue: { add: async () => {}, counts } });
    await geocoding.offer(incident);
    expect(logged).toEqual(['incident not put in line for a point']);
  });
});

describe('the geocoder', () => {
  it('that knows no such address leaves the incident as it is', async () => {
    const { geocoding, changes, counts } = bench(() => null);
    await geocoding.run(job, never);
    expect([changes, counts]).toEqual([[], ['dropped:not-found']]);
  });

  it('that finds another municipality is not believed', async () => {
    const pointer = { boxOf: () => null, withPoint: () => null };
    const { geocoding, changes, counts } = bench(() => found, { pointer });
    await geocoding.run(job, never);
    expect([changes, counts]).toEqual([[], ['dropped:elsewhere']]);
  });

  it('that answers after the address was corrected changes nothing', async () => {
    const meanwhile = sampleIncident({ machine: sampleMachine({ place: { ...place, house: '7' } }) });
    const { geocoding, changes, counts } = bench(() => found, { meanwhile });
    await geocoding.run(job, never);
    expect([changes, counts]).toEqual([[], ['dropped:not-needed']]);
  });

  it('that asks to be left alone is left alone for as long as it says, and then asked again', async () => {
    const { geocoding, slept, counts, logged } = bench((question) => {
      if (question === 1) throw new AppError('E_FETCH_BLOCKED', '429', { retry: true, retryAfterMs: 120_000 });
      if (question === 2) throw new AppError('E_FETCH_BLOCKED', '403', { retry: false, retryAfterMs: 900_000 });
      return found;
    });
    await geocoding.run(job, never);
    expect(slept).toEqual([120_000, 900_000]);
    expect(counts).toEqual(['passed']);
    expect(logged).toEqual([
      'the geocoder does not answer, incidents wait for their points',
      'the geocoder answers again',
    ]);
  });

  it('that fails without a word is asked again after growing pauses; then the next incident has its turn', async () => {
    const { geocoding, slept, counts } = bench(() => {
      throw new AppError('E_FETCH_TIMEOUT', 'slow');
    });
    await expect(geocoding.run(job, never)).rejects.toMatchObject({ code: 'E_FETCH_TIMEOUT', retry: true });
    expect(slept).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(counts).toEqual([]);
  });

  it('that answers rubbish is not asked again for this incident, which is logged and counted', async () => {
    const { geocoding, counts, logged, slept } = bench(() => {
      throw new AppError('E_FETCH_FAILED', 'rubbish', { retry: false });
    });
    await geocoding.run(job, never);
    expect([counts, slept]).toEqual([['failed'], []]);
    expect(logged).toEqual(['no point for an incident, the geocoder failed']);
  });

  it('is not waited for longer than the configuration says', async () => {
    const { geocoding, asked, counts } = bench(() => {
      throw new AppError('E_FETCH_BLOCKED', '429', { retry: true, retryAfterMs: 3_000_000 });
    });
    await geocoding.run(job, never);
    expect(asked).toHaveLength(2);
    expect(counts).toEqual(['dropped:late']);
  });

  it('leaves its work to the next start when the process ends', async () => {
    const ending = new AbortController();
    const { geocoding, counts } = bench(
      () => {
        throw new AppError('E_FETCH_TIMEOUT', 'slow');
      },
      { sleep: async () => Promise.reject(new Error('aborted')) },
    );
    await expect(geocoding.run(job, ending.signal)).rejects.toMatchObject({ code: 'E_STAGE_FAILED', retry: true });
    expect(counts).toEqual([]);
  });

  it('takes no job that is none', async () => {
    await expect(bench(() => found).geocoding.run({ text: 'x' }, never)).rejects.toMatchObject({
      code: 'E_JOB_INVALID',
    });
  });
});
