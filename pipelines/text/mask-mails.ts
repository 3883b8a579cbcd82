import { matchAt, matchesOf } from './mask-contexts.js';
import type { Findings } from './mask-found.js';
import { isWordUnit } from './mask-scan.js';

const LONGEST_NAME = 64;
const DOMAIN = /(?:[\p{L}\d-]{1,63}\.){1,4}(?:xn--[a-z\d-]{2,40}|\p{L}{2,15})(?![\p{L}\d])/uy;
const PROVIDER =
  '(?:mail|yandex|ya|gmail|bk|list|inbox|rambler|outlook|hotmail|icloud|yahoo|мэйл|мейл|майл|яндекс|гмайл|джимейл|рамблер|бк|лист|инбокс)';
const ZONE = '(?:ru|com|net|org|by|kz|ру|ком|рф|нет)(?![\\p{L}\\d])';
/** A known post office forgives gaps and a wrong sign: «ivan @mail.ru», «ivan@mail ru». */
const PROVIDER_DOMAIN = new RegExp(`\\s?${PROVIDER}(?:\\s?[.,]\\s?|\\s(?:точка\\s)?)${ZONE}`, 'iuy');
/** «иван собака яндекс точка ру» */
const SPELLED_PROVIDER = new RegExp(
  `(?<![\\p{L}\\d_.+-])[\\p{L}\\d_.+-]{2,64}\\s(?:собака|собачка)\\s${PROVIDER}(?:\\s?[.,]\\s?|\\s(?:точка\\s)?)${ZONE}`,
  'giu',
);
const SPELLED_SIGN = /соба[кч]|[([{]\s?(?:at|dog|эт)\s?[)\]}]|\s(?:at|dog)\s/i;
/** «olga(at)mail.ru», «olga собака mail точка ru»: the sign in words. */
const SPELLED =
  /(?<![\p{L}\d_.+-])[a-z\d][a-z\d_.+-]{1,63}\s?(?:[([{]\s?(?:at|dog|эт|собак[аи]|собачка)\s?[)\]}]|\s(?:at|dog|собак[аи]|собачка)\s)\s?[a-z\d-]{1,63}(?:(?:\.|\s?[([]?(?:точка|dot)[)\]]?\s?)[a-z\d-]{2,63}){0,2}(?:\.|\s?[([]?(?:точка|dot)[)\]]?\s?)(?:[a-z]{2,15}|ру|ком|рф|нет|орг)(?![\p{L}\d])/giu;
/** A name in a network; the mention of a community or, by its number, of a person in VK is another matter. */
const HANDLE = /@(?!(?:club|public|event)\d|id\d)[a-z][a-z\d_.]{1,30}[a-z\d_]/iy;

/** E-mail addresses at their «@»: «olga@mail.ru», «olga @ mail.ru». */
export function findMails(text: string, found: Findings): void {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const isApart = isBlank(text, at - 1) && isBlank(text, at + 1);
    if (!addMail(text, at, isApart ? 1 : 0, matchAt(DOMAIN, text, isApart ? at + 2 : at + 1), found)) {
      const gap = isBlank(text, at - 1) ? 1 : 0;
      addMail(text, at, gap, matchAt(PROVIDER_DOMAIN, text, at + 1), found);
    }
  }
}

/** «@olga_85»: names that no address holds. */
export function findHandles(text: string, found: Findings): void {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = at > 0 ? text.charCodeAt(at - 1) : 0x20;
    if (isNameUnit(before) && before !== 0x2b && before !== 0x2d) continue;
    if (before === 0x40 || before === 0x2f) continue;
    const match = matchAt(HANDLE, text, at);
    if (match !== null) found.add(at, at + match[0].length, 'link');
  }
}

/** Addresses with the sign in words. */
export function findSpelledMails(text: string, hasLatin: boolean, found: Findings): void {
  if (text.includes('собач') || text.includes('собак')) {
    for (const match of matchesOf(SPELLED_PROVIDER, text))
      found.add(match.index, match.index + match[0].length, 'mail');
  }
  if (!hasLatin || !SPELLED_SIGN.test(text)) return;
  for (const match of matchesOf(SPELLED, text)) found.add(match.index, match.index + match[0].length, 'mail');
}

function addMail(text: string, at: number, gap: number, domain: RegExpExecArray | null, found: Findings): boolean {
  if (domain === null) return false;
  let start = at - gap;
  while (start > 0 && at - gap - start < LONGEST_NAME && isNameUnit(text.charCodeAt(start - 1))) start -= 1;
  if (start === at - gap || (start > 0 && isNameUnit(text.charCodeAt(start - 1)))) return false;
  return found.add(start, domain.index + domain[0].length, 'mail');
}

/** A letter, a digit or one of `_ . + -`. */
function isNameUnit(code: number): boolean {
  return code === 0x5f || code === 0x2e || code === 0x2b || code === 0x2d || isWordUnit(code);
}

function isBlank(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 0x20 || code === 0xa0;
}
