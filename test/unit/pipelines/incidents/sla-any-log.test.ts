import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBehind } from '../../../../pipelines/incidents/clocks.js';
import { applyEvent, project } from '../../../../pipelines/incidents/project.js';
import { owedNotices, slaOf } from '../../../../pipelines/incidents/sla.js';
import { countedMinutes, intervalsOfRun } from '../../../../pipelines/incidents/sla-intervals.js';
import { reachesBack } from '../../../../pipelines/incidents/ties.js';
import type { Incident, IncidentChange, IncidentEvent } from '../../../../src/core/incident.js';
import { bodyHours, calendarOfBodies } from '../../../support/bodies.js';
import { walkedMinutes } from '../../../support/minute-walk.js';
import { possibleAfter, sampleChanges } from '../../../support/sample-changes.js';
import { sampleEvent, sampleMachine, sampleOperator, sampleVerdict } from '../../../support/samples.js';
import { answered, assignedTo, at, closed, interim, opened } from '../../../support/week-log.js';
import { shippedCalendar } from '../../../support/working-calendar.js';

describe.each([
  ['in the hours of the policy', shippedCalendar],
  ['in the hours of the bodies', calendarOfBodies],
])('clocks over any log, %s', (_, calendar) => {
  const change = fc.constantFrom(
    ...sampleChanges().slice(1),
    interim,
    answered,
    closed,
    ...[...Object.keys(bodyHours), 'heat'].map((id) => assignedTo(id)),
    {
      type: 'rescored' as const,
      machine: sampleMachine({ verdict: sampleVerdict({ urgency: 'urgent' }) }),
    },
  );
  const steps = fc.array(fc.tuple(change, fc.integer({ min: 0, max: 3 * 1_440 })), { maxLength: 20 });
  function build(list: [IncidentChange, number][]): { log: IncidentEvent[]; endMs: number } {
    let nowMs = Date.parse(at('пн 09:00'));
    const log = [sampleEvent({ seq: 1, at: new Date(nowMs).toISOString(), actor: sampleOperator, change: opened })];
    for (const [wanted, minutes] of list) {
      const next = possibleAfter(
        log.map((event) => event.change),
        wanted,
      );
      if (next === null) continue;
      nowMs += minutes * 60_000;
      log.push(
        sampleEvent({ seq: log.length + 1, at: new Date(nowMs).toISOString(), actor: sampleOperator, change: next }),
      );
    }
    return { log, endMs: nowMs };
  }

  it('are the same lived through and recomputed, add up, never run backwards and stop where nobody waits', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 20_000 }), (list, later) => {
        const { log, endMs } = build(list);
        let live: Incident | null = null;
        for (const [index, event] of log.entries()) {
          // What reaches back takes the whole log, as at the desk.
          const isWhole = reachesBack(event.change);
          live = isWhole
            ? project(log.slice(0, index + 1), calendar)
            : applyEvent(live, JSON.parse(JSON.stringify(event)), calendar);
        }
        const incident = project(log, calendar);
        expect(live).toEqual(incident);
        expect(isBehind(incident)).toBe(false);
        const nowMs = endMs + later * 60_000;
        const views = slaOf(incident, calendar, nowMs);
        const before = slaOf(incident, calendar, endMs);
        for (const [index, view] of views.entries()) {
          const intervals = intervalsOfRun(view.run, incident, calendar, nowMs);
          expect(countedMinutes(intervals)).toBeCloseTo(view.elapsedMinutes, 6);
          for (const [place, part] of intervals.entries())
            if (place > 0) expect(part.fromMs).toBe(intervals[place - 1]?.toMs);
          expect(view.elapsedMinutes).toBeGreaterThanOrEqual((before[index]?.elapsedMinutes ?? 0) - 1e-9);
          expect(before[index]?.elapsedMinutes).toBeGreaterThanOrEqual(0);
          if (view.run.end !== null) expect(['met', 'missed', 'void']).toContain(view.state);
          const isWaiting = ['closed', 'not-incident', 'forwarded'].includes(incident.status);
          if (isWaiting) expect(view.run.end).not.toBeNull();
        }
        const running = views.filter(({ run }) => run.end === null).map(({ run }) => run.clock);
        expect(new Set(running).size).toBe(running.length);
      }),
      { numRuns: 150 },
    );
  });

  it('have passed by their due time exactly, in whichever hours', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 20_000 }), (list, later) => {
        const { log, endMs } = build(list);
        const incident = project(log, calendar);
        for (const { run, dueAt } of slaOf(incident, calendar, endMs + later * 60_000)) {
          if (dueAt === null || run.end !== null) continue;
          const then = slaOf(incident, calendar, Date.parse(dueAt)).find((view) => view.run === run);
          expect(then?.elapsedMinutes, run.clock).toBeCloseTo(then?.budgetMinutes ?? Number.NaN, 3);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('have as much time as a walk over every minute finds, each by the hours of the body that had it', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { log, endMs } = build(list);
        const incident = project(log, calendar);
        for (const { run, elapsedMinutes, isWorkingTime } of slaOf(incident, calendar, endMs)) {
          if (!isWorkingTime) continue;
          const stopMs = run.stoppedAt === null ? endMs : Date.parse(run.stoppedAt);
          const turns = [{ from: run.startedAt, id: '' }, ...run.bodies];
          const walked = turns.map(({ from, id }, index) => {
            const own = calendar.hoursOf(id);
            const region = own?.calendar ?? incident.oktmo?.slice(0, 2) ?? null;
            const where = {
              timeZone: own?.timeZone ?? incident.machine.timeZone,
              region: region === 'country' ? null : region,
              body: id,
            };
            const toMs = Math.min(stopMs, Date.parse(turns[index + 1]?.from ?? '2100-01-01'));
            const rests = run.pauses.map((pause) => {
              const restFromMs = Math.max(Date.parse(pause.from), Date.parse(from));
              return walkedMinutes(restFromMs, Math.min(Date.parse(pause.to ?? '2100-01-01'), toMs), calendar, where);
            });
            const all = walkedMinutes(Date.parse(from), toMs, calendar, where);
            return rests.reduce((left, rest) => left - rest, all);
          });
          expect(elapsedMinutes, run.clock).toBeCloseTo(
            walked.reduce((sum, each) => sum + each, 0),
            6,
          );
        }
      }),
      { numRuns: 15 },
    );
  });

  it('tell of every run at most once of each thing, however often one looks', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { log, endMs } = build(list);
        let incident = project(log, calendar);
        const seen = new Set<string>();
        for (let look = 0; look < 40; look++) {
          const nowMs = endMs + look * 12 * 3_600_000;
          for (const told of owedNotices(incident, calendar, nowMs)) {
            if (!('clock' in told)) continue;
            const run = incident.clockRuns.findLast(({ clock: name, end }) => name === told.clock && end === null);
            const what = told.type === 'clock-warned' ? told.percent : told.type === 'escalated' ? told.level : '';
            const key = `${told.clock} ${run?.startSeq} ${told.type} ${what}`;
            expect(seen.has(key), key).toBe(false);
            seen.add(key);
            const when = new Date(nowMs).toISOString();
            incident = applyEvent(
              incident,
              sampleEvent({ seq: incident.version + 1, at: when, change: told }),
              calendar,
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
