import type { Incident } from '../core/incident.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { formatTable } from './table.js';

export const statusNames: Record<Incident['status'], string> = {
  new: 'новый',
  accepted: 'принят',
  assigned: 'назначен',
  'in-work': 'в работе',
  interim: 'промежуточный ответ',
  proposed: 'ответ на согласовании',
  approved: 'ответ согласован',
  answered: 'отвечен',
  closed: 'закрыт',
  forwarded: 'передан вовне',
  'not-incident': 'не инцидент',
  merged: 'объединён',
};

/** The queue for a terminal, as an operator reads it. */
export function formatQueue(incidents: readonly Incident[], taxonomy: Taxonomy, nowMs: number, width?: number): string {
  const groups = new Map(taxonomy.groups.map((group) => [group.code, group.ru]));
  const rows = incidents.map((incident) => [
    incident.number,
    incident.urgency === 'urgent' ? 'СРОЧНО' : '',
    incident.group === null ? '?' : (groups.get(incident.group) ?? incident.group),
    placeOf(incident),
    `${incident.peopleCount}/${incident.postCount}`,
    statusNames[incident.status],
    termOf(incident, nowMs),
    incident.executorName,
    incident.title,
  ]);
  return formatTable(
    ['номер', '', 'тема', 'место', 'люди/посты', 'статус', 'ответить до', 'исполнитель', 'текст'],
    rows,
    width,
  );
}

/** «30.11 16:51», in the time of the place; marked when it is over. */
function termOf({ dueAt, machine }: Pick<Incident, 'dueAt' | 'machine'>, nowMs: number): string {
  if (dueAt === null) return '';
  const { timeZone } = machine;
  const format = new Intl.DateTimeFormat('ru-RU', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const dueMs = Date.parse(dueAt);
  return `${dueMs < nowMs ? '! ' : ''}${format.format(dueMs).replace(',', '')}`;
}

/** «Светлоозёрск, Мира, 15» */
export function placeOf(incident: Pick<Incident, 'settlement' | 'street' | 'house'>): string {
  return [incident.settlement, incident.street, incident.house].filter((part) => part !== null).join(', ');
}
