import { matchesOf } from './mask-contexts.js';
import { firstName } from './mask-first-names.js';
import type { Findings } from './mask-found.js';
import { isSurname } from './mask-name-words.js';

const NAME = '(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ]\\.)';
const NAMES = `(${NAME}(?:\\s?${NAME}){0,2})(?![\\p{L}\\d])`;
/** Without one of these no pattern below can match. */
const WORTH =
  'важением|ув.|одпись|зовут|имя|амилия|ФИО|Ф.|аявител|ражда|р.|р-|осподин|оспож|-н|-ж|лагодар|искренним|очтением'.split(
    '|',
  );
const SIGNED = new RegExp(
  `(?<![\\p{L}])(?:[Сс]\\s+(?:глубоким\\s+|большим\\s+|искренним\\s+)?уважением|[Сс]\\sув\\.|[Пп]одпись|[Мм]еня\\s+зовут|[Мм]о[её]\\sимя|[Нн]а\\sимя|[Мм]оя\\sфамилия|ФИО|Ф\\.\\s?И\\.\\s?О\\.|[Зз]аявител\\p{L}{1,4}|[Сс]\\s(?:благодарностью|искренним\\sпочтением))[\\s,:–—-]{1,5}${NAMES}`,
  'gu',
);
/** After thanks in advance a name is a signature only at the end. */
const THANKED = new RegExp(`(?<![\\p{L}])[Бб]лагодар\\p{L}{1,5}[,.!]\\s{1,2}${NAMES}(?=\\s*[.!]?\\s*$)`, 'gu');
const TITLED =
  /(?<![\p{L}])(?:[Гг]ражданин\p{L}{0,2}|[Гг]раждан(?:к\p{L}{1,2})|[Гг]р\.|[Гг]р-[нк]\p{L}{0,2}|[Гг]осподин\p{L}{0,2}|[Гг]оспож\p{L}{1,2}|[Гг]-[нж]\p{L}{0,2})\s{1,2}([А-ЯЁ][а-яё]+(?:\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?)?)(?![\p{L}\d])/gu;
const CALLED_SMALL = /(?<!\p{L})меня\s+зовут\s+([а-яё]{2,15})(?!\p{L})/giu;
const NOT_SIGNED = new Set(
  (
    'жители жильцы житель жительница администрация коллектив команда редакция председатель совет дирекция управляющая тсж департамент ' +
    'министерство ваш ваша ваши группа сотрудники родители мама папа все весь не но на по за да нет он она они мы вы я ты и в с у к о из от ' +
    'до при про наш наша наши это этот эта вот семья пенсионер пенсионеры инициативная соседи собственники автор мэр глава директор депутат ' +
    'губернатор президент начальник прошу просим помогите здравствуйте общественность старший старшая улица дом город подъезд неравнодушный ' +
    'неравнодушные постоянный читатель учитель воспитатель врач министр россии российской проживаю живу пишу хочу обращаюсь'
  ).split(' '),
);

/** Names that a signature, a title or «меня зовут» stands before. */
export function findSigned(text: string, found: Findings): void {
  if (!WORTH.some((piece) => text.includes(piece))) return;
  for (const pattern of [SIGNED, THANKED, TITLED]) {
    for (const match of matchesOf(pattern, text)) {
      const name = match[1] ?? '';
      if (name.split(/[\s-]/u).some((word) => NOT_SIGNED.has(word.toLowerCase()))) continue;
      if (pattern === TITLED && !isSurname(name.split(' ')[0]?.toLowerCase() ?? '')) continue;
      const end = match.index + match[0].length;
      found.add(end - name.length, end, 'name');
    }
  }
  for (const match of matchesOf(CALLED_SMALL, text)) {
    const name = match[1] ?? '';
    if (firstName(name.toLowerCase()) === null) continue;
    const end = match.index + match[0].length;
    found.add(end - name.length, end, 'name');
  }
}
