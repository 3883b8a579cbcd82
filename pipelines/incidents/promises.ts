import { AppError } from '../../src/core/errors.js';
import type { IncidentAction } from '../../src/core/http.js';
import type { Incident, IncidentChange, IncidentEvent } from '../../src/core/incident.js';
import { type IncidentPromise, promiseEndsAt } from '../../src/core/promise.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { findPromises } from '../answers/find-promises.js';

type Promised = Pick<Incident, 'promises'> & { machine: Pick<Incident['machine'], 'timeZone'> };

/** What an interim answer promises by its own field, «окончательный ответ до». */
const finalAnswer = 'Окончательный ответ';

/**
 * What the machine records beside an answer that is published: each promise with a date that stands in it, and the day by which an interim one promises the final
 * answer, unless an earlier answer made the same promise. The final answer keeps that promise, or breaks it when it comes later. Nothing for any other change.
 */
export function promisesOf(
  incident: Promised & Pick<Incident, 'oktmo'>,
  change: IncidentChange,
  calendar: WorkingCalendar,
  nowMs: number,
): IncidentChange[] {
  if (change.type !== 'answered' && change.type !== 'interim-answered') return [];
  const where = { timeZone: incident.machine.timeZone, region: incident.oktmo?.slice(0, 2) ?? null };
  const isKnown = (text: string, dueOn: string) =>
    incident.promises.some((promise) => promise.text === text && promise.dueOn === dueOn);
  const found = findPromises(change.text, { atMs: nowMs, where, calendar });
  const finalBy = change.type === 'interim-answered' ? change.finalBy : null;
  const all =
    finalBy === null || found.some(({ dueOn }) => dueOn === finalBy)
      ? found
      : [...found, { text: finalAnswer, dueOn: finalBy }];
  const settled = change.type === 'answered' ? incident.promises.filter(isOpenFinal) : [];
  return [
    ...settled.map(
      (promise): IncidentChange => ({
        type: 'promise-settled',
        seq: promise.seq,
        kept: nowMs <= Date.parse(promiseEndsAt(promise, where.timeZone)),
        note: null,
      }),
    ),
    ...all
      .filter(({ text, dueOn }) => !isKnown(text, dueOn))
      .map(({ text, dueOn }): IncidentChange => ({ type: 'promise-made', text, dueOn })),
  ];
}

const isOpenFinal = ({ text, state }: IncidentPromise): boolean => text === finalAnswer && state === 'open';

/** The promises of an incident after one more event about them. */
export function promisesAfter(
  promises: readonly IncidentPromise[],
  { seq, change }: Pick<IncidentEvent, 'seq' | 'change'>,
): IncidentPromise[] {
  const changed = (part: Partial<IncidentPromise>, of: number) =>
    promises.map((promise) => (promise.seq === of ? { ...promise, ...part } : promise));
  switch (change.type) {
    case 'promise-made':
      return [...promises, { seq, text: change.text, dueOn: change.dueOn, state: 'open', isTold: false }];
    case 'promise-due':
      return changed({ isTold: true }, change.seq);
    case 'promise-settled':
      return changed({ state: change.kept ? 'kept' : 'broken' }, change.seq);
    default:
      return [...promises];
  }
}

/** Open promises of which nobody was told that their day is over. */
function untold({ promises, machine }: Promised): { seq: number; endsAt: string }[] {
  return promises
    .filter(({ state, isTold }) => state === 'open' && !isTold)
    .map((promise) => ({ seq: promise.seq, endsAt: promiseEndsAt(promise, machine.timeZone) }));
}

/** When somebody must be told of a promise next, ISO; null when nothing is left to tell. */
export function promiseNoticeAt(incident: Promised): string | null {
  return (
    untold(incident)
      .map(({ endsAt }) => endsAt)
      .sort()[0] ?? null
  );
}

/** What is owed at an instant: each open promise whose day is over, once. */
export function owedPromises(incident: Promised, nowMs: number): IncidentChange[] {
  return untold(incident)
    .filter(({ endsAt }) => Date.parse(endsAt) <= nowMs)
    .map(({ seq }) => ({ type: 'promise-due', seq }));
}

/**
 * The event of what a person says of a promise.
 * @throws AppError E_INPUT_INVALID for a number that no promise has, and for what was said of it already
 */
export function settledPromise(
  { number, promises }: Pick<Incident, 'number' | 'promises'>,
  { seq, kept, note }: Extract<IncidentAction, { type: 'settle-promise' }>,
): IncidentChange {
  const promise = promises.find((one) => one.seq === seq);
  if (promise === undefined) {
    const known = promises.map((one) => one.seq).join(', ');
    throw new AppError('E_INPUT_INVALID', `seq: incident ${number} has no promise ${seq}, only ${known}`, {
      reason: { key: 'promise-unknown', params: { number, seq } },
    });
  }
  const state = kept ? 'kept' : 'broken';
  if (promise.state === state)
    throw new AppError('E_INPUT_INVALID', `seq: of promise ${seq} it is said already that it was ${state}`, {
      reason: { key: 'promise-settled', params: { seq, state } },
    });
  return { type: 'promise-settled', seq, kept, note };
}
