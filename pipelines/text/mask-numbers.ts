import { hasLuhn, hasSnilsChecksum } from './checksums.js';
import type { MaskKind } from './marks.js';

/** One rule of masking: what it finds and which part of it is replaced. */
export interface NumberRule {
  readonly kind: MaskKind;
  readonly pattern: RegExp;
  /** Says no after a closer look. `value` is the part to replace, `before` up to 40 characters ahead of it. */
  /** Signs of which a text must have one for the rule to be tried at all. */
  readonly needs?: RegExp;
  readonly accept?: (value: string, before: string, after: string) => boolean;
}

const NOT_BEFORE = '(?<![\\p{L}\\d]|\\d[.,/-])';
const GAP = '[\\s()\\-–—.‑]{0,3}';
/** A number that stands after one of these is an account, an order or a document, not a telephone or a card. */
const ACCOUNT =
  /(?:сч[её]т\p{L}*|л\/с|л\/сч|лс|лиц\.?\s?сч\p{L}*|р\/с|к\/с|заявк\p{L}*|заявлени\p{L}*|обращени\p{L}*|заказ\p{L}*|договор\p{L}*|трек\p{L}*|накладн\p{L}*|уин|кадастр\p{L}*|огрн(?:ип)?|окпо|бик|кпп|квитанци\p{L}*|постановлени\p{L}*|талон\p{L}*|полис\p{L}*|протокол\p{L}*|отправлени\p{L}*|посылк\p{L}*|чек\p{L}*|штрихкод\p{L}*|входящ\p{L}*|исх\p{L}*|вх|дел[оауе])\.?(?:\s+(?:номер\p{L}*|на|от|под))?[\s:.,№#N-]*$/iu;
const UNITS = /^\s?(?:руб|р\.|р(?!\p{L})|₽|тыс|млн|коп|км|кг|шт|кв\.?\s?м|м(?!\p{L})|кВт|куб|гкал|чел|%)/iu;

const CALL_WORD =
  '(?:тел(?:\\.|ефон\\p{L}*)?|т\\.(?!\\s?[дпкч])|моб(?:\\.|ильн\\p{L}*)?|сот(?:\\.|ов\\p{L}*)?|звон\\p{L}*|дозвон\\p{L}*|позвон\\p{L}*|перезвон\\p{L}*|факс\\p{L}*|диспетчер\\p{L}*|' +
  'аварийк\\p{L}*|ватсап\\p{L}*|вотсап\\p{L}*|whats?app|вайбер\\p{L}*|viber|по номеру|☎|📞|📱|\\[телефон\\])';

/** In this order: what an earlier rule takes is not looked at again. */
export const NUMBER_RULES: readonly NumberRule[] = [
  {
    kind: 'link',
    needs: /[/]/,
    pattern:
      /(?<![\p{L}\d@/])(?:https?:\/\/)?(?:www\.|m\.)?(?:(?:vk\.com|vk\.ru)\/(?:id\d+|write\d+|im\?sel=\d+)|ok\.ru\/profile\/\d+|(?:facebook\.com|fb\.com)\/profile\.php\?id=\d+|instagram\.com\/[\w.]{2,30}\/?|(?:t\.me|telegram\.me)\/(?!s\/|joinchat|c\/)[a-z]\w{4,31}(?![\w/]))/giu,
  },
  {
    kind: 'mail',
    needs: /@/,
    pattern: /(?<![\p{L}\d_.+-])[\p{L}\d_.+-]{1,64}@(?:[\p{L}\d-]{1,63}\.){1,4}\p{L}{2,15}(?![\p{L}\d])/gu,
  },
  { kind: 'link', pattern: /(?<![\p{L}\d_.@/])@(?!(?:club|public|event)\d)[a-z][a-z\d_.]{1,30}[a-z\d_]/giu },
  {
    kind: 'snils',
    needs: /\d/,
    pattern: /(?=\d)(?<=снилс[^\d\n]{0,20})\d{3}[\s-]?\d{3}[\s-]?\d{3}[\s-]?\d{2}(?!\d)/giu,
  },
  {
    kind: 'snils',
    needs: /\d/,
    pattern: /(?<![\p{L}\d-])\d{3}-\d{3}-\d{3}[ -]\d{2}(?![\d-])/gu,
    accept: (value) => hasSnilsChecksum(value),
  },
  { kind: 'inn', needs: /\d/, pattern: /(?=\d)(?<=(?<!\p{L})инн[^\d\n]{0,15})(?:\d{12}|\d{10})(?!\d)/giu },
  {
    kind: 'passport',
    needs: /\d/,
    pattern:
      /(?=\d)(?<=(?:паспорт\p{L}{0,4}|сери[яюией]{1,2})[^\d\n]{0,30})\d{2}\s?\d{2}[\s,]{0,2}(?:№|номер|ном\.?|N)?[\s:]{0,2}\d{6}(?!\d)/giu,
  },
  {
    kind: 'card',
    needs: /\d/,
    pattern: /(?<![\p{L}\d-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{2,3})?(?![\d-])/gu,
    accept: (value, before) => hasLuhn(value) && !ACCOUNT.test(before),
  },
  {
    kind: 'phone',
    needs: /\d/,
    pattern: new RegExp(`(?:(?<![\\p{L}\\d])\\+\\s?7|${NOT_BEFORE}[78])(?:${GAP}\\d){10}(?![\\d])`, 'gu'),
    accept: (value, before) => (value.startsWith('+') || isGroupedLikePhone(value)) && !ACCOUNT.test(before),
  },
  {
    kind: 'phone',
    needs: /\d/,
    pattern: new RegExp(`${NOT_BEFORE}9\\d{2}[\\s-]?\\d{3}[\\s-]?\\d{2}[\\s-]?\\d{2}(?![\\d/-])`, 'gu'),
    accept: (value, before, after) =>
      !ACCOUNT.test(before) && !UNITS.test(after) && !/№\s*$/.test(before) && !/^\d{3} \d{7}$/.test(value),
  },
  { kind: 'phone', needs: /\d/, pattern: /\(\d{3,5}\)\s?\d{1,3}[\s-]?\d{2}[\s-]?\d{2}(?![\d-])/gu },
  {
    kind: 'phone',
    needs: /\d/,
    pattern: new RegExp(`${NOT_BEFORE}\\d{3}-\\d{2}-\\d{2}(?![\\d-])`, 'gu'),
    accept: (_value, before) => !ACCOUNT.test(before) && !/(?:№|закон\p{L}*|дом\p{L}*)\s*$/iu.test(before),
  },
  {
    kind: 'phone',
    needs: /\d/,
    pattern: new RegExp(
      `(?<![\\p{L}\\d№/-])(?=\\d{1,3}[\\s-]\\d{2}|\\d{5})(?<=(?<!\\p{L})${CALL_WORD}[^\\d\\n!?]{0,22})(?<![\\p{L}\\d№/-])(?:\\d{5,7}|\\d{1,3}[\\s-]\\d{2}[\\s-]\\d{2}|\\d{3}[\\s-]\\d{3,4}|\\d{2}[\\s-]\\d{4})(?![\\d/]|[-.]\\d)`,
      'giu',
    ),
    accept: (_value, before, after) =>
      !UNITS.test(after) && !ACCOUNT.test(before) && !/(?:№|дом\p{L}*|д\.|ул\.?|за|на|около)\s*$/iu.test(before),
  },
  {
    kind: 'plate',
    needs: /\d/,
    pattern:
      /(?<![\p{L}\d])[АВЕКМНОРСТУХABEKMHOPCTYX]\d{3}[АВЕКМНОРСТУХABEKMHOPCTYX]{2}\s?\d{2,3}(?:\s?(?:rus|рус))?(?![\p{L}\d])/giu,
  },
  {
    kind: 'plate',
    needs: /\d/,
    pattern:
      /(?<![\p{L}\d])[АВЕКМНОРСТУХABEKMHOPCTYX]\s?\d{3}\s?[АВЕКМНОРСТУХABEKMHOPCTYX]{2}(?:[\s/]?\d{2,3})?(?:\s?(?:RUS|rus|РУС))?(?![\p{L}\d])/gu,
    accept: (value) => /^.\d{3}..$/u.test(value) || /\d{2,3}(?:\s?\p{L}{3})?$/u.test(value),
  },
  {
    kind: 'plate',
    needs: /\d/,
    pattern:
      /(?=.\s?\d{3})(?<=(?:гос\.?\s?номер\p{L}*|г\.?\s?\/?\s?н\.?|номер\p{L}*\s(?:авто|машин)\p{L}*|номерн\p{L}*\sзнак\p{L}*)[\s:№–-]{0,4})[авекмнорстухabekmhopctyx]\s?\d{3}\s?[авекмнорстухabekmhopctyx]{2}(?:\s?\d{2,3})?(?![\p{L}\d])/giu,
  },
  {
    kind: 'flat',
    needs: /кв/i,
    pattern:
      /(?<!\p{L})(?:кв|квартир(?:а|ы|е|у|ой))\.?\s{0,2}(?:(?:№|N|номер)\s?)?\d{1,4}(?:[а-г](?!\p{L}))?(?:\s?[-–]\s?\d{1,4}(?!\p{L}))?(?![\d°%²]|[.,]\d|-?[хк](?!\p{L})|-?\p{L}{2})/giu,
    accept: (value, before, after) => !COUNTED.test(after) && !(/[1-4]\s?$/.test(before) && /20\d\d$/.test(value)),
  },
  {
    kind: 'flat',
    needs: /кв/i,
    pattern: /(?<![\p{L}\d])\d{1,4}-?(?:ой|[яйюе]|ей|го)\s+квартир(?:а|ы|е|у|ой)(?!\p{L})/giu,
  },
  {
    kind: 'flat',
    needs: /кв/i,
    pattern: /(?=\d)(?<=(?<!\p{L})(?:из|в)\s)\d{1,4}\s+кв(?:артир[ые]|\.)(?!\p{L}|\s?м(?!\p{L})|\s?\d)/giu,
  },
];

/** Words that make the figure before them a quantity: «в квартире 15 градусов», «квартира 50 метров». */
const COUNTED =
  /^\s?(?:градус|°|гр(?!\p{L})|человек|чел|люд|дня|дней|день|сут|час|минут|год|лет|месяц|мес|недел|раз|кв\.?\s?м|м2|м²|м\.?(?!\p{L})|метр|руб|р\.|тыс|т\.р|млн|сот|реб|дет|батаре|радиатор|ок[он]|комнат|комн|этаж|%|семь|с половиной|куб|квт|собак|кош|инвалид|пенсион|собствен|из \d|подъезд|микро|стояк|счетчик|лампоч|ламп|канал|рам|литр|суток|зим|жил|взросл)/iu;

/**
 * True when eleven digits that begin with 7 or 8 are grouped as people write telephones: together, or the code of 3-5 digits first. A row
 * of house numbers («8 10 12 14 16 18») is not.
 */
function isGroupedLikePhone(value: string): boolean {
  const groups = value.match(/\d+/g) ?? [];
  const [first = '', second = ''] = groups;
  if (groups.length === 1) return true;
  if (first.length === 1) return second.length >= 3 && groups.length <= 7;
  return first.length >= 4 && first.length <= 6;
}
