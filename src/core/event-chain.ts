import { hash } from 'node:crypto';
import type { IncidentEvent } from './incident.js';

/** An event before its hash. */
export type UnsealedEvent = Omit<IncidentEvent, 'prev' | 'hash'>;

/**
 * JSON with the keys of every object in order and without what is undefined, so that the same content gives the same text wherever it
 * comes from (the idea of RFC 8785; numbers and strings as JSON.stringify writes them, which is what the RFC asks for).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
  return `{${fields.join(',')}}`;
}

/** SHA-256, in base64url, over the hash of the event before and all that this event says. */
export function eventHash({ incidentId, seq, at, actor, change }: UnsealedEvent, prev: string | null): string {
  return hash('sha256', canonicalJson([prev, incidentId, seq, at, actor, change]), 'base64url');
}

/** The event with its place in the chain. */
export function sealed(event: UnsealedEvent, prev: string | null): IncidentEvent {
  return { ...event, prev, hash: eventHash(event, prev) };
}

/** Where a log was changed afterwards. */
export interface ChainBreak {
  /** Number of the first event that does not fit. */
  seq: number;
  /** What is wrong with it, for people. */
  why: string;
}

/**
 * Holds a whole log, as it was written, against its hashes. Events that an earlier version wrote without a hash are accepted at the beginning of a log
 * only. A log whose end was cut off still fits: that the last event is there is known from the incident's projection (`logHash`).
 * @param lastHash hash that the projection gives for the last event; left out or null when it is not known
 * @returns null when all fits
 */
export function findChainBreak(events: readonly IncidentEvent[], lastHash: string | null = null): ChainBreak | null {
  let prev: string | null = null;
  for (const [index, event] of events.entries()) {
    const seq = index + 1;
    if (event.seq !== seq) return { seq, why: `event ${seq} is missing: event ${event.seq} stands in its place` };
    if (event.hash === undefined) {
      if (prev !== null) return { seq, why: 'it has no hash although the event before has one' };
      continue;
    }
    if ((event.prev ?? null) !== prev) return { seq, why: 'it follows another event than the one before it' };
    if (eventHash(event, prev) !== event.hash) return { seq, why: 'what it says is not what was written' };
    prev = event.hash;
  }
  if (lastHash !== null && prev !== lastHash)
    return { seq: events.length, why: 'the log was cut off or written anew after it' };
  return null;
}
