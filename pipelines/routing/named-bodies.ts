import type { BodyKind } from '../../src/core/executor.js';
import { fold } from '../text/fold.js';

/**
 * Words by which people name bodies, in folded text (lower case, «ё» as «е»); beginnings stand for all their endings. Of a kind as such or
 * of a service that belongs to it, never of one body of one town. «УК РФ» is the criminal code.
 */
const words: readonly (readonly [BodyKind, string])[] = [
  [
    'managing-company',
    'ук(?! рф)|управляющ[а-я]* (?:компани|организаци)[а-я]*|управляйк[а-я]*|управкомпани[а-я]*|тсж|тсн|жск|жэк[а-я]{0,3}|жэу|жкс|домоуправлени[а-я]*|домоуправ[а-я]{0,3}|товариществ[а-я]* собственников[а-я ]*',
  ],
  [
    'municipality',
    'администраци[а-я]*|мэри(?:я|и|ю|ей|ям|ях)|мэр[а-я]{0,3}|горадминистраци[а-я]*|муниципалитет[а-я]{0,3}|муниципальн[а-я]* (?:служб|учрежден)[а-я]*|управ[аеуы]|сельсовет[а-я]{0,3}|горсовет[а-я]{0,3}|глав[аеуы] (?:города|района|округа|поселения|администрации)',
  ],
  [
    'utility',
    '[а-я]*водоканал[а-я]{0,3}|[а-я]*теплосет[а-я]{1,4}|теплов[а-я]* сет[а-я]{1,4}|теплоэнерго|[а-я]*электросет[а-я]{1,4}|энергосбыт[а-я]{0,3}|энергосет[а-я]{1,4}|россет[а-я]{1,4}|(?:гор|обл|край|рай)газ[а-я]{0,3}|межрегионгаз[а-я]{0,3}|газпром[а-я]{0,3}|регоператор[а-я]{0,3}|региональн[а-я]* оператор[а-я]{0,3}|ресурсоснабжающ[а-я]*|рсо',
  ],
  [
    'agency',
    'министерств[а-я]{1,3}|минздрав[а-я]{0,3}|минтранс[а-я]{0,3}|минобр[а-я]{0,5}|минжкх|минстро[а-я]{1,3}|департамент[а-я]{0,3}|роспотребнадзор[а-я]{0,3}|росприроднадзор[а-я]{0,3}|гжи|[а-я]*жилинспекци[а-я]{1,3}|жилищн[а-я]* инспекци[а-я]{1,3}|прокуратур[а-я]{1,3}|правительств[а-я]{1,3}|губернатор[а-я]{0,3}',
  ],
];
const patterns = words.map(
  ([kind, alternatives]) => [kind, new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, 'u')] as const,
);

/** Kinds of bodies that the text names: «УК не убирает подъезд» names a managing company. */
export function namedBodies(text: string): ReadonlySet<BodyKind> {
  const folded = fold(text);
  return new Set(patterns.flatMap(([kind, pattern]) => (pattern.test(folded) ? [kind] : [])));
}
