/** Invented Russian texts, the same in every run. */

const SUBJECTS = [
  'управляющая компания',
  'подрядчик',
  'дворник',
  'автобус',
  'светофор',
  'школа',
  'аптека',
  'поликлиника',
  'лифт',
  'котельная',
  'детский сад',
  'библиотека',
  'магазин',
  'парк',
  'мост',
];
const VERBS = [
  'обещает исправить',
  'снова не работает',
  'закрыли на ремонт',
  'открыли после ремонта',
  'ждёт ответа',
  'не отвечает',
  'стоит без света',
  'переехала',
  'приглашает всех',
  'опаздывает',
];
const PLACES = [
  'на улице Садовой',
  'у дома 15 по Лесной',
  'возле рынка',
  'в переулке Заречном',
  'на набережной',
  'в микрорайоне Северном',
  'за стадионом',
  'около школы № 3',
  'у остановки «Площадь»',
  'во дворе',
];
const TIMES = [
  'с понедельника',
  'третий день',
  'со вчерашнего вечера',
  'сегодня утром',
  'после праздников',
  'каждую пятницу',
  'до конца недели',
  'уже месяц',
];
const ENDS = [
  'спасибо всем, кто помог',
  'когда это кончится?',
  'просим разобраться',
  'подробности в комментариях',
  'кто знает, куда звонить?',
  'дети ходят в темноте',
  'приходите всей семьёй',
  'номер заявки записали',
];

/** Whole sentences of at least `bytes` bytes of UTF-8, cut at a word so that they have at most that many. */
export function inventText(random: () => number, bytes: number): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  let text = '';
  while (Buffer.byteLength(text) < bytes) {
    const sentence = `${pick(PLACES)} ${pick(SUBJECTS)} ${pick(VERBS)} ${pick(TIMES)}, ${pick(ENDS)}.`;
    text += `${text === '' ? '' : ' '}${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  }
  while (Buffer.byteLength(text) > bytes && text.includes(' ')) text = text.slice(0, text.lastIndexOf(' '));
  return text;
}
