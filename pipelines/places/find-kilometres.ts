import { adjectiveNominative } from './restore.js';
import { claim, isFree, type LandmarkMention, type Scan, wordAt, writtenAt } from './scan.js';
import { streetType } from './words.js';

const roadCode = /^([амрк])-?(\d{1,3})$/;

/** «М-7», «М5 Урал», «трасса Р254» at the token: the road's code as it stands in the lists of roads, and where it ends. */
function roadAt(scan: Scan, from: number): { name: string; end: number } | null {
  let at = from;
  while (
    /^(?:трасс|автодорог|автотрасс|дорог|федеральн|шоссе$|на$|по$|,$|«$|"$)/.test(wordAt(scan, at)) &&
    at - from < 4
  )
    at++;
  const token = scan.tokens[at];
  if (token === undefined) return null;
  const glued = roadCode.exec(token.word.replace('m', 'м').replace('p', 'р').replace('a', 'а'));
  if (glued !== null) return { name: `${glued[1]?.toUpperCase()}-${glued[2]}`, end: at + 1 };
  if (/^[амрк]$/.test(token.word) && token.capital) {
    const number = wordAt(scan, at + 1) === '-' ? at + 2 : at + 1;
    if (/^\d{1,3}$/.test(wordAt(scan, number)) && scan.tokens[number]?.spaced !== true)
      return { name: `${token.word.toUpperCase()}-${wordAt(scan, number)}`, end: number + 1 };
  }
  const type = streetType(wordAt(scan, at + 1));
  if (token.capital && (type?.name === 'тракт' || type?.name === 'шоссе'))
    return { name: `${adjectiveNominative(writtenAt(scan, at), type.gender)} ${type.name}`, end: at + 2 };
  return null;
}

/** «Московский тракт, 9 км»: the road is a street already; nothing but a comma stands between. */
function isStreetBefore(scan: Scan, end: number, from: number): boolean {
  return (
    streetType(wordAt(scan, end - 1)) !== undefined && (from === end || (from === end + 1 && wordAt(scan, end) === ','))
  );
}

/** «на 12 км трассы М-7», «М5 Урал 1345-й км», «трасса Р-254, км 15», «12-й километр Казанского тракта». */
export function findKilometre(scan: Scan, at: number): LandmarkMention | null {
  const before = scan.tokens[at - 1];
  const isBefore = before?.kind === 'number' && /^\d{1,4}(?:-?(?:й|го|м|ом|ый|ой|е))?$/.test(before.word);
  const number = isBefore ? at - 1 : at + 1;
  const digits = Number.parseInt(wordAt(scan, number), 10);
  if (!isBefore && !(scan.tokens[number]?.kind === 'number' && /^\d{1,4}$/.test(wordAt(scan, number)))) return null;
  if (Number.isNaN(digits) || scan.used[number] === 1) return null;
  const after = roadAt(scan, Math.max(at, number) + 1);
  if (after !== null) return make(scan, 'road-km', `${after.name}, ${digits} км`, number, after.end);
  const from = Math.min(at, number);
  for (let back = from - 1; back >= Math.max(0, from - 5); back--) {
    if (/^[.!?]$/.test(wordAt(scan, back)) || scan.tokens[back + 1]?.fresh) break;
    const road = roadAt(scan, back);
    if (
      road !== null &&
      road.end > back &&
      road.end <= from &&
      (isFree(scan, back, from) || isStreetBefore(scan, road.end, from))
    )
      return make(scan, 'road-km', `${road.name}, ${digits} км`, back, Math.max(at, number) + 1);
  }
  // «оп 412 км», «платформа 412 км»
  if (/^(?:оп|платформ|разъезд|ост|остановочн|пункт|станци)/.test(wordAt(scan, from - 1)))
    return make(scan, 'stop', `${digits} км`, from - 1, Math.max(at, number) + 1);
  return null;
}

function make(scan: Scan, kind: 'road-km' | 'stop', name: string, start: number, end: number): LandmarkMention {
  claim(scan, start, end);
  return { kind, name, start, end };
}
