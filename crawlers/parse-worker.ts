/** Worker thread that parses big pages, so that a hostile one cannot stop the process. Started by crawlers/page-parser.ts. */
import { parentPort } from 'node:worker_threads';
import { toAppError } from '../src/core/errors.js';
import type { ParseAnswer, ParseRequest } from './page-parser.js';
import { loadRegistry } from './registry.js';

const registry = loadRegistry();

parentPort?.on('message', async ({ id, kind, page, source }: ParseRequest) => {
  let answer: ParseAnswer;
  try {
    answer = { id, ok: true, parsed: (await registry).get(kind).parse(page, source) };
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    answer = { id, ok: false, code, message };
  }
  parentPort?.postMessage(answer);
});
