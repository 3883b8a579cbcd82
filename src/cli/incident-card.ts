import type { Incident, IncidentChange, IncidentEvent } from '../core/incident.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { placeOf, statusNames } from './queue-table.js';
import { momentIn } from './sla-table.js';
import { formatTable } from './table.js';

const changeNames: Record<IncidentChange['type'], string> = {
  opened: 'открыт',
  'post-joined': 'присоединён пост',
  'post-edited': 'пост изменён автором',
  rescored: 'оценка пересчитана',
  located: 'найдена точка на карте',
  accepted: 'принят',
  assigned: 'назначен исполнитель',
  'work-started': 'работа начата',
  'nature-changed': 'тип изменён',
  'topic-changed': 'тема изменена',
  'urgency-changed': 'срочность изменена',
  'marked-not-incident': 'не инцидент',
  'interim-answered': 'промежуточный ответ',
  'answer-proposed': 'ответ на согласование',
  'answer-approved': 'ответ согласован',
  'answer-returned': 'ответ возвращён',
  answered: 'ответ опубликован',
  forwarded: 'передан вовне',
  paused: 'приостановлен',
  resumed: 'возобновлён',
  closed: 'закрыт',
  reopened: 'открыт заново',
  commented: 'комментарий',
  recurred: 'снова жалуются',
  merged: 'объединён',
  absorbed: 'вошёл другой инцидент',
  'split-off': 'выделен инцидент',
  undone: 'отменено',
  settled: 'связанный инцидент обновлён',
  'clock-warned': 'срок подходит',
  'clock-missed': 'срок пропущен',
  escalated: 'сообщено о сроке',
  'reply-checked': 'ответ проверен по ссылке',
  'author-reacted': 'автор откликнулся',
  'promise-made': 'обещан срок',
  'promise-due': 'обещанный срок прошёл',
  'promise-settled': 'сказано об обещании',
};

/** The card of an incident for a terminal: what it is, where it stands, what happened. */
export function formatCard(
  incident: Incident,
  events: readonly IncidentEvent[],
  taxonomy: Taxonomy,
  width?: number,
): string {
  const group = taxonomy.groups.find(({ code }) => code === incident.group);
  const topic = group?.topics.find(({ id }) => id === incident.topic);
  const { timeZone } = incident.machine;
  const when = momentIn(timeZone);
  const facts: [string, string | null][] = [
    ['номер', `${incident.number} (${incident.id}), версия ${incident.version}`],
    ['статус', `${statusNames[incident.status]}${incident.pausedAt === null ? '' : ', приостановлен'}`],
    ['тема', [group?.ru ?? incident.group, topic?.ru].filter(Boolean).join(' · ') || null],
    ['срочность', incident.urgency === 'urgent' ? 'срочный' : 'обычный'],
    ['место', placeOf(incident) || null],
    ['исполнитель', `${incident.executorName} (${incident.executorId})`],
    ['согласует', incident.approverName],
    ['люди/посты', `${incident.peopleCount}/${incident.postCount}`],
    ['ответить до', incident.dueAt === null ? null : `${when(Date.parse(incident.dueAt))} (${timeZone})`],
    ['обещано до', incident.finalBy],
    ['обещания', promisesOf(incident)],
    ['ждёт согласования', incident.proposedAnswer?.text ?? null],
    ['повторно', incident.recurrences === 0 ? null : String(incident.recurrences)],
    ['объединён с', incident.ties.mergedInto?.number ?? null],
    ['включает', numbersOf(incident.ties.absorbed)],
    ['из него выделены', numbersOf(incident.ties.splitOff)],
    ['выделен из', incident.ties.splitFrom?.number ?? null],
  ];
  const shown = facts.filter((fact): fact is [string, string] => fact[1] !== null);
  const widest = Math.max(...shown.map(([name]) => name.length));
  const rows = events.map(({ seq, at, actor, change }) => [
    String(seq),
    when(Date.parse(at)),
    actor.name,
    changeNames[change.type],
    wordsOf(change),
  ]);
  return [
    incident.title,
    '',
    ...shown.map(([name, value]) => `${name.padEnd(widest)}  ${value}`),
    '',
    formatTable(['№', `время (${timeZone})`, 'кто', 'что', 'подробности'], rows, width),
  ].join('\n');
}

/** Numbers, each with the event that it could be undone by; null when there are none. */
function numbersOf(others: readonly { number: string; seq: number }[]): string | null {
  return others.length === 0 ? null : others.map(({ number, seq }) => `${number} (событие ${seq})`).join(', ');
}

const promiseStates = { open: 'ждёт', kept: 'выполнено', broken: 'не выполнено' } as const;

/** Days and states of what was promised, each with the number of its event; null where nothing was. */
function promisesOf({ promises }: Incident): string | null {
  if (promises.length === 0) return null;
  return promises.map(({ seq, dueOn, state }) => `${dueOn} (${promiseStates[state]}, событие ${seq})`).join(', ');
}

/** What a change says beyond its name. */
function wordsOf(change: IncidentChange): string {
  switch (change.type) {
    case 'opened':
    case 'post-joined':
    case 'post-edited':
      return `${change.post.sourceId}: ${change.post.text}`;
    case 'assigned':
      return [change.executorName, change.note].filter(Boolean).join(' — ');
    case 'topic-changed':
      return change.topic ?? change.group;
    case 'urgency-changed':
      return change.urgency;
    case 'nature-changed':
      return change.nature;
    case 'closed':
      return [change.outcome, change.reason].filter(Boolean).join(' — ');
    case 'forwarded':
      return [change.to, change.reference, change.reason].filter(Boolean).join(' — ');
    case 'paused':
      return [change.reason, change.note].filter(Boolean).join(' — ');
    case 'answer-approved':
      return change.note ?? '';
    case 'clock-warned':
      return `${change.clock}, ${change.percent} %, ${change.dueAt}`;
    case 'clock-missed':
      return `${change.clock}, ${change.dueAt}`;
    case 'escalated':
      return `${change.clock} → ${change.to}`;
    case 'reply-checked':
      return `${change.found ? 'на месте' : 'нет'}: ${change.url}`;
    case 'author-reacted':
      return change.mood;
    case 'promise-made':
      return `${change.dueOn}: ${change.text}`;
    case 'recurred':
      return `через дней: ${change.days}`;
    case 'promise-due':
      return `событие ${change.seq}`;
    case 'promise-settled':
      return [`событие ${change.seq}: ${change.kept ? 'выполнено' : 'не выполнено'}`, change.note]
        .filter(Boolean)
        .join(' — ');
    case 'merged':
      return [change.intoNumber, change.reason].filter(Boolean).join(' — ');
    case 'absorbed':
      return `${change.from.number}: людей ${change.from.peopleCount}, постов ${change.from.postCount}`;
    case 'split-off':
      return `${change.intoNumber}, постов ${change.posts.length} — ${change.reason}`;
    case 'undone':
      return [`событие ${change.seq}`, change.reason].filter(Boolean).join(' — ');
    case 'marked-not-incident':
    case 'answer-returned':
    case 'reopened':
      return change.reason;
    case 'interim-answered':
    case 'answered':
      return [change.text, change.url ?? change.elsewhere].filter(Boolean).join(' — ');
    case 'answer-proposed':
    case 'commented':
      return change.text;
    default:
      return '';
  }
}
