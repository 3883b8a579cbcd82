import type { LostBy, RouteCandidate, RouteExplanation } from '../../pipelines/routing/explain.js';
import { windowInRussian } from '../../pipelines/routing/substitutes.js';
import type { ExplainedIncident } from '../app/routing-explain.js';
import type { BodyKind } from '../core/executor.js';
import type { Taxonomy } from '../core/taxonomy.js';
import type { Colours } from './colours.js';
import { printable } from './highlight.js';
import { formatTable } from './table.js';

const lost: Record<LostBy, string> = {
  sources: 'другой источник',
  names: 'такая организация не названа',
  when: 'в другое время',
  validity: 'в этот день не действует',
  template: 'общее правило, а есть правило таблицы',
  territory: 'для большей территории',
  subject: 'там же есть строка точнее: по теме или группе',
  order: 'стоит в файлах ниже',
};
const kinds: Record<BodyKind, string> = {
  agency: 'ведомство',
  municipality: 'муниципальная служба',
  utility: 'ресурсная организация',
  'managing-company': 'управляющая компания',
  other: 'другая',
};
const weekdays = ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'];

/** A route with what it follows from and every line that came in question. */
export function formatRoute(explained: RouteExplanation, taxonomy: Taxonomy, colours: Colours, width?: number): string {
  const { route, territories, source, named, away, isUnattended, candidates } = explained;
  const fields: [string, string][] = [
    ['Тема', subject(explained, taxonomy)],
    ['Территория', territories.map(({ name }) => name).join(' ‹ ') || 'не определена'],
    ['Когда', moment(explained)],
    ['Источник', [source.id, source.kind].filter((part) => part !== null).join(', ') || 'не указан'],
    ['Названы', named.map((kind) => kinds[kind]).join(', ') || 'никто'],
    ['Исполнитель', `${colours.bold(printable(route.executorName))} (${route.executorId})`],
    ['Согласует', route.approverName == null ? 'никто' : `${route.approverName} (${route.approverId})`],
    ['Почему', route.reason],
    ...away.map(({ name, id, ...window }): [string, string] => [
      'Не работает',
      `${name} (${id}) ${windowInRussian(window)}`,
    ]),
    ...(isUnattended
      ? ([['Замена', colours.red('нет: никто не работает, текст остаётся у первого')]] as [string, string][])
      : []),
  ];
  const others = route.ranked.filter(({ executorId }) => executorId !== route.executorId);
  return [
    ...fields.map(([name, value]) => `${name.padEnd(12)} ${value}`),
    '',
    formatTable(['', 'строка', 'исполнитель', 'условия', 'почему не она', 'где'], candidates.map(row), width),
    ...(others.length === 0 ? [] : ['', 'Если тема другая:', ...others.map(rankedLine)]),
  ].join('\n');
}

/** What was stored with the incident, beside what the table says now. */
export function formatStored(explained: ExplainedIncident, colours: Colours): string {
  const { stored, isSameTable, isSameRoute, byPerson } = explained;
  const { route, revision, suggestedBy } = stored;
  const table = isSameTable ? 'та же таблица' : `таблица ${revision ?? 'неизвестна'}, с тех пор её меняли`;
  const same = isSameRoute
    ? colours.green(`так и записано (${table})`)
    : colours.yellow(`записано иначе (${table}): ${route.executorName}, строка «${route.ruleId}». ${route.reason}`);
  return [
    `${'В инциденте'.padEnd(12)} ${same}`,
    ...(byPerson === null ? [] : [`${'Человек'.padEnd(12)} назначил: ${byPerson.name} (${byPerson.id})`]),
    ...(suggestedBy === null
      ? []
      : [`${'Модель'.padEnd(12)} ${suggestedBy} предложила рядом с таблицей:`, ...route.ranked.map(rankedLine)]),
  ].join('\n');
}

function subject({ group, topic }: RouteExplanation, { groups }: Taxonomy): string {
  const found = groups.find(({ code }) => code === group);
  if (found === undefined) return 'не определена';
  const ofGroup = `группа «${found.ru}» (${found.code})`;
  const one = found.topics.find(({ id }) => id === topic);
  return topic === null ? ofGroup : `«${one?.ru ?? topic}» (${topic}), ${ofGroup}`;
}

function moment({ local, timeZone }: RouteExplanation): string {
  if (local === null) return 'время не известно';
  const { date, weekday, minute } = local;
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return `${weekdays[weekday - 1]} ${date.split('-').toReversed().join('.')} ${clock} (${timeZone})`;
}

function row({ id, where, executorName, conditions, lostBy }: RouteCandidate): string[] {
  const why = lostBy === null ? 'выбрана' : lost[lostBy];
  return [lostBy === null ? '✓' : '✗', id, printable(executorName), conditions.join(', ') || '—', why, where];
}

function rankedLine({ executorName, probability }: RouteExplanation['route']['ranked'][number]): string {
  return `  ${probability.toFixed(2)}  ${printable(executorName)}`;
}
