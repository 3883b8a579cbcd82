/** Interval queries over the pre-analysed field, as Lucene answers them: minimal intervals, gaps counted between the parts. */
import { AppError } from '../core/errors.js';

/** Positions between the values of a multi-valued text field; the mapping of `words` says the same. */
export const valueGap = 10_000;

/** The terms of a document's field with their positions. */
export class WordPositions {
  readonly #positions = new Map<string, number[]>();

  /** `values`: one a sentence, tokens separated by spaces, the terms of a token by «|». */
  constructor(values: readonly string[]) {
    let position = 0;
    for (const value of values) {
      for (const token of value.split(' ')) {
        for (const term of new Set(token.split('|'))) {
          const known = this.#positions.get(term);
          if (known) known.push(position);
          else this.#positions.set(term, [position]);
        }
        position++;
      }
      position += valueGap;
    }
  }

  terms(): string[] {
    return [...this.#positions.keys()];
  }

  at(term: string): readonly number[] {
    return this.#positions.get(term) ?? [];
  }
}

interface Interval {
  from: number;
  to: number;
  /** Positions inside that belong to no part. */
  gaps: number;
}

type Filter = Partial<Record<'containing' | 'contained_by' | 'not_containing' | 'not_contained_by', IntervalRule>>;
export type IntervalRule =
  | { match: { query: string; filter?: Filter } }
  | { prefix: { prefix: string } }
  | { range: { gte: string; lte: string } }
  | { any_of: { intervals: IntervalRule[]; filter?: Filter } }
  | { all_of: { intervals: IntervalRule[]; ordered?: boolean; max_gaps?: number; filter?: Filter } };

/** The intervals at which the rule holds, by their beginning. Throws E_STORE_REJECTED for a rule it does not know. */
export function intervalsOf(rule: IntervalRule, words: WordPositions): Interval[] {
  if ('match' in rule) return filtered(at(words, [rule.match.query]), rule.match.filter, words);
  if ('prefix' in rule) {
    return at(
      words,
      words.terms().filter((term) => term.startsWith(rule.prefix.prefix)),
    );
  }
  if ('range' in rule) {
    const { gte, lte } = rule.range;
    return at(
      words,
      words.terms().filter((term) => term >= gte && term <= lte),
    );
  }
  if ('any_of' in rule) {
    const found = rule.any_of.intervals.flatMap((inner) => intervalsOf(inner, words));
    return filtered(minimal(found), rule.any_of.filter, words);
  }
  if ('all_of' in rule && rule.all_of.ordered === true) {
    const { intervals, max_gaps: most = -1, filter } = rule.all_of;
    const parts = intervals.map((inner) => intervalsOf(inner, words));
    const found = minimal(chain(parts)).filter(({ gaps }) => most < 0 || gaps <= most);
    return filtered(found, filter, words);
  }
  throw new AppError(
    'E_STORE_REJECTED',
    `The store in memory does not know the interval rule «${Object.keys(rule).join(', ')}»; use Elasticsearch.`,
  );
}

function at(words: WordPositions, terms: readonly string[]): Interval[] {
  const positions = new Set(terms.flatMap((term) => words.at(term)));
  return [...positions].sort((a, b) => a - b).map((position) => ({ from: position, to: position, gaps: 0 }));
}

/** Every way to take one interval of each part, one after the other without overlap. */
function chain(parts: readonly Interval[][]): Interval[] {
  const [first = [], ...rest] = parts;
  return rest.reduce<Interval[]>(
    (before, part) => {
      const byStretch = new Map<string, Interval>();
      for (const a of before) {
        for (const b of part) {
          if (b.from <= a.to) continue;
          const joined = { from: a.from, to: b.to, gaps: a.gaps + b.from - a.to - 1 };
          const key = `${joined.from} ${joined.to}`;
          const known = byStretch.get(key);
          if (known === undefined || known.gaps > joined.gaps) byStretch.set(key, joined);
        }
      }
      return [...byStretch.values()];
    },
    first.map((interval) => ({ ...interval, gaps: 0 })),
  );
}

/** Without those that hold another one inside. */
function minimal(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.to - b.to || b.from - a.from);
  const kept: Interval[] = [];
  for (const interval of sorted) if (interval.from > (kept.at(-1)?.from ?? -1)) kept.push(interval);
  return kept;
}

function filtered(found: Interval[], filter: Filter | undefined, words: WordPositions): Interval[] {
  const [entry] = Object.entries(filter ?? {});
  if (entry === undefined) return found;
  const [kind, rule] = entry;
  const others = intervalsOf(rule, words);
  const holds = (outer: Interval, inner: Interval): boolean => outer.from <= inner.from && inner.to <= outer.to;
  const isInner = kind.endsWith('contained_by');
  return found.filter((interval) => {
    const some = others.some((other) => (isInner ? holds(other, interval) : holds(interval, other)));
    return kind.startsWith('not_') ? !some : some;
  });
}
