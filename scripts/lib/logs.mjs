import { existsSync, readFileSync, statSync } from 'node:fs';
import { ServiceError } from './errors.mjs';

const TELLING = /\bERROR\b|FATAL|Fatal|\bfatal\b|Exception|Could not|Can't|Bad file format|Failed|failed|error:/;
const TAIL_LINES = 20;

/** @type {[RegExp, string][]} */
const REMEDIES = [
  [/No space left|disk full/i, 'free some disk space (`df -h`), then try again.'],
  [
    /OutOfMemory|insufficient memory|Cannot allocate memory|Could not reserve/i,
    'free some memory, or set OTKLIK_ELASTICSEARCH_HEAP=384m.',
  ],
  [
    /node lock|failed to obtain/i,
    'another node uses the same data folder: end it (`ps aux | grep elasticsearch`), or set OTKLIK_DATA_DIR.',
  ],
  [
    /Address already in use|BindException|BindHttpException|BindTransportException/i,
    'the port was taken meanwhile: try again.',
  ],
  [
    /Bad file format|redis-check-aof/i,
    'keep a copy of the folder `appendonlydir`, then run `redis-check-aof --fix` on the file that the log names.',
  ],
  [
    /AccessDenied|Permission denied/i,
    'the data or cache folder is closed to the service user: check its mode, or set OTKLIK_DATA_DIR and OTKLIK_CACHE_DIR.',
  ],
  [
    /cannot downgrade|incompatible|created by.*version|upgrade/i,
    'the data are of another version of Elasticsearch: start that one, or move the data folder away.',
  ],
];

/** What to do about a line of a log. */
export function findRemedy(line) {
  return REMEDIES.find(([pattern]) => pattern.test(line))?.[1] ?? 'read the end of the log, then try again.';
}

/** The first line among the last 20 that tells an error, or the last line, or ''. */
export function findEssence(text) {
  const lines = text.split('\n').filter((line) => line.trim());
  const tail = lines.slice(-TAIL_LINES);
  const line = lines.find((candidate) => /\bERROR\b|FATAL|fatal/.test(candidate) && !tail.includes(candidate));
  const essence = tail.find((candidate) => TELLING.test(candidate)) ?? line ?? tail.at(-1) ?? '';
  return essence.trim().slice(0, 400);
}

/** Where a log ends now, to read later only what was added. */
export function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The text of a log behind byte `from`. */
export function readFrom(path, from) {
  return existsSync(path) ? readFileSync(path).subarray(from).toString('utf8') : '';
}

/**
 * The error for a service that did not start.
 * @param {string} what e.g. "Redis did not start"
 * @param {{ path: string, from: number }[]} logs the first that holds anything telling is quoted
 */
export function startError(what, logs) {
  const found = logs
    .map(({ path, from }) => ({ path, essence: findEssence(readFrom(path, from)) }))
    .filter((log) => log.essence);
  const telling = found.find((log) => TELLING.test(log.essence)) ?? found[0];
  const path = telling?.path ?? logs[0]?.path;
  return new ServiceError(`${what}${telling ? `: ${telling.essence}` : '; its log is empty'}\n  Log: ${path}`, {
    remedy: findRemedy(telling?.essence ?? ''),
  });
}
