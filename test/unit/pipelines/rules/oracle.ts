import type { Atom, Query } from '../../../../pipelines/rules/ast.js';
import { denialOf } from '../../../../pipelines/rules/negation.js';
import { type NumberMention, readNumbers } from '../../../../pipelines/rules/numbers.js';
import { readQuantities } from '../../../../pipelines/rules/quantities.js';
import { convert, type Quantity, type Unit, unitNamed } from '../../../../pipelines/rules/units.js';
import { analyse } from '../../../../pipelines/text/analyse.js';
import type { Analysis, Token } from '../../../../pipelines/text/tokens.js';

/**
 * The plainest reading of docs/rules.md: no index, no term numbers, every pair tried. The matcher must agree with it. The one thing that
 * is remembered is what an atom says of a token. What denies a word and which numbers a text has is taken from the product; both have
 * their own tests.
 */
export interface OraclePost {
  text: string;
  tokens: readonly Token[];
  /** Number of each token's text. */
  ids: readonly number[];
  /** What the post has by itself, whatever rule asks: numbers, quantities and hits of expressions. */
  memo: Map<string, Place[]>;
  /** Where each atom of single words stands, by the atom's number. */
  atoms: (Place[] | undefined)[];
  numbers: readonly NumberMention[];
  quantities: Map<string, readonly Quantity[]>;
}
interface Place {
  from: number;
  to: number;
  words: readonly number[];
}
type Found = Place[] | null;
type Reading = (post: OraclePost, low: number, high: number) => Found;

/** Number of atoms that were read. */
let atoms = 0;
const tokenIds = new Map<string, number>();
const wordsOf = (text: string) => analyse(text).tokens.filter((token) => token.kind !== 'other');

export function oraclePost({ text, tokens }: Analysis): OraclePost {
  const seen = tokens.filter((token) => token.kind !== 'other');
  const ids = seen.map((token) => {
    if (!tokenIds.has(token.text)) tokenIds.set(token.text, tokenIds.size);
    return tokenIds.get(token.text) as number;
  });
  return {
    text,
    tokens: seen,
    ids,
    memo: new Map(),
    atoms: new Array(atoms).fill(undefined),
    numbers: readNumbers(text, seen),
    quantities: new Map(),
  };
}

/** The words on which the query holds, null when it does not. */
export function oracle(query: Query): (post: OraclePost) => number[] | null {
  const reading = read(query);
  return (post) => {
    const found = reading(post, 0, post.tokens.length);
    if (!found || found.length === 0) return found && [];
    return [...new Set(found.flatMap(({ words }) => words))].sort((a, b) => a - b);
  };
}

function read(query: Query): Reading {
  switch (query.kind) {
    case 'word':
    case 'exact':
    case 'prefix':
    case 'typo':
    case 'number':
    case 'quantity':
      return sideBySide(atomReadings(query));
    case 'phrase':
      return sideBySide(query.items.flatMap(atomReadings));
    case 'regex':
      return regex(query.source);
    case 'list':
      return read(query.inner);
    case 'and': {
      const parts = query.parts.map(read);
      return (post, low, high) => {
        const all: Place[] = [];
        for (const part of parts) {
          const found = part(post, low, high);
          if (!found) return null;
          all.push(...found);
        }
        return all;
      };
    }
    case 'or': {
      const parts = query.parts.map(read);
      return (post, low, high) => {
        let all: Found = null;
        for (const part of parts) {
          const found = part(post, low, high);
          if (found) all = [...(all ?? []), ...found];
        }
        return all;
      };
    }
    case 'not': {
      const inner = read(query.inner);
      return (post, low, high) => (inner(post, low, high) ? null : []);
    }
    case 'sentence':
      return sentences(read(query.inner));
    case 'neg': {
      const inner = read(query.inner);
      return (post, low, high) =>
        orNull(
          (inner(post, low, high) ?? []).flatMap(({ from, to, words }) => {
            const denial = denialOf(post.tokens, from, to, low, high);
            if (!denial) return [];
            return [{ from: Math.min(from, ...denial), to: Math.max(to, ...denial), words: [...words, ...denial] }];
          }),
        );
    }
    case 'near':
    case 'notNear':
      return near(query, read(query.left), read(query.right));
  }
}

function near(
  { kind, ordered, distance }: { kind: 'near' | 'notNear'; ordered: boolean; distance: number },
  left: Reading,
  right: Reading,
): Reading {
  const sentenceOf = (post: OraclePost, index: number) => post.tokens[index]?.sentence;
  return (post, low, high) => {
    const as = left(post, low, high);
    if (!as) return null;
    const bs = right(post, low, high);
    if (!bs) return kind === 'near' ? null : as;
    const pairs: Place[] = [];
    const alone: Place[] = [];
    for (const a of as) {
      let disturbed = false;
      for (const b of bs) {
        const gap = b.from > a.to ? b.from - a.to : a.from > b.to && !ordered ? a.from - b.to : 0;
        const inside = (x: Place, y: Place) => !ordered && x.from > y.from && x.to < y.to;
        const meet = !ordered && gap === 0 && b.from <= a.to && a.from <= b.to && (a.from !== b.from || a.to !== b.to);
        const reached = gap >= 1 && gap <= distance;
        const [from, to] = [Math.min(a.from, b.from), Math.max(a.to, b.to)];
        if ((reached || meet) && sentenceOf(post, a.from) === sentenceOf(post, b.from)) disturbed = true;
        if ((reached || inside(a, b) || inside(b, a)) && sentenceOf(post, from) === sentenceOf(post, to))
          pairs.push({ from, to, words: [...a.words, ...b.words] });
      }
      if (!disturbed) alone.push(a);
    }
    return orNull(kind === 'near' ? shortest(pairs) : alone);
  };
}

/** Of the stretches that begin at one word the eight shortest; each has the words of all ways that lead to it. */
function shortest(places: Place[]): Place[] {
  return places.filter((place) => {
    const shorter = places.filter(({ from, to }) => from === place.from && to < place.to);
    return new Set(shorter.map(({ to }) => to)).size < 8;
  });
}

function sentences(inner: Reading): Reading {
  return (post, low, high) => {
    let all: Found = null;
    for (const sentence of new Set(post.tokens.slice(low, high).map((token) => token.sentence))) {
      const from = post.tokens.findIndex((token) => token.sentence === sentence);
      const to = from + post.tokens.filter((token) => token.sentence === sentence).length;
      const part = inner(post, Math.max(low, from), Math.min(high, to));
      if (part) all = [...(all ?? []), ...part];
    }
    return all;
  };
}

function sideBySide(readings: readonly Reading[]): Reading {
  const [first, ...rest] = readings;
  if (!first) return () => null;
  if (rest.length === 0) return first;
  return (post, low, high) => {
    let chains = first(post, low, high);
    for (const reading of rest) {
      if (!chains) return null;
      const next = reading(post, low, high);
      if (!next) return null;
      const longer: Place[] = [];
      for (const chain of chains)
        for (const place of next)
          if (place.from === chain.to + 1 && post.tokens[chain.from]?.sentence === post.tokens[place.to]?.sentence)
            longer.push({ from: chain.from, to: place.to, words: [...chain.words, ...place.words] });
      chains = orNull(shortest(longer));
    }
    return chains;
  };
}

function orNull(found: Place[]): Found {
  return found.length > 0 ? found : null;
}

/** Asks a post once for what does not depend on the rule. */
function remembered(key: string, find: (post: OraclePost) => Place[]): Reading {
  return (post, low, high) => {
    let places = post.memo.get(key);
    if (!places) {
      places = find(post);
      post.memo.set(key, places);
    }
    return places.length === 0 ? null : inside(places, low, high);
  };
}

function stretch(from: number, to: number): Place {
  return { from, to, words: Array.from({ length: to - from + 1 }, (_, offset) => from + offset) };
}

function inside(places: Place[], low: number, high: number): Found {
  return orNull(places.filter(({ from, to }) => from >= low && to < high));
}

const readings = new Map<string, Reading>();

function atomReadings(atom: Atom): Reading[] {
  if (atom.kind === 'quantity') return [quantity(atom.from, atom.to, atom.unit)];
  if (atom.kind === 'number') return [numbers(atom.from, atom.to)];
  const written = atom.kind === 'prefix' ? atom.prefix : atom.word;
  const words = wordsOf(written);
  return words.map((word, index) => {
    const kind = atom.kind === 'prefix' && index < words.length - 1 ? 'exact' : atom.kind;
    const key = `${kind} ${word.text}`;
    const known = readings.get(key);
    if (known) return known;
    const reading = tokens((token) =>
      [token, ...(token.parts ?? [])].some(({ stem, text }) => {
        if (kind === 'word') return stem === word.stem;
        if (kind === 'prefix') return text.startsWith(word.text);
        if (kind === 'typo') return token.kind === 'word' && editDistance(stem, word.stem) <= 1;
        return text === word.text;
      }),
    );
    readings.set(key, reading);
    return reading;
  });
}

/** Asks each token; what was found in a post is remembered by the atom's number, and what was said of a word by the word's. */
function tokens(test: (token: Token) => boolean): Reading {
  const atom = atoms++;
  const known = new Map<number, boolean>();
  return (post, low, high) => {
    let places = post.atoms[atom];
    if (places === undefined) {
      places = [];
      for (let index = 0; index < post.tokens.length; index++) {
        const id = post.ids[index] as number;
        let says = known.get(id);
        if (says === undefined) {
          says = test(post.tokens[index] as Token);
          known.set(id, says);
        }
        if (says) places.push({ from: index, to: index, words: [index] });
      }
      post.atoms[atom] = places;
    }
    return places.length === 0 ? null : inside(places, low, high);
  };
}

function numbers(from: number, to: number): Reading {
  const figures = tokens(
    ({ stem }) => /^\d{1,15}(-и)?$/.test(stem) && Number.parseInt(stem, 10) >= from && Number.parseInt(stem, 10) <= to,
  );
  const onlyFigures = from === 0 && to === Number.MAX_SAFE_INTEGER;
  return (post, low, high) => {
    const found = figures(post, low, high);
    if (onlyFigures || post.numbers.length === 0) return found;
    const worded = post.numbers
      .filter((one) => !one.hasFigures && !one.isVague && one.high >= from && one.low <= to)
      .map((one) => stretch(one.from, one.to));
    return orNull([...(found ?? []), ...(inside(worded, low, high) ?? [])]);
  };
}

function quantity(from: number, to: number, written: string): Reading {
  const unit = unitNamed(written);
  const counts = new Map<string, Unit>();
  if (unit.family.startsWith('word:')) counts.set(unit.family.slice(5), unit);
  return (post, low, high) => {
    let all = post.quantities.get(unit.family);
    if (!all) {
      all = readQuantities(post.text, post.tokens, post.numbers, counts);
      post.quantities.set(unit.family, all);
    }
    if (all.length === 0) return null;
    const places = all.filter((one) => {
      const converted = convert(one.low, one.high, one.unit, unit);
      return converted && converted[1] >= from - 1e-9 && converted[0] <= to + 1e-9;
    });
    return inside(
      places.map((one) => stretch(one.from, one.to)),
      low,
      high,
    );
  };
}

/** JavaScript's own engine: the expressions of the tests mean the same to both. */
function regex(source: string): Reading {
  return remembered(`re2:/${source}/`, (post) => {
    const lowered = post.text.toLowerCase().replaceAll('ё', 'е');
    return [...lowered.matchAll(new RegExp(source, 'gu'))].slice(0, 64).flatMap(({ 0: hit, index }) => {
      const touched = post.tokens.flatMap(({ start, end }, at) =>
        start < index + hit.length && end > index ? [at] : [],
      );
      const [first] = touched;
      return first === undefined ? [] : [stretch(first, Math.min(touched.at(-1) ?? first, first + 99))];
    });
  });
}

/** Optimal string alignment: insertions, deletions, changes and exchanges of neighbours. */
function editDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, row) =>
    Array.from({ length: b.length + 1 }, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
  );
  const at = (row: number, column: number) => table[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row++)
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, at(row - 2, column - 2) + 1);
      (table[row] as number[])[column] = least;
    }
  return at(a.length, b.length);
}
