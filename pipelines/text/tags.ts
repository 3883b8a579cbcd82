import type { Edit } from './offsets.js';

const BREAKING_TAGS = new Set(
  'br p div li ul ol tr table blockquote h1 h2 h3 h4 h5 h6 hr article section header footer pre dd dt'.split(' '),
);
/** Elements whose content is not text. */
const HIDDEN_TAGS = new Set(['script', 'style', 'noscript', 'template', 'svg']);
const LONGEST_TAG = 5_000;

/**
 * What removes all that looks like tags and comments; `<br>` and blocks become line breaks. A «<» that begins neither («<3», «a < b»)
 * stays.
 */
export function tagEdits(text: string): Edit[] {
  const edits: Edit[] = [];
  let open = text.indexOf('<');
  while (open >= 0) {
    const tag = readTag(text, open);
    if (tag !== undefined) edits.push({ start: open, end: tag.end, text: BREAKING_TAGS.has(tag.name) ? '\n' : '' });
    open = text.indexOf('<', tag?.end ?? open + 1);
  }
  return edits;
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
