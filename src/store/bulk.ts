/**
 * Bulk writing. One request per call where it fits; every item's answer is looked at; what is temporary is tried again with growing,
 * jittered pauses; what is refused for good is reported per item; nothing is forgotten in between.
 */
import { AppError } from '../core/errors.js';
import { describeFailure, isTemporary, reasonOf, statusOf, temporaryStatuses, temporaryTypes } from './failure.js';
import { serialize } from './serialize.js';

export interface BulkOperation {
  action: 'index' | 'create' | 'delete';
  index: string;
  id: string;
  document?: unknown;
  /** Written only where no higher version is stored; a higher one answers 409. */
  version?: number;
}

export type BulkOutcome =
  | { ok: true }
  /** `repeated`: an earlier try ended without an answer, so a 409 may come from that very try. */
  | { ok: false; status: number; code: string; message: string; repeated: boolean };

interface BulkReplyItem {
  status: number;
  error?: { type: string; reason?: string | null };
}
/** The server's answer, items in the order of the operations. */
export interface BulkReply {
  items: Partial<Record<'index' | 'create' | 'delete' | 'update', BulkReplyItem>>[];
}
/** Sends lines of newline-delimited JSON; rejects with the client's errors. */
export type SendBulk = (
  lines: readonly string[],
  options: { refresh: 'wait_for' | false; timeoutMs: number },
) => Promise<BulkReply>;

export interface BulkOptions {
  maxItems?: number;
  /** UTF-8 bytes of one request. A single larger document is sent alone. */
  maxBytes?: number;
  /** Largest single document, UTF-8 bytes; larger ones are refused without asking. */
  maxDocumentBytes?: number;
  /** Tries per request, the first included. */
  attempts?: number;
  /** First pause, doubled each time up to `capMs`; the actual pause is drawn from the upper half. */
  baseMs?: number;
  capMs?: number;
  requestTimeoutMs?: number;
  sleep?: (ms: number) => Promise<void>;
  /** 0 to below 1. */
  random?: () => number;
  /** Told before each pause. */
  onRetry?: (fields: { attempt: number; pauseMs: number; pending: number; cause: string }) => void;
}

export type BulkWriter = (
  operations: readonly BulkOperation[],
  options?: { refresh?: 'wait_for' | false },
) => Promise<BulkOutcome[]>;

interface Item {
  position: number;
  lines: string[];
  /** UTF-8 bytes of the lines with their ends, or an upper bound of them. */
  bytes: number;
}

/** A UTF-16 unit never takes more bytes in UTF-8. Counting the bytes of Cyrillic costs as much as writing the JSON. */
const maxUnitBytes = 3;

function boundOf(lines: readonly string[]): number {
  let bound = 0;
  for (const line of lines) bound += line.length * maxUnitBytes + 1;
  return bound;
}

function bytesOf(lines: readonly string[]): number {
  let bytes = 0;
  for (const line of lines) bytes += Buffer.byteLength(line) + 1;
  return bytes;
}

/** Elasticsearch takes ids of up to this many bytes and refuses the whole request for one longer. */
const maxIdBytes = 512;

const defaultSleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Makes a writer. Its promise resolves to one outcome per operation, in order; it rejects with E_STORE_UNAVAILABLE (retry) when a
 * temporary failure outlasts all tries — some operations may be written then, so operations must bear repetition — and with
 * E_STORE_REJECTED when the server refuses the request as such.
 */
export function createBulkWriter(send: SendBulk, options: BulkOptions = {}): BulkWriter {
  const maxItems = options.maxItems ?? 1_000;
  const maxBytes = options.maxBytes ?? 5 * 1_024 * 1_024;
  const maxDocumentBytes = options.maxDocumentBytes ?? 20 * 1_024 * 1_024;
  const attempts = options.attempts ?? 6;
  const baseMs = options.baseMs ?? 250;
  const capMs = options.capMs ?? 10_000;
  const timeoutMs = options.requestTimeoutMs ?? 60_000;
  const sleep = options.sleep ?? defaultSleep;
  const random = options.random ?? Math.random;

  function pauseMs(attempt: number): number {
    const full = Math.min(capMs, baseMs * 2 ** (attempt - 1));
    return Math.round(full / 2 + (full / 2) * random());
  }

  /** Writes one request's worth, filling in `outcomes`. */
  async function write(items: Item[], outcomes: BulkOutcome[], refresh: 'wait_for' | false): Promise<void> {
    let pending = items;
    let unanswered = false;
    for (let attempt = 1; ; attempt++) {
      let failure: unknown;
      try {
        const lines = pending.flatMap((item) => item.lines);
        const reply = await send(lines, { refresh, timeoutMs });
        if (!Array.isArray(reply?.items) || reply.items.length !== pending.length) {
          throw new AppError(
            'E_STORE_UNAVAILABLE',
            `Elasticsearch answered a bulk write of ${pending.length} operations with ${reply?.items?.length ?? 'no'} results; look for a proxy that cuts answers short.`,
          );
        }
        const again: Item[] = [];
        for (const [place, item] of pending.entries()) {
          const result = Object.values(reply.items[place] ?? {})[0];
          const status = result?.status ?? 0;
          if (status >= 200 && status < 300) {
            outcomes[item.position] = { ok: true };
          } else if (isTemporaryItem(status, result?.error?.type)) {
            again.push(item);
            failure ??= result?.error ?? status;
          } else {
            const code = result?.error?.type ?? `status_${status}`;
            const message = reasonOf(result?.error) ?? `refused with status ${status}`;
            outcomes[item.position] = { ok: false, status, code, message, repeated: unanswered };
          }
        }
        if (again.length === 0) return;
        pending = again;
      } catch (error) {
        const status = statusOf(error);
        if (status === 413 && pending.length > 1) {
          const half = Math.ceil(pending.length / 2);
          await write(pending.slice(0, half), outcomes, refresh);
          await write(pending.slice(half), outcomes, refresh);
          return;
        }
        if (status === 413 && pending[0]) {
          const message = `document of ${bytesOf(pending[0].lines)} bytes is larger than the server or a proxy before it accepts`;
          outcomes[pending[0].position] = { ok: false, status, code: 'document_too_large', message, repeated: false };
          return;
        }
        if (!isTemporary(error)) throw error;
        // 429 is said before anything is done; after all others the request may have been carried out.
        if (status !== 429) unanswered = true;
        failure = error;
      }
      if (attempt >= attempts) {
        throw new AppError(
          'E_STORE_UNAVAILABLE',
          `Elasticsearch did not take ${pending.length} of ${items.length} operations in ${attempts} tries (last: ${describeFailure(failure)}); they are kept by the caller and tried again. Check its health, disk space and load.`,
          { cause: failure instanceof Error ? failure : undefined, details: { unwritten: pending.length, attempts } },
        );
      }
      const pause = pauseMs(attempt);
      options.onRetry?.({ attempt, pauseMs: pause, pending: pending.length, cause: describeFailure(failure) });
      await sleep(pause);
    }
  }

  return async (operations, { refresh = false } = {}) => {
    const outcomes = new Array<BulkOutcome>(operations.length);
    let batch: Item[] = [];
    let bytes = 0;
    const batches = [batch];
    const prepared = operations.map(prepare);
    const bound = prepared.reduce((sum, item) => sum + item.bytes, 0);
    for (const [position, operation] of operations.entries()) {
      const item = prepared[position] as Item;
      // Bytes are counted only where all together might not fit into one request.
      if (bound > Math.min(maxBytes, maxDocumentBytes)) item.bytes = bytesOf(item.lines);
      if (item.bytes > maxDocumentBytes) {
        const message = `document of ${item.bytes} bytes is larger than ${maxDocumentBytes}`;
        outcomes[position] = { ok: false, status: 413, code: 'document_too_large', message, repeated: false };
        continue;
      }
      const idBytes =
        operation.id.length * maxUnitBytes <= maxIdBytes ? operation.id.length : Buffer.byteLength(operation.id);
      if (idBytes === 0 || idBytes > maxIdBytes) {
        const message = `the id must have 1 to ${maxIdBytes} bytes and has ${idBytes}`;
        outcomes[position] = { ok: false, status: 400, code: 'id_invalid', message, repeated: false };
        continue;
      }
      if (batch.length > 0 && (batch.length >= maxItems || bytes + item.bytes > maxBytes)) {
        batch = [];
        bytes = 0;
        batches.push(batch);
      }
      batch.push(item);
      bytes += item.bytes;
    }
    for (const items of batches) if (items.length > 0) await write(items, outcomes, refresh);
    return outcomes;
  };
}

/** An item without a readable status may or may not be written: it is written again. */
function isTemporaryItem(status: number, type: string | undefined): boolean {
  return status < 200 || status >= 500 || temporaryStatuses.has(status) || temporaryTypes.has(type ?? '');
}

function prepare(operation: BulkOperation, position: number): Item {
  const target: Record<string, unknown> = { _index: operation.index, _id: operation.id };
  // Writes go to aliases: without this flag a missing one would silently become an index with guessed types.
  if (operation.action !== 'delete') target.require_alias = true;
  if (operation.version !== undefined) {
    target.version = operation.version;
    target.version_type = 'external_gte';
  }
  const lines = [serialize({ [operation.action]: target })];
  if (operation.action !== 'delete') lines.push(serialize(operation.document));
  return { position, lines, bytes: boundOf(lines) };
}
