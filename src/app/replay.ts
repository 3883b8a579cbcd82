import { z } from 'zod';
import { parseBatchJob } from '../../pipelines/run-batch.js';
import { type BatchJob, finishedSchema, gatedSchema } from '../../pipelines/values.js';
import { isoTime } from '../core/clock.js';
import type { DeadLetter } from '../core/dead-letter.js';
import { AppError } from '../core/errors.js';
import { derivedId } from '../core/ids.js';
import { rawPostSchema } from '../core/post.js';
import type { LineQueues } from './work.js';

/**
 * Sends the input of a dead letter into its queue again, under an id of its own.
 * @throws AppError E_INPUT_INVALID when the input is still not what the queue takes.
 */
export async function replayLetter(letter: DeadLetter, queues: LineQueues, nowMs: number): Promise<void> {
  const [queue] = letter.where.split('/') as [string];
  if (!(queue in queues)) {
    throw new AppError(
      'E_INPUT_INVALID',
      `a letter of «${letter.where}» cannot be replayed: the page will be read again at its next visit`,
    );
  }
  const name = queue as keyof LineQueues;
  let input: unknown;
  try {
    input = JSON.parse(letter.input);
  } catch (cause) {
    throw new AppError(
      'E_INPUT_INVALID',
      `the input of letter ${letter.id} is cut or no JSON: it can only be read, not replayed`,
      { cause },
    );
  }
  const id = derivedId('replay', letter.id, String(nowMs));
  if (letter.where === name && typeof input === 'object' && input !== null && 'items' in input) {
    await queues[name].add([
      { id, data: { ...parseBatchJob(name, input), page: { ...parseBatchJob(name, input).page, id } } },
    ]);
    return;
  }
  // What a stage added before it failed is made again.
  const schema = {
    posts: z.object(rawPostSchema.shape),
    candidates: z.object(gatedSchema.shape),
    index: finishedSchema,
  }[name];
  const value = schema.safeParse(input);
  if (!value.success) {
    const issues = value.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new AppError('E_INPUT_INVALID', `letter ${letter.id} still does not fit the queue «${name}» (${issues})`);
  }
  const post = value.data;
  const page = {
    id,
    sourceId: post.sourceId,
    url: letter.url ?? post.url,
    fetchedAt: isoTime(nowMs),
    etag: null,
    lastModified: null,
  };
  const job: BatchJob = {
    page,
    seen: [{ id: post.id, fingerprint: post.fingerprint }],
    items: [{ value: post, dropped: null }],
  };
  await queues[name].add([{ id, data: job }]);
}
