/** Prints the resident memory, MiB, of a process with so many workers of the model, each warmed up: `node memory.js FOLDER WORKERS`. */
import { openTextModel } from '../../../../models/open.js';
import { analyse } from '../../../../pipelines/text/analyse.js';

const [folder = 'models', workers = '0'] = process.argv.slice(2);
const text = analyse('Во дворе третью неделю не вывозят мусор, контейнеры переполнены, крысы бегают.');
if (workers !== '0') {
  const model = await openTextModel({ folder, workers: Number(workers), intraOpThreads: 1 });
  // Enough for every worker to get batches of the size that it has in the line.
  await model.encode(Array.from({ length: 256 }, () => text));
  process.stdout.write(String(process.memoryUsage().rss / 2 ** 20));
  await model.close();
} else process.stdout.write(String(process.memoryUsage().rss / 2 ** 20));
