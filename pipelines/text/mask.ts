import { MARKS, type MaskKind } from './marks.js';
import { findDocument } from './mask-documents.js';
import { findFlats } from './mask-flats.js';
import { Findings, type Piece } from './mask-found.js';
import { findLinks } from './mask-links.js';
import { findNames } from './mask-names.js';
import { findSpelledPhones } from './mask-phone-words.js';
import { PhoneFinder } from './mask-phones.js';
import { findPlate } from './mask-plates.js';
import { type Scan, scan } from './mask-scan.js';
import { plainDigits } from './mask-view.js';
import { applyEdits, type Edit } from './offsets.js';

export interface Masked {
  readonly text: string;
  /** How many pieces of each kind were replaced. */
  readonly counts: Readonly<Record<MaskKind, number>>;
  /** What was replaced, in order, in terms of the text given: `applyEdits(given, edits)` is `text`. */
  readonly edits: readonly Edit[];
}

const NO_COUNTS = Object.fromEntries(Object.keys(MARKS).map((kind) => [kind, 0])) as Record<MaskKind, number>;

/**
 * Replaces personal data of people by Russian marks («[телефон]», «[имя]», …). House numbers, prices, dates, laws, order and account
 * numbers stay. What is in doubt without a context word (ten digits after «заказ №») stays too. `maskPersonalData` of a masked text
 * changes nothing: the work is repeated until nothing more is found, and marks are never looked into.
 */
export function maskPersonalData(text: string): Masked {
  const counts: Record<MaskKind, number> = { ...NO_COUNTS };
  let edits: readonly Edit[] = [];
  let current = text;
  for (;;) {
    const found = find(current);
    if (found.length === 0) return { text: current, counts, edits };
    for (const { kind } of found) counts[kind] += 1;
    const next = found.map(({ start, end, kind }) => ({ start, end, text: MARKS[kind] }));
    current = applyEdits(current, next);
    edits = edits.length === 0 ? next : addEdits(edits, next);
  }
}

/** Pieces to replace, in order and apart from each other. */
function find(text: string): Piece[] {
  const seen = scan(text);
  if (!seen.hasRare) return findIn(text, seen);
  const plain = plainDigits(text);
  return findIn(plain.text, scan(plain.text)).map(({ start, end, kind }) => {
    return { start: plain.from[start] ?? 0, end: plain.from[end] ?? text.length, kind };
  });
}

function findIn(text: string, seen: Scan): Piece[] {
  const found = new Findings(text);
  findLinks(text, seen, found);
  findSpelledPhones(text, seen.runs.length > 0, found);
  if (seen.runs.length > 0) findNumbers(text, seen.runs, found);
  findFlats(text, seen.runs, found);
  if (seen.hasNames || seen.hasBracket || seen.hasAt) findNames(text, seen, found);
  return found.pieces.sort((a, b) => a.start - b.start);
}

function findNumbers(text: string, runs: readonly number[], found: Findings): void {
  const phones = new PhoneFinder(text, found);
  for (const run of runs) {
    if (found.isTaken(run)) continue;
    if (findDocument(text, run, found) || phones.findAt(run)) continue;
    findPlate(text, run, found);
  }
}

/**
 * One list of edits for two steps: `later` is in terms of the text that `earlier` made, and touches nothing that was put in.
 */
function addEdits(earlier: readonly Edit[], later: readonly Edit[]): Edit[] {
  const all: Edit[] = [];
  let shift = 0;
  let next = 0;
  for (const edit of later) {
    for (; next < earlier.length; next += 1) {
      const done = earlier[next] as Edit;
      if (done.start + shift >= edit.start) break;
      shift += done.text.length - (done.end - done.start);
      all.push(done);
    }
    all.push({ start: edit.start - shift, end: edit.end - shift, text: edit.text });
  }
  for (; next < earlier.length; next += 1) all.push(earlier[next] as Edit);
  return all;
}
