import { classAt, DIGIT, isLetterClass } from './chars.js';
import { markLengthAt } from './marks.js';

/** Longest link that is read as one token. */
const LONGEST_LINK = 500;
const LINK =
  /^(?:https?:\/\/|www\.|[\w.+-]+@[\w-]+\.\w|(?:[\w-]+\.)+(?:ru|su|com|net|org|info|me|io|by|kz|ua|be|cc|site|online|gov|edu|tv)(?:[/?#:]|$))/i;
const EMOJI = /^\p{Extended_Pictographic}/u;

/** The ASCII run at `start` and whether it is a link, an e-mail address or a site's name. A full stop or comma at its end is left out. */
export function linkRun(text: string, start: number): { end: number; isLink: boolean } {
  let end = start;
  let signs = false;
  while (end < text.length && end - start < LONGEST_LINK) {
    const code = text.charCodeAt(end);
    const word =
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x5f;
    if (!word) {
      if (!isLinkSign(code)) break;
      signs = true;
    }
    end += 1;
  }
  if (!signs) return { end, isLink: false };
  const checked = end;
  while (end > start && isClosing(text.charCodeAt(end - 1))) end -= 1;
  const isLink = LINK.test(text.slice(start, end));
  if (!isLink) return { end: checked, isLink };
  return { end: end === checked ? addressEnd(text, end) : end, isLink };
}

/** End of a site «имя.рф» with its path, whose name ends at `dot`; 0 when there is none. */
export function russianSiteEnd(text: string, dot: number): number {
  if (!text.startsWith('.рф', dot) || isLetterClass(classAt(text, dot + 3))) return 0;
  return text.charCodeAt(dot + 3) === 0x2f ? addressEnd(text, dot + 3) : dot + 3;
}

/** End of an address that goes on in Russian letters: «http://пример.рф/школа». */
function addressEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && end - from < LONGEST_LINK) {
    const code = text.charCodeAt(end);
    if (!isLinkSign(code) && code !== 0x5f && classAt(text, end) !== DIGIT && !isLetterClass(classAt(text, end))) break;
    end += 1;
  }
  while (end > from && isClosing(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

function isLinkSign(code: number): boolean {
  // - . / : @ % & = ? # + ~
  return (
    (code >= 0x2d && code <= 0x2f) ||
    (code >= 0x3f && code <= 0x40) ||
    (code >= 0x25 && code <= 0x26) ||
    code === 0x3a ||
    code === 0x3d ||
    code === 0x23 ||
    code === 0x2b ||
    code === 0x7e
  );
}

function isClosing(code: number): boolean {
  return code === 0x2e || code === 0x3f || code === 0x3a || code === 0x2d || code === 0x26;
}

/** End of an @name at `start`; `start` when the sign stands alone. */
export function handleEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && end - start <= 64) {
    const code = text.charCodeAt(end);
    const cls = classAt(text, end);
    if (code > 0x7f || (code !== 0x5f && cls !== DIGIT && !isLetterClass(cls))) break;
    end += 1;
  }
  return end > start + 1 ? end : start;
}

/** End of a sign that is a token of its own (№, %, currency, emoji, a mark of masking); `start` for anything else. */
export function signEnd(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === 0x5b) return start + markLengthAt(text, start);
  if (code === 0x2116 || code === 0x25 || code === 0x24 || code === 0x20bd || code === 0x20ac) return start + 1;
  if (code < 0x203c) return start;
  const point = text.codePointAt(start) ?? 0;
  return EMOJI.test(String.fromCodePoint(point)) ? start + (point > 0xffff ? 2 : 1) : start;
}
