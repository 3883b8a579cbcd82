import type { Verdict } from '../../src/core/verdict.js';

/**
 * Posts that are no incident by themselves and may be a further voice of one: «и у нас так же» under a complaint, a note that names the same
 * broken traffic light. They open nothing.
 */

/** Longer texts are reports and essays, which do not answer anybody. */
const longestAnswer = 240;
const longestVoice = 1_200;
/** From which weight of rules against it a text is something else altogether: goods for sale, greetings, an advertisement. */
const surelyOther = 4;
/** Points of rules for its topic from which a text is about the town at all. */
const tellingWeight = 3;

/** Agrees: its first words, or words that mean nothing but that it is the same elsewhere. JavaScript's `\b` knows no Russian letters. */
const agreeing = [
  /^\W*(?:\+\s?\d{0,3}|[+]{1,5})\W*(?:$|\s)/u,
  /^\P{L}*(?:да|ага|угу|точно|верно|подтвержда\p{L}+|подпишусь|согласн\p{L}+|поддерж\p{L}+|аналогич\p{L}+|именно|и правда|и точно|правда|так и есть|вот именно|плюсую|плюс один)(?!\p{L})/iu,
  /(?:^|\P{L})(?:у|в|на) (?:нас|меня|нашем|наш\p{L}{1,2}|соседн\p{L}+|мо[её]м|моих|всех|мам\p{L}|родител\p{L}+|соседей)(?!\p{L})[^.!?]{0,40}?(?:^|\P{L})(?:тоже|так ?же|то же|также|та же|такая же|такой же|такое же|аналогично|самое)(?!\p{L})/iu,
  /(?:^|\P{L})(?:тоже|также|аналогично|то же самое|та же (?:история|картина|беда|ерунда|проблема)|такая же (?:история|картина|беда|ерунда|проблема)) (?:у|в|на) (?:нас|меня|наш\p{L}*|сосед\p{L}+)(?!\p{L})/iu,
  /^\P{L}*(?:и|а|и вот) (?:у|в|на) (?:нас|меня|наш\p{L}+|соседн\p{L}+)(?!\p{L})/iu,
  /^\P{L}*(?:тоже|та же (?:история|картина|беда)|то же самое|такая же (?:история|картина|беда)|присоединяюсь)(?!\p{L})/iu,
  /^\P{L}*(?:там|тут|здесь) (?:уже|до сих пор|опять|снова|всегда|постоянно|каждый|ещ[её])(?!\p{L})/iu,
];

/** Tells what became of the complaint: whom somebody called, what was promised. */
const reporting =
  /(?:^|\P{L})(?:(?:по|до)?звонил[аи]?|обратил(?:ся|ась|ись)|написал[аи]? (?:заявк|заявлен|жалоб)\p{L}*|оставил[аи]? заявк\p{L}+|сказали|говорят|ответили|пообещали|обещают|обещали|отвечают|бригад\p{L}+|аварийк\p{L}+|диспетчер\p{L}*)(?!\p{L})/iu;

/** All is well here, or it is not true. */
const denying =
  /(?:^|\P{L})(?:у (?:нас|меня)[^.!?]{0,30}(?:нормальн\p{L}+|хорошо|в порядке|отлично|есть|вс[её] (?:работает|горит|чисто|ок)|дали|появил\p{L}+|не отключали|без проблем)|вс[её] (?:нормально|хорошо|в порядке|работает|починили|исправили)|уже (?:починили|сделали|включили|дали|убрали|исправили|вывезли)|не подтвержда\p{L}+|неправда|вранье|враньё|не согласн\p{L}+|выдумыва\p{L}+)(?!\p{L})/iu;

/** Houses by the word beside them: «в доме 15», «15-й дом». */
const namedHouse =
  /(?:^|\P{L})(?:дом\p{L}{0,2}|д\.)\s*(?:№\s*)?(\d{1,3}\p{L}?)(?![\p{L}\d])|(?:^|[^\d\p{L}])(\d{1,3}\p{L}?)(?:-?(?:й|м|ом|ый|го|ого))?\s+дом(?:е|а|у|ом)?(?!\p{L})/giu;

/** How an answer in a thread speaks for the complaint that it answers; null when its words do not. */
export type Answering = 'agrees' | 'reports' | null;

/** @param text without what it quotes */
export function answeringOf(text: string): Answering {
  if (text.length > longestAnswer || isDenying(text)) return null;
  if (agreeing.some((pattern) => pattern.test(text))) return 'agrees';
  return reporting.test(text) ? 'reports' : null;
}

/** «У нас всё нормально», «уже починили»: who says so is no further voice. */
export function isDenying(text: string): boolean {
  return denying.test(text);
}

/** Numbers of houses that stand beside the word «дом», in small letters. */
export function housesBeside(text: string): string[] {
  return [...text.matchAll(namedHouse)].map(([, after, before]) => (after ?? before ?? '').toLowerCase());
}

/** The classifier let it go: it opens no incident. */
export function isVoice({ incident, unsure }: Pick<Verdict, 'incident' | 'unsure'>): boolean {
  return !incident && !unsure;
}

/**
 * Whether a post that is no incident may belong to one all the same and is worth locating: an answer in a thread, or a text about a matter of
 * the town that no rule takes for something else.
 */
export function mayBeVoice(
  { threadId, knownIncidentId }: { threadId: string | null; knownIncidentId: string | null },
  text: string,
  { evidence }: Pick<Verdict, 'evidence'>,
): boolean {
  if (knownIncidentId !== null || text.length > longestVoice || isDenying(text)) return false;
  const rules = evidence.filter(({ engine }) => engine === 'rules');
  const against = rules.reduce(
    (sum, { target, weight }) => sum + (target === 'not-incident' ? Math.abs(weight) : 0),
    0,
  );
  if (against >= surelyOther) return false;
  return (threadId !== null && text.length <= longestAnswer) || isTellingOfTopic({ evidence });
}

/** Whether rules find enough of one topic in a text for it to be about the town at all. */
export function isTellingOfTopic({ evidence }: Pick<Verdict, 'evidence'>): boolean {
  return evidence.some(
    ({ engine, target, weight }) => engine === 'rules' && target.includes('.') && weight >= tellingWeight,
  );
}
