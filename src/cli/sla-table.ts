import { termOf } from '../../pipelines/incidents/measure.js';
import { slaOf } from '../../pipelines/incidents/sla.js';
import { countedMinutes, type IntervalReason, intervalsOfRun } from '../../pipelines/incidents/sla-intervals.js';
import type { ClockView } from '../core/clock-run.js';
import type { ClockName, Incident } from '../core/incident.js';
import type { BodyHours } from '../core/schedule.js';
import type { WorkingCalendar } from '../core/working-time.js';
import { formatTable } from './table.js';

const clockNames: Record<ClockName, string> = {
  detection: 'Обнаружение (от публикации до очереди)',
  assignment: 'Назначение (от очереди до исполнителя)',
  'first-answer': 'Первый ответ',
  final: 'Окончательный ответ после промежуточного',
  approval: 'Согласование ответа',
};
const stateNames: Record<ClockView['state'], string> = {
  running: 'идёт',
  paused: 'стоит',
  met: 'соблюдён',
  missed: 'пропущен',
  void: 'снят',
};
const reasons: Record<IntervalReason, string> = {
  'working-time': 'рабочее время',
  'around-the-clock': 'круглосуточно',
  'outside-hours': 'вне рабочих часов',
  weekend: 'выходной',
  holiday: 'праздник или перенесённый выходной',
  'regional-holiday': 'праздник региона',
  paused: 'приостановлено',
};

/**
 * Every clock as a table: stretch, whether it counts and why, in whose hours, minutes, their sum. Times are local to the place of the incident.
 * @param names of bodies by their ids; an id without a name is shown as it is
 */
export function formatClocks(
  incident: Incident,
  calendar: WorkingCalendar,
  nowMs: number,
  names: ReadonlyMap<string, string> = new Map(),
  width?: number,
): string {
  const { timeZone } = incident.machine;
  const when = momentIn(timeZone);
  const views = slaOf(incident, calendar, nowMs);
  const parts = views.map((view) => {
    const { run, state, dueAt, isLate, elapsedMinutes, budgetMinutes } = view;
    const intervals = intervalsOfRun(run, incident, calendar, nowMs);
    // The column is for clocks that some body's own hours count in.
    const hasBodies = intervals.some(({ body }) => body !== null);
    const whose = (body: string | null): string[] =>
      hasBodies ? [body === null ? 'правило и место' : (names.get(body) ?? body)] : [];
    const rows = intervals.map(({ fromMs, toMs, counts, why, body }) => [
      when(fromMs),
      when(toMs),
      reasons[why],
      ...whose(body),
      counts ? duration((toMs - fromMs) / 60_000) : '—',
    ]);
    rows.push(['', '', 'всего', ...(hasBodies ? [''] : []), duration(countedMinutes(intervals))]);
    const bodies = [...new Set(intervals.flatMap(({ body }) => body ?? []))];
    const lateness = isLate && state === 'running' ? ', просрочен' : '';
    return [
      `${clockNames[run.clock]}: ${stateNames[state]}${lateness}`,
      termSentence(view, calendar),
      ...(budgetMinutes === null
        ? []
        : [
            `прошло ${duration(elapsedMinutes)} из ${duration(budgetMinutes)}, срок ${dueAt === null ? 'не считается, пока стоит' : when(Date.parse(dueAt))}`,
          ]),
      ...bodies.map((id) => `Часы «${names.get(id) ?? id}»: ${hoursSentence(calendar.hoursOf(id), timeZone)}`),
      formatTable(['с', 'по', 'почему', ...(hasBodies ? ['чьи часы'] : []), 'учтено'], rows, width),
    ].join('\n');
  });
  return [
    `${incident.number}, время места (${timeZone}), на ${when(nowMs)}`,
    ...unknownYears(views, calendar, nowMs),
    ...parts,
  ].join('\n\n');
}

/** «Срок 9 ч рабочего времени: правило ordinary». */
function termSentence({ run }: ClockView, calendar: WorkingCalendar): string {
  const term = termOf(run, calendar);
  if (term === null) return 'Срок не задан ни одним правилом config/sla.yaml';
  const much =
    'hours' in term
      ? `${term.hours} ч ${term.workingTime ? 'рабочего времени' : 'круглосуточно'}`
      : `до конца ${term.workingDays}-го рабочего дня`;
  return `Срок ${much}: правило «${run.policyId}» config/sla.yaml — самое частное из подходящих`;
}

const weekdayNames = ['', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'];

/** «пн, вт 08:00–17:00 без 12:00–12:45, праздники региона 92, время Asia/Omsk». */
function hoursSentence(own: BodyHours | null, timeZone: string): string {
  if (!own?.hours) return 'как у правила';
  const { workingDay, weekdays, breaks, shifts, holidays } = own.hours;
  const stretches = [{ weekdays, ...workingDay }, ...shifts].map(
    ({ weekdays: days, from, to }) => `${days.map((day) => weekdayNames[day]).join(', ')} ${from}–${to}`,
  );
  const pauses = breaks.map(({ from, to }) => `${from}–${to}`).join(', ');
  const calendarName = own.calendar === 'country' ? 'праздники страны' : `праздники региона ${own.calendar}`;
  return [
    stretches.join('; ') + (pauses === '' ? '' : ` без ${pauses}`),
    ...(holidays ? ['и в праздники'] : own.calendar === null ? [] : [calendarName]),
    ...(own.timeZone === null || own.timeZone === timeZone ? [] : [`время ${own.timeZone}`]),
  ].join(', ');
}

/** A year without a calendar is counted by the ordinary week, which may be wrong by moved days. */
function unknownYears(views: readonly ClockView[], calendar: WorkingCalendar, nowMs: number): string[] {
  const instants = views.flatMap(({ run, dueAt }) => [
    run.startedAt,
    run.stoppedAt ?? new Date(nowMs).toISOString(),
    dueAt,
  ]);
  const years = instants.flatMap((instant) => (instant === null ? [] : [Number(instant.slice(0, 4))]));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const missing: string[] = [];
  for (let year = first; year <= last; year++)
    if (!calendar.years.has(year))
      missing.push(
        `Внимание: календаря на ${year} год нет в config/calendar — считается по обычной неделе и постоянным праздникам; «otklik calendar import ФАЙЛ --year ${year}» берёт его из открытых данных.`,
      );
  return missing;
}

/** «пн, 30.11.2026, 16:51» in a zone. */
export function momentIn(timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('ru-RU', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (ms) => format.format(ms).replace(/\u00a0|\u202f/gu, ' ');
}

/** «3 ч 20 мин» */
function duration(minutes: number): string {
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  return [hours > 0 ? `${hours} ч` : '', rest > 0 || hours === 0 ? `${rest} мин` : ''].filter(Boolean).join(' ');
}
