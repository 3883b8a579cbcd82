/** A stand-in for the encoder's worker that fails on order: an id of a batch says how (62 is «!» for the tiny model). `path` is a folder in which it remembers. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** True for the first worker that asks. */
const isFirst = (what) => {
  const file = join(workerData.path, what);
  if (existsSync(file)) return false;
  writeFileSync(file, '');
  return true;
};

parentPort.on('message', (message) => {
  if (message.type === 'close') return parentPort.close();
  const { id, batch } = message;
  const order = batch.ids.find((piece) => piece === 62 || piece > 70);
  if (order === 62 || (order === 71 && isFirst('crash'))) process.exit(3);
  if (order === 72 && isFirst('throw')) throw new Error('as ordered');
  if (order === 73 && isFirst('hang')) return undefined;
  if (order === 74) return parentPort.postMessage({ type: 'failed', id, message: 'no such row' });
  const pooled = Float32Array.from(batch.lengths);
  return parentPort.postMessage({ type: 'done', id, result: { pooled, vector: pooled, states: null, ms: 1 } });
});
if (existsSync(join(workerData.path, 'broken'))) throw new Error('no model here');
parentPort.postMessage({ type: 'ready', speed: 2 });
