import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, toAppError } from '../src/core/errors.js';
import type { Source } from '../src/core/source.js';
import type { Page, ParsedPage } from './adapter.js';
import type { Registry } from './registry.js';

/** Pages up to this many characters are parsed on the spot. */
const INLINE_CHARACTERS = 256 * 1024;
const DEADLINE_MS = 5_000;
const WORKER_HEAP_MB = 256;

type ParseSource = Pick<Source, 'urls' | 'depth' | 'language'>;
export interface ParseRequest {
  id: number;
  kind: string;
  page: Page;
  source: ParseSource;
}
export type ParseAnswer =
  | { id: number; ok: true; parsed: ParsedPage }
  | { id: number; ok: false; code: ErrorCode; message: string };

export interface PageParser {
  /** Throws E_KIND_UNKNOWN, E_PAGE_EMPTY or E_PAGE_INVALID and nothing else. */
  parse(kind: string, page: Page, source: ParseSource): Promise<ParsedPage>;
  close(): Promise<void>;
}

export interface PageParserOptions {
  registry: Registry;
  /** Compiled parse-worker.js; found next to this file or under dist/ when not given. */
  workerUrl?: URL;
  inlineCharacters?: number;
  deadlineMs?: number;
}

function findWorker(): URL {
  const places = ['./parse-worker.js', '../dist/crawlers/parse-worker.js'].map(
    (path) => new URL(path, import.meta.url),
  );
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new AppError('E_SERVICE_MISSING', 'The worker that parses big pages is not built. Run: npm run build:server');
}

function invalid(page: Page, why: string, cause?: unknown): AppError {
  return new AppError('E_PAGE_INVALID', `Page ${page.url} ${why}`, { cause, details: { url: page.url } });
}

/** Parses small pages in place and big ones in a worker thread that is ended when it takes too long. */
export function createPageParser(options: PageParserOptions): PageParser {
  const { registry } = options;
  const inlineCharacters = options.inlineCharacters ?? INLINE_CHARACTERS;
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  let worker: Worker | null = null;
  let lastId = 0;
  let line: Promise<unknown> = Promise.resolve();

  function startWorker(): Worker {
    const started = new Worker(options.workerUrl ?? findWorker(), {
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB, stackSizeMb: 4 },
    });
    started.unref();
    return started;
  }

  function inWorker(kind: string, page: Page, source: ParseSource): Promise<ParsedPage> {
    worker ??= startWorker();
    const current = worker;
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        current.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      const abandon = (error: AppError) => {
        stop();
        worker = null;
        void current.terminate();
        reject(error);
      };
      const onMessage = (answer: ParseAnswer) => {
        if (answer.id !== id) return;
        stop();
        if (answer.ok) resolve(answer.parsed);
        else reject(new AppError(answer.code, answer.message, { details: { url: page.url } }));
      };
      const onError = (error: unknown) => abandon(invalid(page, 'broke the parser: it is damaged or hostile.', error));
      const onExit = () => abandon(invalid(page, 'ended the parser: it is damaged or hostile.'));
      const timer = setTimeout(
        () => abandon(invalid(page, `was not parsed within ${deadlineMs} ms: it is damaged or hostile.`)),
        deadlineMs,
      );
      current.on('message', onMessage).on('error', onError).on('exit', onExit);
      current.postMessage({
        id,
        kind,
        page,
        source: { urls: source.urls, depth: source.depth, language: source.language },
      });
    });
  }

  return {
    async parse(kind, page, source) {
      const adapter = registry.get(kind);
      if (page.contentType !== '' && !adapter.accepts.includes(page.contentType)) {
        throw invalid(page, `is «${page.contentType}», which kind ${kind} does not read. It reads: ${adapter.title}.`);
      }
      try {
        if (page.body.length <= inlineCharacters) return adapter.parse(page, source);
        // One big page at a time: they are rare, and each may take a quarter of a gigabyte.
        const turn = line.then(() => inWorker(kind, page, source));
        line = turn.catch(() => {}); // heard by the caller of this turn
        return await turn;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.code !== 'E_INTERNAL') throw error;
        throw invalid(page, `broke the adapter ${kind} (${error.message}).`, thrown);
      }
    },
    async close() {
      const current = worker;
      worker = null;
      await current?.terminate();
    },
  };
}
