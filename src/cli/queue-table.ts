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
export function formatQueue(incidents: readonly Incident[], taxonomy: Taxonomy, width?: number): string {
  const groups = new Map(taxonomy.groups.map((group) => [group.code, group.ru]));
  const rows = incidents.map((incident) => [
    incident.number,
    incident.urgency === 'urgent' ? 'СРОЧНО' : '',
    incident.group === null ? '?' : (groups.get(incident.group) ?? incident.group),
    placeOf(incident),
    `${incident.peopleCount}/${incident.postCount}`,
    statusNames[incident.status],
    incident.executorName,
    incident.title,
  ]);
  return formatTable(['номер', '', 'тема', 'место', 'люди/посты', 'статус', 'исполнитель', 'текст'], rows, width);
}

/** «Светлоозёрск, Мира, 15» */
export function placeOf(incident: Pick<Incident, 'settlement' | 'street' | 'house'>): string {
  return [incident.settlement, incident.street, incident.house].filter((part) => part !== null).join(', ');
}
