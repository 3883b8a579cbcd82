import type { ClusterMatter } from '../../src/core/ports.js';
import type { Verdict } from '../../src/core/verdict.js';
import type { Analysis } from '../text/tokens.js';
import { commonStems } from './common-stems.js';
import { isVague } from './topic-kin.js';

/**
 * What a text tells of beside its topic: further topics that rules found words of («мёрзнем, перерасчёт будет?» tells of heating too), and its words
 * for what is wrong. Two posts of different topics that share one of them tell of one thing sooner.
 */

/** Points of rules from which a text tells of a topic. */
const topicFrom = 3;
const mostTopics = 2;
const mostWords = 12;
/** A letter tells of so much that what it shares with another says nothing. */
const longest = 300;
/** Share of the words of the one with fewer that both must use. */
const wordsFrom = 0.3;
const shortestWord = 4;

/** Topics of which most words only say where or with whom it is. */
const backgroundTopics = new Set([
  'housing.entrance',
  'improvement.parks',
  'improvement.playground',
  'transport.routes',
  'transport.stops',
  'economy.shops',
  'economy.banks',
  'education.school-building',
  'health.buildings',
  'other.property',
]);

/** What the rules write and says where, when, who or nothing: by stems. */
const background = new Set(
  (
    'подъезд двор дома домов дому этаж квартир квартира улиц улица проспект переулок бульвар шосс район микрорайон город поселок посел деревн ' +
    'дорог площадк площад остановк автобус маршрут маршрутк троллейбус трамва трамв школ школьн садик детск детсад поликлиник больниц магазин рынок ' +
    'рынк парк сквер мост станц метро метр машин автомобил побед центр территор участок участк сторон входн вход выход лестниц стен балкон окна окно ' +
    'сегодн вчера завтр вечер утро ночь ночн день дней неделя недел месяц зима летн лето весн осен январ феврал март апрел июнь июль август ' +
    'сентябр октябр ноябр декабр понедельник вторник среда четверг четверг пятниц суббот воскресен врем прош нача ноч сутк ' +
    'люди человек ребенок ребенк дети жител соседи сосед сосед бабушк пенсионер врач родител водител ' +
    'работ работа стоя стоят стоит сдел сдела нужн просьб просим пожалуйст проблем управля управляющ компан администрац жалоб заявк звон позвон ' +
    'ответ отвеча обеща никто перв втор трет четверт четыр пятер больш мала маленьк стар нов опять снова всег ещё весь всем всех всех год рубл тысяч ' +
    'прийт пришел побед ремонт ремонтир скольк когда почему может могл смотр посмотр вопрос возмож есть будет'
  ).split(' '),
);

/** @returns at most two topics, and words; none of a long text */
export function toldOf(analysis: Analysis, { topic, evidence }: Pick<Verdict, 'topic' | 'evidence'>): string[] {
  if (analysis.text.length > longest) return [];
  const points = new Map<string, number>();
  for (const { engine, target, weight } of evidence) {
    if (engine === 'rules' && target.includes('.')) points.set(target, (points.get(target) ?? 0) + weight);
  }
  const topics = [...points]
    .filter(([target, sum]) => sum >= topicFrom && target !== topic && saysWhat(target))
    .toSorted(([, a], [, b]) => b - a)
    .map(([target]) => target)
    .slice(0, mostTopics);
  const words = analysis.tokens
    .filter(({ kind, stem }) => kind === 'word' && isProblemWord(stem))
    .map(({ stem }) => stem);
  return [...topics, ...[...new Set(words)].slice(0, mostWords)];
}

function isProblemWord(stem: string): boolean {
  return stem.length >= shortestWord && commonStems.has(stem) && !background.has(stem);
}

function saysWhat(topic: string): boolean {
  return !isVague(topic) && !backgroundTopics.has(topic);
}

type Told = Pick<ClusterMatter, 'topic' | 'told'>;

/** What two posts share beside that they are of one topic; nothing with marks of earlier versions. */
export function sharedTold(one: Told, other: Told): { hasTopic: boolean; hasWord: boolean } {
  const others = new Set(toldBy(other));
  const isOne = one.topic === other.topic;
  const shared = toldBy(one).filter((what) => others.has(what) && !(isOne && what === one.topic));
  const words = shared.filter((what) => !isTopic(what)).length;
  const fewer = Math.min(wordsOf(one), wordsOf(other));
  return { hasTopic: shared.some(isTopic), hasWord: words > 0 && words / fewer >= wordsFrom };
}

function wordsOf({ told = [] }: Told): number {
  return told.filter((what) => !isTopic(what)).length;
}

function toldBy({ topic, told = [] }: Told): string[] {
  return topic === null || !saysWhat(topic) ? told : [topic, ...told];
}

function isTopic(what: string): boolean {
  return what.includes('.');
}
