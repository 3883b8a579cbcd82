/** `session.run` alone, on texts cut into pieces and sorted by length before the clock starts, in batches of 512 pieces. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { openTokeniser, PADDING } from '../../../models/encoder/tokeniser.js';
import { normalisedText } from '../../../pipelines/text/normalised.js';
import { projectRoot } from '../../../src/version.js';
import { serveLane } from '../lane.js';
import { PostMaker } from '../text/posts.js';
import { candidates } from './texts.js';

const BATCH_PIECES = 512;

type Feeds = Record<'input_ids' | 'attention_mask', Tensor>;

function batchesOf(rows: readonly Int32Array[]): Feeds[] {
  const left = [...rows].sort((a, b) => a.length - b.length);
  const batches: Feeds[] = [];
  while (left.length > 0) {
    let count = 1;
    while (count < left.length && (left[count]?.length ?? 0) * (count + 1) <= BATCH_PIECES) count++;
    const batch = left.splice(0, count);
    const width = batch.at(-1)?.length ?? 0;
    const ids = new BigInt64Array(batch.length * width).fill(BigInt(PADDING));
    const mask = new BigInt64Array(ids.length);
    for (const [row, pieces] of batch.entries()) {
      ids.set(BigInt64Array.from(pieces, BigInt), row * width);
      mask.fill(1n, row * width, row * width + pieces.length);
    }
    const shape = [batch.length, width];
    batches.push({ input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) });
  }
  return batches;
}

serveLane(async () => {
  const shipped = join(projectRoot, 'models', 'shipped');
  const tokeniser = openTokeniser(readFileSync(join(shipped, 'tokenizer.json'), 'utf8'), 128);
  const session = await InferenceSession.create(join(shipped, 'encoder.onnx'), {
    intraOpNumThreads: availableParallelism(),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // As ours: on a busy machine threads that wait by spinning slow each other.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const maker = new PostMaker();
  let round = 0;
  let batches: Feeds[] = [];
  return {
    async prepare(size) {
      const texts = candidates(maker, round++, size);
      batches = batchesOf(texts.map((analysis) => tokeniser.ids(normalisedText(analysis))));
    },
    async round(size) {
      let rows = 0;
      for (const feeds of batches) rows += (await session.run(feeds, ['pooled', 'vector'])).pooled?.dims[0] ?? 0;
      if (rows !== size) throw new Error(`${rows} of ${size} texts were read`);
    },
    close: () => session.release(),
  };
});
