import { entityEdits } from './entities.js';
import { MARKS } from './marks.js';
import { applyEdits, chainMaps, type Edit, mapEdits, type OffsetMap, unchanged } from './offsets.js';
import { tagEdits } from './tags.js';
import { needsCleaning } from './untidy.js';

/** Pages that escape twice or three times exist; a text about escaping is not our business. */
const ENTITY_ROUNDS = 3;
const VK_MENTION =
  /\[((?:id|club|public|event)\d{1,12}(?::bp-?[\d_]{1,40})?|https?:\/\/[^\s|[\]]{1,300})\|([^[\]|]{1,200})\]/g;
/** Control and format characters (zero-width, soft hyphen, direction marks, tags) and lone surrogates. */
const UNREADABLE = /(?:(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}])+/gu;
const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
/** Spaces other than a single plain one. */
const SPACES = /[^\S\n ][^\S\n]*| [^\S\n]+/g;
const SPACED_BREAKS = / \n ?|\n /g;
const EMPTY_LINES = /\n{4,}/g;
const EDGES = /^\s+|\s+$/g;
/** A base with the marks behind it, or conjoining Korean letters: the pieces that Unicode composition works on. */
const COMPOSED = /[\u1100-\u11ff\uac00-\ud7ff][\u1160-\u11ff\p{M}]*|[^\p{M}]\p{M}*|\p{M}+/gsu;

export interface CleanText {
  readonly text: string;
  /** Leads from the clean text back to the raw one. */
  readonly map: OffsetMap;
}

/**
 * Readable text of a post: Unicode NFC, HTML remnants removed (`<br>` and blocks become line breaks, also when escaped once or twice),
 * VK mentions of people replaced by «[имя]» and of communities and links by their words, invisible and control characters and lone
 * surrogates removed, runs of spaces made one, at most two empty lines in a row. Never throws.
 */
export function cleanText(raw: string): string {
  return needsCleaning(raw) ? cleanTextMapped(raw).text : raw;
}

/** `cleanText` with the way back to the raw text. */
export function cleanTextMapped(raw: string): CleanText {
  let text = raw;
  const maps: OffsetMap[] = [];
  const carryOut = (edits: readonly Edit[]): boolean => {
    if (edits.length === 0) return false;
    text = applyEdits(text, edits);
    maps.push(mapEdits(edits));
    return true;
  };
  for (let round = 0; round < ENTITY_ROUNDS; round += 1) {
    const decoded = carryOut(entityEdits(text));
    const stripped = carryOut(tagEdits(text));
    if (!decoded && !stripped) break;
  }
  carryOut(mentionEdits(text));
  carryOut(compositionEdits(text));
  carryOut(edits(text, LINE_BREAKS, '\n'));
  carryOut(edits(text, UNREADABLE, ''));
  carryOut(edits(text, SPACES, ' '));
  carryOut(edits(text, SPACED_BREAKS, '\n'));
  carryOut(edits(text, EMPTY_LINES, '\n\n\n'));
  carryOut(edits(text, EDGES, ''));
  return { text, map: maps.length === 0 ? unchanged : chainMaps(...maps) };
}

function edits(text: string, pattern: RegExp, replacement: string): Edit[] {
  const found: Edit[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length, text: replacement });
  }
  return found;
}

/** People become «[имя]»; of a mention of a community or a link the words stay, unit by unit. */
function mentionEdits(text: string): Edit[] {
  const found: Edit[] = [];
  for (const match of text.matchAll(VK_MENTION)) {
    const [whole, target = '', words = ''] = match;
    const start = match.index;
    const end = start + whole.length;
    if (target.startsWith('id')) found.push({ start, end, text: MARKS.name });
    else {
      found.push({ start, end: end - 1 - words.length, text: '' });
      found.push({ start: end - 1, end, text: '' });
    }
  }
  return found;
}

/** Unicode NFC, each changed piece an edit of its own. */
function compositionEdits(text: string): Edit[] {
  const composed = text.normalize('NFC');
  if (composed === text) return [];
  const found: Edit[] = [];
  for (const match of text.matchAll(COMPOSED)) {
    const piece = match[0].normalize('NFC');
    if (piece !== match[0]) found.push({ start: match.index, end: match.index + match[0].length, text: piece });
  }
  // Scripts whose letters compose across these pieces are rare enough to be taken as a whole.
  return applyEdits(text, found) === composed ? found : [{ start: 0, end: text.length, text: composed }];
}
