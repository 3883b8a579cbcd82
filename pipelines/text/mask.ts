import { MARKS, type MaskKind, markLengthAt } from './marks.js';
import { findNames } from './mask-names.js';
import { NUMBER_RULES } from './mask-numbers.js';

export interface Masked {
  readonly text: string;
  /** How many pieces of each kind were replaced. */
  readonly counts: Readonly<Record<MaskKind, number>>;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: MaskKind;
}

const LOOK_AROUND = 40;
const HAS_DIGIT_OR_AT = /[\d@]|instagram\.com|t\.me|telegram\.me/i;
const HAS_CAPITAL_OR_MENTION = /[А-ЯЁ]|id\d/;

/**
 * Replaces personal data of people by Russian marks («[телефон]», «[имя]», …). House numbers, prices, dates, laws, order and account
 * numbers stay. What is in doubt without a context word (ten digits after «заказ №») stays too. `maskPersonalData` of a masked text
 * changes nothing: the work is repeated until nothing more is found, and marks are never looked into.
 */
export function maskPersonalData(text: string): Masked {
  const counts = Object.fromEntries(Object.keys(MARKS).map((kind) => [kind, 0])) as Record<MaskKind, number>;
  let current = text;
  for (;;) {
    const found = find(current);
    if (found.length === 0) return { text: current, counts };
    let out = '';
    let from = 0;
    for (const { start, end, kind } of found) {
      counts[kind] += 1;
      out += current.slice(from, start) + MARKS[kind];
      from = end;
    }
    current = out + current.slice(from);
  }
}

/** Pieces to replace, in order and apart from each other. Of two that overlap, the one of the earlier rule is kept. */
function find(text: string): Found[] {
  const found: Found[] = [];
  const taken = marksIn(text);
  const add = (start: number, end: number, kind: MaskKind) => {
    if (taken.subarray(start, end).includes(1)) return;
    taken.fill(1, start, end);
    found.push({ start, end, kind });
  };
  if (HAS_DIGIT_OR_AT.test(text)) {
    for (const rule of NUMBER_RULES) {
      if (rule.needs?.test(text) === false) continue;
      for (const match of text.matchAll(rule.pattern)) {
        const [value] = match;
        const end = match.index + value.length;
        const before = text.slice(Math.max(0, match.index - LOOK_AROUND), match.index);
        if (rule.accept?.(value, before, text.slice(end, end + LOOK_AROUND)) === false) continue;
        add(match.index, end, rule.kind);
      }
    }
  }
  if (HAS_CAPITAL_OR_MENTION.test(text)) for (const { start, end } of findNames(text)) add(start, end, 'name');
  return found.sort((a, b) => a.start - b.start);
}

/** One byte per UTF-16 unit: 1 where a mark stands already. */
function marksIn(text: string): Uint8Array {
  const taken = new Uint8Array(text.length);
  for (let open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
    const length = markLengthAt(text, open);
    if (length > 0) taken.fill(1, open, open + length);
  }
  return taken;
}
