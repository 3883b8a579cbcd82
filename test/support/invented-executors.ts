/** Invented complaints with invented bodies, different enough not to be near duplicates. */
import { formOf } from '../../models/executors/form.js';
import type { Subject } from '../../models/executors/subject.js';
import type { TaughtSubject } from '../../models/executors/train.js';
import { readText } from '../../pipelines/text/read.js';
import { seededRandom } from '../../src/core/seeded-random.js';
import { samplePlace, sampleVerdict } from './samples.js';

/** What each invented body hears of. */
const subjects: Readonly<Record<string, readonly string[]>> = {
  'Горсвет Заречья': ['фонари', 'лампа', 'столб', 'темнота', 'освещение', 'провода', 'светильник', 'вечером'],
  'Дорожный комитет': ['ямы', 'асфальт', 'колея', 'дорога', 'щебень', 'обочина', 'разметка', 'перекрёсток'],
  'Жилищная инспекция': ['подъезд', 'крыша', 'батареи', 'подвал', 'управляющая', 'квитанция', 'лифт', 'протечка'],
  'Администрация Липовского района': ['село', 'колодец', 'клуб', 'пастбище', 'колонка', 'забор', 'околица', 'амбар'],
};
const fillers =
  'вчера опять снова просим давно соседи обращались никто ответа неделю утром возле школы магазина остановки дети ходят опасно месяц обещали сделать пусто снег дождь весной осенью писали звонили терпеть надоело стыдно'.split(
    ' ',
  );

export interface InventedRow {
  id: string;
  text: string;
  executor: string;
  source: string;
}

/** So many rows of each body, always the same. */
export function inventedRows(each: number, seed = 1): InventedRow[] {
  const random = seededRandom(seed);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] as string;
  return Array.from({ length: each }, (_, round) =>
    Object.entries(subjects).map(([executor, own], body) => {
      const words = Array.from({ length: 14 }, (_unused, at) => (at % 4 === 1 ? pick(own) : pick(fillers)));
      return { id: `${seed}-${round}-${body}`, text: `${words.join(' ')}.`, executor, source: 'invented' };
    }),
  ).flat();
}

/** A subject of a text that says nothing of its place. @param pooled where a model reads along */
export function inventedSubject(raw: string, pooled: Float32Array | null = null): Subject {
  return {
    analysis: readText(raw).analysis,
    verdict: sampleVerdict({ group: null, topic: null, groups: [], evidence: [] }),
    place: samplePlace({ precision: 'none', named: [], municipality: null, settlement: null, street: null }),
    form: formOf(raw),
    pooled,
  };
}

export function inventedLessons(rows: readonly InventedRow[]): TaughtSubject[] {
  return rows.map(({ text, executor }) => ({ executor, plain: inventedSubject(text), full: null }));
}
