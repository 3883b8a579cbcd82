import type { IncidentTrace } from '../../src/core/series.js';

/** An invented incident at Садовая, 12 whose pipe burst, told of on the day («2024-03-05»). */
export function sampleTrace(id: string, day: string, overrides: Partial<IncidentTrace> = {}): IncidentTrace {
  return {
    id,
    number: id.toUpperCase(),
    status: 'closed',
    group: 'housing',
    topic: 'housing.bursts',
    executorId: 'water',
    executorName: 'Водоканал',
    approverId: null,
    territories: ['zarechye', 'region'],
    settlement: 'Заречье',
    street: 'Садовая',
    house: '12',
    oktmo: null,
    landmarks: [],
    timeZone: 'Europe/Moscow',
    authors: [`author-${id}`],
    peopleCount: 1,
    at: day.length === 10 ? `${day}T09:00:00.000Z` : day,
    outcome: 'solved',
    ...overrides,
  };
}
