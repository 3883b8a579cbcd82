import type { Incident } from '../../src/core/incident.js';
import type { Taxonomy } from '../../src/core/taxonomy.js';
import type { WorkingCalendar } from '../../src/core/working-time.js';
import { finalDay, localDay } from './final-day.js';

/** What templates may name between braces. No variable tells anything of a person. */
export const variables = {
  номер: 'number of the incident: «ИН-7K3QX2»',
  дата: 'today at the place of the incident: «2 марта 2026 г.»',
  'дата обращения': 'day of the earliest post',
  тема: 'topic of config/taxonomy.yaml, or the group where no topic is known',
  группа: 'topic group',
  'населённый пункт': 'settlement of the place',
  адрес: 'settlement, street and house, or the landmark',
  исполнитель: 'body that acts',
  телефон: 'first telephone of that body in config/routing',
  срок: 'day by which the final answer is owed, by the promise or by config/sla.yaml',
} as const;
export type VariableName = keyof typeof variables;

export function isVariable(name: string): name is VariableName {
  return Object.hasOwn(variables, name);
}

/** What the values come from besides the incident. */
export interface AnswerContext {
  readonly taxonomy: Taxonomy;
  readonly calendar: WorkingCalendar;
  /** Official telephone of a body; null where none is known. */
  phoneOf(executorId: string): string | null;
}

/** The variables that are known of an incident. Pure: the instant comes from outside. */
export function valuesOf(
  incident: Incident,
  { taxonomy, calendar, phoneOf }: AnswerContext,
  nowMs: number,
): Map<VariableName, string> {
  const { timeZone } = incident.machine;
  const group = taxonomy.groups.find(({ code }) => code === incident.group);
  const topic = group?.topics.find(({ id }) => id === incident.topic);
  const dueOn = finalDay(incident, calendar, nowMs);
  const { publishedAt } = incident.clocks;
  const found: Record<VariableName, string | null | undefined> = {
    номер: `ИН-${incident.number}`,
    дата: dayInWords(localDay(nowMs, timeZone)),
    'дата обращения': publishedAt && dayInWords(localDay(Date.parse(publishedAt), timeZone)),
    тема: topic?.ru ?? group?.ru,
    группа: group?.ru,
    'населённый пункт': listed(incident.settlement),
    адрес: addressOf(incident),
    исполнитель: incident.executorName,
    телефон: phoneOf(incident.executorId),
    срок: dueOn && dayInWords(dueOn),
  };
  return new Map(
    Object.entries(found).flatMap(([name, value]) => (value && isVariable(name) ? [[name, value] as const] : [])),
  );
}

/** Street and house after the settlement; without a street a landmark that has a place. Null when only the settlement is known. */
function addressOf({ settlement, street, house, machine }: Incident): string | null {
  const landmark = machine.place.landmarks.find(({ kind }) => kind !== 'route')?.name;
  const where = street === null ? landmark : [listed(street), listed(house)].filter(Boolean).join(', ');
  return where ? [listed(settlement), where].filter(Boolean).join(', ') : null;
}

/** Several names stand joined by «;». */
function listed(names: string | null): string | null {
  return names === null ? null : names.split(';').join(', ');
}

const days = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** «2 марта 2026 г.» of 2026-03-02. */
export function dayInWords(day: string): string {
  return days.format(new Date(`${day}T00:00:00Z`));
}
