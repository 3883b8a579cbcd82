/**
 * Elasticsearch's query language as far as the store is asked in it (pipelines/rules/to-elasticsearch.ts and the filters of scan), for the
 * store in memory. Anything else is refused: an answer to half a question would look like an answer.
 */
import { AppError } from '../core/errors.js';
import { isWithinOneEdit } from '../core/one-edit.js';
import { type IntervalRule, intervalsOf, type WordPositions } from './memory-intervals.js';

/** One stored document as the evaluator sees it. */
export interface QueriedDocument {
  /** All values at a dotted path; empty when the field is missing or null. */
  values(field: string): readonly unknown[];
  /** The pre-analysed field `words`. */
  words: WordPositions;
}

type Body = Record<string, unknown>;

/** Whether the document answers the query. Throws E_STORE_REJECTED for a query it does not know. */
export function answers(query: unknown, document: QueriedDocument): boolean {
  const [kind, body] = single(query, 'a query');
  switch (kind) {
    case 'match_all':
      return true;
    case 'match_none':
      return false;
    case 'constant_score':
      return answers((body as Body).filter, document);
    case 'bool':
      return answersBool(body as Body, document);
    case 'ids':
      return ((body as Body).values as string[]).some((id) => document.values('id').includes(id));
    case 'exists':
      return document.values(String((body as Body).field)).length > 0;
    case 'intervals': {
      const [field, rule] = single(body, 'intervals');
      if (field !== 'words') throw unknown(`intervals over «${field}»`);
      return intervalsOf(rule as IntervalRule, document.words).length > 0;
    }
    case 'fuzzy': {
      const [field, wanted] = single(body, kind);
      if (field !== 'words') throw unknown(`a fuzzy query over «${field}»`);
      return document.words.terms().some((term) => isWithinOneEdit(term, String((wanted as Body).value)));
    }
    case 'term':
    case 'terms':
    case 'prefix':
    case 'range': {
      const [field, wanted] = single(body, kind);
      const passes = test(kind, wanted);
      if (field === 'words') return document.words.terms().some(passes);
      return document.values(field).some(passes);
    }
    default:
      throw unknown(`«${kind}»`);
  }
}

function answersBool(body: Body, document: QueriedDocument): boolean {
  const list = (key: string): unknown[] => (body[key] === undefined ? [] : [body[key]].flat());
  const required = [...list('must'), ...list('filter')];
  const should = list('should');
  if (!required.every((query) => answers(query, document))) return false;
  if (list('must_not').some((query) => answers(query, document))) return false;
  const least = Number(body.minimum_should_match ?? (required.length === 0 && should.length > 0 ? 1 : 0));
  return should.filter((query) => answers(query, document)).length >= least;
}

function test(kind: 'term' | 'terms' | 'prefix' | 'range', wanted: unknown): (value: unknown) => boolean {
  if (kind === 'terms') return (value) => (wanted as unknown[]).includes(value);
  const plain = typeof wanted === 'object' && wanted !== null && 'value' in wanted ? wanted.value : wanted;
  if (kind === 'term') return (value) => value === plain;
  if (kind === 'prefix') return (value) => String(value).startsWith(String(plain));
  const bounds = Object.entries(wanted as Body);
  return (value) => bounds.every(([name, bound]) => compare(name, value, bound));
}

/** Dates by their instant, everything else as it is. */
function compare(name: string, value: unknown, bound: unknown): boolean {
  const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
  const left = isDate ? Date.parse(value) : (value as number);
  const right = isDate ? Date.parse(String(bound)) : (bound as number);
  switch (name) {
    case 'gte':
      return left >= right;
    case 'gt':
      return left > right;
    case 'lte':
      return left <= right;
    case 'lt':
      return left < right;
    default:
      throw unknown(`the bound «${name}»`);
  }
}

function single(value: unknown, what: string): [string, unknown] {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) return first;
  throw unknown(`${what} that is not one named part`);
}

function unknown(what: string): AppError {
  return new AppError(
    'E_STORE_REJECTED',
    `The store in memory does not know ${what} in a query; use Elasticsearch, or ask in the shapes of pipelines/rules/to-elasticsearch.ts.`,
  );
}

/** All values at a dotted path of a document, arrays flattened, nulls left out. */
export function valuesAt(document: unknown, field: string): unknown[] {
  let found: unknown[] = [document];
  for (const key of field.split('.')) {
    found = found.flatMap((value) =>
      typeof value === 'object' && value !== null && key in value ? [(value as Body)[key]].flat() : [],
    );
  }
  return found.filter((value) => value !== null && value !== undefined);
}
