import type { Place } from '../../src/core/place.js';
import { rounded } from './resolve.js';

/** How far the place of a thread holds for an answer that names none itself. */
const threadWeight = 0.8;

/** Does the text itself tell an area that the place lies in, or more? */
export function namesArea(place: Place): boolean {
  return place.named.some((field) => field === 'settlement' || field === 'municipality' || field === 'region');
}

/** The opener's place for an answer that names none: nothing is named by the answer, all evidence comes from the thread. */
export function placeOfThread(opener: Place): Place {
  return {
    ...opener,
    named: [],
    confidence: rounded(opener.confidence * threadWeight),
    evidence: opener.evidence.map((one) => (one.from === 'text' ? { ...one, from: 'thread', span: null } : one)),
  };
}

/** The answer's own place, found with the opener's town as context: what it has from there comes from the thread. */
export function withinThread(place: Place): Place {
  return {
    ...place,
    evidence: place.evidence.map((one) => (one.from === 'context' ? { ...one, from: 'thread' } : one)),
  };
}
