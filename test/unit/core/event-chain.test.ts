import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, eventHash, findChainBreak, sealed } from '../../../src/core/event-chain.js';
import type { IncidentEvent } from '../../../src/core/incident.js';
import { sampleChanges } from '../../support/sample-changes.js';
import { sampleEvent, sampleOperator } from '../../support/samples.js';

/** A log of one event of each kind, chained. */
function chain(): IncidentEvent[] {
  let prev: string | null = null;
  return sampleChanges().map((change, index) => {
    const event = sealed(sampleEvent({ seq: index + 1, actor: sampleOperator, change }), prev);
    prev = event.hash ?? null;
    return event;
  });
}
const renumbered = (events: IncidentEvent[]) => events.map((event, index) => ({ ...event, seq: index + 1 }));

describe('a log chained by hashes', () => {
  it('fits as it was written, and as JSON gives it back', () => {
    const events = chain();
    expect(findChainBreak(events, events.at(-1)?.hash)).toBeNull();
    expect(findChainBreak(JSON.parse(JSON.stringify(events)), events.at(-1)?.hash)).toBeNull();
  });

  it('does not depend on the order of keys or on fields that are undefined', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: undefined }] })).toBe('{"a":[{"d":null}],"b":1}');
  });

  const tampered: [string, (events: IncidentEvent[]) => IncidentEvent[], number, string][] = [
    [
      'a changed text',
      (events) =>
        events.map((event) => (event.seq === 3 ? { ...event, change: { type: 'commented', text: 'иначе' } } : event)),
      3,
      'not what was written',
    ],
    [
      'another actor',
      (events) =>
        events.map((event) => (event.seq === 5 ? { ...event, actor: { ...event.actor, name: 'Другой' } } : event)),
      5,
      'not what was written',
    ],
    [
      'another time',
      (events) => events.map((event) => (event.seq === 2 ? { ...event, at: '2026-03-01T00:00:00.000Z' } : event)),
      2,
      'not what was written',
    ],
    ['an event taken out', (events) => events.filter(({ seq }) => seq !== 4), 4, 'missing'],
    [
      'an event taken out and the others numbered anew',
      (events) => renumbered(events.filter(({ seq }) => seq !== 4)),
      4,
      'follows',
    ],
    [
      'two events in each other’s place',
      ([one, two, three, ...rest]) => renumbered([one, three, two, ...rest] as IncidentEvent[]),
      2,
      'follows',
    ],
    [
      'an event put in',
      (events) =>
        renumbered([...events.slice(0, 2), sampleEvent({ change: { type: 'accepted' } }), ...events.slice(2)]),
      3,
      'no hash',
    ],
    [
      'an event changed together with its own hash',
      (events) =>
        events.map((event) =>
          event.seq === 3 ? sealed({ ...event, at: '2026-03-01T00:00:00.000Z' }, event.prev ?? null) : event,
        ),
      4,
      'follows',
    ],
    ['an end that was cut off', (events) => events.slice(0, -2), sampleChanges().length - 2, 'cut off'],
  ];
  it.each(tampered)('shows %s', (_, change, seq, why) => {
    const events = chain();
    expect(findChainBreak(change(events), events.at(-1)?.hash)).toEqual({ seq, why: expect.stringContaining(why) });
  });

  it('shows any change of any event', () => {
    const events = chain();
    fc.assert(
      fc.property(
        fc.nat(events.length - 1),
        fc.constantFrom('at', 'incidentId', 'hash', 'prev'),
        fc.string(),
        (place, field, value) => {
          const event = events[place] as IncidentEvent;
          fc.pre(event[field as 'at'] !== value);
          const changed = events.map((one) => (one === event ? { ...one, [field]: value } : one));
          expect(findChainBreak(changed)).not.toBeNull();
        },
      ),
    );
  });

  it('takes events without hashes at the beginning, from before there were any', () => {
    const old = [sampleEvent({ seq: 1 }), sampleEvent({ seq: 2, change: { type: 'accepted' } })];
    const next = sealed(sampleEvent({ seq: 3, change: { type: 'resumed' } }), null);
    expect(findChainBreak([...old, next], next.hash)).toBeNull();
    expect(next.hash).toBe(eventHash(next, null));
  });
});
