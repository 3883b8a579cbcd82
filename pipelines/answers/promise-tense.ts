/** Whether words near a day promise something by it, tell of the past, or say that it is no promise of ours. */
export type Tense = 'future' | 'past' | 'none';

export interface Marker {
  readonly start: number;
  readonly end: number;
  readonly tense: Tense;
}

/** Beginnings of verbs that answers promise with; perfective ones, whose present form is the future. */
const doing =
  'сдела|выполн|исполн|отремонтир|устран|заверш|законч|замен|установ|привед|провед|пров[её]д|проконтрол|начн|приступ|восстанов|очист|расчист|убер|выве[зд]|завез|засып|заасфальтир|заделa|задела|залат|отсып|посып|' +
  'прогрейдир|отгрейдир|покрас|почин|налад|включ|подключ|верн|подад|запуст|пуст|дад|ответ|направ|сообщ|проинформир|расскаж|опублик|напиш|организу|оборуду|обследу|осмотр|осмотрит|выед|выйд|посет|рассмотр|реш|получ|постав|закуп|приобрет|' +
  'объяв|заключ|подготов|разработ|утверд|внес|снес|спил|обреж|покос|скос|отлов|продезинфиц|обработа|промо|помо|нанес|обнов|постро|откро|отключ|состав|перенес|перезапуст|уложа|улож|положа|полож|смонтир|монтир|разбер|демонтир|изготов|доставл|' +
  'достав|провер|уточн|сда|введ|запланир|законс|заработ|появ|состо|пройд|произойд|продл|возобнов|перейд|увелич|переда|назнач|выдел|выдад|уведом|свяж|закро|закреп|огород|огражд|оград|доведут|довед|сниз|прекрат|поста|поменя|заме|утепл|засе|высад|благоустро|доделa|додела';
const endings = '(?:им|ем|ут|ют|ат|ят|ит|ет)(?:ся)?';
const willBe = 'буд(?:ет|ут|ем)';
const participle = '\\p{L}{3,}(?:ен|ан|ян|ят|ут|ыт|ит)(?:а|о|ы)?';
const planned =
  'планиру\\p{L}+|запланирован\\p{L}*|намечен\\p{L}*|предусмотрен\\p{L}*|предполага\\p{L}+|ожида\\p{L}+|обеща\\p{L}+|обязу\\p{L}+|обязан\\p{L}*|должн[аоы]|должен|предсто\\p{L}+|назначен\\p{L}*|перенесен\\p{L}*|продлен\\p{L}*|отложен\\p{L}*|' +
  'гарантиру\\p{L}+|рассчитыва\\p{L}+|поручен\\p{L}*|предписан\\p{L}+|срок\\p{L}*|план\\p{L}{0,2}|график\\p{L}{0,3}|готов[ыо]?|успе(?:ем|ют|ет)|сможем|смогут|сможет';
/** What the resident is to do, what the law says, what does not depend on us, what will not be. */
const notOurs =
  `не\\s+(?:${willBe}|планиру\\p{L}+|запланирован\\p{L}*|предусмотрен\\p{L}*|предполага\\p{L}+|сможем|смогут|сможет|успе(?:ем|ют|ет)|представля\\p{L}+)|невозможн\\p{L}+|нет\\s+возможности|` +
  'можете|вправе|имеете\\s+право|вам\\s+(?:нужно|необходимо|следует|надо)|обратитесь|напишите|подайте|позвоните|сообщите|уточните|приходите|приглашаем|оплатите|передайте|просим|' +
  'согласно|в\\s+соответствии|по\\s+(?:закону|правилам|регламенту)|рассматрива(?:ет|ют)ся|если|срок\\s+действия|истека(?:ет|ют)|действу(?:ет|ют)|отсутству(?:ет|ют)|жалу(?:етесь|ются)';
const pastVerb = '\\p{L}+(?:[аеиоуыя]л)(?:а|о|и)?(?:с[ья])?|прош[её]л|вел|смог|помог|принес|привез|вывез|уже';

const rest = (source: string): RegExp => new RegExp(`(?<!\\p{L})(?:${source})(?!\\p{L})`, 'gu');
const patterns: readonly { pattern: RegExp; tense: Tense }[] = [
  { pattern: rest(notOurs), tense: 'none' },
  {
    pattern: rest(`(?:${willBe})(?:\\s+\\p{L}+){0,2}?\\s+${participle}|должн[аоы]\\s+быть\\s+${participle}`),
    tense: 'future',
  },
  { pattern: rest(`${willBe}|${planned}|(?:${doing})\\p{L}{0,4}?${endings}`), tense: 'future' },
  { pattern: rest(pastVerb), tense: 'past' },
  {
    pattern: rest(
      '\\p{L}{3,}(?:ено|ены|ена|ано|аны|ана|ато|аты|ата|яты|ято|ята|уто|уты|ыто|ыты|ыта)|\\p{L}{4,}(?:лнен|анен|шен|ирован|делан|еден|менен|овлен|ищен|ключен|езен|ыпан|рашен)',
    ),
    tense: 'past',
  },
];
/** Nouns that end as verbs and participles of the past do. */
const nouns = new Set(
  (
    'квартал квартала квартале школа школы школе дело дела тепло недели неделя земли мебели стекло масло село села если или подвал подвала зал зала канал канала материал материала металл персонал журнал филиал филиала отдел отдела раздел узел узла портал портала ' +
    'портале вокзал вокзала сигнал капитал автомобили автомобиль двигатели модели цели петли пыли доли роли соли боли апрели стрела сила силы начало начала правила правило число числа зеркало одеяло покрывало скала шкала акула труба жители жителя предприятие страны страна цены цена ' +
    'смены смена стены стена замены замена перемены охраны охрана сцены экраны планы тонны тонна измены рана ванны ванна машина машины поляны поляна набережная окраина окраины интервал интервала минимум объявления дома администрация ели были бы обочина обочины ' +
    'сторона стороны половина половины весна весны сосна сосны волна волны казна колонна колонны глина глины шины шина причина причины площадка терминал терминала потенциал арсенал ритуал финал финала дата даты палата палаты зарплата зарплаты плата платы оплата оплаты доплата доплаты депутаты результаты лопата хата вата'
  ).split(' '),
);
// «были» is a verb after all.
nouns.delete('были');

/**
 * The words of a sentence that tell a tense.
 * @param sentence in lower case, «ё» as «е», the days that it names blanked
 */
export function markersOf(sentence: string): Marker[] {
  const found: Marker[] = [];
  for (const { pattern, tense } of patterns) {
    for (const match of sentence.matchAll(pattern)) {
      const marker = { start: match.index, end: match.index + match[0].length, tense };
      if (tense === 'past' && nouns.has(match[0])) continue;
      if (found.every((other) => marker.end <= other.start || marker.start >= other.end)) found.push(marker);
    }
  }
  return found;
}

/** Signs between clauses part further than words do. */
const clausePenalty = 30;

/** The tense of the marker that stands nearest to a stretch of the sentence; null where there is none. */
export function tenseAt(
  sentence: string,
  markers: readonly Marker[],
  { start, end }: { start: number; end: number },
): Tense | null {
  let nearest: { distance: number; tense: Tense } | null = null;
  for (const marker of markers) {
    const [from, to] = marker.end <= start ? [marker.end, start] : [end, marker.start];
    // No sign between makes it nearer.
    if (nearest !== null && to - from >= nearest.distance) continue;
    const between = sentence.slice(from, Math.max(from, to));
    const distance = between.length + (between.match(/[,;:()]|\s[-–—]\s/gu)?.length ?? 0) * clausePenalty;
    if (nearest === null || distance < nearest.distance) nearest = { distance, tense: marker.tense };
  }
  return nearest?.tense ?? null;
}
