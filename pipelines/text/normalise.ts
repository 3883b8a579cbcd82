import { decodeEntities } from './entities.js';
import { MARKS } from './marks.js';

/** Pages that escape twice or three times exist; a text about escaping is not our business. */
const ENTITY_ROUNDS = 3;
const BREAKING_TAGS = new Set(
  'br p div li ul ol tr table blockquote h1 h2 h3 h4 h5 h6 hr article section header footer pre dd dt'.split(' '),
);
/** Elements whose content is not text. */
const HIDDEN_TAGS = new Set(['script', 'style', 'noscript', 'template', 'svg']);
const LONGEST_TAG = 5_000;
const VK_MENTION =
  /\[((?:id|club|public|event)\d{1,12}(?::bp-?[\d_]{1,40})?|https?:\/\/[^\s|[\]]{1,300})\|([^[\]|]{1,200})\]/g;
/** Control and format characters (zero-width, soft hyphen, direction marks, tags) and lone surrogates. */
const UNREADABLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/gu;
const SPACES = /[^\S\n]+/g;

/**
 * Readable text of a post: Unicode NFC, HTML remnants removed (`<br>` and blocks become line breaks, also when escaped once or twice),
 * VK mentions of people replaced by «[имя]» and of communities and links by their words, invisible and control characters and lone
 * surrogates removed, runs of spaces made one, at most two empty lines in a row. Never throws.
 */
export function cleanText(raw: string): string {
  let text = raw;
  for (let round = 0; round < ENTITY_ROUNDS; round += 1) {
    const next = removeTags(decodeEntities(text));
    if (next === text) break;
    text = next;
  }
  text = text.replace(VK_MENTION, (_whole: string, target: string, words: string) =>
    target.startsWith('id') ? MARKS.name : words,
  );
  text = text
    .normalize('NFC')
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(UNREADABLE, '');
  text = text
    .replace(SPACES, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{4,}/g, '\n\n\n');
  return text.trim();
}

/** Removes what looks like tags and comments. A «<» that begins neither («<3», «a < b») stays. */
function removeTags(text: string): string {
  let open = text.indexOf('<');
  if (open < 0) return text;
  let out = '';
  let from = 0;
  while (open >= 0) {
    const tag = readTag(text, open);
    if (tag === undefined) {
      open = text.indexOf('<', open + 1);
      continue;
    }
    out += text.slice(from, open) + (BREAKING_TAGS.has(tag.name) ? '\n' : '');
    from = tag.end;
    open = text.indexOf('<', from);
  }
  return out + text.slice(from);
}

function readTag(text: string, open: number): { name: string; end: number } | undefined {
  if (text.startsWith('<!--', open)) {
    const end = boundedIndexOf(text, '-->', open + 4);
    return end < 0 ? undefined : { name: '', end: end + 3 };
  }
  const head = /^<[/!?]?([a-zA-Z][a-zA-Z0-9]{0,14})(?=[\s/>:-])/.exec(text.slice(open, open + 20));
  if (head === null) return undefined;
  const close = boundedIndexOf(text, '>', open);
  if (close < 0) return undefined;
  const nested = text.indexOf('<', open + 1);
  if (nested >= 0 && nested < close && !/["']/.test(text.slice(open, nested))) return undefined;
  const name = (head[1] ?? '').toLowerCase();
  if (!HIDDEN_TAGS.has(name) || text.charCodeAt(open + 1) === 0x2f) return { name, end: close + 1 };
  const ending = boundedIndexOf(text, `</${name}`, close);
  const end = ending < 0 ? -1 : boundedIndexOf(text, '>', ending);
  return { name, end: end < 0 ? close + 1 : end + 1 };
}

/** Like `indexOf`, but looks no further than a tag can be long: the whole stays linear on a text of nothing but «<». */
function boundedIndexOf(text: string, what: string, from: number): number {
  const found = text.slice(from, from + LONGEST_TAG).indexOf(what);
  return found < 0 ? -1 : from + found;
}
