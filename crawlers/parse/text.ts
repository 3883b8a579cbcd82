import type { Element, Test } from './tree.js';

const BLOCKS = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
/** Blocks that stand apart by an empty line. */
const APART = new Set(['p', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table']);
const UNSEEN = new Set(['head', 'title', 'button', 'select', 'textarea', 'input']);
const MAX_TEXT = 200_000;

/** Control characters but tab and line feed, soft hyphen, zero-width marks, non-characters, halves of surrogate pairs. */
const UNWANTED = /[\p{Cs}\u{AD}\u{200B}\u{2060}\u{FEFF}\u{FFFE}\u{FFFF}]|(?![\t\n\r])\p{Cc}/gu;
/** Any character but those that UNWANTED never finds; surrogate pairs count. Far quicker, and most texts have none. */
const SUSPECT = /[^\t\n\r -~\xa0-\xac\xae-\u200a\u200c-\u205f\u2061-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
/** White space that is not a single blank. */
const RAGGED = /[^\S ]| {2}/;

/** Takes out what no store and no terminal should get. */
export function cleanText(text: string): string {
  return SUSPECT.test(text) ? text.replace(UNWANTED, '') : text;
}

/** Any character that SUSPECT or RAGGED may find, or two blanks: one look at most texts tells that there is nothing to mend. */
const UNEVEN = /[^ -~\xa1-\xac\xae-\u167f\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff]| {2}/;

/** One line: all white space single. */
export function oneLine(text: string): string {
  if (!UNEVEN.test(text)) return text.trim();
  return cleanText(RAGGED.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
}

/** Text without markup: the line breaks are the author's. */
export function plainText(text: string): string {
  const lines = text.split('\n').map((line) => oneLine(line));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Plain text as a quotation: each line marked with «> »; empty text stays empty. */
export function quoteLines(text: string): string {
  if (text === '') return '';
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

export interface TextOptions {
  /** Elements left out with all that is in them. */
  skip?: Test;
  /** Elements that are quotations although they are no blockquote. */
  quote?: Test;
}

type Step = { element: Element | string; quote: number; isPre: boolean } | { close: string };

/**
 * Text as a reader sees it: lines broken where the page breaks them, quotations marked with «> » (once per level), pictures by their alt
 * when they are smileys, nothing of scripts. At most 200 000 characters.
 */
export function textOf(root: Element, options: TextOptions = {}): string {
  const [only] = root.children;
  // Most elements of a page hold one short string.
  if (root.children.length === 1 && typeof only === 'string' && root.name !== 'blockquote' && root.name !== 'pre') {
    return oneLine(only).slice(0, MAX_TEXT);
  }
  const lines: string[] = [];
  let line = '';
  let lineQuote = 0;
  let blankWanted = false;
  let size = 0;
  const flush = (isApart: boolean) => {
    const text = oneLine(line);
    line = '';
    if (text !== '') {
      const mark = '> '.repeat(lineQuote);
      if (blankWanted && lines.length > 0) lines.push('');
      lines.push(mark + text);
      size += text.length;
      blankWanted = false;
    }
    if (isApart) blankWanted = true;
  };
  const stack: Step[] = [];
  const push = (element: Element, quote: number, isPre: boolean) => {
    for (let at = element.children.length - 1; at >= 0; at--) {
      const child = element.children[at];
      if (child !== undefined) stack.push({ element: child, quote, isPre });
    }
  };
  push(root, root.name === 'blockquote' ? 1 : 0, root.name === 'pre');
  for (let step = stack.pop(); step !== undefined && size < MAX_TEXT; step = stack.pop()) {
    if ('close' in step) {
      flush(APART.has(step.close));
      continue;
    }
    const { element, quote, isPre } = step;
    if (typeof element === 'string') {
      if (isPre && element.includes('\n')) {
        // The breaks of preformatted text are its author's.
        for (const [at, part] of element.split('\n').entries()) {
          if (at > 0) flush(false);
          if (line === '') lineQuote = quote;
          line += part;
        }
        continue;
      }
      if (line === '') lineQuote = quote;
      line += element;
      continue;
    }
    const { name } = element;
    if (UNSEEN.has(name)) continue;
    if (options.skip?.(element) === true) {
      if (BLOCKS.has(name)) flush(false);
      continue;
    }
    if (name === 'br') {
      // Two breaks in a row are an empty line.
      const isEmpty = line.trim() === '';
      flush(false);
      if (isEmpty && lines.length > 0) blankWanted = true;
      continue;
    }
    if (name === 'img') {
      const alt = element.attributes.alt ?? '';
      const isSmiley = /smil|emoji|emoticon/i.test(`${element.attributes.class ?? ''} ${element.attributes.src ?? ''}`);
      if (line === '') lineQuote = quote;
      if (isSmiley || /^\p{Extended_Pictographic}/u.test(alt)) line += alt;
      continue;
    }
    const isQuote = name === 'blockquote' || options.quote?.(element) === true;
    if (!BLOCKS.has(name)) {
      push(element, quote, isPre);
      continue;
    }
    flush(isQuote || APART.has(name));
    stack.push({ close: isQuote ? 'blockquote' : name });
    push(element, isQuote ? quote + 1 : quote, isPre || name === 'pre');
  }
  flush(false);
  return lines.join('\n').slice(0, MAX_TEXT);
}

/** Text of an element as one line; empty for null. */
export function lineOf(element: Element | null, options: TextOptions = {}): string {
  return element === null ? '' : oneLine(textOf(element, options));
}

const PLAIN_NUMBER = /^\d{1,9}$/;

/** «2,5K», «1.2М», «12 345» as a number; null when it is none. */
export function readCount(text: string): number | null {
  if (PLAIN_NUMBER.test(text)) return Number(text);
  const found = /^(\d{1,3}(?:[\s\u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?)\s*([KkКкMmМм]?)/.exec(text.trim());
  if (found === null) return null;
  const value = Number((found[1] ?? '').replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
  const unit = (found[2] ?? '').toLowerCase();
  const factor = unit === '' ? 1 : unit === 'k' || unit === 'к' ? 1_000 : 1_000_000;
  return Number.isFinite(value) ? Math.round(value * factor) : null;
}
