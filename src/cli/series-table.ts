import type { Series } from '../core/series.js';
import type { Taxonomy } from '../core/taxonomy.js';
import { placeOf } from './queue-table.js';
import { formatTable } from './table.js';

const kindNames: Record<Series['kind'], string> = {
  seasonal: 'сезонный',
  chronic: 'хронический',
  repeated: 'повторный',
};

/** The series for a terminal, each with the line that says why it is one. */
export function formatSeries(series: readonly Series[], taxonomy: Taxonomy, width?: number): string {
  const topics = new Map(taxonomy.groups.flatMap((group) => group.topics.map(({ id, ru }) => [id, ru])));
  const rows = series.map((one) => [
    kindNames[one.kind],
    topics.get(one.topic) ?? one.topic,
    one.place.landmark === null
      ? placeOf(one.place)
      : [one.place.settlement, one.place.landmark.name].filter((part) => part !== null).join(', '),
    one.incidents.map(({ number, at }) => `${at.slice(0, 10)} ${number}`).join(', '),
    String(one.peopleCount),
    one.bodies.map(({ name, count }) => `${name} (${count})`).join(', '),
    one.next === null ? '' : `${one.next.from}…${one.next.to}`,
    whyOf(one),
  ]);
  const head = ['вид', 'тема', 'место', 'когда и номер', 'люди', 'исполнители', 'ждать', 'почему'];
  return formatTable(head, rows, width);
}

/** «5 раз за 4 года; в 4 из 4 сезонов, 5 из 5 в одних 30 днях года (p = 0,0003 ≤ 0,01 при 12 проверках); «решено» 3 раза» */
export function whyOf({ kind, reason, solvedCount }: Series): string {
  const { episodes, spanDays, longestGapDays, season } = reason;
  const parts = [`эпизодов ${episodes} за ${spanDays} дн.`];
  if (season !== null && kind === 'seasonal') {
    parts.push(
      `в ${season.came} из ${season.of} сезонов, ${season.inside} из ${season.counted} в одних ${season.windowDays} днях года (p = ${figure(season.p)} ≤ ${figure(season.limit ?? 0)}, проверок ${season.tests})`,
    );
  }
  if (kind === 'chronic') parts.push(`без перерыва длиннее ${longestGapDays} дн.`);
  if (kind === 'repeated') parts.push(`самый длинный перерыв ${longestGapDays} дн.`);
  if (kind === 'repeated' && season !== null && season.p <= 0.05)
    parts.push(`похоже на сезон, но среди стольких мест это может быть случай (p = ${figure(season.p)})`);
  if (solvedCount > 0) parts.push(`«решено» закрыто ${solvedCount}`);
  return parts.join('; ');
}

function figure(p: number): string {
  return p < 0.0001 ? '0,0001' : p.toPrecision(2).replace('.', ',');
}
