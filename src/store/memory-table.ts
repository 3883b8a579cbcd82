import { AppError } from '../core/errors.js';
import type { SaveOutcome } from '../core/ports.js';
import type { IndexDefinition } from './fields.js';
import { checkMapping } from './mapping-check.js';
import { copy } from './serialize.js';

/** Documents by id, with the strictness of an index. Copies go in and copies come out. */
export class MemoryTable<T extends object> {
  readonly #definition: IndexDefinition;
  readonly #documents = new Map<string, T>();

  constructor(definition: IndexDefinition) {
    this.#definition = definition;
  }

  /** What the index would say to this document. */
  check(id: string, document: object): SaveOutcome {
    const bytes = Buffer.byteLength(id);
    if (bytes === 0 || bytes > 512) {
      return { ok: false, code: 'id_invalid', message: `the id must have 1 to 512 bytes and has ${bytes}` };
    }
    const problem = checkMapping(document, this.#definition.fields);
    return problem ? { ok: false, code: 'document_parsing_exception', message: problem } : { ok: true };
  }

  /** Keeps a copy when the index would take it. */
  put(id: string, document: T): SaveOutcome {
    const outcome = this.check(id, document);
    if (outcome.ok) this.#documents.set(id, copy(document));
    return outcome;
  }

  /** Keeps all that would be taken; throws E_STORE_REJECTED when some were not. */
  putAll(documents: readonly (readonly [id: string, document: T])[]): void {
    const refused: string[] = [];
    let first = '';
    for (const [id, document] of documents) {
      const outcome = this.put(id, document);
      if (outcome.ok) continue;
      first ||= outcome.message;
      refused.push(id);
    }
    if (refused.length === 0) return;
    throw new AppError(
      'E_STORE_REJECTED',
      `The store refuses ${refused.length} of ${documents.length} ${this.#definition.name}; the first is «${refused[0]}»: ${first}.`,
      { details: { ids: refused.slice(0, 20) } },
    );
  }

  get(id: string): T | null {
    const found = this.#documents.get(id);
    return found ? copy(found) : null;
  }

  /** The kept document itself: to be read, not changed and not handed out. */
  peek(id: string): Readonly<T> | undefined {
    return this.#documents.get(id);
  }

  peekAll(): IterableIterator<Readonly<T>> {
    return this.#documents.values();
  }

  /** Copies of those that pass, in the given order. */
  list(order: (a: T, b: T) => number, pass: (document: T) => boolean = () => true, limit = Infinity): T[] {
    return [...this.#documents.values()].filter(pass).sort(order).slice(0, limit).map(copy);
  }

  delete(id: string): void {
    this.#documents.delete(id);
  }

  get size(): number {
    return this.#documents.size;
  }
}

/** Order of plain strings, the one of the index for what ids are made of. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Order of ISO instants, earliest first. */
export function compareInstant(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b);
}
